"""Ten browsers on one workshop, through the real server: kernels are killed, and once the server is started again.

At the end: every gesture whose effect a page had shown stands on record exactly once, all pages show the same, and what
they show is what both records fold to.
"""

import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.async_api import Browser, Error, async_playwright

from tests.browser.serving import QUIET, Server, executable, free_port, start
from tests.soak import record
from tests.soak.visitor import CHART, COUNT_DECISIONS, LONG, PATIENCE, TABLE, Gesture, Visitor
from workbench.io import accepting, resources, scenarios, workshops
from workbench.io.ledger import Event
from workbench.io.workspace import Settings, Workspace
from workbench.scenario import Scenario
from workbench.scenario.workshop import Workshop
from workbench.scenario.workshop.values import ENDED
from workbench.staffing.demo import province

AT_ONCE = 3
"""Pages that start together; each start takes a processor for seconds."""
KILL_EVERY = 60.0
BADGES = {"disetujui": "Disetujui", "ditolak": "Ditolak", "ditunda": "Ditunda"}
OPENED = "Lokakarya dibuka Dibuka"
SEEN = """
() => {
  const texts = (where) => [...document.querySelectorAll(where)].map((each) => each.innerText.trim());
  const text = (each) => each.innerText.replace(/\\s+/g, " ").trim();
  const lines = (list) => [...(list?.querySelectorAll("li .kop") ?? [])].map(text);
  const item = (each) => [each.dataset.k, each.getAttribute("aria-current")];
  const [decided, parked] = document.querySelectorAll(".pn-lembar-isi-meja .pn-catatan");
  return {
    told: texts(".pn-kalimat"), step: texts(".langkah"), decided: lines(decided), parked: lines(parked),
    queue: [...document.querySelectorAll(".pn-usul > li")].map(item),
  };
}
"""
"""What a page shows on its table: heading, step, the queue with what is discussed, what is decided and parked."""


@dataclass
class Room:
    """The one server of the workshop, which may be started again at the same address."""

    workspace: Workspace
    folder: Path
    port: int
    server: Server
    killed: int = 0
    restarted: int = 0

    def kernels(self) -> list[psutil.Process]:
        living = psutil.process_iter(["ppid", "cmdline"])  # knows nothing of those that have just ended
        own = [each for each in living if each.info["ppid"] == self.server.process.pid]
        return [each for each in own if "ipykernel_launcher" in (each.info["cmdline"] or [])]

    def kill_one(self, chance: random.Random) -> None:
        kernels = self.kernels()
        if kernels:  # none while everybody comes back to a server that was started again
            chance.choice(kernels).kill()
            self.killed += 1

    def start_again(self) -> None:
        self.server.stop()
        self.restarted += 1
        self.server = start(self.workspace.home, self.folder / f"log-{self.restarted}", port=self.port)


def soak(people: int, minutes: float, seed: int) -> list[str]:
    """What went wrong in so many minutes; the figures are printed."""
    print(f"{people} browsers, {minutes:g} minutes, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace, id = begin(folder / "ruang")
        port = free_port()
        room = Room(workspace, folder, port, start(workspace.home, folder / "log", port=port))
        try:
            visitors, stories = asyncio.run(meet(room, id, people, minutes, random.Random(seed)))
        finally:
            room.server.stop()
        tell(room, id, visitors)
        return record.mistakes(workspace, id) + missing(workspace, id, visitors) + differing(workspace, id, stories)


def begin(home: Path) -> tuple[Workspace, str]:
    """The small demo province, and a workshop that P0 has opened on it."""
    workspace, first = Workspace.create(home, Settings(fictional=True)), {"actor": "P0", "role": "analis"}
    small = province(resources.references(), resources.schemas(), small=True)
    workspace.save_snapshot(small, "soak")
    at = datetime.now(UTC)
    scenario = scenarios.new(workspace, "Skenario bersama", at=at, **first)
    held = workshops.open_workshop(
        workspace, scenario.id, "Lokakarya", [{"title": "Usulan", "minutes": 60}], at=at, **first
    )
    assert isinstance(held, Workshop), held
    return workspace, held.id


# the minutes ----------------------------------------------------------------------------------------------------------


async def meet(
    room: Room, id: str, people: int, minutes: float, chance: random.Random
) -> tuple[list[Visitor], list[Any]]:
    """Everybody arrives, works, and in the end tells what the page shows."""
    address = f"{room.server.address}/lokakarya?skenario={workshops.load(room.workspace, id).scenario}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=QUIET)
        visitors = [await seat(browser, f"P{number}", address, chance) for number in range(people)]
        begun = time.monotonic()
        await together(visitors)
        print(f"all {people} pages stood after {time.monotonic() - begun:.0f} s", flush=True)
        end = time.monotonic() + 60 * minutes
        fate = asyncio.create_task(befall(room, 60 * minutes, chance))
        await asyncio.gather(*(each.work(lambda: time.monotonic() > end) for each in visitors))
        await fate
        memory = [each.memory_info().rss / 1e6 for each in room.kernels()]
        print(f"kernels: {len(memory)}, {np.mean(memory):.0f} MB each", flush=True)
        stories = await settled(room.workspace, id, visitors)
        await browser.close()
    return visitors, stories


async def seat(browser: Browser, name: str, address: str, chance: random.Random) -> Visitor:
    context = await browser.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(LONG)
    await context.add_init_script(f"localStorage.setItem('penataan-nama', '{name}')")
    await context.add_init_script(COUNT_DECISIONS)
    visitor = Visitor(name, await context.new_page(), address, random.Random(chance.random()))
    await visitor.page.expose_function("noted", lambda *told: visitor.noted.append(told))
    return visitor


async def together(visitors: list[Visitor]) -> None:
    """Everybody arrives, a few at once."""
    door = asyncio.Semaphore(AT_ONCE)

    async def enter(visitor: Visitor) -> None:
        async with door:
            await visitor.arrive()

    await asyncio.gather(*map(enter, visitors))


async def befall(room: Room, seconds: float, chance: random.Random) -> None:
    """A kernel is killed soon and then every minute; in the middle the server is started again."""
    begun, again = time.monotonic(), False
    kill_at = begun + min(KILL_EVERY, seconds / 4)
    while (now := time.monotonic()) < begun + seconds:
        if now >= kill_at:
            room.kill_one(chance)
            kill_at += KILL_EVERY
        if not again and now >= begun + seconds / 2:
            again = True
            await asyncio.to_thread(room.start_again)
        await asyncio.sleep(0.5)


async def settled(workspace: Workspace, id: str, visitors: list[Visitor]) -> list[Any]:
    """What each page shows, once it has had time to take in the last of what others did."""
    stories: list[Any] = []
    deadline = time.monotonic() + LONG / 1000
    while time.monotonic() < deadline:
        for visitor in visitors:
            await visitor.stay()
        with suppress(Error):
            stories = [await looked(visitor) for visitor in visitors]
            if not differing(workspace, id, stories):
                break
        await asyncio.sleep(2)
    return stories


async def looked(visitor: Visitor) -> Any:
    """What stands on the table, and the names on the chart."""
    await visitor.show("bagan")
    await visitor.page.wait_for_selector(f"{CHART} [role=treeitem]", state="attached")
    names = await visitor.page.locator(f"{CHART} [role=treeitem] .nama").all_inner_texts()
    await visitor.show("meja")
    await visitor.page.wait_for_selector(f"{TABLE} .pn-catatan")
    return await visitor.page.evaluate(SEEN) | {"names": names}


# what the records say -------------------------------------------------------------------------------------------------


def gesture(event: Event, held: Workshop) -> Gesture | None:
    """A row of the workshop as a visitor would have noted it; None for what no visitor notes."""
    told = event.payload
    match told["what"]:
        case "propose":
            return ("propose", told["moves"][0]["name"])
        case "park":
            return ("park", told["title"])
        case "discuss":
            return ("discuss", told["proposal"])
        case "accept" | "reject":
            return ("decide", told["proposal"])
        case "ballot":
            return ("ballot", told["question"])
        case "vote" | "close":
            asked = next(each.question for each in held.ballots if each.id == told["ballot"])
            return (told["what"], asked, event.actor) if told["what"] == "vote" else ("close", asked)
    return None


def missing(workspace: Workspace, id: str, visitors: list[Visitor]) -> list[str]:
    """Gestures that a page had shown and that are not on record once, and what nobody did."""
    held = workshops.load(workspace, id)
    rows = Counter(filter(None, (gesture(event, held) for event in workspace.ledger.events(id))))
    rows[("undo",)] = sum(event.kind == "undo" for event in workspace.ledger.events(held.scenario))
    begun, seen = total(visitors, lambda each: each.begun), total(visitors, lambda each: each.seen)
    mistakes = [f"lost: {each}, shown {seen[each]}, on record {rows[each]}" for each in seen if rows[each] < seen[each]]
    mistakes += [
        f"twice: {each}, begun {begun[each]}, on record {rows[each]}" for each in rows if rows[each] > begun[each]
    ]
    return mistakes


def total(visitors: list[Visitor], of: Callable[[Visitor], Counter[Gesture]]) -> Counter[Gesture]:
    return sum((of(each) for each in visitors), Counter[Gesture]())


def differing(workspace: Workspace, id: str, stories: list[Any]) -> list[str]:
    """Where a page shows something else than the records fold to."""
    held = accepting.healed(workspace, id)
    scenario = scenarios.load(workspace, held.scenario)
    truth = expected(held, scenario)
    names = set(scenario.state.staffing.units["name"])
    wrong = [] if stories else ["the pages could not be looked at"]
    for number, story in enumerate(stories):
        wrong += [
            f"P{number} shows {story[key]} for {key}, on record {truth[key]}"
            for key in truth
            if story[key] != truth[key]
        ]
        wrong += (
            [f"P{number} shows units that are none: {set(story['names']) - names}"]
            if set(story["names"]) - names
            else []
        )
    return wrong + ["the charts differ"] * (len({str(story["names"]) for story in stories}) > 1)


def expected(held: Workshop, scenario: Scenario) -> dict[str, Any]:
    """What every page should show."""
    waiting = [each for each in held.proposals if each.state not in ENDED]
    return {
        "told": [f"{len(held.participants)} peserta, {len(held.proposals)} usulan, {len(held.decisions)} keputusan"],
        "step": [f"langkah {scenario.step} dari {scenario.steps}" if scenario.steps else "belum ada langkah"],
        "queue": [[f"usul-{each.id}", "true" if each.state == "discussed" else None] for each in waiting],
        "decided": [f"{each.title} {BADGES[each.verdict]}" for each in reversed(held.decisions)]
        + ["Lokakarya dibuka Dibuka"],
        "parked": [each.title for each in reversed(held.issues)],
    }


# figures --------------------------------------------------------------------------------------------------------------


def tell(room: Room, id: str, visitors: list[Visitor]) -> None:
    held = workshops.load(room.workspace, id)
    begun, seen = total(visitors, lambda each: each.begun), total(visitors, lambda each: each.seen)
    kinds = Counter[str]()
    for what, times in seen.items():
        kinds[what[0]] += times
    print(f"kernels killed {room.killed}, server started again {room.restarted}, "
          f"pages loaded anew {sum(each.rejoined for each in visitors)}")  # fmt: skip
    print(f"gestures begun {begun.total()}, shown {seen.total()}: "
          + ", ".join(f"{what} {times}" for what, times in kinds.most_common()))  # fmt: skip
    print(f"rows: workshop {held.seq}, scenario {room.workspace.ledger.positions(held.scenario)[0]}")
    waited = lags(held, visitors)
    if len(waited):
        half, most = np.percentile(waited, [50, 95])
        print(f"until others see an accepted proposal: p50 {half:.1f} s, p95 {most:.1f} s ({len(waited)} looks)")


def lags(held: Workshop, visitors: list[Visitor]) -> np.ndarray:
    """Seconds from the row of each accepted proposal until each page that stood meanwhile showed it."""
    waited = []
    for visitor in visitors:
        for (life, before, _), (then, after, at) in zip(visitor.noted, visitor.noted[1:], strict=False):
            shown = held.decisions[before:after] if life == then else ()
            waited += [at / 1000 - each.at.timestamp() for each in shown if each.verdict == "disetujui"]
    return np.array(waited)
