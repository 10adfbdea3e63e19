"""How each person came to their post: earlier posts up the ladder, each beginning where the one before ended."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.staffing.demo.draw import (
    References,
    Whole,
    blank,
    choose,
    generator,
    month_of,
    month_start,
    months,
    numbers,
    reference,
)
from workbench.staffing.demo.organization import OPERATIVE, STRUCTURAL, TEACHER
from workbench.staffing.vocabulary import Vocabulary

MOST_STEPS = 4
STEP_MONTHS = 14
"""A path is open to whoever served this long for each of its steps."""


def careers(
    who: pd.DataFrame,
    units: pd.DataFrame,
    references: References,
    vocabulary: Vocabulary,
    seed: int,
    as_of: date,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`who` with `since` (day the present post began), and the table of earlier posts.

    Paths and their weights stand in `data/reference/demo_karier.csv`; one with a date is the conversion of structural
    posts into functional ones, on that day for all.
    """
    rng = generator(seed, "careers")
    paths = _paths(references)
    joined = months(who["cpns_since"].to_numpy())
    now = month_of(as_of)
    path = _chosen(who, paths, joined, now, rng)
    steps = np.where(path >= 0, paths["steps"].to_numpy()[path], 0)
    since = _since(who, paths, path, steps, joined, now, references, rng, as_of)
    held = pd.Series(since, index=who.index).astype("datetime64[s]")
    unknown = (who["group"] == OPERATIVE) & (rng.random(len(who)) < 0.02) & (steps == 0) & ~who["spared"]
    career = _earlier(who, paths, path, steps, joined, since, rng)
    described = _described(career, who, units, references, vocabulary, rng)
    return who.assign(since=held.mask(unknown)), described


def _paths(references: References) -> pd.DataFrame:
    table = reference(references, "demo_karier")
    steps = table["path"].map(lambda text: [part.split(":") for part in str(text).split(";") if part])
    return table.assign(
        weight=table["weight"].astype("float64"),
        steps=steps.map(len).astype("int64"),
        tiers=steps.map(lambda parts: [tier for tier, _ in parts]),
        lengths=steps.map(lambda parts: [float(years) for _, years in parts]),
        since=pd.to_datetime(table["since"].replace("", None)).astype("datetime64[s]"),
    )


def _chosen(who: pd.DataFrame, paths: pd.DataFrame, joined: Whole, now: int, rng: np.random.Generator) -> Whole:
    """Row of the path of each person, -1 for who has always been where they are."""
    kind = np.where(who["group"] == TEACHER, TEACHER, np.where(who["family"] == "kesehatan", "kesehatan", ""))
    kind = np.where(who["group"] == STRUCTURAL, "", kind)
    result = np.full(len(who), -1, dtype=np.int64)
    pns = (who["kind"] == "pns").to_numpy()
    for tier in sorted(who["tier"].unique()):
        of_tier = paths[paths["tier"] == tier]
        for group in (TEACHER, "kesehatan", ""):
            rows = np.flatnonzero((who["tier"] == tier).to_numpy() & (kind == group) & pns)
            options = of_tier[of_tier["group"] == group]
            options = options if len(options) else of_tier[of_tier["group"] == ""]
            if not len(rows) or not len(options):
                continue
            steps = options["steps"].to_numpy()
            served = (now - joined[rows])[:, None]
            fixed = options["since"].notna().to_numpy()
            before = (
                np.where(fixed, months(options["since"].fillna(pd.Timestamp(0)).to_numpy()), 0) - joined[rows][:, None]
            )
            open_to = np.where(fixed, before >= 24 * steps, served >= STEP_MONTHS * steps + 6)
            weight = options["weight"].to_numpy() * open_to
            drawn = choose(rng, weight + 1e-12)
            possible = weight.sum(axis=1) > 0
            result[rows] = np.where(possible, options.index.to_numpy()[drawn], -1)
    return result


def _since(
    who: pd.DataFrame,
    paths: pd.DataFrame,
    path: Whole,
    steps: Whole,
    joined: Whole,
    now: int,
    references: References,
    rng: np.random.Generator,
    as_of: date,
) -> npt.NDArray[np.datetime64]:
    """First day in the present post; for who has no earlier post, the day of joining."""
    n = len(who)
    tiers = reference(references, "demo_jenjang").set_index("tier")
    years = numbers(tiers.loc[who["tier"]], "years_in_post")
    ago = np.ceil(rng.gamma(2.0, years / 2) * 12).astype(np.int64)
    ago = np.maximum(ago, who["known_for"].to_numpy(np.int64))
    ago = np.clip(ago, 1, np.maximum(now - joined - 12 * steps, 1))
    days = np.where(who["group"] == STRUCTURAL, rng.integers(0, 28, n), 0).astype("timedelta64[D]")
    drawn = np.minimum(month_start(now - ago) + days, np.datetime64(as_of, "s"))
    fixed = paths["since"].to_numpy()[path]
    drawn = np.where((path >= 0) & ~np.isnat(fixed), fixed, drawn)
    return np.where(steps > 0, drawn, month_start(joined))


def _earlier(
    who: pd.DataFrame,
    paths: pd.DataFrame,
    path: Whole,
    steps: Whole,
    joined: Whole,
    since: npt.NDArray[np.datetime64],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """person (row of `who`), since, until, tier: the years between joining and the present post, cut by the path."""
    lengths = np.array([[*given, *([0.0] * (MOST_STEPS - len(given)))] for given in paths["lengths"]])
    tiers = np.array([[*given, *([""] * (MOST_STEPS - len(given)))] for given in paths["tiers"]], dtype=object)
    part = np.where(path[:, None] >= 0, lengths[path], 0.0) * rng.uniform(0.7, 1.3, (len(who), MOST_STEPS))
    share = np.cumsum(part, axis=1) / np.maximum(part.sum(axis=1, keepdims=True), 1e-9)
    span = months(since) - joined
    begins = np.hstack([np.zeros((len(who), 1)), share[:, :-1]])
    begin = joined[:, None] + np.maximum((begins * span[:, None]).astype(np.int64), 2 * np.arange(MOST_STEPS))
    starts = month_start(begin)
    ends = np.hstack([starts[:, 1:], np.zeros((len(who), 1)).astype("datetime64[s]")])
    number = np.arange(MOST_STEPS)[None, :]
    ends = np.where(number == steps[:, None] - 1, since[:, None], ends)
    person, step = np.nonzero(number < steps[:, None])
    return pd.DataFrame(
        {
            "person": person,
            "since": starts[person, step],
            "until": ends[person, step],
            "tier": tiers[path[person], step],
        }
    )


def _described(
    career: pd.DataFrame,
    who: pd.DataFrame,
    units: pd.DataFrame,
    references: References,
    vocabulary: Vocabulary,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Unit, family and title of each earlier post; some ends were never recorded, some units are gone."""
    n = len(career)
    held = who.iloc[career["person"].to_numpy()].reset_index(drop=True)
    career = career.reset_index(drop=True)
    functional = career["tier"].str.startswith("jf_")
    same = functional | (rng.random(n) < 0.7)
    other = units["family"].to_numpy(object)[rng.integers(0, len(units), n)]
    family = held["family"].where(same, pd.Series(other, index=career.index))
    # A unit of the same office while the family is the same; else any; else one that has been abolished since.
    where = units["unit"].to_numpy(object)[rng.integers(0, len(units), n)]
    gone = np.array([f"L{number:05d}" for number in rng.integers(1, 400, n)], dtype=object)
    unit = held["unit"].where(same & held["unit"].notna() & (rng.random(n) < 0.8), pd.Series(where, index=career.index))
    unit = unit.mask(rng.random(n) < 0.12, pd.Series(gone, index=career.index))
    jobs = reference(references, "demo_jabatan")
    operative = jobs.loc[jobs["group"] == OPERATIVE, "title"].to_numpy(object)
    label = family.map(reference(references, "demo_rumpun").set_index("family")["label"])
    level = career["tier"].map(vocabulary.label("tier")).str.removeprefix("JF ")
    own_line = held["base"].where(~held["group"].isin([STRUCTURAL, OPERATIVE]), "Analis " + label)
    prefix = career["tier"].map(
        {"pengawas": "Kepala Seksi ", "administrator": "Kepala Bidang ", "jpt_pratama": "Kepala Biro "}
    )
    title = pd.Series(operative[rng.integers(0, len(operative), n)], index=career.index)
    title = title.mask(functional, own_line + " " + level).mask(prefix.notna(), prefix + label)
    return pd.DataFrame(
        {
            "nip": held["nip"],
            "since": career["since"],
            "until": blank(rng, career["until"], 0.04, held["spared"].to_numpy(bool)),
            "tier": career["tier"],
            "family": blank(rng, family, 0.02, held["spared"].to_numpy(bool)),
            "unit": blank(rng, unit, 0.03),
            "title": title,
        }
    )
