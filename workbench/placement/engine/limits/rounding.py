"""Limits on a share, tightened to whole people.

A share is a row of two amounts: at least 45 % women among those in a unit is 9 for each man, -11 for each woman, at
most 0. Fractions of people keep it with 2.25 women of 5; people need 3. So rounding a mix of the row and of its seats
(a mixed-integer rounding cut; Nemhauser & Wolsey 1990) gives a row that every plan of whole people keeps as well, and
that bounds them more closely.
"""

import numpy as np

from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.problem import Problem

ROUNDED = "\N{NO-BREAK SPACE}rounded"
"""What the name of a tightened row ends with; no limit of a policy can have it."""


def rounded(problem: Problem, rows: Rows) -> Rows:
    """The rows and, for each that can be tightened, one more."""
    from scipy.sparse import csr_array, vstack

    network, matrix = problem.network, rows.matrix
    names, kinds, parts, most = [], [], [], []
    for row in range(len(rows)):
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        pairs, amounts = matrix.indices[part], matrix.data[part]
        values = np.unique(amounts)
        if len(values) != 2 or not values[0] < 0 < values[1]:
            continue
        low, high = int(values[0]), int(values[1])
        seats = int(network.room[np.unique(network.seat[pairs])].sum())
        # With n of both sorts and w of the second: (high - low) * w >= high * n - most, and n <= seats.
        top = high * seats - int(rows.most[row])
        least, over = -(-top // (high - low)), top % (high - low)
        if over == 0:
            continue
        new_low, new_high, new_most = (high - over, high, high * seats - over * least)
        if high >= over:
            new_low, new_high, new_most = 0, 1, seats - least
        changed = np.where(amounts > 0, new_high, new_low)
        line = csr_array((changed, (np.zeros(len(pairs), np.int64), pairs)), shape=(1, matrix.shape[1]))
        line.eliminate_zeros()
        names.append(rows.names[row] + ROUNDED)
        kinds.append(rows.kinds[row])
        parts.append(line)
        most.append(new_most)
    if not parts:
        return rows
    return Rows(
        (*rows.names, *names),
        (*rows.kinds, *kinds),
        csr_array(vstack([matrix, *parts])).astype(np.int64),
        np.append(rows.most, np.array(most, np.int64)),
    ).ordered()
