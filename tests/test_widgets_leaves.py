"""Leaves are ports: records in, gestures out."""

import re
from importlib import import_module
from typing import Any

import pytest

from widgets.connection import Connection
from widgets.heading import Heading
from widgets.leaf import HERE, STATIC, Leaf, Progress
from widgets.plan_table import PlanTable

LEAVES = {
    "agenda": "Agenda",
    "answer": "Answer",
    "attendance": "Attendance",
    "ballot": "Ballot",
    "chain": "Chain",
    "choices": "Choices",
    "connection": "Connection",
    "fates": "FatesBar",
    "file_picker": "FilePicker",
    "findings": "FindingsList",
    "form_panel": "FormPanel",
    "frontier": "Frontier",
    "heading": "Heading",
    "heat_table": "HeatTable",
    "lens_bar": "LensBar",
    "limit_panel": "LimitPanel",
    "log": "Log",
    "numbers": "Numbers",
    "org_chart": "OrgChart",
    "overrides": "Overrides",
    "picture": "Picture",
    "plan_table": "PlanTable",
    "proposals": "Proposals",
    "python_line": "PythonLine",
    "scenario_bar": "ScenarioBar",
    "simple_table": "SimpleTable",
    "slate": "Slate",
    "sliders": "Sliders",
    "state_panel": "StatePanel",
    "tabs": "Tabs",
    "toolbar": "Toolbar",
    "tray": "Tray",
    "unit_card": "UnitCard",
    "waiting": "Waiting",
}


def leaf_of(module: str) -> type[Leaf]:
    return getattr(import_module(f"widgets.{module}"), LEAVES[module])


def from_browser(leaf: Leaf, content: Any) -> None:
    leaf._handle_custom_msg(content, [])


@pytest.fixture
def sent(monkeypatch) -> list[dict]:
    """What leaves send to the browser."""
    found: list[dict] = []

    def send(self: Leaf, content: dict, buffers: Any = None) -> None:
        found.append(content | ({"buffers": buffers} if buffers else {}))

    monkeypatch.setattr(Leaf, "send", send)
    return found


def test_every_leaf_has_its_bundle_and_its_source():
    sources = {path.stem for path in (HERE / "src").glob("*.js")}
    assert sources == set(LEAVES) | {"page"}
    assert {path.stem for path in STATIC.glob("*.js")} == sources


@pytest.mark.parametrize("module", LEAVES)
def test_a_leaf_begins_empty_and_carries_no_styles_of_its_own(module: str):
    leaf = leaf_of(module)()
    assert leaf.record == {}
    assert "export" in leaf._esm
    assert not hasattr(leaf, "_css")


@pytest.mark.parametrize("module", LEAVES)
def test_a_leaf_shows_no_markup_and_asks_no_other_server(module: str):
    source = (HERE / "src" / f"{module}.js").read_text("utf-8")
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "://"):
        assert forbidden not in source


def test_whatever_listens_to_a_model_stops_listening():
    for path in (HERE / "src").rglob("*.js"):
        source = path.read_text("utf-8")
        assert source.count("model.on(") == source.count("model.off("), path.name
        begun = source.count(".connect(") + source.count(".observe(")
        assert begun == source.count(".disconnect("), path.name


@pytest.mark.parametrize("module", sorted(set(LEAVES) - {"sliders", "connection"}))
def test_python_gives_every_field_that_the_drawing_reads(module: str):
    source = (HERE / "src" / f"{module}.js").read_text("utf-8")
    read = set(re.findall(r"\brecord\.(\w+)", source)) - {"find"}
    given = set(re.findall(r'"(\w+)":', (HERE / f"{module}.py").read_text("utf-8")))
    assert read <= given, read - given


def test_a_gesture_is_heard_with_its_detail_until_the_listener_leaves():
    leaf, heard = Heading(), []
    off = leaf.on_gesture(lambda gesture, detail: heard.append((gesture, dict(detail))))
    from_browser(leaf, {"gesture": "select", "post": "01"})
    off()
    from_browser(leaf, {"gesture": "select", "post": "02"})
    assert heard == [("select", {"post": "01"})]


@pytest.mark.parametrize("content", [None, [], "undo", {}, {"gesture": 3}, {"gesture": None, "post": "01"}])
def test_what_is_no_gesture_is_not_heard(content: Any):
    leaf, heard = Heading(), []
    leaf.on_gesture(lambda gesture, detail: heard.append(gesture))
    from_browser(leaf, content)
    assert heard == []


def test_a_record_that_is_the_same_is_not_sent_again():
    leaf, changes = Heading(), []
    leaf.observe(changes.append, "record")
    for _ in range(3):
        leaf.show(title="Siapa di mana", sentences=["Dua kursi."], warning="", dates=[])
    assert len(changes) == 1


def test_progress_travels_apart_from_the_rows():
    table, changes = PlanTable(), []
    table.observe(changes.append, "record")
    table.wait(Progress(words="Menghitung merit", percent=55, left="55 %", cancel="Batalkan"))
    table.wait(None)
    assert changes == []
    assert table.progress is None


def test_outside_our_own_page_a_leaf_gives_the_style_sheet_when_asked(sent: list[dict]):
    leaf, heard = Heading(), []
    leaf.on_gesture(lambda gesture, detail: heard.append(gesture))
    from_browser(leaf, {"gesture": "style"})
    assert sent[0]["kind"] == "style"
    assert ".pn-panel" in sent[0]["css"]
    assert "@font-face" not in sent[0]["css"]
    assert heard == []


def test_the_heartbeat_is_answered(sent: list[dict]):
    from_browser(Connection(), {"gesture": "ping"})
    assert sent == [{"kind": "pong"}]


def test_a_file_is_handed_over_as_bytes(sent: list[dict]):
    Connection().hand_over("rencana.xlsx", "application/zip", b"PK")
    assert sent == [{"kind": "file", "name": "rencana.xlsx", "type": "application/zip", "buffers": [b"PK"]}]
