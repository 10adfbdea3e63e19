"""What a person is called while names are hidden: a code that is the same for everyone who looks at the same data."""

from hashlib import blake2b

import pandas as pd

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # I and O are read as figures


def codes(nips: pd.Series, snapshot: str) -> pd.Series:
    """nip -> code of letters, in an order that a keyed hash decides: it tells nothing, and no reload changes it.

    >>> people = pd.Series(["1", "2", "3"])
    >>> codes(people, "a").equals(codes(people[::-1], "a")[people])
    True
    """
    unique = pd.Index(nips.unique())
    key = snapshot.encode()[:64]
    digest = pd.Series([blake2b(nip.encode(), key=key, digest_size=16).hexdigest() for nip in unique], index=unique)
    place = digest.rank(method="first").astype("int64") - 1
    width = 1
    while len(_LETTERS) ** width < len(unique):
        width += 1
    return place.map(lambda number: _spelled(number, width))


def _spelled(number: int, width: int) -> str:
    letters = ""
    for _ in range(width):
        number, last = divmod(number, len(_LETTERS))
        letters = _LETTERS[last] + letters
    return letters
