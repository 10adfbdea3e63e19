"""What every test may ask for. Values here are immutable, so they are shared by a whole session."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from workbench.staffing import Schemas

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    return Schemas.parse({path.stem: path.read_text("utf-8") for path in (ROOT / "data" / "skema").glob("*.csv")})


@pytest.fixture(scope="session")
def as_of() -> date:
    return date(2025, 10, 29)
