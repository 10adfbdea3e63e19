"""Every rule that is checked, and every number that the law leaves to the agency: names, labels, defaults.

Law always bars. What practice asks, and what is the agency's own, does as the agency decides: `bar`, `show` or `off`
(`Policy.rules`); the default stands here and on the screen. `Policy.settings` may give another value for each setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

CHOICES = ("bar", "show", "off")


@dataclass(frozen=True)
class Rule:
    """`force`: law, practice or policy. `default`: what it does unless the agency decides otherwise. `parameters`: the
    law it reads. `sources`: the columns it judges, the likeliest gap first. `moves`: it is about moving, so it does not
    touch who stays. `plan`: it is about the plan as a whole, asked once."""

    id: str
    label: str
    label_en: str
    force: str
    default: str
    parameters: tuple[str, ...]
    sources: tuple[str, ...]
    moves: bool = False
    plan: bool = False

    def title(self, lang: str = "id") -> str:
        return self.label_en if lang == "en" else self.label


@dataclass(frozen=True)
class Setting:
    """A choice of the agency: `kind` is months, flag (0 or 1), percent or day (ISO text, None when not set)."""

    name: str
    kind: str
    default: Any
    label: str
    label_en: str
    why: str

    def title(self, lang: str = "id") -> str:
        return self.label_en if lang == "en" else self.label


_JA = ("appointment.administrator", "appointment.pengawas", "appointment.pelaksana")
_JPT = ("appointment.jpt_utama", "appointment.jpt_madya", "appointment.jpt_pratama")
_BUP = (
    "retirement_age.precedence",
    "retirement_age.tmt_rule",
    "retirement_age.jpt",
    "retirement_age.administrator",
    "retirement_age.pengawas",
    "retirement_age.pelaksana",
    "retirement_age.jf_ahli_utama",
    "retirement_age.jf_ahli_madya",
    "retirement_age.jf_ahli_muda",
    "retirement_age.jf_ahli_pertama",
    "retirement_age.jf_keterampilan",
    "retirement_age.guru",
    "retirement_age.dosen",
    "retirement_age.profesor",
)

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "status",
            "Status kepegawaian",
            "Kind of employment",
            "law",
            "bar",
            (*_JPT, *_JA, "appointment.jf_transfer"),
            ("employees.stage", "employees.kind"),
        ),
        Rule(
            "legal_status",
            "Kedudukan hukum",
            "Legal status",
            "law",
            "bar",
            ("appointment.post_loss_grounds", "appointment.jf_post_loss_grounds", "codes.legal_status_ground"),
            ("employees.legal_status",),
        ),
        Rule(
            "education",
            "Pendidikan",
            "Education",
            "law",
            "bar",
            (*_JPT, *_JA, "appointment.jf_transfer"),
            ("employees.education",),
        ),
        Rule(
            "education_post",
            "Pendidikan menurut peta jabatan",
            "Education asked by the post file",
            "policy",
            "bar",
            (),
            ("employees.education",),
        ),
        Rule(
            "field_of_study",
            "Bidang studi",
            "Field of study",
            "policy",
            "show",
            (),
            ("employees.field",),
        ),
        Rule(
            "rank",
            "Pangkat",
            "Rank",
            "practice",
            "show",
            ("ranks.eselon_rank_practice", "ranks.rank_steps_below_minimum_practice", "ranks.jf_rank_range"),
            ("employees.golongan",),
        ),
        Rule(
            "prior_post",
            "Pengalaman jabatan",
            "Previous post",
            "law",
            "bar",
            (*_JPT, *_JA, "codes.jf_equivalent_tier"),
            ("career", "assignments.since", "employees.pns_since"),
        ),
        Rule(
            "related_experience",
            "Pengalaman bidang terkait",
            "Experience in a related field",
            "law",
            "bar",
            _JPT,
            ("career", "posts.family", "employees.pns_since"),
            moves=True,
        ),
        Rule(
            "field_experience",
            "Pengalaman bidang tugas",
            "Experience in the field",
            "law",
            "bar",
            ("appointment.jf_transfer",),
            ("career", "posts.family", "employees.pns_since"),
            moves=True,
        ),
        Rule(
            "origin",
            "Asal jabatan",
            "Post of origin",
            "law",
            "bar",
            ("appointment.jf_transfer",),
            ("assignments.post",),
            moves=True,
        ),
        Rule(
            "age",
            "Batas usia",
            "Age limit",
            "law",
            "bar",
            (*_JPT, *_JA, "appointment.jf_transfer"),
            ("employees.birth_date",),
            moves=True,
        ),
        Rule(
            "appraisals",
            "Penilaian kinerja",
            "Appraisals",
            "law",
            "bar",
            (
                *_JPT,
                *_JA,
                "appointment.jf_transfer",
                "appointment.jf_promotion",
                "codes.predikat",
                "performance_appraisal.predicate_matrix",
            ),
            ("appraisals",),
        ),
        Rule(
            "appraisals_announced",
            "Penilaian kinerja menurut pengumuman",
            "Appraisals asked in announcements",
            "practice",
            "bar",
            ("appointment.jpt_announcement", "codes.predikat", "performance_appraisal.predicate_matrix"),
            ("appraisals",),
        ),
        Rule(
            "sanctions",
            "Hukuman disiplin",
            "Sanctions",
            "practice",
            "bar",
            ("discipline.promotion_bar", "discipline.sanctions"),
            ("sanctions.until", "sanctions"),
        ),
        Rule(
            "years_in_post",
            "Masa dalam jabatan sekarang",
            "Time in the present post",
            "law",
            "bar",
            ("appointment.mutation_min_years", "appointment.jpt_lateral_min_years_in_post"),
            ("assignments.since", "assignments"),
            moves=True,
        ),
        Rule(
            "years_in_post_most",
            "Masa paling lama dalam JPT",
            "Longest time in a senior post",
            "law",
            "bar",
            ("appointment.jpt_lateral_max_years_in_post",),
            ("assignments.since", "assignments"),
            moves=True,
        ),
        Rule(
            "direction",
            "Arah perpindahan",
            "Direction of the move",
            "policy",
            "bar",
            ("appointment.career_pattern", "codes.jf_equivalent_tier"),
            ("assignments", "codes.jf_equivalent_tier"),
            moves=True,
        ),
        Rule(
            "retirement_age",
            "Batas usia pensiun",
            "Retirement age",
            "law",
            "bar",
            _BUP,
            ("employees.birth_date",),
        ),
        Rule(
            "months_before_retirement",
            "Sisa masa kerja",
            "Time left before retirement",
            "policy",
            "bar",
            _BUP,
            ("employees.birth_date",),
            moves=True,
        ),
        Rule(
            "competencies",
            "Standar kompetensi",
            "Competency standard",
            "law",
            "bar",
            (
                *_JPT,
                *_JA,
                "competency_standard.jpm_bands_selection",
                "competency_standard.required_level_by_tier",
                "competency_standard.competencies",
            ),
            ("assessments", "post_competencies"),
        ),
        Rule(
            "competency_test",
            "Uji kompetensi",
            "Competency test",
            "law",
            "bar",
            (
                "appointment.jf_transfer",
                "appointment.jf_promotion",
                "appointment.jpt_lateral_requirements",
                "competency_standard.required_level_by_tier",
                "competency_standard.competencies",
            ),
            ("assessments",),
            moves=True,
        ),
        Rule(
            "consultation",
            "Konsultasi sebelum keputusan",
            "Consultation before the decision",
            "law",
            "bar",
            ("appointment.consultation_before_decision",),
            ("evidence",),
            moves=True,
        ),
        Rule(
            "election_before",
            "Larangan mengganti pejabat sebelum pemilihan",
            "Freeze before an election",
            "law",
            "bar",
            ("election_freeze.replacement_ban_before_candidacy",),
            ("policy.settings",),
            plan=True,
        ),
        Rule(
            "election_after",
            "Larangan mengganti pejabat sesudah pelantikan",
            "Freeze after the inauguration",
            "law",
            "bar",
            ("election_freeze.replacement_ban_after_inauguration",),
            ("policy.settings",),
            plan=True,
        ),
        Rule(
            "documents",
            "Integritas dan kesehatan",
            "Integrity and health",
            "law",
            "bar",
            (*_JPT, *_JA, "appointment.jf_transfer"),
            ("evidence",),
            plan=True,
        ),
    )
}

DEFAULT_RULES: Mapping[str, str] = {rule.id: rule.default for rule in RULES.values()}
"""Rule -> bar, show or off, before the agency says anything. Law cannot be anything but bar."""

SETTINGS: Mapping[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting(
            "months_before_retirement",
            "months",
            12,
            "Sisa masa kerja minimal sebelum BUP",
            "Least time before retirement",
            "Hukum tidak menetapkan angka; jabatan yang segera kosong lagi tidak menyelesaikan kekosongan.",
        ),
        Setting(
            "prior_years_apply_to_jf",
            "flag",
            0,
            "Masa 3 dan 4 tahun berlaku juga bagi JF setingkat",
            "The 3 and 4 years also apply to functional posts of the same level",
            "Pasal 54 menyebut angka hanya pada jabatan pengawas dan pelaksana.",
        ),
        Setting(
            "jpt_rules_on_lateral",
            "flag",
            0,
            "Batas usia dan pengalaman terkait berlaku juga bagi mutasi antar-JPT",
            "Age limit and related experience also bind a move between senior posts of one level",
            "Pasal 107 mengatur pengangkatan; Pasal 131 dan 132 mengatur mutasi tanpa batas usia.",
        ),
        Setting(
            "jpt_related_family_only",
            "flag",
            0,
            "Pengalaman terkait hanya dalam rumpun yang sama",
            "Related experience only within the same job family",
            "Terkait atau tidak dinilai panitia seleksi: di luar rumpun yang sama, temuan belum diketahui.",
        ),
        Setting(
            "jf_field_family_only",
            "flag",
            1,
            "Bidang tugas JF dibaca dari rumpun yang sama",
            "The field of a functional post is its job family",
            "Bidang tugas tidak punya kode; rumpun pada peta jabatan adalah pendekatan terdekat.",
        ),
        Setting(
            "mutation_min_on_promotion",
            "flag",
            1,
            "Masa minimal dalam jabatan berlaku juga bagi promosi",
            "The least time in post also binds a promotion",
            "Pasal 190 berbicara tentang mutasi; promosi yang terlalu cepat tetap ditanyakan.",
        ),
        Setting(
            "history_gap_months",
            "months",
            6,
            "Lubang riwayat jabatan yang diabaikan",
            "Gap in a career that is overlooked",
            "Riwayat yang bolong beberapa bulan tidak menyembunyikan satu jabatan.",
        ),
        Setting(
            "jpm_percent",
            "percent",
            None,
            "Kecocokan kompetensi minimal",
            "Least competency match",
            "Kosong: batas lulus pada competency_standard.jpm_bands_selection.",
        ),
        Setting(
            "election_candidates_set",
            "day",
            None,
            "Hari penetapan calon kepala daerah",
            "Day on which candidates are set",
            "Jadwal pemilihan ditetapkan KPU, bukan undang-undang.",
        ),
        Setting(
            "election_term_ends",
            "day",
            None,
            "Akhir masa jabatan kepala daerah",
            "End of the term of the head of region",
            "Jadwal pemilihan ditetapkan KPU, bukan undang-undang.",
        ),
        Setting(
            "election_inaugurated",
            "day",
            None,
            "Hari pelantikan kepala daerah",
            "Day of the inauguration",
            "Jadwal pemilihan ditetapkan KPU, bukan undang-undang.",
        ),
    )
}


def choice(rule: str, rules: Mapping[str, str]) -> str:
    """What a rule does under the agency's choices. Law always bars."""
    known = RULES[rule]
    return "bar" if known.force == "law" else rules.get(rule, known.default)


def rules_mistake(rules: Mapping[str, str]) -> str | None:
    """What is wrong with these choices, in one sentence, or None."""
    for name, chosen in rules.items():
        if name not in RULES:
            return f"Tidak ada aturan bernama {name!r}; yang ada: {', '.join(RULES)}."
        if chosen not in CHOICES:
            return f"Aturan {name} hanya dapat {', '.join(CHOICES)}, bukan {chosen!r}."
        if RULES[name].force == "law" and chosen != "bar":
            return f"Aturan {name} adalah hukum: ia selalu menggugurkan. Ubah parameternya sebagai andaian."
    return None


def setting(name: str, settings: Mapping[str, Any]) -> Any:
    """A setting as the agency has it, checked: whole months, 0 or 1, a percentage, or a date.

    Raises ValueError that names it.
    """
    known = SETTINGS[name]
    value = settings.get(name, known.default)
    if value is None:
        return None
    if known.kind == "day":
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError as error:
            raise ValueError(f"Setelan {name} harus tanggal seperti 2024-09-22, bukan {value!r}.") from error
    if isinstance(value, bool):
        value = int(value)
    if not isinstance(value, int | float) or value < 0 or (known.kind == "flag" and value not in (0, 1)):
        allowed = "0 atau 1" if known.kind == "flag" else "bilangan, paling sedikit 0"
        raise ValueError(f"Setelan {name} harus {allowed}, bukan {value!r}.")
    if known.kind == "percent" and value > 100:
        raise ValueError(f"Setelan {name} adalah persen: paling banyak 100, bukan {value!r}.")
    return value
