"""What the core says of its own progress can be said in English too."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from widgets.apps.words.progress import ENGLISH, english
from workbench.io import resources
from workbench.placement import (
    audit,
    bench,
    compare,
    forecast,
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


def test_whatever_a_page_waits_for_is_told_in_english(province, rulebook, policy):
    heard: set[str] = set()

    def tell(done: float, words: str) -> None:
        assert 0 <= done <= 1
        heard.add(words)

    state = State(province, policy)
    made = planned(state, rulebook, progress=tell)
    locked = solve(made.ground, replace(policy, locks=frozenset({tuple(made.moves[["nip", "to_post"]].iloc[0])})))
    ground = made.ground
    audit(made, resources.fairness(), progress=tell)
    worklist(made, progress=tell)
    overrides(locked, progress=tell)
    rivals = matchings(ground, policy, progress=tell)
    compare(rivals.found, progress=tell)
    preflight(made, rulebook, tell)
    forecast(province, ground.regulation, state.day, progress=tell)
    bench(ground, policy, progress=tell)
    robust(ground, policy, resources.robustness(), progress=tell)
    assert not {words for words in heard if english(words) is None}
