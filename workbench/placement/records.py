"""Tables as JSON-ready records: days as ISO text, missing as None."""

from typing import Any

import numpy as np
import pandas as pd


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """
    >>> records(pd.DataFrame({"day": pd.to_datetime(["2026-01-31", None]), "seats": [1, 2]}))
    [{'day': '2026-01-31', 'seats': 1}, {'day': None, 'seats': 2}]
    """
    days = {str(name): told.dt.strftime("%Y-%m-%d") for name, told in table.select_dtypes("datetime").items()}
    plain = table.assign(**days).astype(object).where(table.notna(), None)
    return [{str(name): _plain(value) for name, value in row.items()} for row in plain.to_dict("records")]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
