"""Limits in force, how far each is used up, and a form that sets one."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

from widgets.leaf import STATIC, Leaf


class Option(TypedDict):
    value: str
    label: str


class When(TypedDict):
    name: str
    value: str


class Field(TypedDict):
    """One field of a form. `value`: text, a list of them (checks) or whether it is ticked (check); `said`: the name of
    a unit already chosen; `when`: shown only while another field has this value."""

    name: str
    label: str
    type: Literal["number", "select", "check", "checks", "unit"]
    value: Any
    said: str
    options: list[Option]
    hint: str
    when: When | None


class Bar(TypedDict):
    """`part`: how far it is filled, in percent; `mark`: where the bound stands, in percent (None: at the end)."""

    label: str
    text: str
    part: float
    mark: float | None
    full: bool


class Row(TypedDict):
    """A limit in force. `rest`: how many more bars there are, in words; empty where all are shown."""

    key: str
    title: str
    text: str
    bars: list[Bar]
    notes: list[str]
    rest: str
    opened: bool


class Remedy(TypedDict):
    key: str
    label: str


class Refusal(TypedDict):
    text: str
    items: list[str]
    remedies: list[Remedy]


class Form(TypedDict):
    """`number` tells one opened form from another: what was typed stays while it is the same. `fixed`: the kind of a
    limit that is changed. `mistakes`: by name of the field. `found`: units that a search brought, for `query`."""

    number: int
    title: str
    kind: str
    fixed: bool
    kinds: list[Option]
    fields: dict[str, list[Field]]
    mistakes: dict[str, str]
    refusal: Refusal | None
    query: str
    found: list[Option]
    busy: bool
    save: str


class LimitPanel(Leaf):
    """Gestures: open (on), add, edit (key), drop (key), more (key), find (text), set (kind, values), remedy (key),
    close."""

    _esm = STATIC / "limit_panel.js"

    def show(
        self,
        *,
        title: str,
        summary: str,
        opened: bool,
        loading: bool,
        empty: str,
        rows: Sequence[Row],
        form: Form | None,
        words: Mapping[str, str],
    ) -> None:
        """Folded, it is its title and `summary` alone. While `loading`, limits stand without what they use."""
        self.record = {
            "title": title,
            "summary": summary,
            "opened": opened,
            "loading": loading,
            "empty": empty,
            "rows": list(rows),
            "form": form,
            "words": dict(words),
        }
