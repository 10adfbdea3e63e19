"""A few questions with one button: what is typed stays while the page changes, and goes out as one gesture."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from widgets.leaf import STATIC, Leaf


class Option(TypedDict):
    value: str
    label: str


class Field(TypedDict):
    """`value`: text, whether ticked, or the options that are. `when`: asked only where another field has this value."""

    name: str
    label: str
    type: Literal["text", "area", "number", "date", "select", "check", "checks"]
    value: str | bool | list[str]
    options: list[Option]
    hint: str
    when: Mapping[str, str] | None


class FormPanel(Leaf):
    """Gestures: submit (values by name), close."""

    _esm = STATIC / "form_panel.js"

    def show(
        self,
        *,
        title: str,
        text: str,
        number: int,
        fields: Sequence[Field],
        mistakes: Mapping[str, str],
        submit: str,
        cancel: str,
        busy: bool = False,
        bare: bool = False,
    ) -> None:
        """Another `number` is another form: it begins with its own values. `cancel`: empty where there is no way out.
        `bare`: without the frame of a panel."""
        self.record = {
            "title": title,
            "text": text,
            "number": number,
            "fields": list(fields),
            "mistakes": dict(mistakes),
            "submit": submit,
            "cancel": cancel,
            "busy": busy,
            "bare": bare,
        }


def field(
    name: str,
    label: str,
    type: Literal["text", "area", "number", "date", "select", "check", "checks"] = "text",
    value: str | bool | list[str] = "",
    options: Sequence[Option] = (),
    hint: str = "",
    when: Mapping[str, str] | None = None,
) -> Field:
    """A field with what is usual left out."""
    return {
        "name": name,
        "label": label,
        "type": type,
        "value": value,
        "options": list(options),
        "hint": hint,
        "when": when,
    }
