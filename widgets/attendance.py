"""Who is here, and who has just been cut off."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Person(TypedDict):
    """`gone`: cut off."""

    initials: str
    name: str
    note: str
    gone: bool


class Attendance(Leaf):
    _esm = STATIC / "attendance.js"

    def show(self, *, label: str, people: Sequence[Person], empty: str) -> None:
        self.record = {"label": label, "people": list(people), "empty": empty}
