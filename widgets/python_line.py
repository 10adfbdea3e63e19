"""The very line of Python that does the same as the panel."""

from collections.abc import Mapping

from widgets.leaf import STATIC, Leaf


class PythonLine(Leaf):
    _esm = STATIC / "python_line.js"

    def show(self, *, code: str, words: Mapping[str, str]) -> None:
        self.record = {"code": code, "words": dict(words)}
