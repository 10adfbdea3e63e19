"""The picture of one chain: seats as boxes, moves as arrows."""

from dataclasses import replace
from typing import Any

import pandas as pd

from widgets.apps.screen import Screen
from workbench.io.documents.chain_picture import chain_of, svg


def chains(screen: Screen) -> list[int]:
    plan = screen.plan
    return sorted({int(number) for number in plan.moves["chain"].dropna()}) if plan is not None else []


def record(screen: Screen) -> dict[str, Any] | None:
    """The chain that is looked at; a longest one before any was chosen."""
    t, plan, numbers = screen.t, screen.plan, chains(screen)
    if plan is None or not numbers:
        return None
    number = shown(screen, numbers)
    at = numbers.index(number)
    naming = screen.directory.naming
    if screen.blind:
        names = pd.Series([screen.who(nip) for nip in naming.names.index], naming.names.index, dtype="str")
        naming = replace(naming, names=names)
    drawn = chain_of(plan, number, naming, screen.lang)
    if screen.blind:
        drawn = replace(drawn, seats=tuple(replace(seat, nip="") for seat in drawn.seats))
    return {
        "title": drawn.caption,
        "fold": True,
        "svg": svg(drawn),
        "alt": drawn.alt,
        "pages": {
            "text": t("picture.at", at=screen.whole(at + 1), all=screen.whole(len(numbers))),
            "back": at > 0,
            "on": at < len(numbers) - 1,
        },
        "words": {word: t(f"plan.{word}") for word in ("before", "after")},
    }


def shown(screen: Screen, numbers: list[int]) -> int:
    wanted = screen.view.turned.get("chain", 0)
    if wanted in numbers:
        return wanted
    assert screen.plan is not None
    steps = screen.plan.moves["chain"].value_counts().sort_index()
    return int(steps.index.to_numpy(int)[steps.to_numpy().argmax()])
