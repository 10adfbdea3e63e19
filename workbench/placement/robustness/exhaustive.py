"""A part of a field under every weighting of a range, one after the other: where the part is small this decides what a
proof would have to argue. Each weighting is a repair of the plan before it, so thousands take a second."""

from collections.abc import Iterable, Iterator

import numpy as np

from workbench.placement.engine.flow import Whole, refuse_overflow
from workbench.placement.engine.standing import board_of
from workbench.placement.robustness.field import Field, Placed
from workbench.placement.robustness.weights import Weights


def everywhere(field: Field, start: Placed, weightings: Iterable[Weights]) -> Iterator[tuple[Weights, Whole]]:
    """Each weighting with the seats (people,) of its plan, -1 for none; the array is the same one each time, written
    over. `start`: the plan at any weights. Neighbours should follow each other, as they do in a range."""
    from workbench.placement.engine import kernels

    network = field.network
    low, every = field.lots(np.arange(len(field.stay))), np.arange(network.people)
    # What a weighting is worth is linear in it, so each component's part is worked out once.
    whole = [field.worth(tuple(unit)) for unit in np.eye(len(field.least), dtype=np.int64).tolist()]
    rest = field.worth((0,) * len(field.least))
    by_weight = np.stack(whole) - rest
    refuse_overflow(np.abs(rest) + 100 * np.abs(by_weight).max(axis=0), network)
    asked = kernels.Asked(
        np.ones(len(low), bool),
        np.full(network.people, -1, np.int32),
        np.zeros(network.people, np.int64),
        np.zeros(network.people, np.int64),
        network.must,
        network.capacity,
    )
    stand = kernels.Stand(
        at=np.full(network.people, -1, np.int64),
        row=np.full(network.people, -1, np.int64),
        high=np.zeros(network.people, np.int64),
        low=np.zeros(network.people, np.int64),
        used=np.zeros(network.seats, np.int64),
        head=np.full(network.seats, -1, np.int64),
        after=np.full(network.people, -1, np.int64),
        before=np.full(network.people, -1, np.int64),
        price_high=start.price.copy(),
        price_low=np.zeros(network.seats, np.int64),
    )
    search, board = kernels.search(network.seats), board_of(network, rest, low)
    kernels.seated(board, stand, start.chosen)
    for weights in weightings:
        high = rest + np.asarray(weights, np.int64) @ by_weight
        board = board._replace(high=high, seat_high=high[network.by_seat])
        kernels.reweigh(board, asked, stand)
        if kernels.repair(board, asked, stand, search, every) >= 0:
            raise RuntimeError("weights alone leave nobody without a seat")
        yield weights, stand.at
