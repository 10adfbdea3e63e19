"""What the law asks on a day, ready for `compare`: a value, no limit, or not known."""

from dataclasses import dataclass
from typing import Any

from workbench.regulation.rulebook import NO_LIMIT, Regulation, UnknownParameter, least


@dataclass(frozen=True)
class Ask:
    """`value` as `compare` takes it: `NO_LIMIT` where the law has none or was repealed, None where it is not known.

    Repealed law asks nothing; law that these files do not know (before its first value, or recorded as unknown) makes
    the verdict unknown. Never a default."""

    value: Any
    citation: str
    confidence: str

    @property
    def asked(self) -> bool:
        """Whether there is anything to judge: a limit, or a rule whose content is not known."""
        return self.value is not NO_LIMIT

    @property
    def known(self) -> bool:
        return self.value is not None


def ask(regulation: Regulation, name: str, *keys: str) -> Ask:
    """A parameter, or a part of its mapping. Raises UnknownParameter for a name or a part that no file has."""
    regulation.rulebook.entry(name)
    if name not in regulation:
        first = regulation.rulebook.entry(name).values[0]
        return Ask(None, f"belum tercatat sebelum {first.since} ({'; '.join(first.titles)})", "memory")
    parameter = regulation[name]
    if not parameter.known:
        value = NO_LIMIT if parameter.absent == "repealed" else None
        return Ask(value, parameter.citation, parameter.confidence)
    part = parameter.at(*keys)
    return Ask(part.value, part.citation, part.confidence)


def row(regulation: Regulation, name: str, **match: Any) -> Ask:
    """A row of a list, with its own confidence; NO_LIMIT where the list has none such."""
    whole = ask(regulation, name)
    if not whole.known or not whole.asked:
        return whole
    try:
        found = regulation[name].row(**match)
    except UnknownParameter:
        return Ask(NO_LIMIT, whole.citation, whole.confidence)
    return Ask(found.value, found.citation, found.confidence)


def together(*asks: Ask) -> tuple[str, str]:
    """Citation (each title once) and confidence of what rests on all of these."""
    titles: dict[str, None] = {}
    for one in asks:
        titles.update(dict.fromkeys(one.citation.split("; ")))
    return "; ".join(titles), least(*(one.confidence for one in asks))
