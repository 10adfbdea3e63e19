"""Many tries on one ground, through one port: whatever speaks `concurrent.futures.Executor`.

Local processes, threads, this very process, or a Dask client's `get_executor()` give the same answers in the same
order. What all tries share is large, so it crosses to another process once for each worker, not once for each try: a
try carries its key, and a worker that does not know the key asks for the whole.
"""

import pickle
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import numpy as np

from workbench.placement.engine.assign import Infeasible, Progress, Stopped, StopSign
from workbench.placement.engine.flow import Code, Whole
from workbench.placement.ground import Ground, tick
from workbench.placement.robustness.field import NOWHERE, Field, policy_weights, stuck
from workbench.scenario import Policy, Refused

Given = TypeVar("Given")
Task = TypeVar("Task")
Answer = TypeVar("Answer")

HEARD_EVERY = 0.2
"""Seconds after which a stop is looked for again while all workers are busy."""


class WorkerLost(RuntimeError):
    """A worker ended in the middle of a try; its message is one sentence for people."""


class Serial(Executor):
    """An executor that does everything at once, in this very process and thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future:
        future: Future = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def spread(
    work: Callable[[Given, Task], Answer],
    given: Given,
    tasks: Sequence[Task],
    *,
    executor: Executor | None = None,
    width: int = 4,
    progress: Progress | None = None,
    stop: StopSign | None = None,
    words: str = "Mencoba",
) -> list[Answer]:
    """`[work(given, task) for task in tasks]`, in that order whoever finishes first; `Stopped` when asked to stop.

    `work` must be a function of a module and what it returns small. `width`: tries under way at once (twice the number
    of workers keeps them busy). Without an executor all happens here. `WorkerLost` when a worker dies.
    """
    if width < 1:
        raise ValueError(f"a width of {width} would never begin: give 1 or more")
    runner, parcel = executor or Serial(), _Parcel(given)
    claim: _Claim[Given] = _Claim(parcel)
    left = deque(range(len(tasks)))
    whole = set(range(min(width, len(tasks))))
    under_way: dict[Future, int] = {}
    answers: list[Any] = [None] * len(tasks)
    done = 0
    try:
        tick(progress, stop, 0.0, words)
        while left or under_way:
            while left and len(under_way) < (1 if executor is None else width):
                n = left.popleft()
                carried = parcel if n in whole else claim
                under_way[runner.submit(_try, work, carried, tasks[n])] = n
            finished, _ = wait(under_way, timeout=HEARD_EVERY, return_when=FIRST_COMPLETED)
            for future in finished:
                n = under_way.pop(future)
                answer = future.result()
                if isinstance(answer, _Unknown):
                    whole.add(n)
                    left.appendleft(n)
                else:
                    answers[n] = answer
                    done += 1
            tick(progress, stop, done / max(len(tasks), 1), f"{words}: {done} dari {len(tasks)}")
    except BrokenExecutor as error:
        if stop is not None and stop.is_set():
            raise Stopped from error
        raise WorkerLost(
            "Sebuah proses pekerja berhenti di tengah jalan, biasanya karena memori habis; "
            "ulangi dengan lebih sedikit pekerja."
        ) from error
    finally:
        for future in under_way:
            future.cancel()
    return answers


class _Parcel(Generic[Given]):
    """What all tries share. Within a process it is handed over as it is; across, whole, and kept there by its key."""

    def __init__(self, given: Given) -> None:
        self.given = given

    @cached_property
    def packed(self) -> tuple[str, bytes]:
        content = pickle.dumps(self.given, protocol=5)
        return blake2b(content, digest_size=16).hexdigest(), content

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpacked, self.packed


@dataclass(frozen=True)
class _Claim(Generic[Given]):
    """The same by its key alone, for a worker that has it already."""

    parcel: _Parcel[Given] | None

    def __reduce__(self) -> tuple[Any, ...]:
        return _claimed, (self.parcel.packed[0] if self.parcel else "",)


@dataclass(frozen=True)
class _Unknown:
    """A worker's answer to a claim on what it does not have."""


_kept: dict[str, _Parcel] = {}
"""In a worker: what was sent last. One at a time, since it is large."""


def _unpacked(key: str, content: bytes) -> _Parcel:
    if key not in _kept:
        parcel: _Parcel = _Parcel(pickle.loads(content))
        _kept.clear()
        _kept[key] = parcel
        return parcel
    return _kept[key]


def _claimed(key: str) -> _Claim:
    return _Claim(_kept.get(key))


def _try(work: Callable[[Any, Any], Any], carried: "_Parcel | _Claim", task: Any) -> Any:
    parcel = carried.parcel if isinstance(carried, _Claim) else carried
    return _Unknown() if parcel is None else work(parcel.given, task)


@dataclass(frozen=True, eq=False)
class Sweep:
    """Plans of many policies on one ground: `seat` (policies, people): the row in `ground.seats` of each row of
    `ground.people`, -1 for no seat in the problem; `total` (score and stay), `critical`, `moves` by policy."""

    seat: Code
    total: Whole
    critical: Whole
    moves: Whole


def sweep(
    ground: Ground,
    policies: Sequence[Policy],
    *,
    executor: Executor | None = None,
    width: int = 4,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> "Sweep | Infeasible | Refused":
    """The plan of each policy, which may differ in weights and in the price of a move.

    Locks and bans must be the same in all, and no policy may limit moves: each gives pairs of its own. The first
    policy's `Infeasible` is the answer when somebody cannot be placed.
    """
    first = policies[0]
    alike = all((p.locks, p.forbids) == (first.locks, first.forbids) for p in policies)
    if not alike or any(p.limited for p in policies):
        return unlimited_only()
    field = Field.of(ground, first)
    if isinstance(field, Infeasible):
        return field
    tasks = [(policy_weights(policy.weights), policy.move_price) for policy in policies]
    found = spread(
        _placed, field, tasks, executor=executor, width=width, progress=progress, stop=stop, words="Mencoba kebijakan"
    )
    placed = [row for row in found if row is not None]
    if len(placed) < len(found):
        return stuck(ground, first)
    people, seats = field.rows_of(ground)
    seat = np.full((len(policies), len(ground.people)), NOWHERE, np.int32)
    seat[:, people] = [np.where(row[0] == NOWHERE, NOWHERE, seats[row[0]]) for row in placed]
    return Sweep(seat, *(np.array([row[k] for row in placed], np.int64) for k in (1, 2, 3)))


def _placed(field: Field, task: tuple[tuple[int, ...], int]) -> tuple[Code, int, int, int] | None:
    weights, price = task
    priced = field.priced(price)
    found = priced.solve(weights)
    if found is None:
        return None
    rows = found.chosen
    score = sum(int(points[rows].astype(np.int64).sum()) * w for points, w in zip(priced.least, weights, strict=True))
    critical = int(priced.critical[priced.network.seat[rows]].sum())
    return found.seat, score + int(priced.stay[rows].sum()), critical, int(priced.moves[rows].sum())


def unlimited_only() -> Refused:
    """Limits tie all placements together, so they cannot be tried one part at a time."""
    return Refused(
        "limits",
        "Rencana dengan batas tidak dapat diuji bagian demi bagian; cabut dahulu batasnya dalam sebuah cabang.",
    )


__all__ = ["Serial", "Stopped", "Sweep", "WorkerLost", "spread", "sweep", "unlimited_only"]
