"""What people and units would like, as they might have written it down: a part of them did, some with ties."""

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import References, generator, reference
from workbench.staffing.demo.organization import STRUCTURAL

SPEAK = 0.3
"""Share of those who could rise or move who state a wish, and twice as many of the units with an empty post."""
RANKS = r"III/[b-d]|IV/[a-e]"
"""Ranks at which somebody of the demo thinks of a structural post."""
MOST = 5
"""Posts that a person ranks, and people that a unit ranks, at most."""
TIES = 0.12
"""How often the next one is ranked as high as the one before."""


def preferences(who: pd.DataFrame, posts: pd.DataFrame, references: References, seed: int) -> pd.DataFrame:
    """nip, post, side, rank: people rank structural posts of the next level, or empty ones of their own, most often
    those of their office; units rank some of those who asked for an empty post, the able ones first."""
    rng = generator(seed, "preferences")
    level = reference(references, "demo_jenjang").set_index("tier")["level"].astype("int64")
    wanted = posts[(posts["group"] == STRUCTURAL) & posts["tier"].isin(["pengawas", "administrator"])]
    empty = ~wanted["post"].isin(who["post"]).to_numpy()
    step = wanted["tier"].map(level).to_numpy()[None, :] - who["tier"].map(level).fillna(0).to_numpy(np.int64)[:, None]
    within_reach = (step == 1) | ((step == 0) & empty[None, :])
    ranked = who["golongan"].str.fullmatch(RANKS).fillna(False).to_numpy(bool)
    able = ranked & within_reach.any(axis=1) & (rng.random(len(who)) < SPEAK)
    speakers, step, within_reach = who[able], step[able], within_reach[able]
    same_office = speakers["opd"].to_numpy(object)[:, None] == wanted["opd"].to_numpy(object)[None, :]
    appeal = rng.gumbel(size=step.shape) + 2.0 * same_office + 2.5 * empty[None, :] + 1.0 * (step == 1)
    own = speakers["post"].to_numpy(object)[:, None] == wanted["post"].to_numpy(object)[None, :]
    appeal[own | ~within_reach] = -np.inf
    order = np.argsort(-appeal, axis=1)[:, :MOST]
    taken = np.arange(order.shape[1])[None, :] < rng.integers(1, MOST + 1, len(speakers))[:, None]
    taken &= np.isfinite(np.take_along_axis(appeal, order, axis=1))
    person, place = np.nonzero(taken)
    asked = pd.DataFrame(
        {
            "nip": speakers["nip"].to_numpy(object)[person],
            "post": wanted["post"].to_numpy(object)[order[person, place]],
            "place": place,
            "ability": speakers["ability"].to_numpy()[person],
            "empty": empty[order[person, place]],
        }
    )
    people = asked.assign(side="employee", rank=_ranked(asked.groupby("nip").cumcount(), rng))
    listed = asked[asked["empty"]]
    listed = listed[listed["post"].isin(_some(listed["post"].unique(), 2 * SPEAK, rng))]
    listed = listed.assign(seen=listed["ability"] + rng.normal(0, 0.5, len(listed)))
    listed = listed.sort_values(["post", "seen"], ascending=[True, False], ignore_index=True)
    listed = listed[listed.groupby("post").cumcount() < MOST].reset_index(drop=True)
    units = listed.assign(side="unit", rank=_ranked(listed.groupby("post").cumcount(), rng))
    return pd.concat([people, units], ignore_index=True)[["nip", "post", "side", "rank"]]


def _ranked(place: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Ranks 1, 2, ... from places 0, 1, ... in their groups; now and then one shares the rank of the one before."""
    tied = (rng.random(len(place)) < TIES) & (place > 0).to_numpy()
    start = (place == 0).cumsum()
    return place + 1 - pd.Series(tied, index=place.index).groupby(start).cumsum()


def _some(values: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    return values[rng.random(len(values)) < share]
