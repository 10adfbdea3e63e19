"""What a value of the law is made of: frozen mappings and tuples, and `NO_LIMIT` where the law sets none."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NoReturn


class NoLimit:
    """The law sets no limit here. It is no number and no truth value: only `compare` may read it."""

    _only: "NoLimit | None" = None

    def __new__(cls) -> "NoLimit":
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __bool__(self) -> NoReturn:
        raise TypeError("NO_LIMIT is neither true nor false: judge with workbench.regulation.compare")

    def __repr__(self) -> str:
        return "NO_LIMIT"

    def __reduce__(self) -> str:
        return "NO_LIMIT"


NO_LIMIT: Final = NoLimit()

CONFIDENCE = ("assumed", "memory", "single-source", "verified", "confirmed")
"""How far a value may be trusted, weakest first. `confirmed` weighs as much as `verified`."""

_TRUST = {"assumed": 0, "memory": 1, "single-source": 2, "verified": 3, "confirmed": 3}


def least(*confidences: str) -> str:
    """The confidence of what rests on all of these.

    >>> least("verified", "memory", "single-source")
    'memory'
    >>> least("verified", "confirmed")
    'confirmed'
    """
    weakest = min(_TRUST[confidence] for confidence in confidences)
    tied = {confidence for confidence in confidences if _TRUST[confidence] == weakest}
    return "confirmed" if "confirmed" in tied else tied.pop()


def frozen(value: Any) -> Any:
    """Mappings read-only, lists as tuples, and each null inside as `NO_LIMIT`."""
    if value is None:
        return NO_LIMIT
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(inner) for inner in value)
    return value


def plain(value: Any) -> Any:
    """JSON-ready; the inverse of `frozen`."""
    if value is NO_LIMIT:
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
