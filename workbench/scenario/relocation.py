"""What a move costs, in rupiah: the agency's own numbers and its table of distances (`policy.settings["relocation"]`).

per_move: 0              every move
per_relocation: 5000000  in addition, when the regency changes
per_km: 20000            in addition, for each kilometre between the two
distances:               one entry for each source
  - {source: ..., confidence: memory, km: [["15.01", "15.02", 90], ...]}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

AMOUNTS = ("per_move", "per_relocation", "per_km")
CONFIDENCES = ("assumed", "memory", "single-source", "verified", "confirmed")


@dataclass(frozen=True)
class Relocation:
    """Amounts in whole rupiah; `km`: region, other, km (whole), confidence, source, each pair of regions once."""

    per_move: int
    per_relocation: int
    per_km: int
    km: pd.DataFrame

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Relocation":
        """As the policy's settings have it. Raises ValueError with a sentence that says what is missing."""
        mistake = relocation_mistake(settings.get("relocation"))
        if mistake:
            raise ValueError(mistake)
        given = settings["relocation"]
        rows = [(*row, table["confidence"], table["source"]) for table in given["distances"] for row in table["km"]]
        km = pd.DataFrame(rows, columns=["region", "other", "km", "confidence", "source"])
        return cls(given["per_move"], given["per_relocation"], given["per_km"], km)

    @property
    def most(self) -> int:
        """The dearest known move: what one counts whose regions or distance are unknown."""
        return self.per_move + self.per_relocation + self.per_km * int(self.km["km"].max())

    def costs(self, regions: pd.Index) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Rupiah of a move between any two of n `regions`, and which of these costs are unknown: both (n+1, n+1).

        The last row and column are the region that is not known, so that a code of -1 finds it.
        """
        n = len(regions)
        km = np.full((n + 1, n + 1), -1, np.int64)
        a, b = (np.asarray(regions.get_indexer(pd.Index(self.km[name]))) for name in ("region", "other"))
        here = (a >= 0) & (b >= 0)
        km[a[here], b[here]] = km[b[here], a[here]] = self.km["km"].to_numpy(np.int64)[here]
        same = np.eye(n + 1, dtype=bool)
        same[n, n] = False
        unknown = ~same & (km < 0)
        away = np.where(unknown, self.most, self.per_move + self.per_relocation + self.per_km * km)
        return np.where(same, self.per_move, away), unknown


def relocation_mistake(given: Any) -> str | None:
    """What is wrong with the cost of a move, in one sentence, or None."""
    if not isinstance(given, Mapping):
        return "Biaya pindah belum ditetapkan: isilah policy.settings.relocation (biaya tetap, biaya per km, jarak)."
    strange = sorted(set(given) - {*AMOUNTS, "distances"})
    if strange:
        return f"Biaya pindah tidak mengenal {', '.join(strange)}; yang ada: {', '.join(AMOUNTS)}, distances."
    for name in AMOUNTS:
        if not _whole(given.get(name)):
            return f"Biaya pindah {name} harus rupiah bulat, paling sedikit 0."
    tables = given.get("distances")
    if not isinstance(tables, list | tuple) or not all(isinstance(table, Mapping) for table in tables):
        return "Jarak antarkabupaten harus berupa daftar tabel dengan source, confidence dan km."
    seen: set[tuple[str, str]] = set()
    for table in tables:
        if not table.get("source") or table.get("confidence") not in CONFIDENCES:
            return f"Tiap tabel jarak menyebut source, dan confidence salah satu dari {', '.join(CONFIDENCES)}."
        for row in table.get("km", ()):
            if not isinstance(row, list | tuple) or len(row) != 3 or not _whole(row[2]):
                return f"Baris jarak {row!r} harus berupa dua kode wilayah dan km bulat, paling sedikit 0."
            if not all(isinstance(code, str) for code in row[:2]) or row[0] == row[1]:
                return f"Baris jarak {row!r} harus menyebut dua kode wilayah yang berbeda, sebagai teks."
            pair = (min(row[:2]), max(row[:2]))
            if pair in seen:
                return f"Jarak {pair[0]} dan {pair[1]} tertulis dua kali."
            seen.add(pair)
    return None if seen else "Tabel jarak antarkabupaten masih kosong."


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
