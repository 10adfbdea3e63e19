"""Who acts: the trusted proxy's word, else the name the server was started with, else nobody yet (the page asks)."""

import os
from collections.abc import Mapping

ROLES = ("pimpinan", "analis", "fasilitator", "peserta", "publik")


def actor(environment: Mapping[str, str] = os.environ) -> str:
    """Empty when nobody has said. A header's variable counts only where the server was told to trust one.

    >>> actor({"PENATAAN_ACTOR": "R. Contoh", "HTTP_X_FORWARDED_USER": "orang lain"})
    'R. Contoh'
    >>> actor({"PENATAAN_ACTOR_HEADER": "X-Forwarded-User", "HTTP_X_FORWARDED_USER": "S. Contoh"})
    'S. Contoh'
    """
    header = environment.get("PENATAAN_ACTOR_HEADER", "")
    told = environment.get(f"HTTP_{header.upper().replace('-', '_')}", "") if header else ""
    return tidy(told or environment.get("PENATAAN_ACTOR", ""))


def role(environment: Mapping[str, str] = os.environ) -> str:
    """Role of this audience's server; analysts unless it says otherwise."""
    told = environment.get("PENATAAN_ROLE", "")
    return told if told in ROLES else "analis"


def tidy(name: str) -> str:
    """A name as it may stand in the ledger: one line, no longer than people's names are."""
    return "".join(sign for sign in " ".join(name.split()) if sign.isprintable())[:120]
