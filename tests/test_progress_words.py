"""What the core says of its own progress can be said in English too, and whoever hears it can stop the work."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from widgets.apps.words.progress import ENGLISH, english
from workbench.io import resources
from workbench.placement import (
    Stopped,
    audit,
    bench,
    compare,
    forecast,
    market,
    matchings,
    overrides,
    preflight,
    robust,
    solve,
    worklist,
)
from workbench.placement import plan as planned
from workbench.scenario import State

ROOT = Path(__file__).parents[1]
TELLING = {"tick", "tell", "_part", "spread"}
"""Calls that tell progress: any text among what they are given is a sentence for people."""


def sentences() -> Iterator[tuple[str, str]]:
    """Where, and what is told there, with {} for what is filled in."""
    for path in sorted((ROOT / "workbench" / "placement").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or called(node) not in TELLING:
                continue
            for given in (*node.args, *(keyword.value for keyword in node.keywords)):
                told = template(given)
                if told and not told.startswith("{}"):  # a sentence that a caller began is found where it begins
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", told
                    if called(node) == "spread":
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", f"{told}: {{}} dari {{}}"


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def template(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        return "".join(map(str, parts))
    return ""


def test_every_sentence_of_progress_in_the_core_has_its_english():
    found = list(sentences())
    assert len(found) > 40, "the calls that tell progress were not found"
    known = set(ENGLISH)
    untold = [f"{where}: {told}" for where, told in found if told not in known and not begun(told, known)]
    assert not untold, "\n".join(untold)


def begun(told: str, known: set[str]) -> bool:
    """A sentence that ends in a name is told once for each name."""
    return told.endswith(": {}") and any(one.startswith(told.removesuffix("{}")) for one in known)


def test_no_english_sentence_is_left_over():
    told = {sentence for _, sentence in sentences()}
    named = tuple(one.removesuffix("{}") for one in told if one.endswith(": {}"))
    assert not {one for one in ENGLISH if one not in told and not one.startswith(named)}


def test_numbers_are_kept_in_their_order():
    assert english("Mencari rencana terbaik, putaran 12") == "Looking for the best plan, round 12"
    assert english("Mengundi kesalahan data: 3 dari 1,200") == "Drawing errors in the data: 3 of 1,200"
    assert english("Tidak pernah dikatakan") is None


@pytest.mark.parametrize("sentence", sorted(ENGLISH))
def test_the_english_fills_in_as_much_as_the_indonesian(sentence):
    assert ENGLISH[sentence].count("{}") == sentence.count("{}")


WORK = ("audit", "worklist", "overrides", "market", "matchings", "compare", "preflight", "forecast", "bench", "robust")


@pytest.fixture(scope="module")
def asked(province, rulebook, policy) -> dict[str, Callable[..., Any]]:
    """Everything long that a page or a command asks of a plan, by name."""
    state = State(province, policy)
    made = planned(state, rulebook)
    ground, trial = made.ground, replace(resources.robustness(), draws=20)
    locked = solve(ground, replace(policy, locks=frozenset({tuple(made.moves[["nip", "to_post"]].iloc[0])})))
    return {
        "audit": partial(audit, made, resources.fairness()),
        "worklist": partial(worklist, made),
        "overrides": partial(overrides, locked),
        "market": partial(market, ground, policy),
        "matchings": partial(matchings, ground, policy),
        "compare": partial(compare, {"satu": made, "dua": locked}),
        "preflight": partial(preflight, made, rulebook),
        "forecast": partial(forecast, province, ground.regulation, state.day),
        "bench": partial(bench, ground, policy),
        "robust": partial(robust, ground, policy, trial),
    }


@pytest.mark.parametrize("name", WORK)
def test_long_work_comes_to_its_end_and_stops_at_the_next_sentence_when_asked(asked, name):
    told: list[tuple[float, str]] = []
    asked[name](progress=lambda done, words: told.append((done, words)))
    fractions = [done for done, _ in told]
    assert fractions == sorted(fractions) and len(told) >= 2
    assert not {words for _, words in told if english(words) is None}
    for number in (0, (len(told) - 2) // 2):
        stop, heard = Event(), 0

        def hear(done: float, words: str, stop: Event = stop, number: int = number) -> None:
            nonlocal heard
            heard += 1
            if heard > number:
                stop.set()

        with pytest.raises(Stopped):
            asked[name](progress=hear, stop=stop)
        assert heard == number + 1
