"""Problems as people read them: what was found, what was expected, how to repair it, whose file it is, what rests on
it."""

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import xlsxwriter

from workbench.io.importers.bearing import Bearing
from workbench.io.importers.pieces import NOTHING
from workbench.io.importers.settings import Settings
from workbench.staffing import Schemas

COLUMNS = (
    "file", "row", "column", "rule", "severity", "label", "found", "expected", "repair",
    "office", "decisions", "key", "table", "effect", "label_en", "expected_en", "repair_en",
)  # fmt: skip
"""`row` is the number that the spreadsheet shows (missing for a whole file); the English words end on `_en`."""

SEVERITIES = ("error", "warning", "note")


def told(
    noted_problems: Sequence[pd.DataFrame], schemas: Schemas, settings: Settings, bearing: Bearing
) -> pd.DataFrame:
    """All problems in `COLUMNS`: errors first, then by the decisions they touch, then by file and row."""
    parts = [frame for frame in noted_problems if len(frame)]
    if not parts:
        return _shaped(NOTHING)
    found = bearing.place(pd.concat(parts, ignore_index=True))
    key = found["key"].where(found["key"].ne(""), found["nip"])
    key = key.where(key.ne(""), found["post"])
    key = key.mask(key.eq("") & found["table"].isin(["units", "posts"]), found["unit"])
    found = found.assign(key=key, found=found["found"].str.slice(0, 200))
    found = _worded(_weighed(found, schemas, settings), settings)
    order = found["severity"].map({name: i for i, name in enumerate(SEVERITIES)})
    found = found.assign(order=order).sort_values(
        ["order", "decisions", "file", "row", "column", "rule", "found"],
        ascending=[True, False, True, True, True, True, True],
        kind="stable",
    )
    return _shaped(found.drop_duplicates(["file", "row", "column", "rule", "found"]))


def _shaped(found: pd.DataFrame) -> pd.DataFrame:
    shaped = found.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    texts = {name: "str" for name in COLUMNS if name not in ("row", "decisions")}
    return shaped.astype({**texts, "row": "Int64", "decisions": "Int64"})


def _weighed(found: pd.DataFrame, schemas: Schemas, settings: Settings) -> pd.DataFrame:
    """Severity and effect: by rule; but a cell that becomes unknown blocks the import where the row cannot live
    without.

    A key that cannot be read: the row cannot be taken, which blocks the import, except in the tables of `leave_out`,
    where the row is left out. A required cell of a table that is no record of facts (`fact_tables`): likewise blocks.
    """
    rules = settings.rules
    severity = found["rule"].map({name: rule.severity for name, rule in rules.items()})
    effect = found["rule"].map({name: rule.effect for name, rule in rules.items()})
    needed = {(name, title) for name, schema in schemas.tables.items() for title in _needed(name, schemas, settings)}
    keys = {(name, key) for name, schema in schemas.tables.items() for key in schema.key}
    where = pd.Series(list(zip(found["table"], found["field"], strict=True)), index=found.index)
    unknown = effect.eq("unknown")
    is_key, is_needed = where.isin(keys), where.isin(needed)
    loose = found["table"].isin(list(settings.leave_out))
    unkeyed = (unknown | found["rule"].eq("missing_key")) & is_key
    severity = severity.mask(unkeyed & loose, "warning").mask((unkeyed & ~loose) | (unknown & is_needed), "error")
    effect = effect.mask(unkeyed & loose, "row").mask((unkeyed & ~loose) | (unknown & is_needed), "refuse")
    return found.assign(severity=severity, effect=effect)


def _needed(table: str, schemas: Schemas, settings: Settings) -> list[str]:
    if table in settings.fact_tables:
        return []
    return [column.name for column in schemas[table].columns if column.required and not column.key]


def _worded(found: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The words of each rule, with the detail of the case put in. `{}` in Indonesian and English alike."""
    words: dict[str, list[str]] = {}
    for name in ("label", "expected", "repair"):
        for suffix in ("", "_en"):
            texts = {rule: str(getattr(one, name + suffix)) for rule, one in settings.rules.items()}
            details = found["detail"].map({t: ls[suffix == "_en"] for t, ls in settings.table_labels.items()})
            details = details.fillna(found["detail"])
            pairs = zip(found["rule"], details, strict=True)
            words[name + suffix] = [texts[rule].replace("{}", detail) for rule, detail in pairs]
    return found.assign(**words)


def sentence(problem: Mapping[str, Any], lang: str = "id") -> str:
    """One problem in one sentence: file, place, what is wrong, what to do."""
    label, repair = (str(problem[name + ("_en" if lang == "en" else "")]) for name in ("label", "repair"))
    row = problem["row"]
    place = str(problem["file"])
    if pd.notna(row) and problem["column"]:
        place += f", {'row' if lang == 'en' else 'baris'} {row}, {problem['column']}"
    found = f" ({problem['found']})" if problem["found"] else ""
    return f"{place}: {label[:1].lower() + label[1:]}{found}; {repair[:1].lower() + repair[1:]}".lstrip(": ")


# back to the source offices -------------------------------------------------------------------------------------------

SHEET_COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("file", "Berkas", 28),
    ("row", "Baris", 8),
    ("column", "Kolom", 24),
    ("effect", "Akibat", 22),
    ("label", "Masalah", 44),
    ("found", "Tertulis", 34),
    ("expected", "Yang diharapkan", 44),
    ("repair", "Perbaikan", 52),
    ("decisions", "Keputusan tersentuh", 12),
    ("key", "Kunci", 24),
)

EFFECTS = {
    "refuse": "impor ditolak",
    "unknown": "dicatat belum diketahui",
    "row": "tidak diambil",
    "kept": "diambil apa adanya",
}
MEANING = (
    "Keputusan tersentuh: pasangan pegawai dan jabatan dalam ruang lingkup, pada perangkat daerah yang sama, yang "
    "bertumpu pada baris itu."
)
MOST_ROWS = 1_000_000
NOWHERE = "Tanpa perangkat daerah"


def write_workbook(problems: pd.DataFrame, to: Path | BinaryIO) -> None:
    """A spreadsheet with a summary and one sheet per source office, each sorted by the decisions that a problem
    touches.

    Text from data stays text: nothing becomes a formula or a link.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(to if not isinstance(to, Path) else str(to), options)
    try:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        office = problems["office"].mask(problems["office"].eq(""), NOWHERE)
        _summary(book, problems.assign(office=office), head, wrap)
        used = {"ringkasan"}
        by_weight = problems.assign(office=office).groupby("office")["decisions"].sum().sort_values(ascending=False)
        for name in by_weight.index:
            rows = problems[office == name].sort_values("decisions", ascending=False, kind="stable")
            for start in range(0, len(rows), MOST_ROWS):
                sheet = book.add_worksheet(_sheet_name(str(name), used))
                _fill(sheet, rows.iloc[start : start + MOST_ROWS], head, wrap)
    finally:
        book.close()


def workbook(problems: pd.DataFrame) -> bytes:
    """The same as bytes, for a browser."""
    target = io.BytesIO()
    write_workbook(problems, target)
    return target.getvalue()


def _summary(book: Any, problems: pd.DataFrame, head: Any, wrap: Any) -> None:
    sheet = book.add_worksheet("Ringkasan")
    counted = (
        problems.groupby(["office", "effect", "label", "repair"], sort=False)
        .agg(problems=("rule", "size"), decisions=("decisions", "sum"))
        .reset_index()
        .sort_values(["decisions", "problems"], ascending=False, kind="stable")
    )
    titles = ("Perangkat daerah", "Akibat", "Masalah", "Perbaikan", "Banyaknya", "Keputusan tersentuh")
    for column, (title, width) in enumerate(zip(titles, (40, 22, 50, 60, 12, 14), strict=True)):
        sheet.set_column(column, column, width, wrap)
        sheet.write_string(0, column, title, head)
    for row, line in enumerate(counted.to_dict("records"), 1):
        for column, text in enumerate((line["office"], EFFECTS[line["effect"]], line["label"], line["repair"])):
            sheet.write_string(row, column, str(text))
        sheet.write_number(row, 4, int(line["problems"]))
        sheet.write_number(row, 5, int(line["decisions"]))
    sheet.write_string(len(counted) + 2, 0, MEANING)
    sheet.freeze_panes(1, 0)


def _fill(sheet: Any, rows: pd.DataFrame, head: Any, wrap: Any) -> None:
    for column, (_, title, width) in enumerate(SHEET_COLUMNS):
        sheet.set_column(column, column, width, wrap)
        sheet.write_string(0, column, title, head)
    shown = rows.assign(effect=rows["effect"].map(EFFECTS))
    for column, (name, _, _) in enumerate(SHEET_COLUMNS):
        for row, value in enumerate(shown[name], 1):
            if pd.isna(value) or value == "":
                continue
            if name in ("row", "decisions"):
                sheet.write_number(row, column, int(value))
            else:
                sheet.write_string(row, column, str(value))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(shown)), len(SHEET_COLUMNS) - 1)


def _sheet_name(name: str, used: set[str]) -> str:
    """A name that a spreadsheet accepts (31 characters, no signs of its own, unlike every other)."""
    plain = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", name).strip() or NOWHERE
    number, chosen = 1, plain[:31].strip()
    while chosen.casefold() in used or chosen.casefold() == "history":
        number += 1
        chosen = f"{plain[: 31 - len(str(number)) - 3].strip()} ({number})"
    used.add(chosen.casefold())
    return chosen
