"""A small problem taken through all that is compiled, so that nobody waits for the compiler later.

numba keeps what it compiled on disk beside the source (or in the user's cache where that cannot be written), so this is
needed once for each version of the code: when the workbench is set up, and when the server starts.
"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from workbench.placement.engine.assign import Solved, solve, telling
from workbench.placement.engine.limits.frontier import frontier
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.warm import Edit, Warm
from workbench.placement.engine.limits.within import Within, assign_within
from workbench.placement.engine.problem import read
from workbench.placement.engine.standing import Held, Overrides, Standing


def rehearse() -> None:
    """Solve, change and ask a plan of two people and two posts."""
    pairs = pd.DataFrame({"nip": ["A", "A", "B"], "post": ["x", "y", "x"], "score": [9, 8, 7], "stay": [0, 0, 1]})
    seats = pd.DataFrame({"post": ["x", "y"], "capacity": [1, 1], "weight": [0, 1]})
    solved = solve(read(pairs, seats, ["B"]), telling(None, None))
    assert isinstance(solved, Solved)
    kept = Standing.of(solved)
    kept.under(Overrides(frozenset({Held(0, 1, 8)}), frozenset({(1, 0)}), frozenset({(0, -1)})))
    kept.rescored(np.zeros(3, np.int64)).assignment()
    kept.losses(0)
    kept.one_more()
    matrix = csr_array(np.ones((1, 3), np.int64))
    within = assign_within(solved.problem, Rows(("moves",), ("moves",), matrix, np.array([1], np.int64)))
    assert isinstance(within, Within)
    Warm(solved.problem, within).under(Edit())
    frontier(solved.problem, 2)


if __name__ == "__main__":
    from workbench.placement.matching import kernels

    rehearse()
    kernels.rehearse()
