"""A step of a proposal in one or two sentences, Indonesian or English."""

from workbench.scenario import AbolishUnit, MergeUnits
from workbench.staffing import Staffing
from workbench.structure.proposals.propose import Step

_WORDS = {
    "id": {
        "merge": "{units} digabung ke dalam {to}: hemat Rp{saving} sebulan, {heads} kepala kehilangan jabatan",
        "abolish": "{units} dihapus, isinya naik ke {to}: hemat Rp{saving} sebulan, {heads} kepala kehilangan jabatan",
        "move": "{units} dipindahkan ke bawah {to}; tidak seorang pun berganti unit.",
        "people": " dan {people} orang berganti unit, {familiar} di antaranya ke unit dengan rumpun tugas yang sama.",
        "nobody": ", dan tidak ada orang lain yang berganti unit.",
        "gain": "Hematnya lebih besar daripada gangguannya.",
        "units": "Langkah ini diperlukan oleh batas jumlah unit.",
        "span": "Langkah ini diperlukan oleh batas rentang kendali.",
        "layers": "Langkah ini diperlukan oleh batas lapisan.",
        "region": " Wilayah sebagian unit belum diketahui.",
        "head": " Kepala sebagian unit belum diketahui.",
        "and": " dan ",
    },
    "en": {
        "merge": "{units} merged into {to}: saves Rp{saving} a month, heads who lose their post: {heads}",
        "abolish": "{units} abolished, what it holds goes up to {to}: saves Rp{saving} a month, heads who "
        "lose their post: {heads}",
        "move": "{units} moved beneath {to}; nobody changes unit.",
        "people": "; people who change unit: {people}, of them to one with their own job family: {familiar}.",
        "nobody": "; nobody else changes unit.",
        "gain": "It saves more than it disturbs.",
        "units": "The cap on units needs this step.",
        "span": "The cap on spans needs this step.",
        "layers": "The cap on layers needs this step.",
        "region": " The region of some of these units is unknown.",
        "head": " The head of some of these units is unknown.",
        "and": " and ",
    },
}


def worded(step: Step, staffing: Staffing, lang: str = "id") -> str:
    """What the step does and to whom, and why; names are those of `staffing`, the state before the proposal.

    Raises KeyError for a language other than id and en.
    """
    words = _WORDS[lang]
    names = staffing.units.set_index("unit")["name"]
    move = step.moves[0]
    gone = [str(names[unit]) for unit in (move.units if isinstance(move, MergeUnits) else (move.unit,))]
    if isinstance(move, MergeUnits):
        to = move.into
    elif isinstance(move, AbolishUnit):
        to = str(staffing.units.set_index("unit").at[move.unit, "parent"])
    else:
        to = str(move.to)
    figures = {name: _grouped(number, lang) for name, number in step.why.figures.items()}
    figures |= {"units": _listed(gone, words["and"]), "to": str(names[to]), "saving": _grouped(step.saving, lang)}
    told = words[step.why.kind].format(**figures)
    if step.why.kind != "move":
        told += words["people" if step.why.figures["people"] else "nobody"].format(**figures)
    return f"{told} {words[step.why.reason]}" + "".join(words[name] for name in step.why.unknown)


def _listed(names: list[str], last: str) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + last + names[-1]


def _grouped(number: int, lang: str) -> str:
    """Whole number with groups of thousands, as each language writes them."""
    return f"{number:,}".replace(",", "." if lang == "id" else ",")
