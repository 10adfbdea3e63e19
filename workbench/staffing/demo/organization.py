"""Units and posts of the demo province: who sits where, and which seats there are, before anyone sits on them.

Numbers of divisions and subdivisions follow the type of each office, and echelons follow the kind of post, as the
regulations on provincial organization set them (`data/regulations/organization_province.yaml`); most sections were
turned into functional posts in 2021-22 and are absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import References, choose, generator, reference, rows_of
from workbench.staffing.vocabulary import Vocabulary

ROOT = "0000001"
CAPITAL = "15.71"
STRUCTURAL, TEACHER, EXPERT, SKILLED, OPERATIVE = "struktural", "guru", "keahlian", "keterampilan", "pelaksana"
SUBDIVISIONS = {
    "A": (("Subbagian Umum dan Kepegawaian", "kepegawaian"), ("Subbagian Keuangan dan Aset", "keuangan"),
          ("Subbagian Program dan Evaluasi", "perencanaan")),
    "B": (("Subbagian Umum dan Kepegawaian", "kepegawaian"), ("Subbagian Program dan Keuangan", "keuangan")),
}  # fmt: skip
SUBDIVISIONS["C"] = SUBDIVISIONS["B"]


@dataclass
class _Draft:
    """Rows gathered while the tree is walked; `unit` numbers run within an office."""

    units: list[dict[str, Any]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=dict)

    def unit(
        self, opd: str, kind: str, name: str, parent: str | None, family: str, region: str, opd_type: str = ""
    ) -> str:
        number = self.count[opd] = self.count.get(opd, -1) + 1
        # Schools came with letters in their ids, the rest with leading zeros: both must survive a spreadsheet.
        unit = f"{opd}S{number:04d}" if kind == "school" else f"0{opd}{number:04d}"
        order = self.count[f"under {parent}"] = self.count.get(f"under {parent}", 0) + 1
        row = {"unit": unit, "name": name, "parent": parent, "kind": kind, "opd_type": opd_type, "region": region}
        self.units.append({**row, "order": order, "opd": opd, "family": family})
        return unit

    def lead(self, unit: str, title: str, eselon: str, tier: str, family: str, critical: bool = False) -> None:
        """The head of a unit; its SIASN job is bound to the unit."""
        row = {"unit": unit, "title": title, "job": f"ST{unit}", "head": True, "tier": tier, "eselon": eselon}
        self.posts.append({**row, "family": family, "critical": critical, "group": STRUCTURAL})

    def staff(self, unit: str, job: pd.Series, tier: str, weight: float, family: str = "") -> None:
        own = str(job["family"]) if job["family"] != "*" else family
        code = f"{job['code']}{_JOB_SUFFIX[tier]}"
        row = {"unit": unit, "title": str(job["title"]), "job": code, "head": False, "tier": tier, "eselon": None}
        group = str(job["group"])
        self.posts.append(
            {**row, "family": own, "critical": False, "group": group, "weight": weight, "wanted": job["field"]}
        )


_JOB_SUFFIX = {
    "pelaksana": "00", "jf_ahli_pertama": "11", "jf_ahli_muda": "12", "jf_ahli_madya": "13", "jf_ahli_utama": "14",
    "jf_pemula": "21", "jf_terampil": "22", "jf_mahir": "23", "jf_penyelia": "24",
}  # fmt: skip
_EXPERT_TIERS = (("jf_ahli_muda", 1.5), ("jf_ahli_pertama", 1.0), ("jf_ahli_madya", 0.35))
_SKILLED_TIERS = (("jf_terampil", 1.0), ("jf_mahir", 0.9), ("jf_penyelia", 0.5))


def organization(
    references: References, vocabulary: Vocabulary, seed: int, small: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """units (with opd and family beside the schema's columns) and posts (with group, weight and the field wanted)."""
    rng = generator(seed, "organization")
    offices = reference(references, "demo_opd")
    parts = reference(references, "demo_unit")
    if small:
        offices, parts = offices[offices["small"] == "yes"], parts[parts["small"] == "yes"]
    jobs = reference(references, "demo_jabatan")
    draft = _Draft()
    draft.units.append(
        {
            "unit": ROOT,
            "name": "Pemerintah Provinsi Jambi (fiktif)",
            "kind": "province",
            "opd_type": "",
            "region": CAPITAL,
        }
        | {"parent": None, "order": 1, "opd": "00", "family": "administrasi"}
    )
    health: str | None = None
    for office in rows_of(offices):
        above = health if office["kind"] == "hospital" and health else ROOT
        top = _office(draft, office, above)
        health = top if office["name"] == "Dinas Kesehatan" else health
        _secretariat(draft, office, top)
        _parts(draft, office, top, parts[parts["opd"] == office["opd"]], rng)
        if office["name"] == "Dinas Pendidikan":
            _schools(draft, office["opd"], top, reference(references, "demo_sekolah"), vocabulary, small)
    units = pd.DataFrame(draft.units)
    _staff(draft, units, jobs, rng)
    posts = _described(pd.DataFrame(draft.posts), units, references, vocabulary, rng)
    return units, posts


def _office(draft: _Draft, office: Mapping[str, str], above: str) -> str:
    kind, family = office["kind"], office["family"]
    top = draft.unit(office["opd"], kind, office["name"], above, family, CAPITAL, office["opd_type"])
    if kind == "secretariat":
        eselon, tier = "I.b", "jpt_madya"
    elif kind == "hospital" and office["hospital"] in ("umum_b", "khusus_a"):
        eselon, tier = "II.b", "jpt_pratama"
    elif kind == "hospital" or not office["opd_type"]:  # a small hospital, a liaison office
        eselon, tier = "III.a", "administrator"
    else:
        eselon, tier = "II.a", "jpt_pratama"
    draft.lead(top, office["head"], eselon, tier, family, critical=office["opd_type"] == "A" or kind == "inspectorate")
    return top


def _secretariat(draft: _Draft, office: Mapping[str, str], top: str) -> None:
    """The secretariat of an office with its subdivisions, as many as the type sets."""
    opd, name = office["opd"], office["name"]
    if office["kind"] in ("office", "agency", "inspectorate") and office["opd_type"]:
        unit = draft.unit(opd, "unit_secretariat", f"Sekretariat {name}", top, "administrasi", CAPITAL)
        draft.lead(unit, f"Sekretaris {name}", "III.a", "administrator", "administrasi")
        for title, family in SUBDIVISIONS[office["opd_type"]]:
            below = draft.unit(opd, "subdivision", title, unit, family, CAPITAL)
            draft.lead(below, f"Kepala {title}", "IV.a", "pengawas", family)
    elif not office["opd_type"] and office["kind"] == "agency":
        for kind, title in (("subdivision", "Subbagian Tata Usaha"), ("section", "Subbidang Fasilitasi dan Promosi")):
            below = draft.unit(opd, kind, title, top, "administrasi", CAPITAL)
            draft.lead(below, f"Kepala {title}", "IV.a", "pengawas", "administrasi")


def _parts(draft: _Draft, office: Mapping[str, str], top: str, parts: pd.DataFrame, rng: np.random.Generator) -> None:
    opd, hospital = office["opd"], office["kind"] == "hospital"
    at = {"": top}
    for part in rows_of(parts):
        name, kind, family = part["name"], part["kind"], part["family"]
        region = part["region"] or CAPITAL
        unit = at[name] = draft.unit(opd, kind, name, at.get(part["under"], top), family, region)
        if kind == "uptd":
            _uptd(draft, opd, unit, part, rng)
        elif kind == "expert_staff":
            draft.lead(unit, name, "II.a", "jpt_pratama", family)
        elif kind == "assistant":
            eselon, tier = ("III.a", "administrator") if hospital else ("II.a", "jpt_pratama")
            draft.lead(unit, name, eselon, tier, family)
        elif kind == "bureau":
            draft.lead(unit, f"Kepala {name}", "II.b", "jpt_pratama", family)
        elif office["kind"] == "inspectorate":
            draft.lead(unit, name, "III.a", "administrator", family)
        else:
            draft.lead(
                unit, f"Kepala {name}", "III.b" if hospital else "III.a", "administrator", family, rng.random() < 0.08
            )
            if (
                hospital
                or office["kind"] == "council_secretariat"
                or name in ("Bagian Rumah Tangga", "Bagian Keuangan dan Aset")
            ):
                short = name.split(" ", 1)[1]
                title = f"Seksi {short}" if name.startswith("Bidang") else f"Subbagian {short}"
                below = draft.unit(
                    opd, "section" if title.startswith("Seksi") else "subdivision", title, unit, family, region
                )
                draft.lead(below, f"Kepala {title}", "IV.a", "pengawas", family)


def _uptd(draft: _Draft, opd: str, unit: str, part: Mapping[str, str], rng: np.random.Generator) -> None:
    large, family, name = part["level"] == "A", part["family"], part["name"]
    tier, eselon = ("administrator", "III.b") if large else ("pengawas", "IV.a")
    draft.lead(unit, f"Kepala {name}", eselon, tier, family)
    below = draft.unit(opd, "subdivision", "Subbagian Tata Usaha", unit, "administrasi", part["region"])
    title = f"Kepala Subbagian Tata Usaha {name}"
    draft.lead(below, title, "IV.a" if large else "IV.b", "pengawas", "administrasi")
    for number in range(1 + int(rng.random() < 0.85) if large else 0):
        section = ("Seksi Pelayanan", "Seksi Pengembangan")[number]
        at = draft.unit(opd, "section", section, unit, family, part["region"])
        draft.lead(at, f"Kepala {section} {name}", "IV.a", "pengawas", family)


def _schools(draft: _Draft, opd: str, top: str, counts: pd.DataFrame, vocabulary: Vocabulary, small: bool) -> None:
    """Branch offices by region, and their schools. A school is led by a teacher, its administration by a pengawas."""
    names = vocabulary.label("region")
    for row in rows_of(counts):
        prefix, region = ("small_" if small else ""), str(row["region"])
        numbers = {kind: int(row[f"{prefix}{kind}"]) for kind in ("sma", "smk", "slb")}
        if not any(numbers.values()):
            continue
        place = str(names[region])
        branch = draft.unit(opd, "branch", f"Cabang Dinas Pendidikan {place}", top, "pendidikan", region)
        draft.lead(branch, f"Kepala Cabang Dinas Pendidikan {place}", "III.b", "administrator", "pendidikan")
        for kind, title, family in (
            ("subdivision", "Subbagian Tata Usaha", "administrasi"),
            ("section", "Seksi Pembinaan", "pendidikan"),
            ("section", "Seksi Sarana dan Prasarana", "pendidikan"),
        ):
            below = draft.unit(opd, kind, title, branch, family, region)
            draft.lead(below, f"Kepala {title} Cabang Dinas Pendidikan {place}", "IV.a", "pengawas", family)
        for kind, number in numbers.items():
            for k in range(1, number + 1):
                school = f"{'SLB' if kind == 'slb' else kind.upper()} Negeri {k} {place}"
                unit = draft.unit(opd, "school", school, branch, "pendidikan", region)
                if kind != "slb":
                    below = draft.unit(opd, "subdivision", "Subbagian Tata Usaha", unit, "administrasi", region)
                    title = f"Kepala Subbagian Tata Usaha {school}"
                    draft.lead(below, title, "IV.b", "pengawas", "administrasi")


# posts without a head -------------------------------------------------------------------------------------------------


def _staff(draft: _Draft, units: pd.DataFrame, jobs: pd.DataFrame, rng: np.random.Generator) -> None:
    operatives = [job for _, job in jobs[jobs["group"] == OPERATIVE].iterrows()]
    strength = jobs[jobs["group"] == OPERATIVE]["weight"].astype("float64").to_numpy()
    teachers = [job for _, job in jobs[jobs["group"] == TEACHER].iterrows()]
    functional = jobs[jobs["group"].isin([EXPERT, SKILLED])]
    by_family = {str(f): [job for _, job in rows.iterrows()] for f, rows in functional.groupby("family", sort=True)}
    hospitals = set(units.loc[units["kind"] == "hospital", "opd"])
    administered = set(units.loc[units["kind"] == "subdivision", "parent"])

    def operate(unit: str, family: str, titles: int, weight: float) -> None:
        order = np.argsort(-(strength * rng.random(len(strength))))
        for k in order[:titles]:
            draft.staff(unit, operatives[k], "pelaksana", weight * strength[k], family)

    def function(unit: str, family: str, titles: int, weight: float, place: str = "*", most: int = 3) -> None:
        offered = [job for job in by_family[family] if job["where"] in ("*", place)]
        for job in (offered[k] for k in sorted(rng.permutation(len(offered))[:titles])):
            tiers = _EXPERT_TIERS if job["group"] == EXPERT else _SKILLED_TIERS
            for tier, share in tiers[:most]:
                draft.staff(unit, job, tier, weight * share * float(job["weight"]))

    for unit, kind, family, opd in units[["unit", "kind", "family", "opd"]].itertuples(index=False):
        if kind == "unit_secretariat":
            operate(unit, family, 4, 1.6)
            for other in ("kepegawaian", "keuangan", "perencanaan"):
                function(unit, other, 1, 0.7, most=2)
        elif kind == "division" and opd in hospitals:
            operate(unit, family, 3, 1.2)
            if family == "kesehatan":
                function(unit, family, 5, 6.0, "hospital")
            else:
                function(unit, family, 1, 0.8)
        elif kind == "division":
            operate(unit, family, 2, 1.2)
            function(unit, family, 2, 1.0)
        elif kind == "uptd":
            operate(unit, family, 3, 1.4)
            function(unit, family, 1, 1.2, "uptd", most=2)
        elif kind == "branch":
            operate(unit, family, 2, 1.0)
            function(unit, family, 1, 3.0, "branch")
        elif kind == "school":
            _teach(draft, unit, teachers, rng)
            if unit not in administered:
                operate(unit, "administrasi", 1, 1.0)
        elif kind == "subdivision" and family == "administrasi" and unit[:3] == "004":
            operate(unit, family, 2, 0.8)
    for unit, family, kind in units[["unit", "family", "kind"]].itertuples(index=False):
        if kind in ("inspectorate", "agency") and family in ("pengawasan", "perencanaan"):
            draft.staff(unit, by_family[family][0], "jf_ahli_utama", 0.6)


def _teach(draft: _Draft, unit: str, teachers: list[pd.Series], rng: np.random.Generator) -> None:
    """Eight of the subject-and-tier posts of a school, at least one of each tier; a few have a guru ahli utama."""
    tiers = ("jf_ahli_pertama", "jf_ahli_muda", "jf_ahli_madya")
    n = len(teachers)
    subject = rng.permutation(n)
    chosen = [(int(subject[k % n]), tiers[k]) for k in range(3)]
    for k in range(3, 8):
        chosen.append((int(subject[k % n]), tiers[int(choose(rng, np.array([3.0, 3.0, 2.5]), 1)[0])]))
    if rng.random() < 0.06:
        chosen.append((int(subject[0]), "jf_ahli_utama"))
    for k, tier in dict.fromkeys(chosen):
        weight = float(teachers[k]["weight"]) * {"jf_ahli_pertama": 1.0, "jf_ahli_utama": 0.3}.get(tier, 1.2)
        draft.staff(unit, teachers[k], tier, weight)


def _described(
    posts: pd.DataFrame, units: pd.DataFrame, references: References, vocabulary: Vocabulary, rng: np.random.Generator
) -> pd.DataFrame:
    """Ids, titles with their level, classes, ranks and fields of study."""
    number = posts.groupby("unit").cumcount() + 1
    posts = posts.assign(post=posts["unit"] + "-" + number.astype("str").str.zfill(2))
    posts = posts.merge(units[["unit", "opd", "region"]], on="unit", how="left", validate="m:1")
    level = vocabulary.label("tier").str.removeprefix("JF ")
    functional = ~posts["group"].isin([STRUCTURAL, OPERATIVE])
    posts["base"] = posts["title"]
    posts["title"] = posts["title"].where(~functional, posts["title"] + " " + posts["tier"].map(level))
    classes = reference(references, "demo_jabatan").set_index("code")
    column = posts["tier"].map(lambda tier: str(tier).rsplit("_", 1)[-1])
    known = functional & column.isin(classes.columns) & posts["job"].str[:3].isin(classes.index)
    posts["kelas_jabatan"] = pd.Series(pd.NA, index=posts.index, dtype="Int64")
    found = [classes.at[job, tier] for job, tier in zip(posts.loc[known, "job"].str[:3], column[known], strict=True)]
    posts.loc[known, "kelas_jabatan"] = pd.to_numeric(pd.Series(found, index=posts.index[known])).astype("Int64")
    ranks = reference(references, "demo_eselon").set_index("eselon")
    stated = (posts["group"] == STRUCTURAL) & (rng.random(len(posts)) < 0.85)
    for name in ("golongan_min", "golongan_max"):
        posts[name] = posts["eselon"].map(ranks[name]).where(stated)
    posts["allowance"] = pd.to_numeric(posts["eselon"].map(ranks["allowance"])).astype("Int64")
    posts["education_min"] = pd.Series("s2", index=posts.index, dtype="str").where(
        posts["tier"].isin(["jpt_pratama", "administrator"]) & (rng.random(len(posts)) < 0.06)
    )
    posts["fields"] = _fields(posts, references, rng)
    return posts


def _fields(posts: pd.DataFrame, references: References, rng: np.random.Generator) -> pd.Series:
    """Fields of study that fit: those of the job family, or the one that a functional job asks for. Operative posts and
    some others set none."""
    studies = reference(references, "demo_bidang_studi")
    by_family = studies.groupby("family", sort=True)["field"].agg(lambda names: ";".join(dict.fromkeys(names)))
    general = [str(name) for name in studies.loc[studies["family"] == "administrasi", "field"]][:3]
    fields = posts["family"].map(by_family)
    top = posts["tier"].isin(["jpt_pratama", "jpt_madya"])
    fields = fields.where(~top, fields.map(lambda names: ";".join(dict.fromkeys([*str(names).split(";"), *general]))))
    wanted = posts["wanted"].where(posts["wanted"].fillna("").ne(""))
    unset = (posts["group"] == OPERATIVE) | ((posts["group"] == STRUCTURAL) & (rng.random(len(posts)) < 0.12))
    return wanted.fillna(fields).mask(unset)
