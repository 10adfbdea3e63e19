"""What an organization is asked: each rule with its labels, the law's forms of organization, and what each is made of.

The law counts parts of parts ("satu sekretariat", "paling banyak sekian bidang"); `COUNTS` says which units those are
and under which key of `data/regulations/organization_province.yaml` the number stands. The numbers stand there alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LAW = "organization_province"

FORMS: Mapping[str, str] = {
    "secretariat": "setda",
    "council_secretariat": "setwan",
    "inspectorate": "inspektorat",
    "office": "dinas",
    "agency": "badan",
    "hospital": "rumah_sakit",
    "uptd": "upt",
    "branch": "cabang_dinas",
    "school": "satuan_pendidikan",
}
"""Kind of a unit -> the law's form of organization that begins with it."""

MARKED_FORMS = ("setda", "setwan", "inspektorat", "dinas", "badan", "rumah_sakit", "upt", "cabang_dinas")
"""Forms of which the law makes types or classes."""


@dataclass(frozen=True)
class Rule:
    """`force`: law, or policy (the agency's own sense of a sound organization)."""

    code: str
    label: str
    label_en: str
    force: str = "law"


RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("divisions", "Jumlah bidang", "Number of divisions"),
        Rule("merged_divisions", "Bidang hasil penggabungan", "Divisions after a merger"),
        Rule("functions", "Jumlah urusan atau fungsi", "Number of functions"),
        Rule("cluster", "Rumpun urusan", "Cluster of functions"),
        Rule("sections", "Seksi atau subbidang tiap bidang", "Sections of a division"),
        Rule("secretariat", "Sekretariat", "Secretariat"),
        Rule("secretariat_subdivisions", "Subbagian sekretariat", "Subdivisions of the secretariat"),
        Rule("assistants", "Asisten sekretaris daerah", "Assistants of the regional secretary"),
        Rule("bureaus", "Biro tiap asisten", "Bureaus of an assistant"),
        Rule("bureau_divisions", "Bagian tiap biro", "Divisions of a bureau"),
        Rule("bureau_subdivisions", "Subbagian tiap bagian biro", "Subdivisions of a division of a bureau"),
        Rule("expert_staff", "Staf ahli gubernur", "Expert staff of the governor"),
        Rule("council_divisions", "Bagian Sekretariat DPRD", "Divisions of the council secretariat"),
        Rule("council_subdivisions", "Subbagian tiap bagian DPRD", "Subdivisions of a division of the council"),
        Rule("assistant_inspectors", "Inspektur pembantu", "Assistant inspectors"),
        Rule("uptd_administration", "Subbagian tata usaha UPTD", "Administration of a technical unit"),
        Rule("uptd_sections", "Seksi UPTD", "Sections of a technical unit"),
        Rule("branch_administration", "Subbagian cabang dinas", "Administration of a branch office"),
        Rule("branch_sections", "Seksi cabang dinas", "Sections of a branch office"),
        Rule("liaison_administration", "Subbagian badan penghubung", "Administration of the liaison agency"),
        Rule("liaison_sections", "Subbidang badan penghubung", "Sections of the liaison agency"),
        Rule("hospital_deputies", "Wakil direktur rumah sakit", "Deputy directors of a hospital"),
        Rule("hospital_divisions", "Bagian dan bidang rumah sakit", "Divisions of a hospital"),
        Rule("hospital_subdivisions", "Subbagian rumah sakit", "Subdivisions of a hospital"),
        Rule("hospital_sections", "Seksi rumah sakit", "Sections of a hospital"),
        Rule("within", "Unit atasan menurut hukum", "Unit above by law"),
        Rule("eselon", "Eselon kepala unit", "Eselon of the head"),
        Rule("head", "Kepala unit", "Head of the unit", "policy"),
        Rule("head_held", "Kepala unit terisi", "Head in office", "policy"),
        Rule("seats", "Kursi unit", "Seats of a unit", "policy"),
        Rule("placed", "Tempat dalam susunan", "Place in the organization", "policy"),
        Rule("without_post", "Pegawai tanpa jabatan", "Employees without a post", "policy"),
    )
}


@dataclass(frozen=True)
class Limit:
    """Keys whose numbers add up to the limit. `high`: the keys of the most it may be, where the tables cannot tell
    which of two limits is meant. `exact`: the law says how many, not how many at most."""

    low: tuple[str, ...]
    high: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True)
class Count:
    """How many units of the kinds `parts` a unit of kind `of` (None: the body itself) may have.

    `limits`: the first whose keys the type has is the one that holds. `whole`: anywhere in the body, however deep.
    `junior`: their heads are supervisors (pengawas), whose posts delayering turns into functional ones.
    """

    rule: str
    form: str
    of: str | None
    parts: tuple[str, ...]
    limits: tuple[Limit, ...]
    noun: str
    noun_en: str
    whole: bool = False
    junior: bool = False


def _most(*keys: str) -> tuple[Limit, ...]:
    return (Limit(keys),)


def _exactly(*keys: str) -> tuple[Limit, ...]:
    return (Limit(keys, exact=True),)


_BELOW = ("subdivision", "section")
_OFFICES = ("dinas", "badan", "inspektorat")

COUNTS: tuple[Count, ...] = (
    Count("divisions", "dinas", None, ("division",), _most("bidang_max"), "bidang", "divisions", whole=True),
    Count("divisions", "badan", None, ("division",), _most("bidang_max"), "bidang", "divisions", whole=True),
    Count("sections", "dinas", "division", _BELOW, _most("seksi_per_bidang_max"), "seksi", "sections"),
    Count("sections", "badan", "division", _BELOW, _most("subbidang_per_bidang_max"), "subbidang", "sections"),
    *(
        Count(
            "secretariat",
            form,
            None,
            ("unit_secretariat",),
            _exactly("sekretariat"),
            "sekretariat",
            "secretariats",
            whole=True,
        )
        for form in _OFFICES
    ),
    *(
        Count(
            "secretariat_subdivisions",
            form,
            "unit_secretariat",
            _BELOW,
            _exactly("subbagian_sekretariat"),
            "subbagian",
            "subdivisions",
            junior=True,
        )
        for form in _OFFICES
    ),
    Count("assistants", "setda", None, ("assistant",), _most("asisten_max"), "asisten", "assistants", whole=True),
    Count("bureaus", "setda", "assistant", ("bureau",), _most("biro_per_asisten_max"), "biro", "bureaus"),
    Count("bureau_divisions", "setda", "bureau", ("division",), _most("bagian_per_biro_max"), "bagian", "divisions"),
    Count(
        "bureau_subdivisions",
        "setda",
        "division",
        _BELOW,
        _most("subbagian_per_bagian_max"),
        "subbagian",
        "subdivisions",
    ),
    Count("council_divisions", "setwan", None, ("division",), _most("bagian_max"), "bagian", "divisions", whole=True),
    Count(
        "council_subdivisions",
        "setwan",
        "division",
        _BELOW,
        _most("subbagian_per_bagian_max"),
        "subbagian",
        "subdivisions",
    ),
    Count(
        "assistant_inspectors",
        "inspektorat",
        None,
        ("division",),
        _most("inspektur_pembantu_max"),
        "inspektur pembantu",
        "assistant inspectors",
        whole=True,
    ),
    Count(
        "uptd_administration",
        "upt",
        None,
        ("subdivision",),
        _exactly("subbagian_tata_usaha"),
        "subbagian tata usaha",
        "administration subdivisions",
        junior=True,
    ),
    Count("uptd_sections", "upt", None, ("section",), _most("seksi_max"), "seksi", "sections"),
    Count(
        "branch_administration",
        "cabang_dinas",
        None,
        ("subdivision",),
        _exactly("subbagian"),
        "subbagian",
        "subdivisions",
        junior=True,
    ),
    Count("branch_sections", "cabang_dinas", None, ("section",), _most("seksi_max"), "seksi", "sections"),
    Count(
        "liaison_administration",
        "badan_penghubung",
        None,
        ("subdivision",),
        _exactly("subbagian"),
        "subbagian",
        "subdivisions",
        junior=True,
    ),
    Count("liaison_sections", "badan_penghubung", None, ("section",), _most("subbidang_max"), "subbidang", "sections"),
    Count(
        "hospital_deputies",
        "rumah_sakit",
        None,
        ("assistant",),
        _most("wakil_direktur_max"),
        "wakil direktur",
        "deputy directors",
        whole=True,
    ),
    # Bagian and bidang of a hospital are one kind of unit in the tables, so their limits are taken together.
    Count(
        "hospital_divisions",
        "rumah_sakit",
        "assistant",
        ("division",),
        (
            Limit(("bagian_bidang_per_wadir_max",)),
            Limit(("bidang_per_wadir_max",), ("bagian_per_wadir_umum_max",)),
        ),
        "bagian dan bidang",
        "divisions",
    ),
    Count(
        "hospital_divisions",
        "rumah_sakit",
        None,
        ("division",),
        _most("bagian", "bidang_max"),
        "bagian dan bidang",
        "divisions",
    ),
    Count(
        "hospital_subdivisions",
        "rumah_sakit",
        "division",
        ("subdivision",),
        _most("subbagian_per_bagian_max"),
        "subbagian",
        "subdivisions",
    ),
    Count(
        "hospital_subdivisions",
        "rumah_sakit",
        None,
        ("subdivision",),
        _exactly("subbagian_tata_usaha"),
        "subbagian tata usaha",
        "administration subdivisions",
        junior=True,
    ),
    Count(
        "hospital_sections",
        "rumah_sakit",
        "division",
        ("section",),
        (Limit(("seksi_per_bidang_max",)), Limit(("seksi_per_bidang",), exact=True)),
        "seksi",
        "sections",
        junior=True,
    ),
    Count(
        "hospital_sections",
        "rumah_sakit",
        None,
        ("section",),
        _exactly("seksi"),
        "seksi",
        "sections",
        junior=True,
    ),
)

HEADS: Mapping[tuple[str, str], str] = {
    ("setda", ""): "sekretaris_daerah",
    ("setda", "assistant"): "asisten_sekda",
    ("setda", "bureau"): "kepala_biro",
    ("setda", "division"): "kepala_bagian",
    ("setda", "subdivision"): "kepala_subbagian",
    ("setda", "expert_staff"): "staf_ahli_gubernur",
    ("setwan", ""): "sekretaris_dprd",
    ("setwan", "division"): "kepala_bagian",
    ("setwan", "subdivision"): "kepala_subbagian",
    ("inspektorat", ""): "inspektur",
    ("inspektorat", "unit_secretariat"): "sekretaris_inspektorat",
    ("inspektorat", "division"): "inspektur_pembantu",
    ("inspektorat", "subdivision"): "kepala_subbagian",
    ("dinas", ""): "kepala_dinas",
    ("dinas", "unit_secretariat"): "sekretaris_dinas",
    ("dinas", "division"): "kepala_bidang",
    ("dinas", "subdivision"): "kepala_subbagian",
    ("dinas", "section"): "kepala_seksi",
    ("badan", ""): "kepala_badan",
    ("badan", "unit_secretariat"): "sekretaris_badan",
    ("badan", "division"): "kepala_bidang",
    ("badan", "subdivision"): "kepala_subbagian",
    ("badan", "section"): "kepala_subbidang",
    ("badan_penghubung", ""): "kepala_badan_penghubung",
    ("badan_penghubung", "subdivision"): "kepala_subbagian",
    ("badan_penghubung", "section"): "kepala_subbidang",
    ("upt", ""): "kepala_upt_{type}",
    ("upt", "subdivision"): "kepala_subbagian",
    ("upt", "section"): "kepala_seksi",
    ("cabang_dinas", ""): "kepala_cabang_dinas_{type}",
    ("cabang_dinas", "subdivision"): "kepala_subbagian",
    ("cabang_dinas", "section"): "kepala_seksi",
    ("satuan_pendidikan", "subdivision"): "kepala_subbagian",
    ("rumah_sakit", ""): "direktur_rs",
    ("rumah_sakit", "assistant"): "wakil_direktur_rs",
    ("rumah_sakit", "division"): "kepala_bidang",
    ("rumah_sakit", "subdivision"): "kepala_subbagian",
    ("rumah_sakit", "section"): "kepala_seksi",
}
"""Form and kind of unit ("": the body itself) -> how `eselon_of_post` calls its head. The head of a school is a teacher
(PP 18/2016 Pasal 94 ayat (8)) and has no eselon."""
