"""An import, and a comparison of two snapshots, as plain text for a terminal."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from workbench.io.documents.formats import day, plain, whole
from workbench.io.importers import Imported, sentence
from workbench.staffing.changes import Changes

SHOWN = 12

TRUST = {
    "ok": "{table}: identitas dapat dipercaya ({matched} dari {before} sama)",
    "case_folded": "{table}: {evidence} identitas hanya berbeda huruf besar-kecil; samakan dahulu",
    "rekeyed": "{table}: identitas tidak cocok, {evidence} baris yang sama memakai kunci baru",
    "reused": "{table}: identitas dipakai ulang, {evidence} kunci yang sama menunjuk hal lain",
    "incomplete": "{table}: potret baru tampak tidak lengkap, {evidence} dari {before} baris hilang",
    "empty": "{table}: salah satu potret kosong ({before} menjadi {after} baris)",
}
CHANGES = {"added": "bertambah", "removed": "hilang", "changed": "berubah"}


def import_text(imported: Imported, snapshot: str | None) -> str:
    """What became of a delivery: the snapshot or the refusal, then the problems that touch most decisions."""
    errors, problems = imported.count("error"), imported.problems
    if snapshot is None:
        lines = [f"Impor ditolak karena {whole(errors)} masalah; tidak ada yang berubah."]
    else:
        staffing = imported.staffing
        assert staffing is not None  # a snapshot was made of it
        lines = [
            f"Potret {snapshot}: {whole(len(staffing.employees))} pegawai, {whole(len(staffing.posts))} jabatan, "
            f"{whole(len(staffing.units))} unit, data per {day(staffing.as_of.isoformat())}.",
            f"{whole(len(problems))} masalah; isian yang tidak terbaca menjadi belum diketahui."
            if len(problems)
            else "Tidak ada masalah.",
        ]
    first = problems[problems["severity"].eq("error")] if errors else problems
    lines += [f"- {plain(sentence(row))}" for row in _rows(first.head(SHOWN))]
    if len(first) > SHOWN:
        lines.append(f"... dan {whole(len(first) - SHOWN)} lagi; tulis semuanya dengan --problems BERKAS.xlsx")
    return "\n".join(lines)


def changes_text(found: Changes) -> str:
    """First whether the ids can be trusted, then counts, then some of what changed."""
    lines = [TRUST[str(row["verdict"])].format(**row) + "." for row in _rows(found.trust)]
    if not found.trusted:
        lines.append("Angka di bawah mungkin bercerita tentang identitas, bukan tentang organisasinya.")
    if found.counts.empty:
        return "\n".join([*lines, "", "Tidak ada yang berubah."])
    lines.append("")
    for row in _rows(found.counts):
        told = ", ".join(f"{whole(row[kind])} {word}" for kind, word in CHANGES.items() if row[kind])
        lines.append(f"{row['table']}: {told}")
        lines += [f"  {_one(sample)}" for sample in _rows(found.samples[found.samples["table"] == row["table"]])]
    return "\n".join(lines)


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    return ({str(name): value for name, value in row.items()} for row in table.to_dict("records"))


def _one(sample: dict[str, Any]) -> str:
    said = f"{CHANGES[sample['change']]}: {plain(str(sample['key']))}"
    if sample["change"] != "changed":
        return said
    before, after = ("(kosong)" if pd.isna(sample[k]) else plain(str(sample[k])) for k in ("before", "after"))
    return f"{said}, {sample['column']} {before} menjadi {after}"
