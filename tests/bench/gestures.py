"""The structure page with 10,000 units, 50,000 posts and 14,000 people: a gesture in the kernel, and a drop in a
browser until the figures have changed there."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright

from tests.bench.rows import Report
from tests.bench.structure_chart import MANY, many_units
from tests.browser.canvas import carry, places
from tests.browser.serving import chromium, start
from widgets.apps.panels.structure import chart
from workbench.scenario import MergeUnits, Move, MovePost, MoveUnit, RenameUnit
from workbench.staffing import Staffing

POSTS = 50_000
SERVER = 30.0
"""Target, ms: from a gesture until the figures have been given what came of it, in the kernel."""

BROWSER = 100.0
"""Target, ms: from letting go of a unit until the figures have changed on the screen."""

OFFICE, PARTS, OTHER = "Dinas Kesehatan", ("UPTD", "Bidang"), "Dinas Pekerjaan Umum"
"""An office that is unfolded, and how the names begin of its parts that are dropped, and of the office that gets them.
"""

PAUSE, PATIENCE = 3000, 120_000

ROUNDS = 8
"""Times that each kind of gesture is made."""


def large(staffing: Staffing, units: int = MANY, posts: int = POSTS) -> Staffing:
    """The staffing grown to so many units and posts; every other holder of an operative post sits in a new one."""
    more = many_units(units - len(staffing.units) + 1)
    top = staffing.units.loc[staffing.units["parent"].isna(), "unit"].iloc[0]
    named = "b-" + more["unit"]
    above = ("b-" + more["parent"]).mask(more["parent"] == "0", top)
    since = staffing.units["valid_from"].min()
    grown = more.assign(unit=named, parent=above, valid_from=since, opd_type=pd.Series(dtype="str")).iloc[1:]
    many, old = posts - len(staffing.posts), staffing.posts
    model = old[~old["head"].fillna(True).astype(bool)]
    fresh = model.iloc[np.arange(many) % len(model)].reset_index(drop=True)
    home = grown["unit"].to_numpy()[np.arange(many) % len(grown)]
    fresh = fresh.assign(post=[f"b-{number:05d}" for number in range(many)], unit=home)
    held = staffing.assignments
    seats = held.index[held["post"].isin(model["post"])][::2]
    moved = held["post"].copy()
    moved[seats] = fresh["post"].to_numpy()[np.arange(len(seats)) * (many // len(seats))]
    heads = np.flatnonzero(np.arange(many) < len(grown))
    fresh = fresh.assign(head=pd.Series(np.isin(np.arange(many), heads), dtype="boolean"))
    return staffing.replace(
        units=pd.concat([staffing.units, grown], ignore_index=True),
        posts=pd.concat([old, fresh], ignore_index=True),
        assignments=held.assign(post=moved),
    )


def gestures(staffing: Staffing, rounds: int = ROUNDS) -> Iterator[tuple[str, Move]]:
    """Moves of four kinds in turn, each on units of its own, so that every one can follow the one before."""
    units, posts = staffing.units, staffing.posts
    divisions = units.loc[units["kind"] == "division", "unit"].to_numpy()
    offices = units.loc[units["kind"] == "office", "unit"].to_numpy()
    twins = units[units["kind"] == "section"].groupby("parent")["unit"].agg(list)
    twins = twins[twins.map(len) > 1].to_numpy()
    plain = posts.loc[~posts["head"].fillna(True).astype(bool), "post"].to_numpy()
    named = units.loc[units["kind"] == "subdivision", "unit"].to_numpy()
    for at in range(rounds):
        share = at / rounds
        far = offices[int((share + 0.5) % 1 * len(offices))]
        yield "move", MoveUnit(str(divisions[int(share * len(divisions))]), str(far))
        pair = twins[int(share * len(twins))]
        yield "merge", MergeUnits((pair[0], pair[1]), pair[0])
        yield "post", MovePost(str(plain[int(share * len(plain))]), str(far))
        yield "rename", RenameUnit(str(named[int(share * len(named))]), f"Subbagian Baru {at + 1}")


@contextmanager
def workspace(folder: Path) -> Iterator[Any]:
    """A workspace with the large province."""
    from workbench.io import resources
    from workbench.io.workspace import Settings, Workspace
    from workbench.staffing.demo import province

    made = Workspace.create(folder / "ruang", Settings(fictional=True))
    made.save_snapshot(large(province(resources.references(), resources.schemas())), "besar")
    yield made


def opened(made: Any) -> Any:
    """The page on this workspace, without a browser."""
    from widgets.apps.conversation import Who
    from widgets.apps.restructuring import Restructuring
    from widgets.apps.runner import AtOnce
    from widgets.apps.struktur import Page
    from widgets.apps.words import Words

    session = Restructuring(made, Who("R. Contoh", "pimpinan"), AtOnce(), title=lambda day: f"Bagan {day}")
    page = Page(session, Words("id"))
    session.open(None)
    return page


def dropped(page: Any, moves: Iterator[tuple[str, Move]]) -> pd.DataFrame:
    """kind of each gesture; ms until the figures were given what came of it (`figures`), the chart too (`chart`), every
    leaf but for the checks and what becomes of people (`shown`), and those too (`every`)."""
    session, rows, stamps, began = page.session, [], {}, [0, 0.0]
    first, idle, placed = type(page.sheet).first, type(session).idle, chart.record

    def stamped(name: str) -> None:
        if session.scenario.seq != began[0]:
            stamps.setdefault(name, time.perf_counter())

    def charted(screen: Any) -> Any:
        stamped("figures")  # they are given just before
        return placed(screen)

    def answered(sheet: Any) -> None:
        first(sheet)
        stamped("chart")

    def rested(desk: Any) -> None:
        stamps.setdefault("shown", time.perf_counter())
        idle(desk)

    with (
        patch.object(type(page.sheet), "first", answered),
        patch.object(type(session), "idle", rested),
        patch.object(chart, "record", charted),
    ):
        for kind, move in moves:
            stood = standing(page)
            stamps.clear()
            began[:] = session.scenario.seq, time.perf_counter()
            session.do(move)
            stamps["every"] = time.perf_counter()
            if session.scenario.seq == began[0] or (kind in ("move", "merge") and standing(page) == stood):
                raise RuntimeError(f"{move} changed nothing: {session.message}")
            rows.append({"kind": kind, **{name: 1000 * (at - began[1]) for name, at in stamps.items()}})
    return pd.DataFrame(rows)


def standing(page: Any) -> tuple[bytes, bytes]:
    """Where each unit of the chart stands, and whether it goes."""
    return page.sheet.chart.parents, page.sheet.chart.flags


CLOCK = """() => new Promise((done, fail) => {
  setTimeout(() => fail(new Error("no figure changed")), 10000);
  const panels = () => [...document.querySelectorAll("section.pn-panel")].map(panel => panel.textContent);
  const table = () => panels().find(text => /^Sebelum dan/.test(text)), was = table();
  let let_go = 0;
  addEventListener("pointerup", () => { let_go = performance.now(); }, { once: true, capture: true });
  const watch = () => let_go && table() !== was
    ? requestAnimationFrame(() => done(performance.now() - let_go))
    : requestAnimationFrame(watch);
  watch();
})"""
"""In the page itself: from letting go until the frame after the figures changed is drawn."""


def browsed(home: Path, drops: int = 7) -> list[float]:
    """ms of each drop of a part of one office on another office, in a browser that shows the whole."""
    server = start(home, home.parent / "log")
    try:
        with sync_playwright() as playwright:
            browser = chromium(playwright)
            context = browser.new_context(viewport={"width": 1440, "height": 1000})
            context.set_default_timeout(PATIENCE)
            context.add_init_script("localStorage.setItem('penataan-nama', 'R. Contoh')")
            page = context.new_page()
            page.goto(f"{server.address}/struktur")
            page.wait_for_selector(".pn-bagan [role=treeitem]", state="attached")
            page.locator(f".pn-bagan [role=treeitem][aria-label^='{OFFICE},']").focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_selector(f".pn-bagan [role=treeitem][aria-label^='{PARTS[0]}']", state="attached")
            page.click("[data-k=pas]")
            took = [_let_go(page) for _ in range(drops)]
            browser.close()
        return took
    finally:
        server.stop()


def _let_go(page: Page) -> float:
    page.wait_for_timeout(PAUSE)  # what followed of the drop before is worked out
    seen = places(page)
    parts = [at for name, at in seen.items() if name.startswith(PARTS)]  # from the top, where those moved before are
    part, office = parts[-1], next(at for name, at in seen.items() if name.startswith(OTHER))
    page.evaluate(f"() => {{ window.timed = ({CLOCK})(); }}")
    carry(page, part, office)
    return float(page.evaluate("() => window.timed"))


def measure(report: Report) -> None:
    with tempfile.TemporaryDirectory() as name, workspace(Path(name)) as made:
        page = opened(made)
        staffing = page.session.scenario.base.staffing
        took = dropped(page, gestures(staffing)).iloc[4:]
        there = sorted(browsed(made.home)[2:])
    report.add("gesture.browser_p50_ms", there[len(there) // 2], "ms", target=BROWSER)
    report.add("gesture.browser_max_ms", there[-1], "ms", target=BROWSER)
    for kind, rows in [("drop", took), *took.groupby("kind")]:
        for word, part in (("p50", 0.5), ("p95", 0.95)):
            report.add(f"gesture.{kind}.server_{word}_ms", float(rows["figures"].quantile(part)), "ms", target=SERVER)
        for name in ("chart", "shown", "every"):
            report.add(f"gesture.{kind}.{name}_p50_ms", float(rows[name].quantile(0.5)), "ms")
