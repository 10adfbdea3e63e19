"""One vocabulary: every code with its order, its label and each spelling met in SIASN and in the regulations."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd


def folded(values: pd.Series) -> pd.Series:
    """Spellings without their accidents: case, outer and repeated spaces."""
    return values.str.strip().str.casefold().str.replace(r"\s+", " ", regex=True)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """`terms`: kind, code, order (higher is more, missing where there is none), group, label, label_en, spellings."""

    terms: pd.DataFrame

    @classmethod
    def parse(cls, text: str) -> "Vocabulary":
        terms = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        twice = terms[terms.duplicated(["kind", "code"])]
        if len(twice):
            raise ValueError(f"the vocabulary has {twice.iloc[0]['kind']} {twice.iloc[0]['code']} twice")
        return cls(terms.assign(order=pd.to_numeric(terms["order"]).astype("Int64")))

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.terms["kind"])

    @cached_property
    def _by_kind(self) -> Mapping[str, pd.DataFrame]:
        return {str(kind): rows.set_index("code") for kind, rows in self.terms.groupby("kind", sort=False)}

    def _of(self, kind: str) -> pd.DataFrame:
        if kind not in self._by_kind:
            raise KeyError(f"no vocabulary {kind!r}; there are {', '.join(sorted(self._by_kind))}")
        return self._by_kind[kind]

    def codes(self, kind: str) -> pd.Index:
        return self._of(kind).index

    def order(self, kind: str) -> pd.Series:
        """Rank of each code; comparable only within one `group`."""
        return self._of(kind)["order"]

    def group(self, kind: str) -> pd.Series:
        return self._of(kind)["group"]

    def label(self, kind: str, lang: str = "id") -> pd.Series:
        return self._of(kind)["label_en" if lang == "en" else "label"]

    @cached_property
    def _spellings(self) -> Mapping[str, pd.Series]:
        """kind -> spelling (folded) -> code; a spelling that means two codes is an error of the vocabulary."""
        found = {}
        for kind, rows in self._by_kind.items():
            every = pd.concat(
                [
                    pd.Series(rows.index, index=rows.index),
                    rows["label"],
                    rows["spellings"].str.split("|").explode(),
                ]
            )
            pairs = pd.DataFrame({"spelling": folded(every), "code": every.index}).drop_duplicates()
            pairs = pairs[pairs["spelling"] != ""]
            twice = pairs[pairs.duplicated(subset=["spelling"])]
            if len(twice):
                raise ValueError(f"the vocabulary spells two codes of {kind} as {twice.iloc[0]['spelling']!r}")
            found[kind] = pairs.set_index("spelling")["code"]
        return found

    def read(self, kind: str, values: pd.Series) -> tuple[pd.Series, pd.Series]:
        """Codes for any known spelling, and a mask of what was there but is not known. Missing stays missing."""
        self._of(kind)
        codes = folded(values.astype("str")).map(self._spellings[kind]).astype("str")
        return codes, values.notna() & codes.isna()
