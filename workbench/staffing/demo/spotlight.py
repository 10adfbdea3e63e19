"""Two people whose names are traps: they must show as text wherever they appear, and they appear near the top."""

from datetime import date

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import References, reference
from workbench.staffing.demo.organization import STRUCTURAL
from workbench.staffing.demo.people import FORMULA_NAME, MARKUP_NAME

LONG_SERVICE_MONTHS = 54


def spotlight(who: pd.DataFrame, posts: pd.DataFrame, references: References, as_of: date) -> pd.DataFrame:
    """A strong candidate for a vacant administrator post is named like markup, one for a vacant pengawas post like a
    spreadsheet formula."""
    who = who.assign(known_for=0)
    who = _named(who, posts, references, as_of, MARKUP_NAME, "administrator", ("pengawas",), "III/d", "s2")
    below = ("pelaksana", "jf_ahli_pertama")
    return _named(who, posts, references, as_of, FORMULA_NAME, "pengawas", below, "III/b", "s1")


def _named(
    who: pd.DataFrame,
    posts: pd.DataFrame,
    references: References,
    as_of: date,
    name: str,
    tier: str,
    below: tuple[str, ...],
    golongan: str,
    education: str,
) -> pd.DataFrame:
    vacant = posts[(posts["group"] == STRUCTURAL) & (posts["tier"] == tier) & ~posts["post"].isin(who["post"])]
    age = as_of.year - who["birth_date"].dt.year
    served = as_of.year - who["cpns_since"].dt.year
    fit = who["tier"].isin(below) & (who["kind"] == "pns") & who["post"].notna() & age.between(36, 47) & (served >= 12)
    seats = vacant.sort_values("post")[["post", "family", "fields"]].assign(at=np.arange(len(vacant)))
    pairs = who[fit & ~who["spared"]].reset_index()[["index", "family", "ability"]].merge(seats, on="family")
    if len(pairs):
        best = pairs.sort_values(["at", "ability", "index"], ascending=[True, False, True]).iloc[0]
        row, fields = int(best["index"]), best["fields"]
    else:  # nobody of that family: somebody of another will do
        row = int(who.index[who["tier"].isin(below) & (who["kind"] == "pns") & ~who["spared"]][0])
        fields = seats["fields"].iloc[0]
    if pd.isna(fields):
        studies = reference(references, "demo_bidang_studi")
        fields = studies.loc[studies["family"] == who.at[row, "family"], "field"].iloc[0]
    changed = who.copy()
    changed.loc[row, ["name", "golongan", "education"]] = [name, golongan, education]
    changed.loc[row, "field"] = str(fields).split(";")[0]
    changed.loc[row, ["ability", "known_for"]] = [2.5, LONG_SERVICE_MONTHS]
    changed.loc[row, ["assessed", "spared"]] = [True, True]
    return changed
