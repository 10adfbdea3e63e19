"""What may be asked of a limit, and how it is told to people."""

from collections.abc import Mapping
from typing import Any

from workbench.scenario.limits import (
    BOUNDS,
    LOCAL,
    Apart,
    Budget,
    Freeze,
    Limit,
    Quality,
    Share,
    UnitMoves,
)
from workbench.scenario.relocation import relocation_mistake
from workbench.scenario.state import SCORE_MAX
from workbench.staffing import Staffing
from workbench.staffing.offices import office_of

Mistake = tuple[str, str]
"""A code and a sentence."""


def limit_mistake(limit: Limit, staffing: Staffing, settings: Mapping[str, Any]) -> Mistake | None:
    """Why this limit cannot be set on this staffing, or None."""
    unit = getattr(limit, "unit", None)
    if unit is not None and not (staffing.units["unit"] == unit).any():
        return "unknown_unit", f"Tidak ada unit {unit} pada data ini."
    if unit is not None and getattr(limit, "each", False):
        return "limit", "Pilih satu unit, atau tiap perangkat daerah; tidak keduanya."
    if getattr(limit, "each", False) and office_of(staffing).isna().all():
        return "no_office", "Tidak ada unit yang tercatat sebagai perangkat daerah pada data ini; pilih unitnya."
    match limit:
        case UnitMoves():
            return (
                None
                if _whole(limit.most)
                else ("limit", "Batas pindah dari unit harus bilangan bulat, paling sedikit 0.")
            )
        case Budget():
            if not _whole(limit.most):
                return "limit", "Anggaran harus rupiah bulat, paling sedikit 0."
            mistake = relocation_mistake(settings.get("relocation"))
            return ("relocation", mistake) if mistake else None
        case Share():
            return _share_mistake(limit, staffing)
        case Quality():
            if limit.points is None:
                return ("limit", "Mutu hari ini selalu tercapai; reach memerlukan angka.") if limit.reach else None
            if not _whole(limit.points) or not 1 <= limit.points <= SCORE_MAX:
                return "limit", f"Mutu rata-rata harus bilangan bulat antara 1 dan {SCORE_MAX}."
            return None
        case Apart():
            known = staffing.schemas.vocabulary.codes("relation_kind")
            strange = sorted(set(limit.kinds) - set(known))
            return (
                ("limit", f"Tidak ada hubungan {', '.join(strange)}; yang ada: {', '.join(known)}.")
                if strange
                else None
            )
        case Freeze():
            return None


def _share_mistake(limit: Share, staffing: Staffing) -> Mistake | None:
    vocabulary = staffing.schemas.vocabulary
    groups = [*vocabulary.codes("sex"), LOCAL]
    if limit.group not in groups:
        return "limit", f"Tidak ada kelompok {limit.group!r}; yang ada: {', '.join(groups)}."
    if limit.bound not in BOUNDS:
        return "limit", f"Bagian dibatasi {' atau '.join(BOUNDS)}, bukan {limit.bound!r}."
    low, high = (1, 100) if limit.bound == "least" else (0, 99)
    if not _whole(limit.percent) or not low <= limit.percent <= high:
        return "limit", f"Bagian harus persen bulat antara {low} dan {high}."
    if not limit.tiers:
        return "limit", "Sebutkan paling sedikit satu jenjang jabatan."
    strange = sorted(set(limit.tiers) - set(vocabulary.codes("tier")))
    return ("limit", f"Tidak ada jenjang jabatan {', '.join(strange)}.") if strange else None


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


# telling it -----------------------------------------------------------------------------------------------------------

_SENTENCES = {
    "id": {
        "unit_moves": "Paling banyak {most} orang pindah dari {place}",
        "budget": "Biaya semua perpindahan paling banyak Rp{rupiah}",
        "least": "Paling sedikit {percent} persen {group} di antara pemangku {tiers}, {place}{reach}",
        "most": "Paling banyak {percent} persen {group} di antara pemangku {tiers}, {place}{reach}",
        "quality": "Rata-rata skor pemangku jabatan dalam ruang lingkup {points}, {place}{reach}",
        "apart": "Tidak ada dua orang dengan {kinds} dalam satu garis komando",
        "freeze": "Bekukan {place}: tidak ada yang keluar atau masuk",
        "each": "tiap perangkat daerah",
        "all": "seluruhnya",
        "in": "{unit}",
        "points": "paling sedikit {points}",
        "today": "tidak turun dari hari ini",
        "reach": " (wajib tercapai)",
        "local": "tenaga setempat",
        "every": "hubungan apa pun",
    },
    "en": {
        "unit_moves": "At most {most} people move out of {place}",
        "budget": "All moves together cost at most Rp{rupiah}",
        "least": "At least {percent} percent {group} among the holders of {tiers}, {place}{reach}",
        "most": "At most {percent} percent {group} among the holders of {tiers}, {place}{reach}",
        "quality": "Mean score of the holders of posts in scope {points}, {place}{reach}",
        "apart": "No two people with {kinds} in one line of command",
        "freeze": "Freeze {place}: nobody leaves or enters",
        "each": "in each regional office",
        "all": "over all",
        "in": "in {unit}",
        "points": "at least {points}",
        "today": "not below today's",
        "reach": " (must be reached)",
        "local": "local staff",
        "every": "any relation",
    },
}


def told(limit: Limit, staffing: Staffing, lang: str = "id") -> str:
    """The limit in one line, for people."""
    words, vocabulary = _SENTENCES[lang], staffing.schemas.vocabulary
    given: dict[str, Any] = {"place": _place(limit, staffing, words), "reach": ""}
    if getattr(limit, "reach", False):
        given["reach"] = words["reach"]
    sentence = words[limit.bound if isinstance(limit, Share) else limit.kind]
    match limit:
        case UnitMoves():
            given["most"] = limit.most
        case Budget():
            given["rupiah"] = f"{limit.most:,}".replace(",", "." if lang == "id" else ",")
        case Share():
            tiers, sexes = vocabulary.label("tier", lang), vocabulary.label("sex", lang)
            given["group"] = words["local"] if limit.group == LOCAL else str(sexes[limit.group]).lower()
            given["tiers"] = ", ".join(str(tiers[tier]) for tier in limit.tiers)
            given["percent"] = limit.percent
        case Quality():
            shown = f"{(limit.points or 0) / 1000:.1f}"
            shown = shown.replace(".", ",") if lang == "id" else shown
            given["points"] = words["today" if limit.points is None else "points"].format(points=shown)
        case Apart():
            kinds = vocabulary.label("relation_kind", lang)
            given["kinds"] = ", ".join(str(kinds[kind]).lower() for kind in limit.kinds) or words["every"]
    return sentence.format(**given)


def _place(limit: Limit, staffing: Staffing, words: Mapping[str, str]) -> str:
    unit = getattr(limit, "unit", None)
    if unit is None:
        return words["each" if getattr(limit, "each", False) else "all"]
    names = staffing.units.loc[staffing.units["unit"] == unit, "name"]
    name = str(names.iloc[0]) if len(names) else str(unit)
    return words["in"].format(unit=name) if isinstance(limit, Share | Quality) else name
