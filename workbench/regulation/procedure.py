"""Rules about how a decision is made: who is consulted first, and when officials may not be replaced at all."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from workbench.regulation.asking import Ask, together
from workbench.regulation.catalogue import RULES
from workbench.regulation.compare import NO, UNKNOWN, WORDS, YES, all_of, at_least, before, not_
from workbench.regulation.judging import Bench, Judgement
from workbench.regulation.profiles import named_posts
from workbench.regulation.rulebook import NO_LIMIT
from workbench.regulation.words import Words


def consultation(bench: Bench) -> Judgement:
    """Before the secretary of the council is appointed, its leaders are heard; before an inspector or his deputies are
    moved, the Minister. Until evidence is given the answer is unknown."""
    law = bench.ask("appointment.consultation_before_decision")
    cases = law.value if law.known and law.asked else ()
    on_entry = {case["post"]: case for case in cases if "appointment" in case["decision"]}
    on_leaving = {case["post"]: case for case in cases if "mutation" in case["decision"]}
    kinds, of_profile = bench.kinds(lambda row: row.named)
    posts = bench.facts.staffing.posts
    named = pd.Series(named_posts(bench.facts.staffing).to_numpy(), index=posts["post"])
    named = named[~named.index.duplicated()]
    given = {key for rule, key in bench.evidence if rule == "consultation"}
    leaves = bench.facts.post.map(named)
    settled = bench.facts.post.isin(given).to_numpy() | bench.facts.nips.isin(given)
    waits = leaves.isin(list(on_leaving)).to_numpy() & ~settled
    # Whose post is not recorded may hold one of these; but who cannot be found there is not asked about it.
    leaving = np.where(waits, UNKNOWN, YES).astype(np.int8)

    def entered(kind: str) -> int:
        if kind not in on_entry:
            return YES
        seats = named.index[named == kind]
        return YES if len(seats) and all(seat in given for seat in seats) else UNKNOWN

    verdict = bench.fill(kinds, lambda kind: all_of(entered(kind), leaving))
    concerned = (
        np.array([kind in on_entry for kind in kinds], dtype=bool)[:, None] | leaves.isin(list(on_leaving)).to_numpy()
    )
    if not law.known:
        verdict[:] = UNKNOWN

    def whom(person: int, kind: int) -> list[str]:
        found = [on_entry[kinds[kind]]["with"]] if kinds[kind] in on_entry else []
        if leaves.iloc[person] in on_leaving:
            found.append(on_leaving[leaves.iloc[person]]["with"])
        return found

    def observed(person: int, kind: int, say: Words) -> str:
        if not whom(person, kind):
            return say("not_asked")
        return say("consult_wait") if verdict[kind, person] == UNKNOWN else say("consult_give")

    def threshold(kind: int, say: Words) -> str:
        if not law.known:
            return say("no_law")
        every = dict.fromkeys(case["with"] for case in cases)
        return say("consult_ask", what=say("or").join(say(one) for one in every))

    return Judgement(
        "consultation",
        verdict,
        of_profile,
        law.asked & (concerned | (not law.known)),
        observed,
        threshold,
        lambda person, kind: (law.citation, law.confidence),
    )


def plan_findings(bench: Bench, say: Words) -> pd.DataFrame:
    """What is asked of the plan as a whole, once: rule, label, verdict, observed, threshold, citation, confidence,
    force.

    The freezes of a regional election (its calendar is the agency's to fill in: `election_*` settings), and the papers
    that no table holds.
    """
    rows = [_before_election(bench, say), _after_inauguration(bench, say), _documents(bench, say)]
    columns = ["rule", "label", "verdict", "observed", "threshold", "citation", "confidence", "force"]
    return pd.DataFrame([row for row in rows if row is not None], columns=columns)


def _row(rule: str, verdict: int, observed: str, threshold: str, law: Ask, say: Words) -> list[Any]:
    known = RULES[rule]
    return [
        rule,
        known.title(say.lang),
        WORDS[verdict],
        observed,
        threshold,
        law.citation,
        law.confidence,
        known.force,
    ]


def _before_election(bench: Bench, say: Words) -> list[Any] | None:
    law = bench.ask("election_freeze.replacement_ban_before_candidacy")
    if not law.asked:
        return None
    if not law.known:
        return _row("election_before", UNKNOWN, say("calendar"), say("no_law"), law, say)
    months = int(law.value["months_before_candidates_are_set"])
    named, ends = bench.setting("election_candidates_set"), bench.setting("election_term_ends")
    begins = _shifted(named, -months)
    return _freeze("election_before", "freeze_before_ask", begins, ends, True, months, law, bench.day, say)


def _after_inauguration(bench: Bench, say: Words) -> list[Any] | None:
    law = bench.ask("election_freeze.replacement_ban_after_inauguration")
    if not law.asked:
        return None
    if not law.known:
        return _row("election_after", UNKNOWN, say("calendar"), say("no_law"), law, say)
    months = int(law.value["months_after_inauguration"])
    begins = bench.setting("election_inaugurated")
    ends = _shifted(begins, months)
    return _freeze("election_after", "freeze_after_ask", begins, ends, False, months, law, bench.day, say)


def _freeze(
    rule: str,
    asked: str,
    begins: date | None,
    ends: date | None,
    last_day_counts: bool,
    months: int,
    law: Ask,
    day: date,
    say: Words,
) -> list[Any]:
    """Whether `day` lies outside the ban; a half-filled calendar may already decide it."""
    started = at_least(np.array(day, dtype="datetime64[D]"), begins)
    last = (
        at_least(np.array(ends, dtype="datetime64[D]"), day)
        if last_day_counts
        else before(np.array(day, "datetime64[D]"), ends)
    )
    verdict = int(not_(all_of(started, last)))
    if verdict == UNKNOWN:
        observed = say("calendar")
    elif verdict == YES:
        observed = say("outside")
    else:
        observed = say("inside", since=say.day(begins), until=say.day(ends))
    return _row(rule, verdict, observed, say(asked, months=months), law, say)


def _shifted(day: date | None, months: int) -> date | None:
    return None if day is None else (pd.Timestamp(day) + pd.DateOffset(months=months)).date()


def _documents(bench: Bench, say: Words) -> list[Any] | None:
    """Integrity and health are asked by every entry and stand in no table: certificates, seen at the appointment."""
    tiers = list(dict.fromkeys(tier for tier in bench.profiles["tier"] if tier in bench.ladder.group))
    asks = [bench.appointment(tier) for tier in tiers]
    silent = [one for one in asks if not one.known]
    if silent:
        law = Ask(None, *together(*silent))
        return _row("documents", UNKNOWN, say("documents"), say("no_law"), law, say)
    binding = [
        one
        for one in asks
        if one.known and one.asked and (one.value["integrity"], one.value["healthy"]) != (NO_LIMIT,) * 2
    ]
    if not binding:
        return None
    law = Ask(True, *together(*binding))
    settled = any(rule == "documents" for rule, _ in bench.evidence)
    return _row("documents", YES if settled else UNKNOWN, say("documents"), say("documents_ask"), law, say)


__all__ = ["NO", "consultation", "plan_findings"]
