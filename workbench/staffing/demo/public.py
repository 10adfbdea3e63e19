"""Courses on offer, and what citizens said: complaints and answers to the satisfaction survey."""

from datetime import date

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import References, among, generator, reference

CHANNELS = ("SP4N-LAPOR!", "Tatap muka", "Surat", "Telepon")
ELEMENTS = tuple(f"u{k}" for k in range(1, 10))


def courses(references: References) -> tuple[pd.DataFrame, pd.DataFrame]:
    """courses, course_competencies."""
    table = reference(references, "demo_pelatihan")
    whole = {name: table[name].astype("int64") for name in ("hours", "cost", "from_level", "to_level")}
    offered = table[["course", "name", "kind", "form", "requires"]].assign(hours=whole["hours"], cost=whole["cost"])
    raised = table[["course", "competencies"]].assign(from_level=whole["from_level"], to_level=whole["to_level"])
    raised = raised.assign(competency=raised["competencies"].str.split(";")).explode("competency", ignore_index=True)
    return offered, raised[["course", "competency", "from_level", "to_level"]]


def sessions(references: References, seed: int, as_of: date, small: bool) -> pd.DataFrame:
    """Sessions of the year that follows; a course runs as many working days as its hours take."""
    rng = generator(seed, "sessions")
    table = reference(references, "demo_pelatihan")
    each = 1 if small else 2
    at = np.repeat(np.arange(len(table)), each)
    start = np.datetime64(date(as_of.year + 1, 1, 12), "D") + (7 * rng.integers(0, 46, len(at))).astype(
        "timedelta64[D]"
    )
    days = np.ceil(table["hours"].astype("int64").to_numpy()[at] / 10).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "session": [f"{table['course'].iloc[k]}-{as_of.year + 1}-{n % each + 1}" for n, k in enumerate(at)],
            "course": table["course"].to_numpy(object)[at],
            "start": start.astype("datetime64[s]"),
            "end": (start + days - np.timedelta64(1, "D")).astype("datetime64[s]"),
            "seats": rng.choice([20, 30, 40], len(at)),
            "place": among(rng, ("Kampus BPSDM", "Daring", "Aula BKD"), len(at)),
            "budget": among(rng, ("APBD", "APBN", "Hibah"), len(at), (8, 1, 1)),
        }
    )


def complaints(units: pd.DataFrame, number: int, seed: int, as_of: date) -> pd.DataFrame:
    rng = generator(seed, "complaints")
    served = units.loc[units["kind"].isin(["office", "hospital", "uptd", "school"]), "unit"].to_numpy(object)
    received = np.datetime64(as_of, "D") - rng.integers(1, 365, number).astype("timedelta64[D]")
    took = rng.gamma(2.0, 12.0, number).astype(np.int64).astype("timedelta64[D]") + np.timedelta64(1, "D")
    closed = received + took
    done = closed <= np.datetime64(as_of, "D")
    status = np.where(done, "closed", np.where(rng.random(number) < 0.6, "processing", "received")).astype(object)
    return pd.DataFrame(
        {
            "complaint": [f"ADU-{as_of.year}-{k:05d}" for k in range(1, number + 1)],
            "unit": served[rng.integers(0, len(served), number)],
            "channel": among(rng, CHANNELS, number, (6, 2, 1, 2)),
            "received": received.astype("datetime64[s]"),
            "status": status,
            "closed": pd.Series(closed.astype("datetime64[s]")).where(done),
        }
    )


def surveys(units: pd.DataFrame, number: int, seed: int, as_of: date) -> pd.DataFrame:
    """Answers 1-4 to the nine elements; offices differ, and some answers were left open."""
    rng = generator(seed, "surveys")
    served = units.loc[units["kind"].isin(["office", "hospital", "uptd", "school"]), "unit"].to_numpy(object)
    at = rng.integers(0, len(served), number)
    office = rng.normal(3.25, 0.2, len(served))[at]
    element = rng.normal(0, 0.12, len(ELEMENTS))
    answers = np.clip(np.round(office[:, None] + element + rng.normal(0, 0.6, (number, len(ELEMENTS)))), 1, 4).astype(
        np.int64
    )
    table = pd.DataFrame(answers, columns=list(ELEMENTS)).astype("Int64").mask(rng.random(answers.shape) < 0.01)
    day = np.datetime64(as_of, "D") - rng.integers(1, 300, number).astype("timedelta64[D]")
    table.insert(0, "survey", [f"SKM-{as_of.year}-{k:05d}" for k in range(1, number + 1)])
    table.insert(1, "unit", served[at])
    table.insert(2, "date", day.astype("datetime64[s]"))
    return table
