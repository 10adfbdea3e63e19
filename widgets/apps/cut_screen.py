"""What the panels of the structure page read: the cut, its units by name, and how things were before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from widgets.apps.cut import Cut
from widgets.apps.outlook import Directory, Outlook, alike
from widgets.apps.restructuring import Restructuring, View
from workbench.io.scenarios import random_suffix
from workbench.staffing.vocabulary import Vocabulary
from workbench.structure import Tree


@dataclass(eq=False)
class CutScreen(Outlook):
    """The page with its chart."""

    session: Restructuring
    _was: Directory | None = None
    _called: tuple[Tree, pd.Series] | None = None
    _made: dict[str, tuple[tuple[Any, ...], Any]] = field(default_factory=dict)

    unchanged = "cut.unchanged"
    start = "cut.start"

    @property
    def view(self) -> View:
        return self.session.view

    @property
    def cut(self) -> Cut | None:
        return self.session.cut

    def examples(self) -> dict[str, str]:
        return {"worked": self.t("cut.worked")} if self.session.has_worked else {}

    @property
    def known(self) -> Cut:
        """The cut, of a page that is open."""
        assert self.cut is not None
        return self.cut

    @property
    def vocabulary(self) -> Vocabulary:
        return self.staffing.schemas.vocabulary

    @property
    def was(self) -> Directory:
        """How people and posts were called before anything changed."""
        assert self.session.scenario is not None
        base = self.session.scenario.base.staffing
        if self._was is None or self._was.staffing is not base:
            self._was = Directory(base, self.session.scenario.snapshot)
        return self._was

    def once(self, name: str, inputs: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """What was made under this name, made anew only for other inputs."""
        made = self._made.get(name)
        if made is None or not alike(made[0], inputs):
            self._made[name] = made = (inputs, make())
        return made[1]

    def word(self, domain: str, code: Any) -> str:
        """A code of the vocabulary as people call it."""
        labels = self.vocabulary.label(domain, self.lang)
        return str(labels.get(code, code)) if isinstance(code, str) else ""

    def unit(self, unit: Any) -> str:
        """The name of a unit that is or was there."""
        return str(self._names.get(unit, unit))

    @property
    def _names(self) -> pd.Series:
        tree = self.known.tree
        if self._called is None or self._called[0] is not tree:
            names = pd.Series(tree.name, index=pd.Index(tree.unit))
            self._called = (tree, names[~names.index.duplicated()])
        return self._called[1]

    def kin(self, unit: str) -> list[str]:
        """The unit and all beneath it, in the order of the chart; empty where there is none."""
        tree = self.known.tree
        if unit not in set(tree.unit):
            return []
        return [str(each) for each in tree.unit[tree.branch(tree.row(unit))]]

    def above(self, unit: str) -> list[str]:
        """The units above this one, the nearest first."""
        tree = self.known.tree
        found: list[str] = []
        at = int(tree.parent[tree.row(unit)])
        while at >= 0:
            found.append(str(tree.unit[at]))
            at = int(tree.parent[at])
        return found

    @property
    def drawn(self) -> np.ndarray:
        """Rows of the tree in the part that is looked at."""
        tree, office = self.known.tree, self.view.office
        top = tree.row(office) if office and office in set(tree.unit) else tree.root
        return tree.branch(top) if top >= 0 else np.empty(0, np.int64)

    def free_unit(self) -> str:
        """An id for a new unit that no branch of the scenario gives to another one."""
        return f"unit-{random_suffix()}"

    def free_post(self) -> str:
        return f"jabatan-{random_suffix()}"
