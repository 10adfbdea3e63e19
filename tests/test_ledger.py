"""The ledger: append-only, one chain, a conflict instead of an overwrite."""

import hashlib
import json
import multiprocessing
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.io import ledger as ledger_module
from workbench.io.chain import canonical, digest
from workbench.io.failure import Failure
from workbench.io.ledger import GENESIS, KINDS, Conflict, Event, Head, Ledger

pytest_plugins = ("stores",)

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def ledger(url):
    return Ledger(url)


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "ledger.sqlite"


def add(ledger: Ledger, scenario: str = "s", expects: int = 0, kind: str = "move", actor: str = "Sari", **payload):
    return ledger.append(scenario, kind, payload, expects=expects, actor=actor, role="analis", at=NOON)


def fill(ledger: Ledger, rows: int = 6) -> list[Event]:
    """`rows` events, two scenarios in turn."""
    return [add(ledger, "ab"[i % 2], expects=i // 2, step=i) for i in range(rows)]


# what is written is what is read --------------------------------------------------------------------------------------


def test_an_event_comes_back_as_it_was_committed(ledger):
    written = add(ledger, "s", kind="open", title="Coba <b>ini</b>", nul="\0", empty="", nothing=None)
    assert ledger.events("s") == (written,)
    assert (written.n, written.seq, written.prev, written.at) == (1, 1, GENESIS, NOON)
    assert written.payload == {"title": "Coba <b>ini</b>", "nul": "\0", "empty": "", "nothing": None}


def test_an_empty_ledger_has_a_head_and_is_whole(ledger):
    assert ledger.head == Head(0, GENESIS)
    assert ledger.verify().ok
    assert ledger.scenarios() == () and ledger.events("s") == ()


def test_the_time_is_kept_in_utc_to_the_microsecond(ledger):
    jakarta = datetime(2026, 11, 24, 12, 0, 0, 1, tzinfo=timezone(timedelta(hours=7)))
    written = ledger.append("s", "open", {}, expects=0, actor="a", role="analis", at=jakarta)
    assert written.at == jakarta and written.at.utcoffset() == timedelta(0)
    assert ledger.events("s")[0].at.microsecond == 1


def test_seq_counts_within_a_scenario_and_n_over_all_of_them(ledger):
    events = fill(ledger, 6)
    assert [(event.n, event.scenario, event.seq) for event in events] == [
        (1, "a", 1),
        (2, "b", 1),
        (3, "a", 2),
        (4, "b", 2),
        (5, "a", 3),
        (6, "b", 3),
    ]
    assert ledger.events("a") == tuple(events[0::2])
    assert ledger.events("a", until=2) == tuple(events[0:3:2])
    assert [event.prev for event in events[1:]] == [event.hash for event in events[:-1]]
    assert ledger.head == Head(6, events[-1].hash)


def test_scenarios_are_listed_with_their_ends_the_latest_used_last(ledger):
    add(ledger, "b", 0, "open", title="B")
    add(ledger, "a", 0, "open", title="A")
    last = add(ledger, "b", 1, "move", actor="Budi")
    first, second = ledger.scenarios()
    assert (first.scenario, first.kinds) == ("a", ("open",))
    assert (second.scenario, second.kinds, second.last) == ("b", ("open", "move"), last)
    assert second.first.payload == {"title": "B"}


def test_a_hash_can_be_recomputed_without_this_program(ledger):
    event = add(ledger, "s", kind="open", name="Zoë", b=1, a=[1.5, True])
    by_hand = (
        r'[1,"s",1,"open","{\"a\":[1.5,true],\"b\":1,\"name\":\"Zoë\"}","Sari","analis",'
        f'"2026-11-24T05:00:00.000000+00:00","{"0" * 64}"]'
    )
    assert event.hash == hashlib.sha256(by_hand.encode()).hexdigest()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_a_payload_comes_back_the_same_and_its_text_does_not_depend_on_the_order_of_keys(payload):
    text = canonical(payload)
    assert json.loads(text) == payload
    assert canonical(dict(reversed(payload.items()))) == text


@pytest.mark.parametrize(
    "payload",
    [
        {"x": float("nan")},
        {"x": [float("inf")]},
        {"x": {1, 2}},
        {"x": {"y": NOON}},
        {"x": b"bytes"},
        {1: "a number as key"},
        {"x": "\ud800"},
        ["not a mapping"],
        None,
    ],
)
def test_a_payload_that_is_not_json_is_a_wrong_call_and_writes_nothing(file, payload):
    ledger = Ledger.at(file)
    with pytest.raises(ValueError):
        ledger.append("s", "move", payload, expects=0, actor="a", role="analis", at=NOON)
    assert ledger.head.n == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "delete"},
        {"scenario": ""},
        {"actor": "  "},
        {"role": None},
        {"actor": "nul\0"},
        {"at": datetime(2026, 11, 24)},
    ],
)
def test_a_row_needs_a_known_kind_names_and_a_time_with_a_zone(file, wrong):
    row = {"scenario": "s", "kind": "move", "payload": {}, "actor": "a", "role": "analis", "at": NOON} | wrong
    with pytest.raises(ValueError):
        Ledger.at(file).append(**row, expects=0)


# conflicts ------------------------------------------------------------------------------------------------------------


def test_a_stale_writer_gets_a_conflict_that_names_the_rows_in_between(ledger):
    add(ledger, "s", 0, "open")
    theirs = [add(ledger, "s", 1, actor="Budi", step=1), add(ledger, "s", 2, actor="Citra", step=2)]
    conflict = add(ledger, "s", 1, actor="Sari", step="mine")
    assert isinstance(conflict, Conflict)
    assert conflict.theirs == tuple(theirs) and conflict.last == 3
    assert conflict.mine.payload == {"step": "mine"} and conflict.mine.actor == "Sari"
    assert "Budi, Citra" in conflict.reason
    assert [event.payload.get("step") for event in ledger.events("s")] == [None, 1, 2]


def test_two_who_open_the_same_scenario_conflict(ledger):
    theirs = add(ledger, "s", 0, "open", actor="Budi")
    conflict = add(ledger, "s", 0, "open", actor="Sari")
    assert isinstance(conflict, Conflict) and conflict.theirs == (theirs,)


def test_a_writer_who_saw_more_than_the_ledger_holds_is_told_so(ledger):
    add(ledger, "s", 0, "open")
    conflict = add(ledger, "s", 5)
    assert isinstance(conflict, Conflict) and conflict.theirs == () and conflict.last == 1
    assert "lebih pendek" in conflict.reason


def test_a_writer_on_another_scenario_is_not_disturbed(ledger):
    add(ledger, "a", 0, "open")
    assert isinstance(add(ledger, "b", 0, "open"), Event)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4)), max_size=12))
def test_whatever_writers_expect_every_scenario_counts_on_without_gaps(attempts):
    with tempfile.TemporaryDirectory() as home:
        ledger, told = Ledger.at(Path(home) / "ledger.sqlite"), {"a": 0, "b": 0, "c": 0}
        for scenario, expects in attempts:
            result = add(ledger, scenario, expects)
            assert isinstance(result, Event) == (expects == told[scenario])
            told[scenario] += isinstance(result, Event)
        for scenario, count in told.items():
            assert [event.seq for event in ledger.events(scenario)] == list(range(1, count + 1))
        assert ledger.verify().ok and ledger.head.n == sum(told.values())


def _race(ledger: Ledger, rounds: int, me: str, ready, results) -> None:
    mine = []
    for expects in range(rounds):
        ready.wait(timeout=20)
        mine.append(add(ledger, "s", expects, "move", actor=me))
    results.put((me, mine))


def test_two_who_race_on_one_scenario_get_one_conflict_a_collision_and_nothing_is_overwritten(ledger):
    """Both carry the same ledger over a fork, as preheated kernels do."""
    rounds, fork = 15, multiprocessing.get_context("fork")
    assert ledger.head.n == 0
    ready, results = fork.Barrier(2), fork.Queue()
    racers = [fork.Process(target=_race, args=(ledger, rounds, me, ready, results)) for me in ("Sari", "Budi")]
    for racer in racers:
        racer.start()
    told = dict(results.get(timeout=30) for _ in racers)
    for racer in racers:
        racer.join(timeout=10)
    stored = ledger.events("s")
    assert len(stored) == rounds and ledger.verify().ok
    for row, sari, budi in zip(stored, told["Sari"], told["Budi"], strict=True):
        winner, loser = (sari, budi) if isinstance(sari, Event) else (budi, sari)
        assert winner == row
        assert isinstance(loser, Conflict) and loser.theirs == (winner,)


# append-only ----------------------------------------------------------------------------------------------------------


def test_the_store_itself_refuses_to_change_or_remove_a_row(ledger):
    fill(ledger)
    attempts = ["UPDATE events SET actor = 'x'", "DELETE FROM events WHERE n = 2", "DELETE FROM events"]
    if ledger.url.get_backend_name() == "postgresql":
        attempts.append("TRUNCATE events")
    for attempt in attempts:
        with (
            pytest.raises(sa.exc.DatabaseError, match="append-only"),
            sa.create_engine(ledger.url, poolclass=sa.NullPool).begin() as connection,
        ):
            connection.execute(sa.text(attempt))
    assert ledger.verify().rows == 6


def tampered(file: Path, *statements: str) -> Ledger:
    """The ledger after an intruder with the file in hand took the triggers away."""
    raw = sqlite3.connect(file)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()
    return Ledger.at(file)


@pytest.mark.parametrize(
    "change",
    [
        "scenario = 'c'",
        "seq = 99",
        "kind = 'decide'",
        "payload = '{\"step\":1000}'",
        "payload = '{'",
        "payload = x'ff'",
        "actor = 'Orang lain'",
        "role = 'pimpinan'",
        "at = '2020-01-01T00:00:00.000000+00:00'",
        "prev = hash",
        "hash = prev",
        "n = 77",
    ],
)
@pytest.mark.parametrize("n", [1, 3, 6])
def test_a_changed_row_is_found_and_named(file, n, change):
    fill(Ledger.at(file))
    broken = tampered(file, f"UPDATE events SET {change} WHERE n = {n}").verify().broken
    assert broken is not None
    expected = {("n = 77", 6): 77, ("n = 77", 3): 4, ("n = 77", 1): 2}.get((change, n), n)
    assert broken.n == expected and str(broken).startswith(f"baris {expected} ")


def test_a_removed_row_is_found_at_the_row_after_it(file):
    fill(Ledger.at(file))
    verification = tampered(file, "DELETE FROM events WHERE n = 3").verify()
    assert verification.broken.n == 4 and "hilang" in verification.broken.reason
    assert verification.rows == 2 and verification.head.n == 2


def test_a_row_changed_together_with_its_hash_breaks_the_next_one(file):
    ledger = Ledger.at(file)
    row = fill(ledger)[2]
    at = row.at.isoformat(timespec="microseconds")
    forged = digest((3, row.scenario, row.seq, row.kind, '{"step":9}', row.actor, row.role, at, row.prev))
    broken = (
        tampered(file, f"UPDATE events SET payload = '{{\"step\":9}}', hash = '{forged}' WHERE n = 3").verify().broken
    )
    assert broken.n == 4 and "tidak bersambung" in broken.reason


def test_a_cut_end_and_a_rewritten_ledger_show_only_against_a_printed_head(file, tmp_path):
    ledger = Ledger.at(file)
    fill(ledger)
    printed = ledger.head
    assert ledger.verify(printed).ok
    add(ledger, "a", 3)
    assert ledger.verify(printed).ok, "a ledger that grew still passes through an old head"

    cut = tampered(file, "DELETE FROM events WHERE n > 4")
    assert cut.verify().ok
    assert "berakhir di baris 4" in cut.verify(printed).broken.reason

    rewritten = Ledger.at(tmp_path / "other.sqlite")
    for i in range(6):
        add(rewritten, "a", i, step="forged")
    assert rewritten.verify().ok
    assert rewritten.verify(printed).broken.n == 6


def test_a_head_is_printed_and_read_back():
    head = Head(12, "0f" * 32)
    assert Head.parse(str(head)) == head
    for wrong in ("", "12", "12:xyz", f"x:{'0f' * 32}", f"12:{'0F' * 32}"):
        with pytest.raises(ValueError):
            Head.parse(wrong)


def test_a_row_that_cannot_be_read_is_named_in_one_sentence(file):
    fill(Ledger.at(file))
    with pytest.raises(Failure, match=r"Baris 3 .*penataan verify"):
        tampered(file, "UPDATE events SET payload = 'x' WHERE n = 3").events("a")


# the store ------------------------------------------------------------------------------------------------------------


def test_the_migrations_lead_from_nothing_to_the_schema_that_the_code_reads(ledger):
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(ledger_module._MIGRATIONS)).get_heads() == [ledger_module.REVISION]
    assert ledger.head.n == 0
    with sa.create_engine(ledger.url).connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == ledger_module.REVISION
        columns = {column["name"]: column["nullable"] for column in sa.inspect(connection).get_columns("events")}
        assert tuple(columns) == ledger_module._ORDER and not any(columns.values())


def test_opening_twice_migrates_once(file):
    add(Ledger.at(file), "s", 0, "open")
    assert Ledger.at(file).head.n == 1


def test_a_ledger_of_a_newer_program_is_refused_in_one_sentence(file):
    fill(Ledger.at(file))
    raw = sqlite3.connect(file)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    with pytest.raises(Failure, match="lebih baru"):
        Ledger.at(file).verify()


def test_sqlite_is_durable_and_patient(file):
    ledger = Ledger.at(file)
    with ledger._reading() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
        assert pragma == {"journal_mode": "wal", "synchronous": 2}
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_nothing_is_opened_before_the_first_use(tmp_path):
    Ledger.at(tmp_path / "none" / "ledger.sqlite")
    Ledger("postgresql://nobody@nowhere.invalid/none")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"%PDF-1.7 this is no ledger" * 200, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_not_a_ledger_is_refused_in_one_sentence_and_left_alone(file, content):
    file.write_bytes(content)
    with pytest.raises(Failure, match=r"bukan buku besar|tidak dapat dipakai"):
        Ledger.at(file).head  # noqa: B018
    assert file.read_bytes() == content


def test_a_place_that_does_not_exist_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(Failure, match="tidak dapat dipakai"):
        Ledger.at(tmp_path / "none" / "ledger.sqlite").head  # noqa: B018


def test_a_writer_whose_turn_never_comes_is_told_so(file, monkeypatch):
    monkeypatch.setattr(ledger_module, "WAIT_SECONDS", 0)
    fill(Ledger.at(file), 2)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Failure, match="locked"):
        add(Ledger.at(file), "a", 1)
    assert Ledger.at(file).head.n == 2, "readers are not held up"
    holder.execute("ROLLBACK")
    holder.close()
    assert isinstance(add(Ledger.at(file), "a", 1), Event)


def test_only_sqlite_and_postgresql_are_stores():
    with pytest.raises(ValueError, match="mysql"):
        Ledger("mysql://u@h/d")


def test_the_kinds_are_those_of_the_contract():
    assert KINDS == ("open", "move", "undo", "redo", "branch", "reveal", "decide", "run", "confirm")
