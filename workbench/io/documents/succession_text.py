"""A pre-flight, a forecast and a bench as plain text for a terminal. Text from data is made plain."""

import pandas as pd

from workbench.io.documents import words
from workbench.io.documents.formats import NOTHING, day, plain, score, whole
from workbench.io.documents.naming import Naming
from workbench.placement import Forecast, Plan, Preflight, Successors
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
    reason = flown.blocked.set_index("order")["reason"]
    for row in steps.itertuples():
        ring = f" (serentak, lingkar {row.ring})" if pd.notna(row.ring) else ""
        what = words.DECREE["id"][str(row.kind)]
        lines += [
            "",
            f"{row.order}. {day(row.not_before.date())}{ring}: {_name(naming, row.nip)} ({plain(row.nip)}) {what}",
        ]
        if row.kind != "move":
            lines.append(f"   dari {_post(naming, row.from_post)}")
            continue
        obstacle = words.OBSTACLE["id"]["" if pd.isna(row.obstacle) else str(row.obstacle)]
        told = f": {plain(reason[row.order])}" if row.order in reason.index else ""
        lines += [f"   ke {_post(naming, row.to_post)}", f"   {obstacle}{told}"]
    open_ = flown.whole[flown.whole["verdict"] != "yes"].drop_duplicates(["rule", "verdict"])
    if len(open_):
        lines += ["", "Diminta dari seluruh rencana:"]
        lines += [f"- {plain(row.label)}: {plain(row.observed)} ({plain(row.citation)})" for row in open_.itertuples()]
    return "\n".join(lines)


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
    for row in found.years.itertuples():
        lines.append(f"{row.year:<5}  {whole(row.retirements):>7}  {whole(row.total):>6}  {whole(row.vacant):>13}")
    by_office = standing.dropna(subset="office").groupby("office")[["people", "within"]].sum()
    most = by_office[by_office["within"] > 0].sort_values(["within"], ascending=False, kind="stable").head(10)
    called = staffing.units.drop_duplicates("unit").set_index("unit")["name"]
    lines += ["", "Perangkat daerah yang paling banyak ditinggalkan:"] if len(most) else []
    lines += [
        f"- {plain(called.get(office, office))}: {whole(row.within)} dari {whole(row.people)} orang"
        for office, row in zip(most.index, most.itertuples(), strict=True)
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
    for post in found.coverage.itertuples():
        leaves = f"; pemangkunya pensiun {day(post.leaves.date())}" if pd.notna(post.leaves) else ""
        vacant = f"; {whole(post.vacant)} kursi kosong" if post.vacant else ""
        lines += [
            "",
            f"{_post(naming, post.post)}: {whole(post.ready)} siap, {whole(post.nearly)} hampir siap{leaves}{vacant}",
        ]
        own = found.candidates[found.candidates["post"] == post.post].head(SHOWN)
        for one in own.itertuples():
            gaps = found.gaps[(found.gaps["post"] == post.post) & (found.gaps["nip"] == one.nip)]
            lacks = "; ".join(_gap(*gap) for gap in gaps[["label", "how", "turns"]].itertuples(index=False))
            state = words.READINESS["id"][str(one.readiness)]
            lines.append(
                f"  {one.rank}. {_name(naming, one.nip)} ({plain(one.nip)}), {score(one.score)}, {state}"
                + (f": {lacks}" if lacks else "")
            )
    return "\n".join(lines)


def _gap(label: str, how: str, turns: pd.Timestamp) -> str:
    return f"{plain(label)} ({words.HOW['id'][how]})" if pd.isna(turns) else f"{plain(label)} ({day(turns.date())})"


def _name(naming: Naming, nip: object) -> str:
    return plain(naming.names.get(str(nip), NOTHING))


def _post(naming: Naming, post: object) -> str:
    return plain(naming.wholes.get(str(post), NOTHING))
