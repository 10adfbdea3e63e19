"""The letter that answers "why not me": to one person, about one post, from that person's own data alone.

No name, number, score, post or finding of anybody else enters it. A difference in points stands in it only where it
rests on the scores of enough others, or of none, so that nobody's score can be worked out from it
(docs/keputusan/0011-penjelasan.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import pandas as pd

from workbench.io.documents import words
from workbench.io.documents.blocks import Block, Cell, Column, Front, Heading, Items, Paragraph, Table
from workbench.io.documents.formats import day, plain, score, verdict
from workbench.io.documents.letter_words import ANSWER, WORDS
from workbench.io.documents.naming import Naming
from workbench.io.documents.proposal import Proposal, front, signature
from workbench.io.documents.reasons import OBSTACLE, enough
from workbench.io.plans import SHORT
from workbench.io.workspace import Workspace
from workbench.placement import Plan
from workbench.placement.why import Why
from workbench.scenario import COMPONENTS

Blocks = tuple[Block, ...]

RIGHTS = "identity_privacy.pdp"
"""The parameter of law from which the right to object and to have data corrected is cited."""


@dataclass(frozen=True, eq=False)
class Letter:
    """What a letter is made from. `least_people`: on how many others' scores a difference must rest before it may be
    stated (`data/policy/penjelasan.yaml`)."""

    plan: Plan
    why: Why
    naming: Naming
    least_people: int
    lang: str = "id"

    def say(self, word: str, **told: Any) -> str:
        return WORDS[self.lang][word].format(**told)

    @property
    def post(self) -> str:
        return plain(self.naming.wholes[self.why.post])

    @property
    def name(self) -> str:
        called = self.naming.names.get(self.why.nip)
        return plain(called) if isinstance(called, str) else self.say("no_name")

    @property
    def states_points(self) -> bool:
        """Whether the difference in points gives away nobody's score: it rests on nobody's, or on enough people's."""
        people = self.why.change.people
        return people is not None and (people == 0 or people >= self.least_people)


def letter(told: Letter, workspace: Workspace) -> Blocks:
    """The whole letter, front and signature included."""
    (head,) = front(Proposal(told.plan, told.naming, told.why.findings), workspace)
    assert isinstance(head, Front)
    title, opening = (told.say("title"), told.post.upper()), (told.say("opening"), told.say("of"))
    named = replace(head, title=title, opening=opening, lang=told.lang, footer=_footer(told))
    return (named, *body(told), *signature())


def _footer(told: Letter) -> str:
    """Where the letter comes from, without the scenario: its title is free text, and may name somebody."""
    rests = told.plan.head
    return told.say(
        "footer",
        version=version("penataan"),
        as_of=day(rests["as_of"], told.lang),
        snapshot=rests["snapshot"],
        rulebook=rests["rulebook"][:SHORT],
        plan=told.plan.digest,
    )


def body(told: Letter) -> Blocks:
    """What the letter says, without head and signature."""
    return (*_address(told), *_answer(told), *_merit(told), *_rules(told), *_change(told), *_rights(told))


def _address(told: Letter) -> Blocks:
    sits, since = told.why.sits, told.plan.head.get("day")
    now = plain(told.naming.wholes[sits]) if sits else told.say("no_post")
    lines = (told.say("to", name=told.name), told.say("number", nip=plain(told.why.nip)), told.say("sits", post=now))
    taking = told.say("from_day", day=day(since, told.lang)) if since else ""
    return Items(lines), Paragraph(told.say("question", post=told.post, day=taking))


def _answer(told: Letter) -> Blocks:
    why = told.why
    goes = plain(told.naming.wholes[why.goes]) if why.goes else ""
    blocks: list[Block] = [
        Heading(told.say("answer")),
        Paragraph(ANSWER[told.lang][why.outcome].format(goes=goes)),
    ]
    reasons = tuple(f"{_capital(OBSTACLE[told.lang][code])}." for code in why.obstacles)
    if reasons:
        blocks.append(Items(reasons))
    if why.loss is not None:
        blocks.append(Paragraph(told.say("checked_placed" if why.outcome == "placed" else "checked")))
    if why.between is not None and why.between.least >= 0:
        blocks.append(Paragraph(told.say("checked_limits_placed" if why.outcome == "placed" else "checked_limits")))
    elif why.untold is not None and why.untold.code == "limit":
        blocks.append(Paragraph(why.untold.reason_en if told.lang == "en" else why.untold.reason))
    elif why.untold is not None or why.between is not None:
        blocks.append(Paragraph(told.say("untold")))
    return tuple(blocks)


def _merit(told: Letter) -> Blocks:
    """The person's own score, part by part."""
    why, weights, label = told.why, told.plan.policy.weights, words.COMPONENTS[told.lang]
    rows: list[tuple[Cell, ...]] = [
        (label[name], weights[name], why.points[name], why.points_most[name]) for name in COMPONENTS
    ]
    rows.append((told.say("total"), sum(weights.values()), why.score, why.score_most))
    columns = (
        Column(told.say("component"), width=4),
        Column(told.say("weight"), "whole"),
        Column(told.say("points"), "score"),
        Column(told.say("most"), "score"),
    )
    unknown = ", ".join(label[name].lower() for name in why.unknown_components)
    note = told.say("unknown", parts=unknown) if unknown else ""
    return Heading(told.say("merit")), Table(told.say("merit_table"), columns, tuple(rows), note)


def _rules(told: Letter) -> Blocks:
    """Every rule that was checked, what was found, and its ground; what stands in the way first."""
    found = told.why.findings
    urgency = found["verdict"].map({"no": 0, "unknown": 2, "yes": 4}) + (~found["bars"].astype(bool)).astype("int64")
    rows: list[tuple[Cell, ...]] = [
        (
            row["label"] if row["bars"] else told.say("shown_only", label=row["label"]),
            verdict(row["verdict"], told.lang),
            row["observed"],
            row["threshold"],
            _ground(row, told.lang),
        )
        for row in found.loc[urgency.sort_values(kind="stable").index].to_dict("records")
    ]
    names = ("rule", "met", "observed", "threshold", "ground")
    columns = tuple(Column(told.say(name), width=0 if name == "met" else 4) for name in names)
    return Heading(told.say("rules")), Table(told.say("rules_table"), columns, tuple(rows))


def _ground(row: Mapping[Any, Any], lang: str) -> Cell:
    """The citation, and a mark where it was not verified."""
    cited = row["citation"]
    if pd.isna(cited) or row["confidence"] in ("verified", "confirmed"):
        return None if pd.isna(cited) else cited
    return f"{cited} ({words.CONFIDENCE[lang][row['confidence']]})"


def _change(told: Letter) -> Blocks:
    lines = tuple(_changes(told))
    return (Heading(told.say("change")), Items(lines)) if lines else ()


def _changes(told: Letter) -> list[str]:
    why, kind = told.why, told.why.change.kind
    lines = []
    if kind in ("rules", "data"):
        lines = [
            told.say("asked", **{name: row[name] for name in ("label", "threshold", "observed")})
            for row in why.against.to_dict("records")
        ]
    elif kind == "points" and why.loss is not None:
        lines = [_points(told)]
    elif kind in ("never", "override"):
        lines = [told.say(kind)]
    if kind not in ("nothing", "ground") and why.score_most > why.score:
        lines.append(told.say("complete", points=score(why.score_most - why.score, told.lang)))
    return lines


def _points(told: Letter) -> str:
    change = told.why.change
    if not told.states_points or change.points is None:
        return told.say("higher")
    reach = "" if change.reach is None else told.say("reach_yes" if change.reach else "reach_no")
    return told.say("difference", points=enough(change.points, told.lang)) + reach


def _rights(told: Letter) -> Blocks:
    regulation = told.plan.ground.regulation
    lines = [told.say("object"), told.say("correct"), told.say("own")]
    if RIGHTS in regulation and regulation[RIGHTS].known:
        known = regulation[RIGHTS]
        lines[1] += told.say("hours", hours=known.value["correction_hours"])
        lines.insert(2, told.say("cited", citation=known.citation))
    return Heading(told.say("rights")), Items(tuple(lines))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
