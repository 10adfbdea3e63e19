"""How far a piece of work is, and the way out of it."""

from widgets.leaf import STATIC, WaitingLeaf


class Waiting(WaitingLeaf):
    """Gestures: cancel. It shows nothing while nothing is worked out, nor in the first second."""

    _esm = STATIC / "waiting.js"
