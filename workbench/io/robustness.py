"""The robust core of a plan on this machine's processors: one way for the command line, a notebook and a page."""

from dataclasses import replace
from typing import Any

from workbench.io import resources
from workbench.io.failure import Failure
from workbench.io.plans import Question
from workbench.io.workers import most_workers, workers
from workbench.placement import Ground, Infeasible, Robust, Trial, WorkerLost, prepare, robust
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.ground import part
from workbench.scenario import Policy, Refused

SOON = 100_000
"""Pairs of person and post up to which all tries are done before another process has started."""

PREPARED = 0.2
"""Part of the whole that reading law and people takes."""


def robust_of(
    asked: Question,
    *,
    points: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    count: int | None = None,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Robust:
    """The robust core of the plan that is asked for, with its head: the trial of `data/policy/kokoh.yaml`, or what is
    given instead of parts of it.

    Raises `Failure` where there is no plan, where limits stand in the way, and when a worker dies; `Stopped` when asked
    to stop.
    """
    given: dict[str, Any] = {"points": points, "draws": draws, "seed": seed}
    trial = replace(resources.robustness(), **{name: value for name, value in given.items() if value is not None})
    ground = prepare(asked.state, asked.rulebook, part(progress, 0.0, PREPARED), stop)
    found = tried(ground, asked.state.policy, trial, count, part(progress, PREPARED, 1.0), stop)
    if isinstance(found, Infeasible | Refused):
        raise Failure(found.reason)
    return replace(found, head=asked.head)


def tried(
    ground: Ground,
    policy: Policy,
    trial: Trial | None = None,
    count: int | None = None,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Robust | Infeasible | Refused:
    """`robust` on `count` workers; by default on all processors, or in this very process where that is sooner. Raises
    `Failure` when a worker dies, `Stopped` when asked to stop."""
    many = count or (most_workers() if len(ground.person) > SOON else 1)
    try:
        with workers(many) as executor:
            return robust(
                ground,
                policy,
                trial or resources.robustness(),
                executor=executor if many > 1 else None,
                width=2 * many,
                progress=progress,
                stop=stop,
            )
    except WorkerLost as error:
        raise Failure(str(error)) from error
