"""What every test may ask for. Values here are immutable, so they are shared by a whole session."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from hypothesis import HealthCheck, settings

from domain import ROOT
from workbench.io import resources
from workbench.regulation.rulebook import Rulebook
from workbench.scenario import Policy
from workbench.staffing import Schemas, Staffing, demo

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    return Schemas.parse({path.stem: path.read_text("utf-8") for path in (ROOT / "data" / "skema").glob("*.csv")})


@pytest.fixture(scope="session")
def as_of() -> date:
    return date(2025, 10, 29)


@pytest.fixture(scope="session")
def province() -> Staffing:
    """The small demo province: six offices, 600 invented people."""
    return demo.province(resources.references(), resources.schemas(), small=True)


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return resources.rulebook()


@pytest.fixture(scope="session")
def policy() -> Policy:
    return resources.default_policy()


@pytest.fixture(scope="module")
def impatient() -> Iterator[None]:
    """A search within limits that has a plan near enough to the best ends after a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("workbench.placement.plan"), "PATIENCE", 1.0)
        yield


@pytest.fixture(scope="module")
def unhurried() -> Iterator[None]:
    """A small change of a plan within limits has the time that it needs, on however slow a machine."""
    with pytest.MonkeyPatch.context() as patch:
        warm = import_module("workbench.placement.engine.limits.warm")
        patch.setattr(warm, "SECONDS", 10.0)
        patch.setattr(warm, "LONGER", 10.0)
        yield
