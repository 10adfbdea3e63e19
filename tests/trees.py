"""Tables of units to be made trees of: clean ones, and any that a file may hold."""

import pandas as pd
from hypothesis import strategies as st

IDS = ["0", "-", "1", "11", "12", "2", "21", "3"]


def units_of(*rows: tuple[str | None, str | None, str, str | None, int | None]) -> pd.DataFrame:
    """unit, parent, name, kind, order."""
    table = pd.DataFrame(list(rows), columns=["unit", "parent", "name", "kind", "order"])
    return table.astype({"unit": "str", "parent": "str", "name": "str", "kind": "str", "order": "Int64"})


@st.composite
def any_units(draw: st.DrawFn) -> pd.DataFrame:
    """Ids that are missing, repeated or placeholders, parents that are not there, circles, equal names."""
    id, name = st.none() | st.sampled_from(IDS), st.none() | st.sampled_from(["Seksi", "Bidang"])
    order = st.none() | st.integers(0, 2)
    kind = st.sampled_from(["province", "office", None])
    return units_of(*draw(st.lists(st.tuples(id, id | st.just("tak ada"), name, kind, order), max_size=14)))


@st.composite
def clean_units(draw: st.DrawFn, kinds: tuple[str, ...] = ("division", "section")) -> pd.DataFrame:
    """One top and units beneath it, with equal names and orders among them."""
    many = draw(st.integers(1, 24))
    rows = [("u0", None, "Pusat", "office", 1)]
    for n in range(1, many):
        above = draw(st.integers(max(0, n - 6), n - 1))
        name, kind = draw(st.sampled_from(["Seksi", "Bidang"])), draw(st.sampled_from(kinds))
        rows.append((f"u{n}", f"u{above}", name, kind, draw(st.none() | st.integers(0, 2))))
    return units_of(*rows)
