"""Why those who must be placed cannot all be."""

from dataclasses import dataclass

import numpy as np

from workbench.placement.engine import flow
from workbench.placement.engine.flow import Network
from workbench.placement.engine.problem import Problem


@dataclass(frozen=True)
class Infeasible:
    """Those who must be placed cannot all be: a smallest evident cause. A value, never raised.

    `nips` cannot all sit in `posts`, which are all the seats they may take; without any one of them the rest could.
    `code` is `no_post`, `no_seat` or `too_few_seats`, under limits `limit` or `limits`.
    """

    reason: str
    nips: tuple[str, ...]
    posts: tuple[str, ...]
    code: str
    reason_en: str


def shortfall(problem: Problem) -> Infeasible:
    """A smallest group with fewer seats than people, each of whom is needed for the shortage (Hall 1935)."""
    if problem.absent:
        return _infeasible(problem.absent[:1], (), 0)
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    network = problem.network
    rows = np.flatnonzero(network.must[network.person])
    person, seat, people = network.person[rows], network.seat[rows], network.people
    willing = Network(person, seat, network.capacity, np.zeros(people, bool))
    one = np.ones(len(rows), np.int64)
    most = flow.optimum(willing, one, one, kept=one > 0)
    taken = np.zeros(len(rows), bool)
    if most is not None:
        taken[most.chosen] = True
    # A person reaches every seat they could take, a seat whoever sits on it: whatever is reached is short of one seat.
    nodes = people + network.seats
    tails, heads = np.where(taken, people + seat, person), np.where(taken, person, people + seat)
    graph = csr_array((np.ones(len(rows), np.int8), (tails, heads)), shape=(nodes, nodes))
    left_out = np.setdiff1d(np.flatnonzero(network.must), person[taken])
    reached = [breadth_first_order(graph, root, return_predecessors=False) for root in left_out[:100]]
    group = np.sort(min(reached, key=len))
    nips, posts = group[group < people], group[group >= people] - people
    return _infeasible(
        tuple(map(str, problem.nips[nips])), tuple(map(str, problem.posts[posts])), int(network.capacity[posts].sum())
    )


def _infeasible(nips: tuple[str, ...], posts: tuple[str, ...], seats: int) -> Infeasible:
    who, where = few(nips, "dan {} lainnya"), few(posts, "dan {} lainnya")
    who_en, where_en = few(nips, "and {} more"), few(posts, "and {} more")
    if not posts:
        return Infeasible(
            f"Pegawai {who} wajib ditempatkan, tetapi tidak ada jabatan yang boleh didudukinya.",
            nips,
            posts,
            "no_post",
            f"Employee {who_en} must be placed, but there is no post they may hold.",
        )
    if not seats:
        return Infeasible(
            f"Pegawai {who} wajib ditempatkan, tetapi jabatan yang boleh didudukinya ({where}) tidak punya formasi.",
            nips,
            posts,
            "no_seat",
            f"Employee {who_en} must be placed, but the posts they may hold ({where_en}) have no seat.",
        )
    return Infeasible(
        f"{len(nips)} pegawai wajib ditempatkan ({who}), tetapi jabatan yang boleh mereka duduki ({where}) "
        f"hanya punya {seats} formasi.",
        nips,
        posts,
        "too_few_seats",
        f"{len(nips)} employees must be placed ({who_en}), but the posts they may hold ({where_en}) "
        f"have only {seats} seats.",
    )


def few(names: tuple[str, ...], more: str, shown: int = 4) -> str:
    """The names, or the first of them and how many more."""
    if len(names) <= shown + 1:
        return ", ".join(names)
    return f"{', '.join(names[:shown])} {more.format(len(names) - shown)}"
