"""Whether each part of a body stands where the law puts it: a section under a division, a bureau under an assistant.

Counts alone would miss a part that was moved to where nobody counts it.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from workbench.regulation.asking import Ask, ask
from workbench.regulation.compare import NO, UNKNOWN, YES
from workbench.regulation.rulebook import Regulation
from workbench.staffing import Vocabulary
from workbench.structure.checks.body import Bodies, Places
from workbench.structure.checks.catalogue import COUNTS, FORMS, LAW
from workbench.structure.checks.rows import NOTHING, Pair, Rows, both, each, without_law

_KINDS = {form: kind for kind, form in FORMS.items()}


def placed_by_law(bodies: Bodies, vocabulary: Vocabulary, regulation: Regulation) -> Iterator[Rows]:
    """One row a part of a kind that the law counts in the form of organization it belongs to."""
    for form in dict.fromkeys(count.form for count in COUNTS):
        above = _above(form)
        here = np.flatnonzero(bodies.of_kind(*above) & (bodies.form == form) & ~bodies.is_body)
        if len(here):
            law = ask(regulation, f"{LAW}.{form}")
            if law.asked:
                yield _judged(bodies, vocabulary, law, here, form, above)


def _above(form: str) -> Mapping[str, tuple[str | None, ...]]:
    """Kind of a part -> kinds that the law puts above it (None: the body itself)."""
    pairs = dict.fromkeys((part, count.of) for count in COUNTS if count.form == form for part in count.parts)
    return {part: tuple(of for other, of in pairs if other == part) for part, _ in pairs}


def _judged(
    bodies: Bodies,
    vocabulary: Vocabulary,
    law: Ask,
    here: Places,
    form: str,
    above: Mapping[str, tuple[str | None, ...]],
) -> Rows:
    parent, number = bodies.parent[here], np.full(len(here), -1, dtype=np.int64)
    seen = each(parent, lambda at: (f"di bawah {bodies.names[at]}", f"beneath {bodies.names[at]}"))
    if not law.known:
        return without_law("within", here, number, seen, law)
    allowed = np.zeros((len(bodies.kinds) + 1, len(bodies.kinds)), dtype=bool)  # the last row: beneath the body
    for part, kinds in above.items():
        for kind in kinds:
            allowed[-1 if kind is None else bodies.kinds.index(kind), bodies.kinds.index(part)] = True
    row = np.where(bodies.is_body[parent], len(bodies.kinds), bodies.kind[parent])
    verdict = np.where(allowed[row, bodies.kind[here]], YES, NO)
    verdict = np.where(row < 0, UNKNOWN, verdict).astype(np.int8)
    labels = [vocabulary.label("unit_kind", lang) for lang in ("id", "en")]

    def asked(kind: int) -> Pair:
        names = [
            [
                str(label.get(of or _KINDS.get(form, ""), form.replace("_", " "))).lower()
                for of in above[bodies.kinds[kind]]
            ]
            for label in labels
        ]
        return f"menurut hukum di bawah {' atau '.join(names[0])}", f"by law beneath {' or '.join(names[1])}"

    reason = each(row < 0, lambda missing: _NO_KIND if missing else NOTHING)
    ground = both((law.citation, law.confidence), len(here))
    return Rows("within", here, verdict, number, seen, each(bodies.kind[here], asked), reason, ground)


_NO_KIND: Pair = ("jenis unit atasannya belum dicatat", "the kind of the unit above is not recorded")
