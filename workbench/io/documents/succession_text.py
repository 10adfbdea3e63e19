"""A pre-flight, a forecast and a bench as plain text for a terminal. Text from data is made plain."""

from typing import Any

from workbench.io.documents import words
from workbench.io.documents.formats import NOTHING, day, plain, score, whole
from workbench.io.documents.naming import Naming
from workbench.placement import Forecast, Plan, Preflight, Successors
from workbench.placement.records import records
from workbench.staffing import Staffing

SHOWN = 3
"""Candidates of each post in a terminal; the rest stands in the workbook and in JSON."""


def preflight_text(flown: Preflight, plan: Plan) -> str:
    """Figures, then two lines a decree in the order of signing, then what is asked of the plan as a whole."""
    naming, steps = Naming.of(plan.ground.staffing), flown.steps
    moves = steps[steps["kind"] == "move"]
    ready, formal = int(moves["ready"].sum()), int(moves["formal"].sum())
    rings = int(steps["ring"].nunique())
    lines = [
        f"Prauji rencana {plan.digest}: {whole(len(moves))} pindah dalam {whole(len(steps))} keputusan.",
        f"{whole(ready)} bersih menurut aturannya sendiri, {whole(formal)} dapat diputus resmi sekarang, "
        f"{whole(len(flown.blocked))} ditolak pada langkahnya.",
    ]
    if rings:
        lines.append(f"{whole(rings)} lingkar harus ditandatangani serentak.")
    reason = {row["order"]: plain(row["reason"]) for row in records(flown.blocked)}
    for row in records(steps):
        ring = f" (serentak, lingkar {row['ring']})" if row["ring"] is not None else ""
        who = f"{_name(naming, row['nip'])} ({plain(row['nip'])}) {words.DECREE['id'][row['kind']]}"
        lines += ["", f"{row['order']}. {day(row['not_before'])}{ring}: {who}"]
        if row["to_post"] is None:
            lines.append(f"   dari {_post(naming, row['from_post'])}")
            continue
        told = f": {reason[row['order']]}" if row["order"] in reason else _rules(flown, row["order"], row["obstacle"])
        obstacle = words.OBSTACLE["id"][row["obstacle"] or ""]
        lines += [f"   ke {_post(naming, row['to_post'])}", f"   {obstacle}{told}"]
    open_ = flown.whole[flown.whole["verdict"] != "yes"].drop_duplicates(["rule", "verdict"])
    if len(open_):
        lines += ["", "Diminta dari seluruh rencana:"]
        lines += [f"- {plain(row.label)}: {plain(row.observed)} ({plain(row.citation)})" for row in open_.itertuples()]
    return "\n".join(lines)


def _rules(flown: Preflight, order: int, obstacle: str | None) -> str:
    """The rules that stand in the way of this move, where it is rules that do."""
    verdict = {"barred": "no", "unknown": "unknown"}.get(obstacle or "")
    found = flown.findings
    here = (found["order"] == order) & (found["verdict"] == verdict) & found["bars"].astype(bool)
    return f": {'; '.join(plain(label) for label in found.loc[here, 'label'])}" if verdict else ""


def forecast_text(found: Forecast, staffing: Staffing) -> str:
    """Each year, then the offices that lose most, then what is not known."""
    standing = found.standing
    totals = standing[["people", "unknown", "overdue", "seats", "vacant"]].sum()
    lines = [
        f"{whole(int(totals['people']))} pegawai, {whole(int(totals['seats']))} kursi, "
        f"{whole(int(totals['vacant']))} kosong sekarang.",
        "",
        "Tahun  Pensiun  Jumlah  Kursi kosong bila tidak diisi",
    ]
    for row in records(found.years):
        numbers = (whole(row["retirements"]), whole(row["total"]), whole(row["vacant"]))
        lines.append("{:<5}  {:>7}  {:>6}  {:>13}".format(row["year"], *numbers))
    by_office = standing.dropna(subset="office").groupby("office")[["people", "within"]].sum()
    most = by_office[by_office["within"] > 0].sort_values(["within"], ascending=False, kind="stable").head(10)
    called = staffing.units.drop_duplicates("unit").set_index("unit")["name"]
    lines += ["", "Perangkat daerah yang paling banyak ditinggalkan:"] if len(most) else []
    lines += [
        f"- {plain(called.get(row['office'], row['office']))}: {whole(row['within'])} dari {whole(row['people'])} orang"
        for row in records(most.reset_index())
    ]
    if totals["overdue"]:
        lines += [
            "",
            f"{whole(int(totals['overdue']))} orang sudah melewati BUP tetapi masih tercatat memangku jabatan.",
        ]
    if totals["unknown"]:
        lines += ["", f"{whole(int(totals['unknown']))} orang belum diketahui: tanggal lahir atau jabatannya kosong."]
    return "\n".join(lines)


def bench_text(found: Successors, staffing: Staffing) -> str:
    """Each post, those with nobody ready first: how many could follow, and the best of them with what they lack."""
    naming = Naming.of(staffing)
    nobody = int((found.coverage["ready"] == 0).sum())
    lines = [f"{whole(len(found.coverage))} jabatan; {whole(nobody)} tanpa seorang pun yang siap."]
    lines += [borrowed(found)] if found.borrowed else []
    for post in records(found.coverage):
        told = f"{_post(naming, post['post'])}: {whole(post['ready'])} siap, {whole(post['nearly'])} hampir siap"
        told += f"; pemangkunya pensiun {day(post['leaves'])}" if post["leaves"] else ""
        lines += ["", told + (f"; {whole(post['vacant'])} kursi kosong" if post["vacant"] else "")]
        own = found.candidates[found.candidates["post"] == post["post"]].head(SHOWN)
        for one in records(own):
            gaps = found.gaps[(found.gaps["post"] == post["post"]) & (found.gaps["nip"] == one["nip"])]
            lacks = "; ".join(_gap(gap) for gap in records(gaps))
            who = f"  {one['rank']}. {_name(naming, one['nip'])} ({plain(one['nip'])}), {score(one['score'])}"
            lines.append(f"{who}, {words.READINESS['id'][one['readiness']]}" + (f": {lacks}" if lacks else ""))
    return "\n".join(lines)


def borrowed(found: Successors, lang: str = "id") -> str:
    """That the scenario is older than what *nearly ready* means, and what was taken instead."""
    missing, months = whole(found.near.most_missing, lang), whole(found.near.near_months, lang)
    return words.say(
        lang,
        f"Skenario ini dibuka sebelum arti hampir siap ditetapkan; yang dipakai ialah ketetapan badan sekarang: paling "
        f"banyak {missing} syarat kurang, dalam {months} bulan.",
        f"This scenario was opened before nearly ready was defined; the agency's present definition is used: at most "
        f"{missing} rules lacking, within {months} months.",
    )


def _gap(gap: dict[str, Any]) -> str:
    return f"{plain(gap['label'])} ({day(gap['turns']) if gap['turns'] else words.HOW['id'][gap['how']]})"


def _name(naming: Naming, nip: str) -> str:
    return plain(naming.names.get(nip, NOTHING))


def _post(naming: Naming, post: str) -> str:
    return plain(naming.wholes.get(post, NOTHING))
