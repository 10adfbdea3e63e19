"""Requirement profiles: posts that ask the same share one, so that 5,000 posts are a few hundred questions."""

import pandas as pd

from workbench.regulation.retirement import special_law
from workbench.staffing import Staffing

ASKS = (
    "tier",
    "eselon",
    "family",
    "golongan_min",
    "golongan_max",
    "education_min",
    "fields",
    "competencies",
    "named",
    "special",
)
"""What tells two profiles apart. Empty text: the post asks nothing there."""

NAMED = ("inspektur", "inspektur_pembantu", "sekretaris_dprd")
"""Posts that the law calls by name, as `appointment.consultation_before_decision` spells them."""


def requirement_profiles(staffing: Staffing) -> tuple[pd.DataFrame, pd.Series]:
    """(profiles indexed 0..R-1 with the columns of `ASKS` and `posts`, how many share it; post -> profile number).

    Numbers depend on what the posts ask, not on the order of their rows.
    """
    posts = staffing.posts
    asks = (
        pd.DataFrame(
            {
                "tier": posts["tier"],
                "eselon": posts["eselon"],
                "family": folded(posts["family"]),
                "golongan_min": posts["golongan_min"],
                "golongan_max": posts["golongan_max"],
                "education_min": posts["education_min"],
                "fields": _fields(posts["fields"]),
                "competencies": _competencies(staffing),
                "named": named_posts(staffing),
                "special": special_law(posts),
            }
        )[list(ASKS)]
        .astype("str")
        .fillna("")
    )
    numbers = asks.groupby(list(ASKS), sort=True).ngroup()
    profiles = asks.assign(number=numbers).drop_duplicates("number").set_index("number").sort_index()
    profiles = profiles.assign(posts=numbers.value_counts().reindex(profiles.index).astype("int64"))
    of_post = pd.Series(numbers.to_numpy(), index=pd.Index(posts["post"], name="post"), name="profile", dtype="int64")
    return profiles.rename_axis("profile"), of_post


def named_posts(staffing: Staffing) -> pd.Series:
    """Which of the `NAMED` posts each post is, empty for none: by its unit and title, since SIASN has no mark for
    it."""
    posts = staffing.posts
    units = staffing.units.drop_duplicates("unit").set_index("unit")["kind"]
    kind, title = posts["unit"].map(units), folded(posts["title"])
    heads = posts["head"].eq(True).fillna(False).astype(bool) & posts["tier"].eq("jpt_pratama")
    named = pd.Series("", index=posts.index, dtype="str")
    named = named.mask(kind.eq("inspectorate") & heads, "inspektur")
    named = named.mask(kind.eq("council_secretariat") & heads, "sekretaris_dprd")
    return named.mask(title.str.startswith("inspektur pembantu").fillna(False).astype(bool), "inspektur_pembantu")


def folded(values: pd.Series) -> pd.Series:
    """Text without its accidents of case and space, so that two spellings of one family are one."""
    return values.map({text: " ".join(text.split()).casefold() for text in values.dropna().unique()}).astype("str")


def _fields(values: pd.Series) -> pd.Series:
    """Fields of study, each folded once, in one order."""
    distinct = values.dropna().unique()
    tidy = {
        text: ";".join(sorted({" ".join(one.split()).casefold() for one in text.split(";")} - {""}))
        for text in distinct
    }
    return values.map(tidy)


def _competencies(staffing: Staffing) -> pd.Series:
    """What the post asks as `code:level` joined by semicolons."""
    asked = staffing.post_competencies.dropna(subset=["post", "competency", "level"])
    asked = asked.sort_values(["post", "competency"])
    joined: dict[str, list[str]] = {}
    for post, code, level in zip(*(asked[name].to_list() for name in ("post", "competency", "level")), strict=True):
        joined.setdefault(post, []).append(f"{code}:{level}")
    return staffing.posts["post"].map({post: ";".join(each) for post, each in joined.items()})
