"""When a person retires: the retirement age (BUP) of a post, and the day it takes effect."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.asking import Ask, ask, together
from workbench.regulation.rulebook import NO_LIMIT, Regulation
from workbench.staffing import Staffing
from workbench.staffing.service import held_posts

SPECIAL_LAW = ("guru", "dosen", "profesor")
"""Functional posts whose BUP is set by their own act, by the first word of their title."""

FIRST_OF_NEXT_MONTH = "first_day_of_month_after_birthday_month"


def special_law(posts: pd.DataFrame) -> pd.Series:
    """Per post: the act of its own that sets its BUP (`guru`, ...), empty for none. Only functional posts have one."""
    word = posts["title"].str.strip().str.casefold().str.extract(r"^(\w+)", expand=False)
    functional = posts["tier"].str.startswith("jf_").fillna(False).astype(bool)
    return word.where(functional & word.isin(SPECIAL_LAW), "").astype("str")


def bup(tier: str, special: str, group: str, regulation: Regulation) -> Ask:
    """Retirement age in years of a post, by the precedence of the law (special_law, jenjang, tier).

    `group` is the vocabulary's group of the tier (jpt, ja, jf_keahlian, jf_keterampilan).
    """
    precedence = ask(regulation, "retirement_age.precedence")
    if not precedence.known or precedence.value is NO_LIMIT:
        return precedence
    names = {
        "special_law": special,
        "jenjang": tier if group == "jf_keahlian" else group if group.startswith("jf") else "",
        "tier": group if group == "jpt" else tier,
    }
    for step in precedence.value:
        name = f"retirement_age.{names[step]}"
        if names[step] and name in regulation.rulebook.entries:
            found = ask(regulation, name)
            citation, confidence = together(found, precedence)
            return Ask(found.value, citation, confidence)
    return Ask(None, precedence.citation, precedence.confidence)


def retires_on(birth: pd.Series, years: pd.Series, regulation: Regulation) -> pd.Series:
    """The day from which a person is retired (TMT), missing where birth date or BUP is.

    The first of the month after the month in which the retirement age is reached.
    """
    months = retirement_month(birth, pd.to_numeric(years).astype("float64").to_numpy(), regulation)
    days = np.where(
        np.isnan(months), np.datetime64("NaT", "M"), np.nan_to_num(months).astype("int64").astype("datetime64[M]")
    )
    return pd.Series(days.astype("datetime64[s]"), index=birth.index)


def retirement_month(birth: pd.Series, years: NDArray[Any], regulation: Regulation) -> NDArray[np.float64]:
    """Months since 1970-01 of the TMT; nan where unknown. `years` broadcasts, so a column of BUPs gives a matrix."""
    rule = ask(regulation, "retirement_age.tmt_rule")
    missing = birth.isna().to_numpy()
    born = birth.to_numpy().astype("datetime64[M]").astype("int64").astype("float64")
    born[missing] = np.nan
    if not rule.known or rule.value is NO_LIMIT:
        return np.full(np.broadcast_shapes(born.shape, years.shape), np.nan)
    if rule.value != FIRST_OF_NEXT_MONTH:
        raise ValueError(f"retirement_age.tmt_rule is {rule.value!r}; this program knows {FIRST_OF_NEXT_MONTH}")
    return born + years * 12 + 1


def retirement_ages(staffing: Staffing, regulation: Regulation) -> pd.Series:
    """BUP in years of each post (index: post), missing where the law of the day is not known."""
    posts = staffing.posts
    kinds = pd.DataFrame({"tier": posts["tier"].fillna(""), "special": special_law(posts)})
    group = staffing.schemas.vocabulary.group("tier")
    years = {}
    for tier, special in kinds.drop_duplicates().itertuples(index=False):
        found = bup(tier, special, str(group.get(tier, "")), regulation)
        years[tier, special] = found.value if found.known and found.asked else None
    values = [years[key] for key in zip(kinds["tier"], kinds["special"], strict=True)]
    return pd.Series(values, index=pd.Index(posts["post"]), dtype="Int64")


def retirement_dates(staffing: Staffing, regulation: Regulation) -> pd.Series:
    """The day on which each employee retires from the post now held, like `staffing.employees`; missing where birth
    date or post is not recorded."""
    post = staffing.employees["nip"].map(held_posts(staffing).set_index("nip")["post"])
    years = post.map(retirement_ages(staffing, regulation)[lambda ages: ~ages.index.duplicated()])
    return retires_on(staffing.employees["birth_date"], years, regulation)
