"""Seats: how many each post has, which are taken, by a PNS or a PPPK, and which structural posts stand empty."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import Mask, Whole, generator, spread
from workbench.staffing.demo.organization import EXPERT, OPERATIVE, SKILLED, STRUCTURAL, TEACHER


@dataclass(frozen=True)
class Size:
    """How large a province is drawn, and its shares. `functional`: share of PNS in functional posts; `teachers`,
    `health`: shares of those; `vacant`: by tier, share of structural posts without a holder, and the least of them."""

    pns: int
    pppk: int
    functional: float
    teachers: float
    health: float
    pppk_teachers: float
    pppk_health: float
    without_post: float
    vacant: tuple[tuple[str, float, int], ...]
    sanctions: int
    relations: int
    complaints: int
    surveys: int


FULL = Size(
    pns=10_000, pppk=4_000, functional=0.55, teachers=0.68, health=0.13, pppk_teachers=0.68, pppk_health=0.09,
    without_post=0.009, vacant=(("jpt_pratama", 0.1, 1), ("administrator", 0.075, 2), ("pengawas", 0.065, 3)),
    sanctions=20, relations=30, complaints=600, surveys=3_000,
)  # fmt: skip
SMALL = Size(
    pns=430, pppk=170, functional=0.47, teachers=0.30, health=0.12, pppk_teachers=0.45, pppk_health=0.08,
    without_post=0.009, vacant=(("jpt_pratama", 0.1, 1), ("administrator", 0.075, 2), ("pengawas", 0.065, 3)),
    sanctions=3, relations=3, complaints=40, surveys=150,
)  # fmt: skip

PPPK_TIERS = ("jf_ahli_pertama", "jf_terampil", "pelaksana")
HEALTH = "kesehatan"


def seats(posts: pd.DataFrame, size: Size, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """posts with capacity and need, and one row for each person to be drawn: post (missing for none), kind.

    Structural posts have one seat. The rest share the PNS and PPPK of the province by weight, so totals are exact.
    """
    rng = generator(seed, "seats")
    structural = (posts["group"] == STRUCTURAL).to_numpy()
    filled = structural & ~_vacant(posts, size, rng)
    noise = np.exp(rng.normal(0, 0.35, len(posts)))
    weight = posts["weight"].astype("float64").fillna(0).to_numpy() * noise
    without = round(size.without_post * size.pns)
    functional = round(size.functional * size.pns)
    operative = size.pns - without - functional - int(filled.sum())
    if operative < 0:
        raise ValueError("there are more structural and functional seats than people")
    teacher, health = (posts["group"] == TEACHER).to_numpy(), _health(posts)
    other = posts["group"].isin([EXPERT, SKILLED]).to_numpy() & ~health
    operates = (posts["group"] == OPERATIVE).to_numpy()
    pns = filled.astype(np.int64)
    for mask, total in _shares(functional, ((teacher, size.teachers), (health, size.health)), other):
        pns += spread(total, weight * mask)
    pns += spread(operative, weight * operates)
    pppk = np.zeros(len(posts), dtype=np.int64)
    open_to = posts["tier"].isin(PPPK_TIERS).to_numpy()
    for mask, total in _shares(size.pppk, ((teacher, size.pppk_teachers), (health, size.pppk_health)), operates):
        pppk += spread(total, weight * (mask & open_to))
    taken = pns + pppk
    spare = rng.poisson(0.15 + 0.10 * taken)
    capacity = np.where(structural, 1, np.maximum(taken + spare, 1))
    need = np.where(structural, 1, capacity + rng.poisson(0.1 * capacity))
    counted = structural | (rng.random(len(posts)) < 0.88)
    described = posts.assign(capacity=capacity, need=pd.Series(need, index=posts.index).astype("Int64").where(counted))
    rows = [
        _rows(posts, pns, "pns"),
        _rows(posts, pppk, "pppk"),
        pd.DataFrame({"post": [None] * without, "kind": "pns"}),
    ]
    return described, pd.concat(rows, ignore_index=True)


def _health(posts: pd.DataFrame) -> Mask:
    return (posts["group"].isin([EXPERT, SKILLED]) & (posts["family"] == HEALTH)).to_numpy()


def _shares(total: int, parts: tuple[tuple[Mask, float], ...], rest: Mask) -> list[tuple[Mask, int]]:
    """A total split by share; what the shares leave goes to the rest."""
    split = [(mask, round(total * share) if mask.any() else 0) for mask, share in parts]
    return [*split, (rest, total - sum(number for _, number in split))]


def _vacant(posts: pd.DataFrame, size: Size, rng: np.random.Generator) -> Mask:
    """Structural posts without a holder: a share of each tier, one of them critical."""
    vacant = np.zeros(len(posts), dtype=bool)
    critical = posts["critical"].to_numpy(bool)
    for tier, share, least in size.vacant:
        at = np.flatnonzero((posts["tier"] == tier) & (posts["group"] == STRUCTURAL))
        order = at[rng.permutation(len(at))]
        first = order[critical[order]][:1] if tier == "jpt_pratama" else order[:0]
        rest = order[~np.isin(order, first)]
        number = min(len(at) - 1, max(least, round(share * len(at))))
        vacant[np.concatenate([first, rest])[:number]] = True
    return vacant


def _rows(posts: pd.DataFrame, number: Whole, kind: str) -> pd.DataFrame:
    return pd.DataFrame({"post": np.repeat(posts["post"].to_numpy(object), number), "kind": kind})
