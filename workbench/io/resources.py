"""What ships with the program: schemas, law, policy and references; in a clone and in an installed wheel alike."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import yaml

from workbench.regulation.rulebook import Confirmation, Rulebook
from workbench.scenario import Policy
from workbench.scenario.approval import Level
from workbench.staffing import Schemas

if TYPE_CHECKING:
    from workbench.placement.fairness import Standard
    from workbench.placement.robustness.robust import Trial

_PACKAGE = Path(__file__).resolve().parents[1]
_SHARED = _PACKAGE / "_share"


def root() -> Path:
    """The folder that holds `data/`, `notebooks/` and `reports/`: the clone, or the wheel's own share."""
    return _SHARED if _SHARED.is_dir() else _PACKAGE.parent


def is_clone() -> bool:
    """Whether the program runs from its repository."""
    return not _SHARED.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file()


def resource(*parts: str) -> Path:
    """A file or folder that ships with the program: `resource("data", "regulations")`."""
    path = root().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"{'/'.join(parts)} is missing from this installation; install penataan again")
    return path


@cache
def schemas() -> Schemas:
    """The tables and the vocabulary (`data/skema`)."""
    return Schemas.parse(_texts("skema", "csv"))


def rulebook(confirmations: Iterable[Mapping[str, Any]] = ()) -> Rulebook:
    """The law (`data/regulations`), with what the agency has confirmed (`scenarios.confirmations(workspace)`)."""
    given = tuple(Confirmation.from_payload(payload) for payload in confirmations)
    return _rulebook().confirmed_by(*given) if given else _rulebook()


@cache
def _rulebook() -> Rulebook:
    return Rulebook.parse(_texts("regulations", "yaml"))


@cache
def default_policy() -> Policy:
    """The agency's choices until a scenario changes them (`data/policy/penempatan.yaml`)."""
    return Policy.from_record(yaml.safe_load(resource("data", "policy", "penempatan.yaml").read_text("utf-8")))


@cache
def comparison() -> Mapping[str, Any]:
    """When ids of two snapshots cannot be compared (`data/policy/banding.yaml`)."""
    return yaml.safe_load(resource("data", "policy", "banding.yaml").read_text("utf-8"))


@cache
def fairness() -> "Standard":
    """The lines that an audit holds a plan against (`data/policy/keadilan.yaml`)."""
    from workbench.placement.fairness import Standard

    return Standard.from_record(yaml.safe_load(resource("data", "policy", "keadilan.yaml").read_text("utf-8")))


@cache
def robustness() -> "Trial":
    """What a plan is put to, to see whether it is robust (`data/policy/kokoh.yaml`)."""
    from workbench.placement.robustness.robust import Trial

    return Trial.from_record(yaml.safe_load(resource("data", "policy", "kokoh.yaml").read_text("utf-8")))


@cache
def explaining() -> Mapping[str, Any]:
    """When a letter may state a difference in points (`data/policy/penjelasan.yaml`)."""
    return yaml.safe_load(resource("data", "policy", "penjelasan.yaml").read_text("utf-8"))


@cache
def restructuring_policy() -> Mapping[str, Any]:
    """The agency's choices for restructuring, one key for each computation (`data/policy/penataan.yaml`)."""
    return yaml.safe_load(resource("data", "policy", "penataan.yaml").read_text("utf-8"))


@cache
def approval() -> tuple[Level, ...]:
    """The levels that a submitted scenario passes, in order (`data/policy/persetujuan.yaml`)."""
    told = yaml.safe_load(resource("data", "policy", "persetujuan.yaml").read_text("utf-8"))
    levels = tuple(Level.from_record(record) for record in told["levels"])
    if not levels or len({level.id for level in levels}) < len(levels):
        raise ValueError("persetujuan.yaml needs at least one level, and no two of one id")
    return levels


@cache
def papers() -> Mapping[str, Mapping[str, str]]:
    """Which document settles a finding, by its source (`data/policy/bukti.yaml`): name and name_en."""
    return yaml.safe_load(resource("data", "policy", "bukti.yaml").read_text("utf-8"))


@cache
def references() -> Mapping[str, Any]:
    """Facts about the province by file stem (`data/reference`): tables of text (missing = nan), or plain JSON."""
    found: dict[str, Any] = {}
    for path in sorted(resource("data", "reference").iterdir()):
        if path.suffix == ".csv":
            found[path.stem] = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
        elif path.suffix == ".json":
            found[path.stem] = json.loads(path.read_text("utf-8"))
    return found


def _texts(folder: str, suffix: str) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted(resource("data", folder).glob(f"*.{suffix}"))}
