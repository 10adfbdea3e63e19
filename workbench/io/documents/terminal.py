"""A plan as plain text for a terminal or a log: who goes where in the order of decrees, and what stays open."""

from workbench.io.documents import words
from workbench.io.documents.formats import day, plain, score, whole
from workbench.io.documents.naming import Naming
from workbench.io.documents.plan_tables import found, in_few_words
from workbench.placement import Plan


def plan_text(plan: Plan) -> str:
    """Some lines of figures, three lines a move, then slates and vacancies. Text from data is made plain."""
    naming = Naming.of(plan.ground.staffing)
    return "\n".join([*_head(plan), *_moves(plan, naming), *_slates(plan, naming), *_vacant(plan, naming)])


def _head(plan: Plan) -> list[str]:
    told, numbers, moves = plan.head, plan.summary, plan.moves
    scenario = f"skenario {told['scenario']} langkah {told['step']}" if told.get("scenario") else "tanpa skenario"
    unknown, people = int(moves["unknown"].sum()), int((moves["unknown"] > 0).sum())
    before, after = numbers["score_mean_before"], numbers["score_mean"]
    return [
        f"Rencana {plan.digest}, berlaku {day(told['day'])}",
        f"Data {day(told['as_of'])}, potret {told['snapshot']}, {scenario}, aturan {told['rulebook'][:12]}",
        "",
        f"{whole(numbers['moves'])} orang pindah; kursi kosong {whole(numbers['open_before'])} menjadi "
        f"{whole(numbers['vacant_after'])} dari {whole(numbers['seats'])}; kursi kritis terisi "
        f"{whole(numbers['critical_before'])} menjadi {whole(numbers['critical_filled'])} dari "
        f"{whole(numbers['critical_seats'])}.",
        *([f"Rata-rata skor merit {score(before)} menjadi {score(after)}."] if None not in (before, after) else []),
        f"{whole(unknown)} temuan belum diketahui, pada {whole(people)} orang."
        if unknown
        else "Semua temuan diketahui.",
    ]


def _moves(plan: Plan, naming: Naming) -> list[str]:
    moves = plan.moves
    if moves.empty:
        return ["", "Tidak ada yang pindah."]
    number = moves["chain"].astype("str") + "." + moves["step"].astype("str")
    name = naming.name(moves["nip"]).map(plain)
    points = moves["score"].map(score)
    points = points + (" sampai " + moves["score_most"].map(score)).where(moves["score_most"] > moves["score"], "")
    said = in_few_words(moves, found(plan, zip(moves["nip"], moves["to_post"], strict=True)))
    width, indent = int(name.str.len().clip(upper=40).max()), int(number.str.len().max())
    was = naming.whole(moves["from_post"]).fillna("(belum memangku jabatan)").map(plain)
    will = naming.whole(moves["to_post"]).map(plain)
    head = f"{'No.':<{indent}}  {'Pegawai':<{width}}  {'NIP':<18}  Skor; temuan"
    lines = ["", head]
    for row in zip(number, name, moves["nip"].map(plain), points, said, was, will, strict=True):
        place, who, nip, worth, findings, left, taken = row
        lines += [
            f"{place:<{indent}}  {who:<{width}}  {nip:<18}  {worth}; {findings}",
            f"{'':<{indent}}  dari {left}",
            f"{'':<{indent}}  ke   {taken}",
        ]
    return lines


def _slates(plan: Plan, naming: Naming) -> list[str]:
    told = plan.slates.assign(name=naming.name(plan.slates["nip"]), title=naming.whole(plan.slates["post"]))
    lines = ["", "Daftar calon bagi seleksi terbuka (bukan pengangkatan)"] if len(told) else []
    for _, rows in told.groupby("post", sort=False):
        lines.append(plain(rows["title"].iloc[0]))
        lines += [
            f"  {whole(rank)}. {plain(name)} ({plain(nip)}), {score(points)}"
            for rank, name, nip, points in zip(rows["rank"], rows["name"], rows["nip"], rows["score"], strict=True)
        ]
    return lines


def _vacant(plan: Plan, naming: Naming) -> list[str]:
    left = plan.vacant.sort_values(["critical", "post"], ascending=[False, True])
    lines = ["", f"Tetap kosong: {whole(int(left['seats'].sum()))} kursi"]
    for reason, words_ in words.VACANT["id"].items():
        rows = left[left["reason"] == reason]
        if len(rows):
            lines.append(f"{words_[0].upper()}{words_[1:]}:")
            titles = naming.whole(rows["post"]).map(plain)
            lines += [
                f"  - {title}" + (f", {whole(seats)} kursi" if seats > 1 else "") + (", kritis" if critical else "")
                for title, seats, critical in zip(titles, rows["seats"], rows["critical"], strict=True)
            ]
    return lines
