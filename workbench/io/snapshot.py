"""Snapshots: a `Staffing` on disk, named by its content and never changed.

`<id>/<table>.csv` (UTF-8, LF, sorted by key, ISO dates, true/false, missing = empty) and `<id>/manifest.json`. A table
without rows has no file. The id is the hash of `as_of` and of the tables, so the same content has the same id whatever
the order of rows, the name of the file it came from, or the person who imported it.
"""

import csv
import hashlib
import io
import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.io.failure import Failure
from workbench.staffing import Schema, Schemas, Staffing

MANIFEST = "manifest.json"
NAME = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True)
class Manifest:
    """What a snapshot says about itself. `tables`: name -> (rows, SHA-256 of its file). Only `as_of` and `tables` make
    the `id`; who saved it, when and why does not."""

    id: str
    as_of: date
    tables: Mapping[str, tuple[int, str]]
    schema: str
    by: str
    at: datetime
    note: str

    def rows(self, table: str) -> int:
        return self.tables[table][0] if table in self.tables else 0

    def to_json(self) -> str:
        record = {
            "id": self.id,
            "as_of": self.as_of.isoformat(),
            "tables": {name: {"rows": rows, "sha256": sha} for name, (rows, sha) in self.tables.items()},
            "schema": self.schema,
            "created": {"by": self.by, "at": self.at.isoformat(), "note": self.note},
        }
        return json.dumps(record, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        record = json.loads(text)
        made = record["created"]
        tables = {name: (int(entry["rows"]), str(entry["sha256"])) for name, entry in record["tables"].items()}
        as_of, at = date.fromisoformat(record["as_of"]), datetime.fromisoformat(made["at"])
        return cls(record["id"], as_of, tables, record["schema"], made["by"], at, made["note"])


def identify(staffing: Staffing) -> str:
    """The id that this staffing has, or would have, as a snapshot."""
    return _id(staffing.as_of, {name: _sha(text) for name, text in _texts(staffing).items()})


def write(staffing: Staffing, folder: Path, *, by: str, at: datetime, note: str = "") -> str:
    """Publish a snapshot in `folder` and return its id. One that is there already, whole, is left as it is."""
    texts = _texts(staffing)
    tables = {name: (len(getattr(staffing, name)), _sha(text)) for name, text in texts.items()}
    name = _id(staffing.as_of, {table: sha for table, (_, sha) in tables.items()})
    manifest = Manifest(name, staffing.as_of, tables, _schema_digest(staffing.schemas), by, at, note)
    folder.mkdir(parents=True, exist_ok=True)
    target, aside = folder / name, folder / f".tmp-{name}-{secrets.token_hex(4)}"
    if not _damage(target):
        return name
    aside.mkdir()
    try:
        for table, text in texts.items():
            _write(aside / f"{table}.csv", text)
        _write(aside / MANIFEST, manifest.to_json().encode())
        _sync(aside)
        if target.exists() and _damage(target):  # damaged: keep it for inspection, out of the way
            os.replace(target, folder / f".damaged-{name}-{secrets.token_hex(4)}")
        try:
            os.replace(aside, target)
        except OSError:
            if _damage(target):  # else somebody published the same content meanwhile
                raise
        _sync(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return name


def read(path: Path, schemas: Schemas) -> Staffing:
    """The staffing saved at `path`. Raises `Failure` when it is not, byte for byte, what was saved."""
    manifest = read_manifest(path)
    contents = {name: _checked(path, name, manifest) for name in manifest.tables}
    try:
        tables = {name: _table(content, schemas[name]) for name, content in contents.items()}
        return Staffing.of(manifest.as_of, tables, schemas)
    except (KeyError, ValueError) as error:
        raise Failure(
            f"Potret {path.name} ditulis dengan susunan tabel yang tidak dikenal versi ini ({error}); "
            "impor ulang berkas sumbernya."
        ) from error


def read_manifest(path: Path) -> Manifest:
    try:
        manifest = Manifest.from_json((path / MANIFEST).read_text("utf-8"))
    except FileNotFoundError as error:
        raise Failure(f"Tidak ada potret {path.name}; daftarnya tampak dengan `penataan snapshots`.") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Failure(f"Potret {path.name} rusak: {MANIFEST} tidak terbaca; impor ulang berkas sumbernya.") from error
    if _id(manifest.as_of, {name: sha for name, (_, sha) in manifest.tables.items()}) != path.name:
        raise Failure(f"Potret {path.name} rusak: {MANIFEST} tidak sesuai namanya; impor ulang berkas sumbernya.")
    return manifest


def listing(folder: Path) -> list[Manifest]:
    """The snapshots in `folder`, oldest `as_of` first; among equals, the one saved first. Unreadable ones are left out:
    `damage` names them."""
    found = []
    for path in _paths(folder):
        try:
            found.append(read_manifest(path))
        except Failure:
            continue
    return sorted(found, key=lambda manifest: (manifest.as_of, manifest.at, manifest.id))


def damage(folder: Path) -> list[str]:
    """One sentence for each snapshot in `folder` that is no longer what was saved."""
    return [sentence for path in _paths(folder) if (sentence := _damage(path))]


# what the id covers ---------------------------------------------------------------------------------------------------


def _id(as_of: date, sha_of: Mapping[str, str]) -> str:
    lines = [f"as_of {as_of.isoformat()}", *(f"{name} {sha_of[name]}" for name in sorted(sha_of))]
    return _sha("\n".join(lines).encode())[:16]


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _schema_digest(schemas: Schemas) -> str:
    shape = {name: [(c.name, c.type, c.key) for c in schema.columns] for name, schema in sorted(schemas.tables.items())}
    return _sha(json.dumps(shape).encode())


# tables as text -------------------------------------------------------------------------------------------------------


def _texts(staffing: Staffing) -> dict[str, bytes]:
    """Canonical CSV of each table that has rows."""
    return {name: _text(table, staffing.schemas[name]) for name, table in staffing.tables() if len(table)}


def _text(table: pd.DataFrame, schema: Schema) -> bytes:
    key = list(schema.key)
    if table.duplicated(key).any():  # rows that share a key would keep the order in which they came
        rest = [name for name in schema.names if name not in key]
        table = table.sort_values([*key, *rest], kind="stable")
    text = pd.DataFrame({c.name: _column_text(table[c.name], c.type) for c in schema.columns})
    return text.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL).encode()


def _column_text(values: pd.Series, kind: str) -> np.ndarray:
    """Texts, with "" for missing."""
    missing = values.isna().to_numpy()
    if kind == "date":
        text = np.datetime_as_string(values.to_numpy(), unit="D").astype(object)
    elif kind == "flag":
        text = np.where(values.fillna(False).to_numpy(bool), "true", "false").astype(object)
    elif kind == "whole":
        text = values.fillna(0).to_numpy(np.int64).astype(str).astype(object)
    else:
        text = values.to_numpy(object, copy=True)
    text[missing] = ""
    return text


def _table(content: bytes, schema: Schema) -> pd.DataFrame:
    known: dict[str, Any] = {c.name: {"whole": "Int64", "flag": "boolean"}.get(c.type, "str") for c in schema.columns}
    table = pd.read_csv(
        io.BytesIO(content),
        dtype=known,
        keep_default_na=False,  # a field of study may well be "NA"
        na_values=[""],
        lineterminator="\n",
        encoding="utf-8",
    )
    days = [c.name for c in schema.columns if c.type == "date" and c.name in table]
    return table.assign(**{day: pd.to_datetime(table[day], format="%Y-%m-%d").astype("datetime64[s]") for day in days})


# files ----------------------------------------------------------------------------------------------------------------


def _checked(path: Path, table: str, manifest: Manifest) -> bytes:
    file, (_, sha) = path / f"{table}.csv", manifest.tables[table]
    content = file.read_bytes() if file.is_file() else b""
    if _sha(content) != sha:
        raise Failure(f"Potret {path.name} rusak: {file.name} bukan lagi yang disimpan; impor ulang berkas sumbernya.")
    return content


def _damage(path: Path) -> str | None:
    try:
        manifest = read_manifest(path)
        for table in manifest.tables:
            _checked(path, table, manifest)
    except Failure as failure:
        return str(failure)
    return None


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if NAME.fullmatch(path.name))


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the names in `folder` durable (where the system lets a folder be synced)."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
