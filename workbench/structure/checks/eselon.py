"""The eselon of the head of each unit, against that which the law gives to its post."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.regulation.asking import ask
from workbench.regulation.compare import UNKNOWN, YES, Verdicts, is_in
from workbench.regulation.rulebook import Parameter, Regulation, least
from workbench.staffing import Vocabulary
from workbench.structure.checks.body import Bodies, Places, keys
from workbench.structure.checks.catalogue import HEADS, LAW
from workbench.structure.checks.posts import Posts
from workbench.structure.checks.rows import NO_TYPE, Pair, Rows, chosen, without_law

_PARAMETER = f"{LAW}.eselon_of_post"
_TYPED = ("upt", "cabang_dinas", "rumah_sakit")
"""Forms in which the eselon of a head follows the type or class."""

_STATED: Pair = ("", "")
_NOT_RECORDED: Pair = ("eselonnya tidak tercatat", "its eselon is not recorded")
_FUNCTIONAL: Pair = (
    "dipimpin jabatan fungsional, yang tidak bereselon; hukum menyebut jabatan struktural",
    "led by a functional post, which has no eselon; the law names a structural one",
)


def eselons(bodies: Bodies, posts: Posts, vocabulary: Vocabulary, regulation: Regulation) -> Iterator[Rows]:
    """One row a unit whose head the law names (the first head by id, where there are several)."""
    heads = np.flatnonzero(posts.head & (bodies.form[posts.unit] != ""))
    at, first = np.unique(posts.unit[heads], return_index=True)
    heads = heads[first]
    if not len(heads):
        return
    codes = vocabulary.codes("eselon")
    seen = codes.get_indexer(keys(posts.column("eselon", heads)))
    labels = [*((f"eselon {code}",) * 2 for code in codes), ("eselon tidak tercatat", "eselon not recorded")]
    observed = chosen(seen, labels)
    number = np.full(len(at), -1, dtype=np.int64)
    law = ask(regulation, _PARAMETER)
    if not law.asked:
        return
    if not law.known:
        yield without_law("eselon", at, number, observed, law)
        return
    place, questions = _questions(bodies, at)
    rows_of_law = (*regulation[_PARAMETER].rows, *_inferred(regulation))
    answers = _answers(regulation, rows_of_law, questions, codes)
    verdict = np.stack([answer.verdict for answer in answers])[place, seen]
    named = np.array([bool(answer.allowed) for answer in answers])[place]
    groups = vocabulary.group("tier").str.startswith("jf_")
    functional = np.append(groups.to_numpy(bool), False)[groups.index.get_indexer(keys(posts.column("tier", heads)))]
    open_ = verdict == UNKNOWN
    why = np.select([open_ & (seen < 0) & functional, open_ & (seen < 0), open_], [1, 2, 3], default=0)
    reason = chosen(why, (_STATED, _FUNCTIONAL, _NOT_RECORDED, NO_TYPE))
    asked = [(" atau ".join(answer.allowed), " or ".join(answer.allowed)) for answer in answers]
    threshold = chosen(place, [(f"menurut hukum {one}", f"by law {other}") for one, other in asked])
    ground = chosen(place, [(answer.citation, answer.confidence) for answer in answers])
    rows = Rows("eselon", at, verdict, number, observed, threshold, reason, ground)
    yield rows if named.all() else rows.where(named)


@dataclass(frozen=True)
class _Question:
    """A post of the law: in which form of organization, and of which type ("": not recorded, or none)."""

    post: str
    form: str
    type: str


@dataclass(frozen=True, eq=False)
class _Answer:
    """`verdict` by eselon, in the order of the vocabulary and the missing one last; `allowed`: what the law may mean
    (one eselon, or several while the type is not recorded; none: the law does not name the post)."""

    verdict: Verdicts
    allowed: tuple[str, ...]
    citation: str
    confidence: str


def _questions(bodies: Bodies, at: Places) -> tuple[Places, list[_Question]]:
    """Distinct questions, and which one each head asks."""
    kinds = np.array([*bodies.kinds, ""], dtype=object)[np.where(bodies.is_body[at], -1, bodies.kind[at])]
    above = bodies.parent[at]
    beneath_division = (above >= 0) & bodies.of_kind("division")[above]
    keys = list(zip(bodies.form[at], kinds, bodies.type[at], beneath_division.tolist(), strict=True))
    number = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    asked = [_Question(_post(form, kind, under), form, type) for form, kind, type, under in number]
    return np.array([number[key] for key in keys], dtype=np.intp), asked


def _post(form: str, kind: str, beneath_division: bool) -> str:
    """How the law calls the head; "" where it has no name for it. What stands beneath a bidang of a badan is a
    subbidang, whatever the tables call it."""
    if form == "badan" and kind in ("subdivision", "section") and beneath_division:
        return "kepala_subbidang"
    return HEADS.get((form, kind), "")


def _inferred(regulation: Regulation) -> tuple[Parameter, ...]:
    """Posts that the law does not name, as they are read."""
    name = f"{LAW}.eselon_of_post_inferred"
    return regulation[name].rows if name in regulation and regulation[name].known else ()


def _answers(
    regulation: Regulation, law: Sequence[Parameter], questions: Sequence[_Question], codes: pd.Index
) -> list[_Answer]:
    types = {form: _types(regulation, form) for form in _TYPED if any(question.form == form for question in questions)}
    judged: dict[tuple[str, ...], Verdicts] = {}
    found = []
    for question in questions:
        every = types.get(question.form, [""])
        possible = [question.type] if question.type in every else every
        rows = [row for row in (_row(law, question, type) for type in possible) if row]
        allowed = tuple(dict.fromkeys(str(row.value["eselon"]) for row in rows))
        if allowed not in judged:
            judged[allowed] = _verdicts(codes, allowed)
        citation = "; ".join(dict.fromkeys(row.citation for row in rows))
        confidence = least(*(row.confidence for row in rows)) if rows else ""
        found.append(_Answer(judged[allowed], allowed, citation, confidence))
    return found


def _verdicts(codes: pd.Index, allowed: tuple[str, ...]) -> Verdicts:
    """Of each eselon and of a missing one; of several that the law may mean, one is right and nobody recorded which."""
    verdict = is_in(np.array([*codes, None], dtype=object), allowed)
    return verdict if len(allowed) < 2 else np.where(verdict == YES, UNKNOWN, verdict).astype(np.int8)


def _types(regulation: Regulation, form: str) -> list[str]:
    """Every type or class of a form on the day of the law."""
    law = ask(regulation, f"{LAW}.{form}")
    return list(law.value) if law.known and law.asked else []


def _row(law: Sequence[Parameter], question: _Question, type: str) -> Parameter | None:
    """The first row of the law that fits: rows about one place go before general ones, and a hospital has only its
    own."""
    post = question.post.format(type=type.lower())
    own = question.form == "rumah_sakit"
    where = f"{question.form}_{type.lower()}" if type and not own else question.form
    fits = [
        row
        for row in law
        if row.value["post"] == post
        and row.value.get("in", where) == where
        and row.value.get("rs", type) == type
        and (not own or "in" in row.value or "rs" in row.value)
    ]
    fits.sort(key=lambda row: "in" not in row.value and "rs" not in row.value)
    return fits[0] if fits else None
