"""What becomes of people as a workbook: everybody of a list, the totals that reconcile, and the gaps for training."""

import pandas as pd

from workbench.io.documents.blocks import Column, Kind, Table
from workbench.io.documents.fates_words import APPEAL, FATES, WHY
from workbench.io.documents.naming import Naming
from workbench.io.documents.words import say
from workbench.io.documents.xlsx import workbook
from workbench.staffing import Staffing


def fates_xlsx(people: pd.DataFrame, gaps: pd.DataFrame, before: Staffing, after: Staffing, lang: str = "id") -> bytes:
    """Pegawai, Jumlah, Kesenjangan; `people` as of `Fates.people`, `gaps` as of `gaps_after`, of which those of these
    people are told."""
    own = gaps[gaps["nip"].isin(people["nip"])]
    sheets = {
        say(lang, "Pegawai", "People"): (_people(people, before, after, lang),),
        say(lang, "Jumlah", "Totals"): (_totals(people, lang),),
        say(lang, "Kesenjangan", "Gaps"): (_gaps(own, after, lang),),
    }
    return workbook(sheets, after.as_of, lang)


def _people(people: pd.DataFrame, before: Staffing, after: Staffing, lang: str) -> Table:
    was, now = Naming.of(before), Naming.of(after)
    at = ("id", "en").index(lang)
    rows = [
        (
            row["nip"],
            _text(was.names.get(row["nip"])),
            _text(was.wholes.get(row["post_before"])),
            FATES[row["fate"]][at],
            _text(now.wholes.get(row["post_after"])),
            None if pd.isna(row["share"]) else int(row["share"]),
            None if pd.isna(row["rivals"]) else int(row["rivals"]),
            None if pd.isna(row["seats"]) else int(row["seats"]),
            WHY[row["why"]][at],
            APPEAL[row["appeal"]][at] if isinstance(row["appeal"], str) else None,
        )
        for row in people.to_dict("records")
    ]
    labels: list[tuple[str, Kind]] = [
        (say(lang, "NIP", "NIP"), "text"),
        (say(lang, "Nama", "Name"), "text"),
        (say(lang, "Jabatan semula", "Post before"), "text"),
        (say(lang, "Nasib", "Fate"), "text"),
        (say(lang, "Jabatan sesudah", "Post after"), "text"),
        (say(lang, "Bagian tugas (perseribu)", "Share of duties (per mille)"), "whole"),
        (say(lang, "Yang bersaing", "Rivals"), "whole"),
        (say(lang, "Kursi", "Seats"), "whole"),
        (say(lang, "Sebab", "Why"), "text"),
        (say(lang, "Dapat keberatan", "May object"), "text"),
    ]
    return Table(say(lang, "Nasib pegawai", "Fates"), tuple(Column(label, kind) for label, kind in labels), tuple(rows))


def _totals(people: pd.DataFrame, lang: str) -> Table:
    at = ("id", "en").index(lang)
    counts = people["fate"].value_counts()
    rows = [(words[at], int(counts.get(fate, 0))) for fate, words in FATES.items()]
    rows.append((say(lang, "Jumlah", "Total"), len(people)))
    columns = (Column(say(lang, "Nasib", "Fate")), Column(say(lang, "Orang", "People"), "whole"))
    return Table(say(lang, "Jumlah menurut nasib", "Totals by fate"), columns, tuple(rows))


def _gaps(gaps: pd.DataFrame, after: Staffing, lang: str) -> Table:
    """What who comes to another post lacks there; a level that nobody assessed stays blank, and so does its gap."""
    now, called = Naming.of(after), after.schemas.vocabulary.label("competency", lang)
    rows = [
        (
            row["nip"],
            _text(now.names.get(row["nip"])),
            _text(now.wholes.get(row["post"])),
            str(called.get(row["competency"], row["competency"])),
            *(None if pd.isna(row[level]) else int(row[level]) for level in ("needed", "shown", "gap")),
        )
        for row in gaps.to_dict("records")
    ]
    labels: list[tuple[str, Kind]] = [
        (say(lang, "NIP", "NIP"), "text"),
        (say(lang, "Nama", "Name"), "text"),
        (say(lang, "Jabatan sesudah", "Post after"), "text"),
        (say(lang, "Kompetensi", "Competency"), "text"),
        (say(lang, "Dituntut", "Needed"), "whole"),
        (say(lang, "Terukur", "Shown"), "whole"),
        (say(lang, "Kurang", "Gap"), "whole"),
    ]
    title = say(lang, "Kesenjangan di jabatan yang baru", "Gaps in the new post")
    return Table(title, tuple(Column(label, kind) for label, kind in labels), tuple(rows))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
