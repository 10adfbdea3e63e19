"""The words in which findings are told, in Indonesian and in English."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from workbench.staffing import Vocabulary

_MONTHS = {
    "id": "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}

_PHRASES = {
    "id": {
        "not_recorded": "tidak tercatat",
        "not_asked": "tidak disyaratkan",
        "no_law": "aturan pada hari itu belum diketahui",
        "at_least": "paling rendah {what}",
        "at_most_age": "paling tinggi {years} tahun",
        "one_of": "salah satu dari {what}",
        "or": " atau ",
        "either": "; atau ",
        "years_months": "{years} tahun {months} bulan",
        "years": "{years} tahun",
        "months": "{months} bulan",
        "under_a_month": "kurang dari satu bulan",
        "never": "belum pernah",
        "kind_stage": "{kind}, {stage}",
        "employees": "{what}",
        "active": "aktif, tanpa alasan yang mengakhiri jabatan",
        "study": "{status}; lamanya tidak tercatat",
        "secondment": "{status}; penuh waktu atau tidak, tidak tercatat",
        "field": "bidang studi {what}",
        "rank_from": "paling rendah {low}",
        "rank_between": "{low} sampai {high}",
        "rank_to": "paling tinggi {high}",
        "rank_steps": "{low} (jenjang mulai {bottom}; {steps} tingkat di bawahnya diterima)",
        "age_now": "{years} tahun pada {day}",
        "holds": "sekarang {tier}",
        "no_post": "jabatan sekarang tidak tercatat",
        "or_more": "{what} atau lebih tinggi",
        "same_family": "{what}, serumpun",
        "setingkat": "JF setingkat {what}",
        "gap": "riwayat jabatan {time} tidak tercatat",
        "gap_all": "awal masa kerja tidak tercatat",
        "prior": "pernah atau sedang memangku {what}",
        "prior_years": "{time} sebagai {what}",
        "related": "{time} dalam rumpun {family}",
        "related_ask": "paling sedikit {time} dalam bidang yang terkait",
        "field_ask": "paling sedikit {time} dalam bidang tugas jabatan fungsional itu",
        "other_family": "rumpun lain {time}: terkait atau tidak, menunggu penilaian",
        "origin_ask": "pindah ke {tier} hanya dari {what}",
        "appraisal": "{year}: {what}",
        "appraisal_none": "data kosong",
        "appraisal_ask": "paling rendah {what} dalam {years} tahun terakhir",
        "appraisal_read": "{what} (dari hasil kerja dan perilaku)",
        "appraisal_alien": "{what} (bukan predikat menurut aturan tahun itu)",
        "sanction_none": "tidak ada hukuman yang berlaku",
        "sanction_table": "data hukuman disiplin belum ada",
        "sanction_until": "{what} sampai {day}",
        "sanction_open": "{what} sejak {day}, akhirnya tidak tercatat",
        "sanction_ends": "{what} sejak {day}, mengakhiri masa kerja",
        "sanction_ask": "tidak sedang menjalani hukuman {what}",
        "in_post": "{time} dalam jabatan sekarang",
        "in_post_ask": "paling sedikit {time} dalam jabatan sekarang",
        "in_post_most": "paling lama {time} dalam jabatan sekarang",
        "direction": "dari {was} ke {will}",
        "direction_ask": "setingkat atau lebih tinggi dari jabatan sekarang",
        "retires": "pensiun {day} (BUP {years} tahun pada jabatan ini)",
        "retires_ask": "belum mencapai BUP jabatan yang dituju",
        "left": "sisa {time} sebelum BUP {years} tahun",
        "left_ask": "paling sedikit {time} sebelum BUP",
        "match": "{percent} % dari standar; {known} dari {asked} kompetensi terukur",
        "match_between": "antara {low} dan {percent} % dari standar; {known} dari {asked} kompetensi terukur",
        "match_ask": "paling sedikit {percent} % dari standar kompetensi jabatan",
        "match_none": "standar kompetensi jabatan belum ditetapkan",
        "test_shown": "semua kompetensi jabatan terukur dan terpenuhi",
        "test_none": "hasil uji kompetensi untuk jabatan ini belum ada",
        "test_ask": "lulus uji kompetensi",
        "consult_give": "persetujuan atau konsultasi tercatat",
        "consult_wait": "bukti konsultasi belum ada",
        "consult_ask": "konsultasi dengan {what}",
        "pimpinan_dprd": "pimpinan DPRD",
        "menteri_dalam_negeri": "Menteri Dalam Negeri (tertulis)",
        "stays": "tetap pada jabatan sekarang",
        "lateral": "perpindahan setingkat",
        "calendar": "jadwal pemilihan belum diisi",
        "outside": "di luar masa larangan",
        "inside": "di dalam masa larangan: {since} sampai {until}",
        "freeze_before_ask": (
            "tidak mengganti pejabat sejak {months} bulan sebelum penetapan calon sampai akhir masa jabatan, "
            "kecuali dengan izin tertulis Menteri"
        ),
        "freeze_after_ask": "penggantian pejabat dalam {months} bulan sejak pelantikan perlu izin tertulis Menteri",
        "documents": "surat keterangan diperiksa saat pengangkatan",
        "documents_ask": "integritas dan moralitas baik, sehat jasmani dan rohani",
    },
    "en": {
        "not_recorded": "not recorded",
        "not_asked": "not asked",
        "no_law": "the rule of that day is not known",
        "at_least": "at least {what}",
        "at_most_age": "at most {years} years",
        "one_of": "one of {what}",
        "or": " or ",
        "either": "; or ",
        "years_months": "{years} years {months} months",
        "years": "{years} years",
        "months": "{months} months",
        "under_a_month": "less than a month",
        "never": "never yet",
        "kind_stage": "{kind}, {stage}",
        "employees": "{what}",
        "active": "active, without a ground that ends a post",
        "study": "{status}; its length is not recorded",
        "secondment": "{status}; full time or not is not recorded",
        "field": "field of study {what}",
        "rank_from": "at least {low}",
        "rank_between": "{low} to {high}",
        "rank_to": "at most {high}",
        "rank_steps": "{low} (the range begins at {bottom}; {steps} step below is accepted)",
        "age_now": "{years} years on {day}",
        "holds": "now {tier}",
        "no_post": "present post not recorded",
        "or_more": "{what} or higher",
        "same_family": "{what}, of the same job family",
        "setingkat": "functional post on the level of {what}",
        "gap": "{time} of the career are not recorded",
        "gap_all": "the beginning of the service is not recorded",
        "prior": "holds or held {what}",
        "prior_years": "{time} as {what}",
        "related": "{time} in the job family {family}",
        "related_ask": "at least {time} in a related field",
        "field_ask": "at least {time} in the field of that functional post",
        "other_family": "{time} in other families: related or not, to be judged",
        "origin_ask": "transfer to {tier} only from {what}",
        "appraisal": "{year}: {what}",
        "appraisal_none": "no data",
        "appraisal_ask": "at least {what} in the last {years} years",
        "appraisal_read": "{what} (from work result and behaviour)",
        "appraisal_alien": "{what} (no predikat under the rule of that year)",
        "sanction_none": "no sanction in force",
        "sanction_table": "no data on sanctions yet",
        "sanction_until": "{what} until {day}",
        "sanction_open": "{what} since {day}, its end is not recorded",
        "sanction_ends": "{what} since {day}, ends the employment",
        "sanction_ask": "not serving a sanction of level {what}",
        "in_post": "{time} in the present post",
        "in_post_ask": "at least {time} in the present post",
        "in_post_most": "at most {time} in the present post",
        "direction": "from {was} to {will}",
        "direction_ask": "equal to or above the present post",
        "retires": "retires {day} (retirement age {years} in this post)",
        "retires_ask": "below the retirement age of the target post",
        "left": "{time} left before the retirement age of {years}",
        "left_ask": "at least {time} before the retirement age",
        "match": "{percent} % of the standard; {known} of {asked} competencies measured",
        "match_between": "between {low} and {percent} % of the standard; {known} of {asked} competencies measured",
        "match_ask": "at least {percent} % of the post's competency standard",
        "match_none": "no competency standard of the post yet",
        "test_shown": "all competencies of the post measured and met",
        "test_none": "no competency test for this post yet",
        "test_ask": "competency test passed",
        "consult_give": "consent or consultation on record",
        "consult_wait": "no evidence of the consultation yet",
        "consult_ask": "consultation with {what}",
        "pimpinan_dprd": "the leaders of the regional council",
        "menteri_dalam_negeri": "the Minister of Home Affairs (in writing)",
        "stays": "stays in the present post",
        "lateral": "move on the same level",
        "calendar": "the election calendar is not filled in",
        "outside": "outside the ban",
        "inside": "inside the ban: {since} to {until}",
        "freeze_before_ask": (
            "no replacement of officials from {months} months before candidates are set until the end of the term, "
            "save with the Minister's written consent"
        ),
        "freeze_after_ask": (
            "replacing officials within {months} months of the inauguration needs the Minister's written consent"
        ),
        "documents": "certificates are seen at the appointment",
        "documents_ask": "good integrity and morality, physical and mental health",
    },
}


@dataclass(frozen=True, eq=False)
class Words:
    """Phrases, durations, dates and labels in one language (`id` or `en`)."""

    lang: str
    vocabulary: Vocabulary

    def __call__(self, phrase: str, **parts: Any) -> str:
        return _PHRASES[self.lang][phrase].format(**parts)

    def label(self, kind: str, code: Any) -> str:
        """The label of a code; the code itself where the vocabulary does not know it, `not_recorded` where missing."""
        if code is None or code != code or code == "":
            return self("not_recorded")
        return str(self.vocabulary.label(kind, self.lang).get(code, code))

    def labels(self, kind: str, codes: Any) -> str:
        return self("or").join(self.label(kind, code) for code in codes)

    def span(self, months: int) -> str:
        """A duration in years and months.

        >>> from workbench.staffing.vocabulary import Vocabulary
        >>> say = Words("id", Vocabulary.parse("kind,code,order,group,label,label_en,spellings"))
        >>> say.span(38), say.span(36), say.span(7), say.span(0)
        ('3 tahun 2 bulan', '3 tahun', '7 bulan', 'kurang dari satu bulan')
        """
        years, rest = divmod(int(months), 12)
        if years and rest:
            return self("years_months", years=years, months=rest)
        if years:
            return self("years", years=years)
        return self("months", months=rest) if rest else self("under_a_month")

    def day(self, day: Any) -> str:
        """29 Oktober 2025."""
        if isinstance(day, np.datetime64):
            day = day.astype("datetime64[D]").item()
        if not isinstance(day, date):
            return self("not_recorded")
        return f"{day.day} {_MONTHS[self.lang].split('|')[day.month - 1]} {day.year}"

    def percent(self, tenths: int) -> str:
        """Tenths of a percent as people write them: 846 -> 84,6."""
        whole, rest = divmod(int(tenths), 10)
        return f"{whole}{',' if self.lang == 'id' else '.'}{rest}" if rest else str(whole)
