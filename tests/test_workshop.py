"""A workshop's rules and its fold: who may do what, and what the record tells whatever the order of its rows."""

from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import assert_refused
from workbench.scenario import MoveUnit, to_record
from workbench.scenario.workshop import GESTURES, Timer, Workshop, folded, may, opened

TEN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
MOVES = [to_record(MoveUnit("111", "12"))]
AGENDA = [{"title": "Bidang Tata Ruang", "minutes": 15}, {"title": "Penutup", "minutes": 5}]
PEOPLE = {"Sari": "Biro Organisasi", "Budi": "Dinas PUTR", "Citra": "BKAD"}


@dataclass(frozen=True)
class Row:
    seq: int
    payload: dict[str, Any]
    actor: str = "Rina"
    role: str = "fasilitator"
    at: datetime = TEN


def row(what: str, actor: str = "Rina", token: str = "", at: datetime = TEN, **detail: Any) -> Row:
    return Row(0, {"what": what, "id": token or f"{what}-{actor}-{detail}"} | detail, actor, at=at)


def after(workshop: Workshop, *rows: Row) -> Workshop:
    start = workshop.seq + 1
    return folded(workshop, [replace(each, seq=start + number) for number, each in enumerate(rows)])


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    """Rina facilitates; Sari, Budi and Citra have joined."""
    first = {"scenario": "putr-abcde", "began": 3, "title": "Penataan PUTR", "agenda": AGENDA, "blind": True}
    empty = opened("lokakarya-putr-abcde", Row(1, {"what": "open"} | first))
    return after(empty, *(row("join", who, name=f"{who} S.", office=office) for who, office in PEOPLE.items()))


@pytest.fixture(scope="module")
def proposed(workshop) -> Workshop:
    return after(workshop, row("propose", "Sari", "p1", title="Pindahkan Seksi A", note="", moves=MOVES, base=3))


# who may do what ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "what",
    [
        *("invite", "plan", "turn", "pause", "resume", "extend", "unveil", "end"),
        *("discuss", "clash", "accept", "reject", "defer", "decide", "ballot", "weighing", "close"),
    ],
)
def test_only_a_facilitator_leads(workshop, what):
    assert_refused(may(workshop, "Sari", what), "facilitator")
    assert may(workshop, "Rina", what) is None


@pytest.mark.parametrize("what", ["propose", "withdraw", "park", "note", "vote", "weigh"])
def test_only_who_has_joined_takes_part(workshop, what):
    assert may(workshop, "Sari", what) is None
    assert_refused(may(workshop, "Tamu", what), "stranger")


def test_a_facilitator_votes_only_as_a_participant(workshop):
    assert_refused(may(workshop, "Rina", "vote"), "stranger")
    assert may(after(workshop, row("join", office="Biro Umum", name="")), "Rina", "vote") is None


@pytest.mark.parametrize("what", GESTURES)
def test_nothing_is_done_in_a_workshop_that_has_ended(workshop, what):
    refused = may(after(workshop, row("end")), "Rina", what)
    assert_refused(refused, "ended")


def test_an_unknown_gesture_is_a_wrong_call(workshop):
    with pytest.raises(ValueError, match="dance"):
        may(workshop, "Rina", "dance")


@pytest.mark.parametrize(
    ("actor", "what", "detail", "code"),
    [
        ("Tamu", "join", {"office": "  "}, "empty"),
        ("Rina", "invite", {"person": "Rina"}, "there"),
        ("Rina", "plan", {"agenda": []}, "agenda"),
        ("Rina", "plan", {"agenda": [{"title": "A", "minutes": 0}]}, "agenda"),
        ("Rina", "plan", {"agenda": [{"title": " ", "minutes": 5}]}, "agenda"),
        ("Rina", "turn", {"item": 2}, "item"),
        ("Rina", "turn", {"item": True}, "item"),
        ("Rina", "pause", {}, "paused"),
        ("Rina", "resume", {}, "item"),
        ("Rina", "extend", {"minutes": 5}, "item"),
        ("Sari", "propose", {"title": "", "moves": MOVES, "base": 3}, "empty"),
        ("Sari", "propose", {"title": "A", "moves": [], "base": 3}, "empty"),
        ("Sari", "propose", {"title": "A", "moves": [{"kind": "fly"}], "base": 3}, "moves"),
        ("Sari", "propose", {"title": "A", "moves": MOVES}, "base"),
        ("Sari", "note", {"text": "x" * 2_001}, "long"),
        ("Sari", "note", {"text": ""}, "empty"),
        ("Sari", "park", {"title": ""}, "empty"),
        ("Sari", "resolve", {"issue": "none"}, "unknown_issue"),
        ("Sari", "vote", {"ballot": "none", "choice": "setuju"}, "unknown_ballot"),
        ("Sari", "weigh", {"weighing": "none"}, "unknown_ballot"),
        ("Rina", "close", {"ballot": "none"}, "unknown_ballot"),
        ("Rina", "accept", {"proposal": "none"}, "unknown_proposal"),
        ("Rina", "ballot", {"question": "Pilih?", "options": ["A"]}, "options"),
        ("Rina", "ballot", {"question": "Pilih?", "options": ["A", "A"]}, "options"),
        ("Rina", "ballot", {"question": ""}, "empty"),
        ("Rina", "weighing", {"question": "Apa?", "criteria": ["unit"]}, "criteria"),
        ("Rina", "decide", {"title": "A", "verdict": "mungkin"}, "verdict"),
        ("Rina", "decide", {"title": "A", "verdict": "ditunda", "due": "besok"}, "date"),
        ("Rina", "decide", {"title": "A", "verdict": "ditunda", "ballot": "none"}, "unknown_ballot"),
    ],
)
def test_a_gesture_that_says_too_little_or_the_impossible_is_refused_in_a_sentence(workshop, actor, what, detail, code):
    refused = may(workshop, actor, what, detail)
    assert assert_refused(refused, code).reason.endswith(".")


def test_a_proposal_is_withdrawn_by_its_author_alone_and_is_settled_once(proposed):
    assert_refused(may(proposed, "Budi", "withdraw", {"proposal": "p1"}), "not_yours")
    assert may(proposed, "Sari", "withdraw", {"proposal": "p1"}) is None
    for what in ("withdraw", "accept", "reject"):
        settled = after(proposed, row(what, "Sari" if what == "withdraw" else "Rina", proposal="p1"))
        for next_ in ("accept", "reject", "defer", "discuss"):
            assert_refused(may(settled, "Rina", next_, {"proposal": "p1"}), "settled")


def test_a_deferred_proposal_may_be_taken_up_again_and_both_decisions_stand(proposed):
    deferred = after(proposed, row("defer", proposal="p1", owner="BKAD", due="2026-12-01", reason="Menunggu sewa"))
    assert deferred.proposal("p1").state == "deferred"
    assert may(deferred, "Rina", "accept", {"proposal": "p1"}) is None
    done = after(deferred, row("accept", proposal="p1", at=TEN + timedelta(minutes=9)))
    assert [each.verdict for each in done.decisions] == ["ditunda", "disetujui"]
    assert (done.decisions[0].owner, done.decisions[0].due) == ("BKAD", "2026-12-01")


def test_a_parked_issue_is_resolved_by_who_asked_or_by_a_facilitator(workshop):
    parked = after(workshop, row("park", "Sari", "i1", title="Siapa membayar sewa?", owner="BKAD"))
    assert_refused(may(parked, "Budi", "resolve", {"issue": "i1"}), "not_yours")
    assert may(parked, "Sari", "resolve", {"issue": "i1"}) is None
    resolved = after(parked, row("resolve", issue="i1"))
    assert resolved.issues[0].resolved
    assert_refused(may(resolved, "Rina", "resolve", {"issue": "i1"}), "there")


# agenda, clock, names -------------------------------------------------------------------------------------------------


def test_the_clock_runs_stands_still_and_is_extended(workshop):
    begun = after(workshop, row("turn", item=0))
    assert begun.timer.remaining(TEN + timedelta(minutes=7, seconds=18)) == 462
    paused = after(begun, row("pause", at=TEN + timedelta(minutes=5)))
    assert not paused.timer.running and paused.timer.remaining(TEN + timedelta(hours=3)) == 600
    more = after(paused, row("extend", minutes=5), row("resume", at=TEN + timedelta(minutes=30)))
    assert more.timer.whole == 1200 and more.timer.remaining(TEN + timedelta(minutes=31)) == 840
    assert more.timer.remaining(TEN + timedelta(minutes=50)) < 0, "the time is over"


@given(st.floats(0, 1e5), st.integers(0, 10**5), st.integers(0, 10**5))
def test_a_clock_that_was_paused_and_resumed_at_once_tells_the_same(left, run, later):
    running, pause = Timer(left, left, TEN), TEN + timedelta(seconds=run)
    again = Timer(left, running.remaining(pause), pause)
    end = pause + timedelta(seconds=later)
    assert again.remaining(end) == pytest.approx(running.remaining(end), abs=1e-6)


def test_an_item_is_done_when_the_next_begins_and_open_again_when_it_comes_back(workshop):
    one = after(workshop, row("turn", item=0), row("turn", item=1, at=TEN + timedelta(minutes=9)))
    assert [item.done for item in one.agenda] == [True, False] and one.current == 1
    back = after(one, row("turn", item=0, token="again"))
    assert [item.done for item in back.agenda] == [False, True] and back.current == 0
    ended = after(back, row("end"))
    assert [item.done for item in ended.agenda] == [True, True] and ended.closed and not ended.timer.running


def test_offices_show_instead_of_names_until_a_facilitator_opens_them(workshop):
    assert workshop.called("Sari") == "Biro Organisasi"
    assert (workshop.called("Rina"), workshop.called("Tamu")) == ("Fasilitator", "Peserta")
    unveiled = after(workshop, row("unveil"))
    assert unveiled.called("Sari") == "Sari S., Biro Organisasi"
    assert_refused(may(unveiled, "Rina", "unveil", {}), "there")


def test_an_invited_facilitator_leads(workshop):
    assert may(after(workshop, row("invite", person="Sari")), "Sari", "turn", {"item": 0}) is None


# ballots --------------------------------------------------------------------------------------------------------------


def test_votes_cannot_be_seen_while_a_ballot_is_open(proposed):
    ballot = row("ballot", token="b1", question="Gabungkan?", proposal="p1")
    voted = after(proposed, ballot, row("vote", "Sari", ballot="b1", choice="tidak"))
    held = voted.ballot("b1")
    assert held.cast == 1 and held.tally is None and held.own("Sari") == "tidak" and held.own("Budi") is None
    seen = {each.name for each in fields(held) if not each.name.startswith("_")}
    assert all("Sari" not in str(getattr(held, name)) for name in seen) and "Sari" not in repr(voted.ballots)
    closed = after(voted, row("close", ballot="b1"))
    assert closed.ballot("b1").tally == {"setuju": 0, "tidak": 1, "abstain": 0}


def test_a_proposal_is_not_settled_while_its_ballot_is_open(proposed):
    voting = after(proposed, row("ballot", token="b1", question="Gabungkan?", proposal="p1"))
    for what in ("accept", "reject"):
        assert_refused(may(voting, "Rina", what, {"proposal": "p1"}), "open_ballot")
    assert may(voting, "Rina", "defer", {"proposal": "p1"}) is None
    assert_refused(may(voting, "Rina", "ballot", {"question": "Lagi?", "proposal": "p1"}), "open_ballot")
    assert_refused(may(voting, "Rina", "decide", {"title": "A", "verdict": "ditunda", "ballot": "b1"}), "open_ballot")
    assert_refused(may(voting, "Sari", "vote", {"ballot": "b1", "choice": "mungkin"}), "choice")


def test_a_decision_carries_the_tally_of_the_closed_ballot_it_rests_on(proposed):
    rows = [
        row("ballot", token="b1", question="Gabungkan?", proposal="p1"),
        row("vote", "Sari", ballot="b1", choice="setuju"),
        row("vote", "Budi", ballot="b1", choice="setuju"),
        row("close", ballot="b1"),
        row("accept", proposal="p1", owner="Biro Organisasi", due="2026-12-04", kept=["cabang-x"]),
        row("decide", title="Rapat lanjutan", verdict="ditunda", ballot="b1"),
    ]
    decided = after(proposed, *rows)
    assert decided.decisions[0].tally == {"setuju": 2, "tidak": 0, "abstain": 0}
    assert decided.decisions[0].title == "Pindahkan Seksi A" and decided.decisions[0].kept == ("cabang-x",)
    assert decided.decisions[1].tally == decided.decisions[0].tally
    assert_refused(may(decided, "Sari", "vote", {"ballot": "b1", "choice": "tidak"}), "closed_ballot")


def test_weights_add_up_to_a_hundred_and_show_when_the_weighing_closes(workshop):
    held = after(workshop, row("weighing", token="w1", question="Apa yang penting?", criteria=["unit", "biaya"]))
    for weights, said in (
        ({"unit": 60, "biaya": 41}, "101"),
        ({"unit": 100}, "biaya"),
        ({"unit": 50.0, "biaya": 50}, ""),
    ):
        assert (
            said in assert_refused(may(held, "Sari", "weigh", {"weighing": "w1", "weights": weights}), "weights").reason
        )
    assert may(held, "Sari", "weigh", {"weighing": "w1", "weights": {"unit": 100, "biaya": 0}}) is None
    given_ = after(held, row("weigh", "Sari", weighing="w1", weights={"unit": 60, "biaya": 40}))
    assert given_.weighing("w1").weights is None and given_.weighing("w1").cast == 1
    assert "60" not in repr(given_.weighings)
    assert after(given_, row("close", ballot="w1")).weighing("w1").weights == {"Sari": {"unit": 60, "biaya": 40}}


votes = st.lists(st.tuples(st.sampled_from(list(PEOPLE)), st.sampled_from(["setuju", "tidak", "abstain"])), max_size=12)


@settings(max_examples=40)
@given(votes)
def test_the_tally_is_the_last_vote_of_each_person(cast):
    held = after(base(), row("ballot", token="b", question="Ya?"))
    rows = [row("vote", who, token=f"{n}", ballot="b", choice=choice) for n, (who, choice) in enumerate(cast)]
    closed = after(held, *rows, row("close", ballot="b")).ballot("b")
    assert +Counter(closed.tally) == Counter(dict(cast).values()) and closed.cast == len(dict(cast))


# laws of the fold -----------------------------------------------------------------------------------------------------


def base() -> Workshop:
    first = {"scenario": "putr-abcde", "began": 3, "title": "Penataan PUTR", "agenda": AGENDA, "blind": True}
    empty = opened("lokakarya-x", Row(1, {"what": "open"} | first))
    rows = [row("join", who, name=who, office=office) for who, office in PEOPLE.items()]
    weighing = row("weighing", token="w", question="Apa?", criteria=["unit", "biaya"])
    return after(empty, *rows, row("ballot", token="b", question="Ya?"), weighing)


@st.composite
def gestures(draw: st.DrawFn, who: str) -> list[Row]:
    """What one person does, in that person's order, at times that may be another's too."""
    told = st.one_of(
        st.sampled_from(["setuju", "tidak"]).map(lambda choice: ("vote", {"ballot": "b", "choice": choice})),
        st.integers(0, 100).map(lambda n: ("weigh", {"weighing": "w", "weights": {"unit": n, "biaya": 100 - n}})),
        st.just(("propose", {"title": "A", "note": "", "moves": MOVES, "base": 3})),
        st.just(("park", {"title": "A"})),
        st.just(("note", {"text": "A"})),
        st.just(("join", {"office": "Lain", "name": ""})),
    )
    minutes = sorted(draw(st.lists(st.integers(0, 3), max_size=4)))
    return [
        row(what, who, f"{who}-{number}", TEN + timedelta(minutes=minute), **detail)
        for number, (minute, (what, detail)) in enumerate((minute, draw(told)) for minute in minutes)
    ]


@settings(max_examples=25)
@given(st.data())
def test_the_order_in_which_different_people_are_written_down_changes_nothing(data):
    queues = {who: data.draw(gestures(who), label=who) for who in PEOPLE}
    one, other = (data.draw(woven(queues), label=name) for name in ("one", "other"))
    assert after(base(), *one) == after(base(), *other)


@st.composite
def woven(draw: st.DrawFn, queues: dict[str, list[Row]]) -> list[Row]:
    turns = draw(st.permutations([who for who, rows in queues.items() for _ in rows]))
    left = {who: iter(rows) for who, rows in queues.items()}
    return [next(left[who]) for who in turns]


@settings(max_examples=25)
@given(st.data())
def test_a_gesture_that_is_delivered_twice_counts_once(data):
    rows = data.draw(woven({who: data.draw(gestures(who)) for who in PEOPLE}))
    twice = [each for row_ in rows for each in [row_] * data.draw(st.integers(1, 2))] + rows
    once, again = after(base(), *rows), after(base(), *twice)
    assert replace(again, seq=once.seq) == once


@settings(max_examples=25)
@given(st.data(), st.integers(0, 12))
def test_a_fold_may_stop_anywhere_and_go_on(data, cut):
    rows = data.draw(woven({who: data.draw(gestures(who)) for who in PEOPLE}))
    assert after(after(base(), *rows[:cut]), *rows[cut:]) == after(base(), *rows)


def test_a_row_that_this_version_does_not_know_is_named(workshop):
    with pytest.raises(ValueError, match="dance"):
        after(workshop, row("dance"))
    with pytest.raises(ValueError, match="open"):
        opened("x", row("join"))
