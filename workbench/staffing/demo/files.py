"""The demo as tables of text, in the very shapes that agencies have: two SIASN profile exports, the SOTK unit tree, and
our templates for what SIASN lacks. Nothing is written here; `workbench.io.demo` does that.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import References, generator, reference
from workbench.staffing.schema import Schema
from workbench.staffing.service import DEFINITIVE
from workbench.staffing.tables import Staffing

PROFILE_PNS, PROFILE_PPPK, TREE = "siasn_profil_pns.csv", "siasn_profil_pppk.csv", "siasn_unor.xlsx"
AGENCY = "Pemerintah Provinsi Jambi (fiktif)"
FROM_PROFILE = "employees"
FROM_TREE = ("name", "parent", "order")
"""Columns of `units` that the SOTK tree brings; our template adds the others."""

TextTables = Mapping[str, pd.DataFrame]
"""File name -> rows of text, "" for nothing."""

_LEGAL = {"aktif": "01", "tugas_belajar": "03", "dipekerjakan": "15", "cltn": "02", "berhenti_sementara": "04"}
_RELIGION = {name: str(k) for k, name in enumerate(
    ("islam", "protestant", "catholic", "hindu", "buddha", "confucian", "belief"), start=1)}  # fmt: skip
_MARITAL = {"married": "1", "divorced": "2", "widowed": "3", "single": "4"}
_DEGREE = {"s1": "S.Sos.", "s2": "M.Si.", "s3": "M.Si."}
_KINDS = {"struktural": ("1", "Jabatan Struktural"), "fungsional": ("2", "Jabatan Fungsional Tertentu"),
          "pelaksana": ("4", "Jabatan Fungsional Umum"), "": ("", "")}  # fmt: skip


def files(staffing: Staffing, references: References, seed: int) -> dict[str, pd.DataFrame]:
    """Every file by name. Importing them all gives the staffing back."""
    profile = _profile(staffing, references, seed)
    pppk = (staffing.employees["kind"] == "pppk").to_numpy()
    made = {
        PROFILE_PNS: profile[~pppk].reset_index(drop=True),
        PROFILE_PPPK: profile[pppk].reset_index(drop=True),
        TREE: _tree(staffing, references),
    }
    for name, table in staffing.tables():
        schema = staffing.schemas[name]
        if name == "units":
            table = table.drop(columns=list(FROM_TREE))
        if name == "assignments":
            table = table[table["kind"] != DEFINITIVE]
        if name != FROM_PROFILE and len(table):
            made[f"{name}.csv"] = template(table, schema)
    return made


def template(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """A table of ours as text: ISO dates, ya/tidak."""
    columns = {}
    for name in table.columns:
        values, kind = table[name], schema.column(str(name)).type
        if kind == "date":
            text = values.dt.strftime("%Y-%m-%d")
        elif kind == "flag":
            text = values.map({True: "ya", False: "tidak"}).astype("str")
        else:
            text = values.astype("str")
        columns[str(name)] = text.mask(values.isna(), "").reset_index(drop=True)
    return pd.DataFrame(columns)


def _dates(values: pd.Series) -> pd.Series:
    return values.dt.strftime("%d-%m-%Y").fillna("")


def _profile(staffing: Staffing, references: References, seed: int) -> pd.DataFrame:
    """The 67 columns of the profile export. Contact and identity columns carry text that is plainly not real, since
    real exports have them and import must drop them."""
    rng = generator(seed, "profile")
    vocabulary, people = staffing.schemas.vocabulary, staffing.employees
    n = len(people)
    held = staffing.assignments[staffing.assignments["kind"] == DEFINITIVE]
    posts = staffing.posts[["post", "unit", "job", "title", "tier"]]
    seat = people[["nip"]].merge(held[["nip", "post", "since"]], on="nip", how="left", validate="1:1")
    seat = seat.merge(posts, on="post", how="left", validate="m:1")
    root = staffing.units.loc[staffing.units["parent"].isna(), "unit"].iloc[0]
    names = staffing.units.set_index("unit")["name"]
    unit = seat["unit"].fillna(root)
    group = seat["tier"].map(vocabulary.group("tier")).where(seat["tier"] != "pelaksana", "pelaksana")
    group = group.map({"jpt": "struktural", "ja": "struktural", "pelaksana": "pelaksana"}).fillna(
        group.where(group.isna(), "fungsional")
    )
    schools = reference(references, "demo_ijazah").set_index("education")
    serial = pd.Series([f"{k:06d}" for k in range(1, n + 1)], index=people.index)
    birthplaces = vocabulary.label("region").to_numpy(object)
    pns = (people["kind"] == "pns").to_numpy()
    service = people["service_months"]
    level = people["education"].map({code: f"{k:02d}" for k, code in enumerate(schools.index, start=1)})
    filled: dict[str, object] = {
        "PNS ID": [f"{int(a):08X}{int(b):08X}" for a, b in rng.integers(0, 2**32, (n, 2))],
        "NIP BARU": people["nip"],
        "NIP LAMA": "-",
        "NAMA": people["name"],
        "GELAR DEPAN": people["education"].map({"s3": "Dr."}).fillna(""),
        "GELAR BELAKANG": people["education"].map(_DEGREE).fillna(""),
        "TEMPAT LAHIR NAMA": birthplaces[rng.integers(0, len(birthplaces), n)],
        "TANGGAL LAHIR": _dates(people["birth_date"]),
        "JENIS KELAMIN": people["sex"].map({"male": "M", "female": "F"}),
        "AGAMA ID": people["religion"].map(_RELIGION),
        "AGAMA NAMA": people["religion"].map(vocabulary.label("religion")),
        "JENIS KAWIN ID": people["marital_status"].map(_MARITAL),
        "JENIS KAWIN NAMA": people["marital_status"].map(vocabulary.label("marital")),
        "NIK": "NIK-FIKTIF-" + serial,
        "NOMOR HP": "HP-FIKTIF-" + serial,
        "EMAIL": "fiktif" + serial + "@contoh.invalid",
        "EMAIL GOV": "dinas" + serial + "@contoh.invalid",
        "ALAMAT": "Jalan Fiktif Nomor " + serial,
        "NPWP NOMOR": "NPWP-FIKTIF-" + serial,
        "BPJS": "BPJS-FIKTIF-" + serial,
        "JENIS PEGAWAI ID": np.where(pns, "12", "71"),
        "JENIS PEGAWAI NAMA": np.where(pns, "PNS Daerah", "PPPK"),
        "KEDUDUKAN HUKUM ID": people["legal_status"].map(_LEGAL),
        "KEDUDUKAN HUKUM NAMA": people["legal_status"].map(vocabulary.label("legal_status")),
        "STATUS CPNS PNS": people["stage"].map({"cpns": "C", "full": "P"}),
        "KARTU ASN VIRTUAL": "FIKTIF",
        "NOMOR SK CPNS": "813/FIKTIF/" + serial,
        "TANGGAL SK CPNS": _dates(people["cpns_since"]),
        "TMT CPNS": _dates(people["cpns_since"]),
        "NOMOR SK PNS": np.where(people["pns_since"].notna(), "821/FIKTIF/" + serial, ""),
        "TANGGAL SK PNS": _dates(people["pns_since"]),
        "TMT PNS": _dates(people["pns_since"]),
        "GOL AKHIR ID": people["golongan"].map(_rank_codes(staffing)),
        "GOL AKHIR NAMA": people["golongan"],
        "TMT GOLONGAN": _dates(people["golongan_since"]),
        "MK TAHUN": (service // 12).astype("str"),
        "MK BULAN": (service % 12).astype("str"),
        "JENIS JABATAN ID": group.map({name: code for name, (code, _) in _KINDS.items()}),
        "JENIS JABATAN NAMA": group.map({name: label for name, (_, label) in _KINDS.items()}),
        "JABATAN ID": seat["job"],
        "JABATAN NAMA": seat["title"],
        "TMT JABATAN": _dates(seat["since"]),
        "TINGKAT PENDIDIKAN ID": level,
        "TINGKAT PENDIDIKAN NAMA": people["education"].map(schools["siasn"]),
        "PENDIDIKAN NAMA": people["field"],
        "TAHUN LULUS": people["graduated"].astype("str"),
        "LOKASI KERJA NAMA": people["region"].map(vocabulary.label("region")),
        "UNOR ID": unit,
        "UNOR NAMA": unit.map(names),
        "INSTANSI INDUK NAMA": AGENCY,
        "INSTANSI KERJA NAMA": AGENCY,
        "SATUAN KERJA INDUK NAMA": AGENCY,
        "SATUAN KERJA KERJA NAMA": AGENCY,
        "IS VALID NIK": "0",
        "NAMA SEKOLAH": "Sekolah Fiktif",
        "FLAG IKD": "0",
    }
    headers = reference(references, "siasn_profil")
    order = headers.loc[headers["standing"] == "base", "header"].tolist()
    table = pd.DataFrame({name: filled.get(name, "") for name in order}, index=people.index)
    return table.astype("str").fillna("").reset_index(drop=True)


def _rank_codes(staffing: Staffing) -> Mapping[str, str]:
    """BKN's number of each golongan: its only spelling that is a number."""
    terms = staffing.schemas.vocabulary.terms
    ranks = terms[terms["kind"] == "golongan"]
    number = ranks["spellings"].str.extract(r"(?:^|\|)(\d+)$")[0]
    return dict(zip(ranks["code"], number.fillna(ranks["order"].astype("str")), strict=True))


def _tree(staffing: Staffing, references: References) -> pd.DataFrame:
    """The unit tree as SOTK prints it: parents before children, depth as dashes before the name."""
    units = staffing.units.set_index("unit")
    children: dict[str, list[str]] = {}
    for unit, parent in units.sort_values("order")["parent"].items():
        children.setdefault("" if pd.isna(parent) else str(parent), []).append(str(unit))
    walk: list[tuple[str, int]] = []
    waiting = [(unit, 0) for unit in reversed(children.get("", []))]
    while waiting:
        unit, depth = waiting.pop()
        walk.append((unit, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(unit, []))]
    order, depths = [unit for unit, _ in walk], np.array([depth for _, depth in walk])
    rows = units.loc[order].reset_index()
    at_depth = {depth: rows["unit"].where(depths == depth).ffill() for depth in (0, 1)}
    head = staffing.posts[staffing.posts["head"].fillna(False)].drop_duplicates("unit").set_index("unit")
    needed = staffing.posts.groupby("unit")["need"].sum()
    vocabulary = staffing.schemas.vocabulary
    eselon = rows["unit"].map(head["eselon"])
    filled: dict[str, object] = {
        "ID": rows["unit"],
        "NAMA UNOR": ["-" * depth + (" " if depth else "") for depth in depths] + rows["name"],
        "DIATASAN ID": rows["parent"],
        "INDUK UNOR ID": at_depth[1].where(depths > 0),
        "ROOT ID": at_depth[0],
        "ROW LEVEL": (depths + 1).astype(str),
        "URUTAN": rows["order"].astype("str"),
        "CORDER": [f"{k:05d}" for k in range(1, len(rows) + 1)],
        "AKTIF": "Y",
        "ESELON": eselon.str.split(".").str[0],
        "JENIS JABATAN": np.where(eselon.notna(), "Struktural", ""),
        "JENJANG JABATAN": rows["unit"].map(head["tier"]).map(vocabulary.label("tier")),
        "TOTAL KEBUTUHAN": rows["unit"].map(needed).fillna(0).astype("int64").astype("str"),
    }
    headers = reference(references, "siasn_unor")
    names = headers.loc[headers["standing"] == "base", "header"].tolist()
    return pd.DataFrame({name: filled.get(name, "") for name in names}).astype("str").fillna("")
