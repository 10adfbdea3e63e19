"""People of the demo province: invented, each drawn for the seat they sit on, with a life that could have led there.

Beside the columns of `employees` a person carries what only the demo knows: `ability` (how good they are), `assessed`
(whether their competencies were ever tested) and `spared` (whose records are kept whole). The numbers of their NIP are
well-formed, but the serial is 000, which is never issued.
"""

from datetime import date

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import (
    References,
    among,
    blank,
    choose,
    generator,
    month_of,
    month_start,
    months,
    numbers,
    reference,
)
from workbench.staffing.demo.organization import CAPITAL, EXPERT, OPERATIVE, SKILLED, STRUCTURAL, TEACHER
from workbench.staffing.vocabulary import Vocabulary

YEAR = 365.2425
PPPK_CODE = "21"
"""Digits 13-14 of a PPPK's number are the code of the contract, not a month (identity_privacy.ni_pppk)."""

MARKUP_NAME = "<img src=x onerror=alert(1)>"
FORMULA_NAME = '=HYPERLINK("http://x","y")'
MIDDLE_RANK = 10
"""Order of III/b in the vocabulary: from here an operative is somebody's successor."""
HIGHER = ("d3", "s1", "s2", "s3")
YOUNGEST, OLDEST = 18, 50
"""Ages between which people in the demo joined."""


def people(
    seats: pd.DataFrame, posts: pd.DataFrame, references: References, vocabulary: Vocabulary, seed: int, as_of: date
) -> pd.DataFrame:
    """One row a person: employees' columns, the post held and since when, tier, family, group, ability, assessed."""
    rng = generator(seed, "people")
    at = ["post", "tier", "family", "group", "unit", "opd", "region", "wanted", "base"]
    who = seats.merge(posts[at], on="post", how="left", validate="m:1")
    free = who["post"].isna()
    who = who.assign(
        tier=who["tier"].where(~free, "pelaksana"),
        group=who["group"].where(~free, OPERATIVE),
        family=who["family"].where(~free, "administrasi"),
        region=who["region"].where(~free, CAPITAL),
        wanted=who["wanted"].fillna(""),
    )
    who["ability"] = rng.normal(0, 1, len(who))
    who["sex"] = _sexes(who, references, rng)
    who["education"] = _educations(who, references, rng)
    who = _nearly_retired(_lives(who, references, rng, as_of), references, seed, as_of)
    who = _names(who, references, rng)
    who = _ranks(who, references, vocabulary, rng, as_of)
    who["field"] = _studies(who, references, rng)
    who = _lots(who, rng, as_of)
    return _numbered(who)


def _sexes(who: pd.DataFrame, references: References, rng: np.random.Generator) -> np.ndarray:
    share = reference(references, "demo_jenjang").set_index("tier")["women"].astype("float64")
    women = who["tier"].map(share).to_numpy() + 0.06 * (who["family"] == "kesehatan").to_numpy()
    return np.where(rng.random(len(who)) < women, "female", "male").astype(object)


def _educations(who: pd.DataFrame, references: References, rng: np.random.Generator) -> np.ndarray:
    table = reference(references, "demo_pendidikan").set_index("group").astype("float64")
    group = who["tier"].where(who["group"] == STRUCTURAL, who["group"].map({TEACHER: TEACHER, EXPERT: "jf_keahlian"}))
    group = group.fillna(who["group"].map({SKILLED: "jf_keterampilan", OPERATIVE: "pelaksana"}))
    group = group.mask((who["kind"] == "pppk") & (group == "pelaksana"), "pppk_pelaksana")
    drawn = choose(rng, table.loc[group].to_numpy())
    return table.columns.to_numpy(object)[drawn]


# a life: born, joined, in post since ----------------------------------------------------------------------------------


def _lives(who: pd.DataFrame, references: References, rng: np.random.Generator, as_of: date) -> pd.DataFrame:
    """birth_date and cpns_since: old enough for the tier and for the education, and not yet of retirement age."""
    n, today, now = len(who), np.datetime64(as_of, "D"), month_of(as_of)
    tiers = reference(references, "demo_jenjang").set_index("tier")
    pppk = (who["kind"] == "pppk").to_numpy()
    mean, deviation = (numbers(tiers.loc[who["tier"]], name) for name in ("age", "spread"))
    age = rng.normal(np.where(pppk, 36.5, mean), np.where(pppk, 6.0, deviation))
    last = numbers(tiers.loc[who["tier"]], "retire_at")
    last = np.where(who["group"] == TEACHER, numbers(tiers.loc[who["tier"]], "guru_retire_at"), last)
    age = np.where(age > last, 2 * last - age, age)  # who would be too old is as far below the age of retirement
    least = numbers(tiers.loc[who["tier"]], "min_service")
    schools = reference(references, "demo_ijazah").set_index("education")
    first = numbers(schools.loc[who["education"]], "age").clip(max=24)  # a higher degree may come later
    age = np.clip(age, np.maximum(first, 21) + least + 1, np.where(pppk, OLDEST, last - 0.02))
    joined = first + rng.gamma(2.0, 1.7, n)
    joined = np.minimum(np.minimum(joined, age - least), OLDEST - 2)
    served = np.where(pppk, np.minimum(rng.uniform(0.4, 4.6, n), age - 21), age - joined)
    birth = today - np.round(age * YEAR).astype("timedelta64[D]")
    month = now - np.round(served * 12).astype(np.int64)
    intake = np.array([1, 3, 3, 4, 12])[rng.integers(0, 5, n)]  # people join in a few months of the year
    month = np.where(served > 3, (month // 12) * 12 + intake - 1, month)
    month = np.minimum(month, now - 4)
    youngest = months(birth) + YOUNGEST * 12 + 1
    month = np.maximum(month, youngest)
    return who.assign(birth_date=birth.astype("datetime64[s]"), cpns_since=month_start(month))


def _names(who: pd.DataFrame, references: References, rng: np.random.Generator) -> pd.DataFrame:
    """Parts of names of the region, combined at random: nobody's name."""
    parts = reference(references, "demo_nama")
    n = len(who)
    name = np.empty(n, dtype=object)
    middle, last = rng.random(n) < 0.72, rng.random(n) < 0.93
    for sex in ("male", "female"):
        drawn = {}
        for place in ("first", "middle", "last"):
            options = parts.loc[(parts["sex"] == sex) & (parts["place"] == place), "part"].to_numpy(object)
            drawn[place] = options[rng.integers(0, len(options), n)]
        whole = (
            drawn["first"]
            + np.where(middle, " " + drawn["middle"], "")
            + np.where(last | ~middle, " " + drawn["last"], "")
        )
        name = np.where(who["sex"] == sex, whole, name)
    return who.assign(name=name)


# rank, education, field -----------------------------------------------------------------------------------------------


def _ranks(
    who: pd.DataFrame, references: References, vocabulary: Vocabulary, rng: np.random.Generator, as_of: date
) -> pd.DataFrame:
    """golongan by entry education, years served and tier; its date; service time; year of graduation."""
    n, now = len(who), month_of(as_of)
    order = vocabulary.order("golongan")
    schools = reference(references, "demo_ijazah").set_index("education")
    levels = list(schools.index)
    pppk = (who["kind"] == "pppk").to_numpy()
    joined, served = months(who["cpns_since"].to_numpy()), now - months(who["cpns_since"].to_numpy())
    late = (rng.random(n) < np.where(who["education"].isin(["s2", "s3"]), 0.85, 0.14)) & (served > 72) & ~pppk
    below = {level: levels[max(0, k - 1)] for k, level in enumerate(levels)} | {"s1": "slta", "d3": "slta", "s3": "s1"}
    entry = who["education"].where(~late, who["education"].map(below))
    rank = entry.map(schools["first_golongan"]).map(order).to_numpy(np.int64) + (served / 57).astype(np.int64)
    ceiling = who["education"].map(schools["last_golongan"]).map(order).to_numpy(np.int64)
    tiers = reference(references, "demo_jenjang").set_index("tier")
    low, high = (
        who["tier"].map(tiers[name]).map(order).to_numpy(np.int64) for name in ("golongan_min", "golongan_max")
    )
    plain = (who["group"] == OPERATIVE).to_numpy()
    rank = np.where(plain, np.minimum(np.minimum(rank, ceiling), high), np.clip(rank, low, high))
    # Some hold a structural post that their rank would not open to them today.
    rank = rank - np.where((who["group"] == STRUCTURAL).to_numpy(), choose(rng, np.array([0.86, 0.11, 0.03]), n), 0)
    by_order = order[vocabulary.group("golongan") == "pns"]
    codes = pd.Series(by_order.index, index=by_order.to_numpy())
    golongan = codes.reindex(rank).to_numpy(object)
    golongan = np.where(pppk, who["education"].map(schools["pppk_golongan"]).to_numpy(object), golongan)
    raised = now - rng.integers(1, 48, n)
    raised = raised - (raised - 3) % 6  # April and October
    fresh = pppk | (served < 50)
    since = np.where(fresh, joined, np.maximum(raised, joined))
    since_date = month_start(since)
    service = np.where(fresh, np.where(pppk, 0, served), since - joined)
    graduated = joined // 12 + 1970 - rng.integers(1, 4, n)
    after = joined // 12 + 1970 + rng.integers(3, 12, n)
    graduated = np.where(late, np.minimum(after, as_of.year - 1), graduated)
    youngest = (
        who["birth_date"].dt.year.to_numpy() + who["education"].map(schools["age"]).astype("int64").to_numpy() - 1
    )
    graduated = np.minimum(np.maximum(graduated, youngest), as_of.year)
    year = pd.Series(graduated, index=who.index).astype("Int64")
    return who.assign(
        rank=np.where(pppk, 0, rank),
        golongan=golongan,
        golongan_since=since_date,
        service_months=pd.Series(service, index=who.index).astype("Int64"),
        graduated=blank(rng, year, 0.02),
    )


def _studies(who: pd.DataFrame, references: References, rng: np.random.Generator) -> pd.Series:
    """A field of study that the level offers, mostly of the family served in; some unknown."""
    table = reference(references, "demo_bidang_studi")
    weight, field = numbers(table, "weight"), table["field"].to_numpy(object)
    home = np.where(who["group"].isin([TEACHER, EXPERT, SKILLED]), 0.92, 0.66)
    family = who["family"].where(rng.random(len(who)) < home, "")
    drawn = np.empty(len(who), dtype=object)
    offers = {level: table["levels"].str.contains(rf"\b{level}\b").to_numpy(bool) for level in set(who["education"])}
    pairs = pd.MultiIndex.from_arrays([who["education"], family])
    for pair in pairs.unique().sort_values():
        rows, (level, own) = np.flatnonzero(pairs == pair), pair
        offered = offers[level]
        near = offered & (table["family"] == own).to_numpy()  # school leavers have no field of a family
        drawn[rows] = field[choose(rng, weight * (near if near.any() else offered), len(rows))]
    asked = (who["wanted"] != "") & who["education"].isin(HIGHER) & (rng.random(len(who)) < 0.9)
    return blank(rng, pd.Series(np.where(asked, who["wanted"], drawn), index=who.index, dtype="str"), 0.03)


# the rest -------------------------------------------------------------------------------------------------------------


def _lots(who: pd.DataFrame, rng: np.random.Generator, as_of: date) -> pd.DataFrame:
    """Religion, marriage, status, and whether competencies were ever tested."""
    n = len(who)
    age = as_of.year - who["birth_date"].dt.year.to_numpy()
    religions = ("islam", "protestant", "catholic", "buddha", "hindu", "confucian", "belief")
    single = rng.random(n) < np.interp(age, [20, 30, 38, 60], [0.95, 0.35, 0.08, 0.02])
    later = among(rng, ("married", "widowed", "divorced"), n, (93, 4, 3))
    away = among(rng, ("tugas_belajar", "cltn", "dipekerjakan", "berhenti_sementara"), n, (40, 30, 20, 10))
    without = who["post"].isna().to_numpy()
    pns = (who["kind"] == "pns").to_numpy()
    probation = month_of(as_of) - months(who["cpns_since"].to_numpy()) < 12
    confirmed = month_start(months(who["cpns_since"].to_numpy()) + 12 + rng.integers(0, 4, n))
    confirmed = np.minimum(confirmed, np.datetime64(as_of, "s"))
    chance = np.select(
        [
            (who["group"] == STRUCTURAL).to_numpy(),
            who["tier"].isin(["jf_ahli_muda", "jf_ahli_madya", "jf_ahli_utama"]) & (who["group"] == EXPERT),
            (who["group"] == OPERATIVE) & who["education"].isin(["s1", "s2"]) & (who["rank"] >= MIDDLE_RANK),
            (who["group"] == EXPERT).to_numpy(),
        ],
        [0.60, 0.60, 0.50, 0.30],
        0.03,
    )
    return who.assign(
        religion=among(rng, religions, n, (940, 25, 14, 8, 5, 3, 5)),
        marital_status=blank(rng, pd.Series(np.where(single, "single", later), index=who.index, dtype="str"), 0.005),
        legal_status=np.where(without, away, "aktif"),
        stage=np.where(pns & probation, "cpns", "full"),
        pns_since=pd.Series(confirmed, index=who.index).where(pd.Series(pns & ~probation, index=who.index)),
        assessed=(rng.random(n) < chance) & pns,
        spared=False,
    )


def _numbered(who: pd.DataFrame) -> pd.DataFrame:
    """18 digits: birth date, month of joining (a contract code for a PPPK), sex, serial 000. Two people who would share
    one are born a day apart instead."""
    month = who["cpns_since"].dt.strftime("%Y%m")
    contract = who["cpns_since"].dt.strftime("%Y") + PPPK_CODE
    tail = month.where(who["kind"] == "pns", contract) + who["sex"].map({"male": "1", "female": "2"}) + "000"
    birth = who["birth_date"]
    while True:
        nip = birth.dt.strftime("%Y%m%d") + tail
        twice = nip.duplicated(keep="first")
        if not twice.any():
            return who.assign(nip=nip, birth_date=birth)
        birth = birth.where(~twice, birth + pd.Timedelta(days=1))


def _nearly_retired(who: pd.DataFrame, references: References, seed: int, as_of: date) -> pd.DataFrame:
    """At least one holder of each structural tier reaches the age of retirement within half a year."""
    rng = generator(seed, "nearly retired")
    tiers = reference(references, "demo_jenjang").set_index("tier")
    birth = who["birth_date"].copy()
    for tier in ("jpt_pratama", "administrator", "pengawas"):
        last = int(str(tiers.at[tier, "retire_at"]))
        turns = birth + pd.DateOffset(years=last)
        soon = (who["tier"] == tier) & (turns <= pd.Timestamp(as_of) + pd.DateOffset(months=9))
        if soon.any():
            continue
        holders = np.flatnonzero((who["tier"] == tier) & (who["group"] == STRUCTURAL))
        oldest = holders[np.argsort(birth.to_numpy()[holders], kind="stable")[0]]
        days = int(rng.integers(60, 170))
        birth.iloc[oldest] = pd.Timestamp(as_of) - pd.DateOffset(years=last) + pd.Timedelta(days=days)
    return who.assign(birth_date=birth)
