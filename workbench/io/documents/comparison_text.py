"""Plans side by side as plain text for a terminal or a log: their figures, then only the seats that differ."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.io.documents.formats import NOTHING, plain, score, share, whole
from workbench.io.documents.naming import Naming
from workbench.placement import Comparison, Plan
from workbench.placement.matching import (
    IGNORED,
    LABELS,
    PROPERTIES,
    Matchings,
    matching_statistics,
    matrix,
)

FIGURES = {
    "moves": "Orang yang pindah",
    "score_mean": "Rata-rata skor merit",
    "vacant_after": "Kursi tetap kosong",
    "critical_filled": "Kursi kritis terisi",
    "first_choice": "Mendapat pilihan pertama",
}

SIDES = {"people": "Pegawai", "movers": "Yang pindah", "posts": "Jabatan"}

LIMITS = {"move_limit": "batas pindah"}

_WIDEST = 28
"""Letters of a plan's name that a column heading shows."""


def comparison_text(found: Comparison, plans: Mapping[str, Plan]) -> str:
    """Figures of each plan, how many people each two place differently, and who sits where they differ."""
    names = list(found.names)
    figures = [
        [label, *(_figure(name, found.summary.loc[name, plan]) for plan in names)] for name, label in FIGURES.items()
    ]
    apart = [[one, *map(whole, row)] for one, row in zip(names, found.differences.to_numpy().tolist(), strict=True)]
    return "\n".join(
        [
            *_table(["", *names], figures),
            "",
            "Orang yang ditempatkan berbeda",
            *_table(["", *names], apart),
            "",
            *_seats(found, plans),
        ]
    )


def matchings_text(made: Matchings, found: Comparison | None) -> str:
    """What each rival promises and keeps, what people and units got of their wishes, and where the plans differ."""
    lines = _properties(made)
    lines += ["", *_wishes(made)]
    lines += ["", *_ignored(made)]
    if made.market.set_aside:
        listed = ", ".join(LIMITS.get(name, name) for name in made.market.set_aside)
        lines += [f"Batas skenario dikesampingkan bagi keempatnya: {listed}."]
    refused = [(LABELS[rule][0], plan) for rule, plan in made.plans.items() if not isinstance(plan, Plan)]
    lines += [f"{label} tidak ada: {plan.reason}" for label, plan in refused]
    if found is not None:
        called = {rule: LABELS[rule][0] for rule in made.found}
        renamed = found.renamed(called)
        lines += ["", comparison_text(renamed, {called[rule]: plan for rule, plan in made.found.items()})]
    return "\n".join(lines)


def _properties(made: Matchings) -> list[str]:
    table = matrix(made)
    merit = made.found.get("merit")
    lines: list[str] = []
    naming = Naming.of(made.market.ground.staffing)
    for rule, rows in table.groupby("rule", sort=False):
        plan = made.found[str(rule)]
        lines += ["" if lines else "Empat rencana tandingan", LABELS[str(rule)][0]]
        lines.append(f"  {_cost(plan, merit)}")
        lines += [f"  {_answer(row, naming)}" for row in _dicts(rows)]
    return lines or ["Empat rencana tandingan: tidak satu pun ada."]


def _cost(plan: Plan, merit: Plan | None) -> str:
    """Moves, and what the rule costs beside the merit optimum: points, and critical seats where it fills fewer."""
    told = [f"{whole(plan.summary['moves'])} pindah"]
    if merit is not None:
        points = merit.summary["total"] - plan.summary["total"]
        told.append(f"jumlah merit {'kurang' if points >= 0 else 'lebih'} {score(abs(points))}")
        seats = merit.summary["critical_filled"] - plan.summary["critical_filled"]
        told += [f"{whole(seats)} kursi kritis lebih sedikit"] if seats else []
    return ", ".join(told)


def _answer(row: Mapping[Any, Any], naming: Naming) -> str:
    name = PROPERTIES[row["property"]][0]
    if row["holds"]:
        return f"ya     {name}{' (menurut aturannya)' if row['by_construction'] else ''}"
    if row["property"] == "merit":
        short = int(row["points"])
        return f"tidak  {name}: " + (f"kurang {score(short)}" if short > 0 else "lebih sedikit kursi kritis terisi")
    who = plain(str(naming.names.get(row["nip"])))
    where = plain(str(naming.wholes.get(row["post"])))
    over = f", yang diduduki {plain(str(naming.names.get(row['over'])))}" if not pd.isna(row["over"]) else ""
    return f"tidak  {name}: {whole(int(row['cases']))} kasus, antara lain {who} dan {where}{over}"


def _wishes(made: Matchings) -> list[str]:
    table = matching_statistics(made)
    if table.empty:
        return []
    rows = [
        [
            LABELS[row["rule"]][0],
            SIDES[row["side"]],
            *(whole(row[name]) for name in ("stated", "unknown")),
            *(share(row[name], row["stated"]) for name in ("first", "top_three", "listed")),
        ]
        for row in _dicts(table)
    ]
    titles = ["Rencana", "Pihak", "Menyatakan", "Belum diketahui", "Pilihan pertama", "Tiga teratas", "Yang disebut"]
    return ["Minat yang terpenuhi (bagian dari yang menyatakan)", *_table(titles, rows)]


def _ignored(made: Matchings) -> list[str]:
    counts = made.market.ignored["ignored"].value_counts()
    if counts.empty:
        return ["Semua minat yang dinyatakan diperhitungkan."] if len(made.market.stated) else ["Belum ada data minat."]
    return [
        f"{whole(int(counts.sum()))} minat tidak diperhitungkan:",
        *(f"  {whole(int(number))}: {IGNORED[str(reason)][0]}" for reason, number in counts.items()),
    ]


def _dicts(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.to_dict("records")


def _figure(name: str, value: Any) -> str:
    if pd.isna(value):
        return NOTHING
    return score(int(value)) if name == "score_mean" else whole(int(value))


def _seats(found: Comparison, plans: Mapping[str, Plan]) -> list[str]:
    """A block for each post that differs: under every plan who sits there, or that nobody does."""
    if found.seats.empty:
        return ["Semua rencana menempatkan setiap orang di tempat yang sama."]
    called = [Naming.of(plan.ground.staffing) for plan in plans.values()]
    names = pd.concat([each.names for each in called]).groupby(level=0).first()
    wholes = pd.concat([each.wholes for each in called]).groupby(level=0).first()
    lines = [f"{whole(found.seats.index.get_level_values('post').nunique())} jabatan berbeda"]
    width = max(map(len, found.names))
    for post, rows in found.seats.groupby(level="post", sort=True):
        lines.append(plain(str(wholes.get(post, post))))
        for plan in found.names:
            sitting = [
                plain(f"{names.get(nip)} ({nip})") + (f", {score(int(points))}" if pd.notna(points) else "")
                for nip, points in zip(rows[plan], found.seat_scores.loc[rows.index, plan], strict=True)
                if pd.notna(nip)
            ]
            known = bool(found.posts_known.loc[rows.index, plan].all())
            empty = "tidak seorang pun dari yang berbeda" if known else "jabatan ini tidak ada"
            lines.append(f"  {plan:<{width}}  {'; '.join(sitting) or empty}")
    return lines


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    cells = [[title[:_WIDEST] for title in titles], *([cell[:_WIDEST] for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(titles))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
