"""Many writers at once, and writers that die: nothing acknowledged is lost, the chain stays one."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.io.ledger import Ledger

pytest_plugins = ("stores",)

WRITER = """
import sys
from datetime import UTC, datetime
from workbench.io.ledger import Ledger

url, scenario, expects, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
ledger = Ledger(url)
print("ready", flush=True)
sys.stdin.readline()
for i in range(expects, expects + count):
    event = ledger.append(scenario, "move", {"i": i}, expects=i, actor=scenario, role="peserta", at=datetime.now(UTC))
    print(event.n, event.hash, flush=True)
"""


def writer(url: str, scenario: str, expects: int, count: int) -> subprocess.Popen:
    """A process of its own that waits for a line, appends, and says each row that was acknowledged."""
    command = [sys.executable, "-c", WRITER, url, scenario, str(expects), str(count)]
    root = Path(__file__).parents[1]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)


def go(process: subprocess.Popen) -> None:
    process.stdin.write("go\n")
    process.stdin.flush()


def test_eight_processes_on_different_scenarios_lose_nothing_and_never_fork_the_chain(url):
    """They also meet at the making of the tables: the store is empty when all of them start."""
    count, names = 10, [f"peserta-{i}" for i in range(8)]
    writers = [writer(url, name, 0, count) for name in names]
    for process in writers:
        assert process.stdout.readline() == "ready\n"
    for process in writers:
        go(process)
    told = {}
    for name, process in zip(names, writers, strict=True):
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        told[name] = [tuple(line.split()) for line in output.splitlines()]

    ledger = Ledger(url)
    verification = ledger.verify()
    assert verification.ok and verification.rows == 8 * count
    for name in names:
        events = ledger.events(name)
        assert [(str(event.n), event.hash) for event in events] == told[name]
        assert [event.seq for event in events] == list(range(1, count + 1))


@pytest.mark.parametrize("spared", [1, 4, 9, 14, 19])
def test_a_writer_killed_in_the_middle_of_twenty_appends_loses_nothing_acknowledged(tmp_path, spared):
    """Killed as soon as `spared` rows were acknowledged, while the next is on its way; then another goes on."""
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    process = writer(url, "s", 0, 20)
    assert process.stdout.readline() == "ready\n"
    go(process)
    told = [process.stdout.readline().split() for _ in range(spared)]
    process.send_signal(signal.SIGKILL)
    # From the same stream: `communicate` would pass over the lines that readline has buffered already.
    rest = process.stdout.read()
    assert process.wait(30) == -signal.SIGKILL
    told += [line.split() for line in rest.splitlines() if len(line.split()) == 2 and len(line.split()[1]) == 64]

    ledger = Ledger(url)
    kept = ledger.events("s")
    assert ledger.verify().ok
    assert [[str(event.n), event.hash] for event in kept[: len(told)]] == told
    assert len(kept) <= len(told) + 1, "at most the row on its way when the writer died"

    survivor = writer(url, "s", len(kept), 2)
    output, _ = survivor.communicate("go\n", timeout=30)
    assert survivor.returncode == 0 and len(output.splitlines()) == 3
    assert ledger.verify().rows == len(kept) + 2
