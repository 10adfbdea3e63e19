"""What keeps a restructuring from being handed in, unless somebody wrote down why it may stay."""

import pandas as pd

UNPLACED = "unplaced"
"""The rule by which the people are waived whom a restructuring leaves without a post."""

COLUMNS = ["rule", "unit", "told", "told_en"]


def obstacles(checks: pd.DataFrame, affected: pd.DataFrame) -> pd.DataFrame:
    """rule, unit (missing: of none in particular), told and told_en (a sentence each): every unit without a place, the
    people who held a post and hold none now, and whatever the law says no to, in this order.

    `checks` and `affected` as the functions of these names give them, the checks of the whole organization."""
    loose = checks[(checks["rule"] == "placed") & (checks["verdict"] != "yes")]
    unlawful = checks[(checks["force"] == "law") & (checks["verdict"] == "no")]
    return pd.concat([_told(loose), _unplaced(affected), _told(unlawful)], ignore_index=True)


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    ground = " (" + rows["citation"] + ")."
    told = {"told": rows["note"] + ground, "told_en": rows["note_en"] + ground}
    return rows[["rule", "unit"]].assign(**told)


def _unplaced(affected: pd.DataFrame) -> pd.DataFrame:
    lost = int((affected["how"] == "lost").sum())
    told = f"{lost} orang kehilangan jabatan dan belum ditempatkan."
    told_en = f"{lost} {'person has' if lost == 1 else 'people have'} lost a post and no other yet."
    rows = [(UNPLACED, None, told, told_en)] if lost else []
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")
