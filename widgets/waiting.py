"""How far a piece of work is, and the way out of it."""

import traitlets

from widgets.leaf import STATIC, Leaf
from widgets.plan_table import Progress


class Waiting(Leaf):
    """Gestures: cancel. It shows nothing while nothing is worked out, nor in the first second."""

    _esm = STATIC / "waiting.js"
    progress = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)

    def wait(self, progress: Progress | None) -> None:
        self.set_trait("progress", progress)
