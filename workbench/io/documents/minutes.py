"""The minutes of a workshop: who was there, what was decided by how many votes, and what the scenario has become.

Whatever people wrote stands as text. Who gave no name, or whose name was not opened, leaves the line blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from typing import Any

import pandas as pd
import yaml
from babel.dates import format_date
from babel.numbers import format_decimal

from workbench.io import accepting, scenarios
from workbench.io.chain import Head
from workbench.io.documents.blocks import (
    Block,
    Cell,
    Column,
    Front,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    Signature,
    Table,
)
from workbench.io.documents.formats import LOCALES, NOTHING, day
from workbench.io.documents.minutes_words import CHOICE, FIGURES, RESOLVED, STANDING, VERDICT, WORDS
from workbench.io.documents.proposal import own_letterhead
from workbench.io.failure import Failure
from workbench.io.plans import SHORT
from workbench.io.resources import resource
from workbench.io.workspace import Workspace
from workbench.scenario import Scenario
from workbench.scenario.workshop import Decision, Workshop
from workbench.structure import compared

Blocks = tuple[Block, ...]
Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, eq=False)
class Minutes:
    """What minutes are made from. `figures`: figure, before, after, difference, as `compared` tells. `heads`: the last
    row of the workshop, of the scenario, and of the scenario when the workshop opened. `zone`: in which hours are
    told."""

    workshop: Workshop
    scenario: Scenario
    figures: pd.DataFrame
    heads: Mapping[str, Head]
    zone: timezone
    lang: str = "id"

    @classmethod
    def of(cls, workspace: Workspace, id: str, lang: str = "id") -> "Minutes":
        """Raises `Failure` when there is no such workshop."""
        workshop = accepting.healed(workspace, id)
        began = scenarios.load(workspace, workshop.scenario, workshop.began)
        now = scenarios.refreshed(workspace, began)
        regulation = scenarios.rulebook(workspace).on(began.base.staffing.as_of)
        events = workspace.ledger.events(now.id, now.seq)
        last = workspace.ledger.events(id, workshop.seq)[-1]
        rows = {"began": events[workshop.began - 1], "scenario": events[-1], "workshop": last}
        heads = {name: Head(row.n, row.hash) for name, row in rows.items()}
        return cls(workshop, now, compared(began.state, now.state, regulation), heads, _zone(), lang)

    def say(self, word: str, **told: Any) -> str:
        return WORDS[self.lang][word].format(**told)

    def clock(self, at: datetime) -> str:
        """Hours and minutes in the agency's own time."""
        return f"{at.astimezone(self.zone):%H.%M}"


def minutes(told: Minutes, workspace: Workspace) -> Blocks:
    """The whole document, front and signature included."""
    head, _ = own_letterhead()
    return (
        _front(told, workspace),
        *_held(told),
        *_decisions(told),
        *_left_open(told),
        *_figures(told),
        *_provenance(told),
        Signature(head.place, told.say("signer")),
    )


def written(workspace: Workspace, id: str, lang: str = "id") -> Mapping[str, bytes]:
    """The minutes as files, by their suffix: pdf and html."""
    from workbench.io.documents.html import page
    from workbench.io.documents.pdf import pdf

    blocks = minutes(Minutes.of(workspace, id, lang), workspace)
    return {"pdf": pdf(blocks), "html": page(blocks).encode()}


def _zone() -> timezone:
    """The hours that the agency lives by (`data/policy/kop.yaml`)."""
    told = yaml.safe_load(resource("data", "policy", "kop.yaml").read_text("utf-8"))
    try:
        return timezone(timedelta(hours=told["waktu"]["jam"]), str(told["waktu"]["nama"]))
    except (KeyError, TypeError) as error:
        raise Failure(f"data/policy/kop.yaml tidak lengkap: {error} belum diisi.") from error


def _front(told: Minutes, workspace: Workspace) -> Front:
    head, fonts = own_letterhead()
    agency = workspace.settings.agency.upper() or head.agency
    named = Letterhead(head.government, agency, head.address, head.place, head.signer)
    workshop, last = told.workshop, told.heads["workshop"]
    on = format_date(workshop.at.astimezone(told.zone), "EEEE, d MMMM y", LOCALES[told.lang])
    footer = told.say(
        "footer",
        version=version("penataan"),
        id=workshop.id,
        scenario=workshop.scenario,
        snapshot=told.scenario.snapshot,
        head=f"{last.n}:{last.hash[:SHORT]}",
    )
    return Front(
        (workshop.title.upper(), on.upper()),
        named,
        told.scenario.base.staffing.as_of.isoformat(),
        fictional=workspace.settings.fictional,
        footer=footer,
        fonts=fonts,
        lang=told.lang,
        opening=(told.say("opening"),),
    )


# the sections ---------------------------------------------------------------------------------------------------------


def _held(told: Minutes) -> Blocks:
    workshop = told.workshop
    end = told.say("open") if workshop.ended is None else told.say("ended", at=told.clock(workshop.ended))
    where = {"scenario": told.scenario.title, "id": workshop.scenario, "zone": str(told.zone)}
    on = day(workshop.at.astimezone(told.zone).date(), told.lang)
    text = told.say("held_text", day=on, at=told.clock(workshop.at), end=end, **where)
    text += "" if workshop.blind else f" {told.say('facilitated', names=', '.join(workshop.facilitators))}"
    text += f" {told.say('blind')}" if workshop.blind else ""
    people: Rows = tuple((each.office, "" if workshop.blind else each.name, "") for each in workshop.participants)
    by_office = tuple(sorted(people, key=lambda row: str(row[0])))
    agenda: Rows = tuple(
        (
            number,
            item.title,
            item.minutes,
            told.clock(item.began) if item.began else None,
            told.say("done") if item.done else told.say("left"),
        )
        for number, item in enumerate(workshop.agenda, 1)
    )
    hands = _columns(told, office=4, name=4, sign=3)
    items = (
        Column("No", "whole"),
        Column(told.say("item"), width=6),
        Column(told.say("minutes"), "whole"),
        Column(told.say("began"), "figure"),
        Column(told.say("state"), width=2),
    )
    return (
        Heading(told.say("held")),
        Paragraph(text),
        Table(told.say("attendance"), hands, by_office),
        Table(told.say("agenda"), items, agenda),
    )


def _decisions(told: Minutes) -> Blocks:
    rows: Rows = tuple(
        (
            told.clock(each.at),
            each.title,
            _beneath(told, each),
            VERDICT[told.lang][each.verdict],
            _tally(told, each.tally),
            each.owner or None,
            each.due or None,
        )
        for each in told.workshop.decisions
    )
    columns = (
        Column(told.say("time"), "figure"),
        Column(told.say("what"), width=5),
        Column("", under=True),
        Column(told.say("verdict")),
        Column(told.say("tally"), width=2),
        Column(told.say("owner"), width=2),
        Column(told.say("due"), "day"),
    )
    return Heading(told.say("decisions")), Table(told.say("decisions_table"), columns, rows)


def _beneath(told: Minutes, decision: Decision) -> str:
    kept = told.say("kept", ids=", ".join(decision.kept)) if decision.kept else ""
    return " ".join(part for part in (decision.reason, kept) if part)


def _tally(told: Minutes, tally: Mapping[str, int] | None) -> str | None:
    """What was chosen by anybody; missing without a ballot."""
    if tally is None:
        return None
    words = CHOICE[told.lang]
    return ", ".join(f"{count} {words.get(option, option)}" for option, count in tally.items() if count)


def _left_open(told: Minutes) -> Blocks:
    """What was proposed, asked and noted without a decision; a section that would be empty is left out."""
    workshop, blocks = told.workshop, list[Block]()
    state = STANDING[told.lang]
    waiting: Rows = tuple(
        (each.title, workshop.called(each.by), state[each.state]) for each in workshop.proposals if each.state in state
    )
    if waiting:
        columns = _columns(told, what=5, proposed_by=3, state=2)
        blocks += [Heading(told.say("proposals")), Table(told.say("in_order"), columns, waiting)]
    if workshop.issues:
        asked: Rows = tuple(
            (each.title, workshop.called(each.by), each.owner or None, RESOLVED[told.lang][each.resolved])
            for each in workshop.issues
        )
        columns = _columns(told, issue=5, asked_by=3, owner=3, state=2)
        blocks += [Heading(told.say("issues")), Table(told.say("in_order"), columns, asked)]
    if workshop.notes:
        lines = tuple(f"{told.clock(each.at)} {workshop.called(each.by)}: {each.text}" for each in workshop.notes)
        blocks += [Heading(told.say("notes")), Items(lines)]
    return tuple(blocks)


def _columns(told: Minutes, **widths: int) -> tuple[Column, ...]:
    return tuple(Column(told.say(name), width=width) for name, width in widths.items())


def _figures(told: Minutes) -> Blocks:
    names = FIGURES[told.lang]
    table = told.figures[told.figures["figure"].isin(names)].set_index("figure").reindex(list(names))
    rows: Rows = tuple(
        (names[str(name)], *(_figure(row[side], told.lang) for side in ("before", "after")), _change(row, told.lang))
        for name, row in table.iterrows()
    )
    columns = (
        Column(told.say("figure"), width=4),
        *(Column(told.say(name), "figure", width=2) for name in ("before", "after", "difference")),
    )
    note = told.say("figures_note", day=day(told.scenario.base.staffing.as_of, told.lang))
    return Heading(told.say("figures")), Table(told.say("figures_table"), columns, rows, note)


def _figure(value: Any, lang: str) -> str | None:
    return None if pd.isna(value) else format_decimal(value, "#,##0.##", locale=LOCALES[lang])


def _change(row: pd.Series, lang: str) -> str | None:
    difference = row["difference"]
    if pd.isna(difference):
        return None
    return NOTHING if difference == 0 else format_decimal(difference, "+#,##0.##;-#,##0.##", locale=LOCALES[lang])


def _provenance(told: Minutes) -> Blocks:
    lines = tuple(told.say(f"head_{name}", head=str(told.heads[name])) for name in ("began", "scenario", "workshop"))
    return Heading(told.say("provenance")), Paragraph(told.say("provenance_text")), Items(lines)
