"""What was recorded of people: appraisals, competency tests, courses, sanctions, relations. Some is missing."""

from datetime import date

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import References, Whole, blank, choose, generator, numbers, reference
from workbench.staffing.demo.organization import STRUCTURAL
from workbench.staffing.vocabulary import Vocabulary

STRONG, WEAK = 0.9, -1.7
"""Abilities (standard deviations) above and below which appraisals are drawn from other shares."""
ABOVE, BELOW = 0.7, -0.9
"""The same for competency levels: who is above shows a level more than the present tier asks."""


def appraisals(who: pd.DataFrame, references: References, seed: int, as_of: date) -> pd.DataFrame:
    """The last two whole years, and the one before for most; one in twenty is missing."""
    rng = generator(seed, "appraisals")
    table = reference(references, "demo_penilaian")
    rows = []
    for back, kept in ((1, 0.95), (2, 0.95), (3, 0.66)):
        year = as_of.year - back
        served = who["cpns_since"] <= pd.Timestamp(year, 7, 1)
        there = served & ((rng.random(len(who)) < kept) | who["spared"])
        rows.append(who.loc[there, ["nip", "ability", "spared"]].assign(year=year))
    given = pd.concat(rows, ignore_index=True)
    mood = given["ability"] + rng.normal(0, 0.35, len(given))
    shares = np.stack([numbers(table, name) for name in ("weak", "middle", "strong")])
    band = np.where(given["spared"], 2, np.where(mood > STRONG, 2, np.where(mood < WEAK, 0, 1)))
    # Whom the demo points at is good every year: the first row of the table.
    drawn = np.where(given["spared"], 0, choose(rng, shares[band]))
    graded = table[["work_result", "behaviour", "predikat"]].iloc[drawn].reset_index(drop=True)
    spared = given["spared"].to_numpy(bool)
    return pd.DataFrame(
        {
            "nip": given["nip"],
            "year": given["year"],
            "work_result": blank(rng, graded["work_result"], 0.01, spared),
            "behaviour": blank(rng, graded["behaviour"], 0.01, spared),
            "predikat": graded["predikat"],
        }
    )


def post_competencies(posts: pd.DataFrame, references: References, vocabulary: Vocabulary) -> pd.DataFrame:
    """Nine competencies at the level of the tier, and the technical one of the job family."""
    level = posts["tier"].map(reference(references, "demo_jenjang").set_index("tier")["level"]).astype("int64")
    return _by_competency(posts[["post"]], posts["family"], references, vocabulary).assign(
        level=lambda rows: level.to_numpy()[rows.pop("row").to_numpy()]
    )


def _by_competency(
    who: pd.DataFrame, family: pd.Series, references: References, vocabulary: Vocabulary
) -> pd.DataFrame:
    """Each row of `who` once for each general competency and once for its technical one; `row` numbers the rows."""
    group = vocabulary.group("competency")
    general = [str(code) for code in group.index[group != "teknis"]]
    technical = family.map(reference(references, "demo_rumpun").set_index("family")["competency"]).to_numpy(object)
    rows = np.repeat(np.arange(len(who)), len(general) + 1)
    competency = np.tile(np.array([*general, ""], dtype=object), len(who))
    competency = np.where(competency == "", technical[rows], competency)
    return who.iloc[rows].reset_index(drop=True).assign(competency=competency, row=rows)


def assessments(
    who: pd.DataFrame, references: References, vocabulary: Vocabulary, seed: int, as_of: date
) -> pd.DataFrame:
    """Levels shown by those who were tested: around the level of their tier, by ability. Some tests left one out."""
    rng = generator(seed, "assessments")
    tested = who[who["assessed"]].reset_index(drop=True)
    rows = _by_competency(tested[["nip", "ability", "tier", "spared"]], tested["family"], references, vocabulary)
    n = len(rows)
    base = rows["tier"].map(reference(references, "demo_jenjang").set_index("tier")["level"]).astype("int64").to_numpy()
    chances = np.array([[0.30, 0.65, 0.05], [0.05, 0.78, 0.17], [0.0, 0.02, 0.98]])
    band = np.where(rows["spared"], 2, np.where(rows["ability"] > ABOVE, 2, np.where(rows["ability"] < BELOW, 0, 1)))
    shown = np.clip(base + choose(rng, chances[band]) - 1, 1, 5)
    shown = np.where(rows["spared"], np.minimum(base + 1, 5), shown)
    ago = rng.integers(20, 1000, len(tested))[rows["row"].to_numpy()]
    day = np.datetime64(as_of, "s") - ago.astype("timedelta64[D]")
    result = pd.DataFrame({"nip": rows["nip"], "competency": rows["competency"], "level": shown, "date": day})
    return result[(rng.random(n) >= 0.012) | rows["spared"]].reset_index(drop=True)


def trainings(who: pd.DataFrame, references: References, seed: int, as_of: date) -> pd.DataFrame:
    """Short courses of the last two years, and the leadership course of the tier for most who hold one."""
    rng = generator(seed, "trainings")
    courses = reference(references, "demo_pelatihan")
    audience, days = courses["audience"], 730
    often = rng.poisson(np.where(who["ability"] > 0, 1.9, 1.3))
    person = np.repeat(np.arange(len(who)), often)
    short = courses[~courses["kind"].isin(["kepemimpinan"]) & (courses["course"] != "LATSAR")].reset_index(drop=True)
    family = who["family"].to_numpy(object)[person]
    weight = {
        f: np.where(short["audience"] == f, 4.0, np.where(short["audience"] == "", 1.0, 0.08))
        for f in sorted(set(family))
    }
    drawn = np.zeros(len(person), dtype=np.int64)
    for name, weights in weight.items():
        rows = np.flatnonzero(family == name)
        drawn[rows] = choose(rng, weights, len(rows))
    finished = np.datetime64(as_of, "s") - rng.integers(5, days, len(person)).astype("timedelta64[D]")
    taken = _course_rows(who, person, short.iloc[drawn], finished)
    lead = courses[audience.isin(["jpt_pratama", "administrator", "pengawas"])].set_index("audience")
    led = (who["group"] == STRUCTURAL) & who["tier"].isin(lead.index) & ((rng.random(len(who)) < 0.72) | who["spared"])
    leaders = np.flatnonzero(led & who["since"].notna())
    since = who["since"].to_numpy()[leaders]
    span = (np.datetime64(as_of, "s") - since).astype("timedelta64[D]").astype(np.int64)
    day = since + (rng.random(len(leaders)) * np.maximum(span - 30, 0)).astype(np.int64).astype("timedelta64[D]")
    led_rows = _course_rows(who, leaders, lead.loc[who["tier"].iloc[leaders]].reset_index(), day)
    result = pd.concat([taken, led_rows], ignore_index=True)
    result = result[result["finished"] > who.set_index("nip")["cpns_since"].reindex(result["nip"]).to_numpy()]
    result = result.drop_duplicates(["nip", "course", "finished"], ignore_index=True)
    return result.assign(hours=blank(rng, result["hours"], 0.06))


def _course_rows(who: pd.DataFrame, person: Whole, courses: pd.DataFrame, finished: np.ndarray) -> pd.DataFrame:
    hours = pd.Series(courses["hours"].astype("int64").to_numpy()).astype("Int64")
    nip, code = who["nip"].to_numpy(object)[person], courses["course"].to_numpy(object)
    return pd.DataFrame({"nip": nip, "course": code, "finished": finished, "hours": hours})


_SANCTIONS = (
    # kind, level, months (0: no duration), share
    ("teguran_lisan", "ringan", 0, 0.15),
    ("teguran_tertulis", "ringan", 0, 0.15),
    ("pernyataan_tidak_puas", "ringan", 0, 0.10),
    ("tunda_kgb", "sedang", 12, 0.15),
    ("tunda_kp", "sedang", 12, 0.20),
    ("turun_pangkat_1", "sedang", 12, 0.10),
    ("turun_jabatan_12", "berat", 12, 0.10),
    ("bebas_jabatan_12", "berat", 12, 0.05),
)


def sanctions(who: pd.DataFrame, number: int, seed: int, as_of: date) -> pd.DataFrame:
    """`number` in the last twelve months, half as many again in the years before. At least one is in force, and weighs
    on somebody who would otherwise be a candidate."""
    rng = generator(seed, "sanctions")
    eligible = np.flatnonzero((who["kind"] == "pns") & ~who["spared"] & who["post"].notna())
    candidates = eligible[
        (who["ability"].to_numpy()[eligible] > STRONG) & who["tier"].isin(["pengawas"]).to_numpy()[eligible]
    ]
    total = number + round(1.5 * number)
    others = rng.permutation(eligible)
    first = candidates[:1] if len(candidates) else others[:1]
    person = np.concatenate([first, others[~np.isin(others, first)]])[:total]
    kind = choose(rng, np.array([share for *_, share in _SANCTIONS]), total)
    kind[0] = [name for name, *_ in _SANCTIONS].index("tunda_kp")
    ago = np.where(np.arange(total) < number, rng.integers(10, 365, total), rng.integers(366, 2400, total))
    ago[0] = rng.integers(30, 150)
    begins = (np.datetime64(as_of, "D") - ago.astype("timedelta64[D]")).astype("datetime64[s]")
    lasts = np.array([length for _, _, length, _ in _SANCTIONS])[kind]
    starts = pd.Series(begins)
    until = pd.Series([start + pd.DateOffset(months=int(length)) for start, length in zip(starts, lasts, strict=True)])
    until = until.astype("datetime64[s]").mask(lasts == 0)
    forgotten = (rng.random(total) < 0.05) & (np.arange(total) > 0)
    decree = [f"800.1.6/{number:03d}/FIKTIF/{start.year}" for number, start in enumerate(starts, start=1)]
    return pd.DataFrame(
        {
            "nip": who["nip"].to_numpy(object)[person],
            "from": starts,
            "level": [_SANCTIONS[k][1] for k in kind],
            "kind": [_SANCTIONS[k][0] for k in kind],
            "until": until.mask(forgotten),
            "decree": decree,
        }
    )


def relations(who: pd.DataFrame, number: int, seed: int) -> pd.DataFrame:
    """Families who serve in one office, and conflicts of interest that were declared."""
    rng = generator(seed, "relations")
    placed = who[who["opd"].notna()]
    order = placed.iloc[rng.permutation(len(placed))]
    pairs = order.assign(turn=order.groupby("opd").cumcount())
    left = pairs[pairs["turn"] % 2 == 0].assign(turn=lambda rows: rows["turn"] // 2)
    right = pairs[pairs["turn"] % 2 == 1].assign(turn=lambda rows: rows["turn"] // 2)
    both = left.merge(right, on=["opd", "turn"], suffixes=("", "_other"), validate="1:1").head(number)
    kind = np.where(rng.random(len(both)) < 0.7, "keluarga", "benturan_kepentingan").astype(object)
    return pd.DataFrame({"nip": both["nip"], "other": both["nip_other"], "kind": kind})
