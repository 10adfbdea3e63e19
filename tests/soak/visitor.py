"""One participant in a browser: does what a person does on the page of the workshop, and notes what the page showed.

A gesture is `begun` just before the click that sends it, and `seen` once the page has shown its effect.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.async_api import Error, Locator, Page

Gesture = tuple[str, ...]

PATIENCE = 40_000  # ms that an effect may take to be shown before the gesture counts as not seen
RECONNECT = 15_000  # ms that a page is given to come back by itself
LONG = 120_000  # ms until a page stands; several kernels start at once on a small machine
TABLE, CHART = ".pn-lembar-isi-meja", ".pn-lembar-isi-bagan"
READY = f"{TABLE} [data-k=usulkan]"
JOINING = f"{TABLE} [data-k='isi--2-office']"
ANSWERED = """
(id) => !document.querySelector(`[data-k='usul-${id}']`) || document.querySelector("[data-k^='aksi-clash:']") !== null
"""
"""Whether a proposal is decided, or asks which of two changes shall stand."""
COUNT_DECISIONS = """
(() => {
  let last = "";
  setInterval(() => {
    const now = document.querySelector(".pn-kalimat")?.innerText ?? "";
    const count = now.match(/(\\d+) keputusan/)?.[1];
    if (count && now !== last) { last = now; window.noted(performance.timeOrigin, Number(count), Date.now()); }
  }, 50);
})();
"""
"""Tells each change of the number of decisions in the heading: the page's own life, the number, and when (ms)."""


@dataclass
class Visitor:
    """`noted`: life of the page, number of decisions it showed, and when. `rejoined`: how often it had to come back."""

    name: str
    page: Page
    address: str
    chance: random.Random
    begun: Counter[Gesture] = field(default_factory=Counter)
    seen: Counter[Gesture] = field(default_factory=Counter)
    noted: list[tuple[float, int, float]] = field(default_factory=list)
    rejoined: int = 0
    number: int = 0

    @property
    def leads(self) -> bool:
        return self.name == "P0"

    async def arrive(self) -> None:
        """Open the page, as often as it takes, and join where it asks whom one speaks for."""
        while True:
            try:
                await self.page.goto(self.address)
                await self.page.wait_for_selector(f"{READY}, {JOINING}", timeout=LONG)
                if await self.page.locator(JOINING).count():
                    await self.page.fill(JOINING, f"Dinas {self.name}")
                    await self.page.click(f"{TABLE} [data-k='kirim--2']")
                await self.page.wait_for_selector(READY, timeout=PATIENCE)
                return
            except Error as error:  # no server yet, or it went away again
                print(f"{self.name} comes again: {str(error).splitlines()[0]}; {await self.told()}", flush=True)
                await asyncio.sleep(1)

    async def told(self) -> str:
        """What the page says where it cannot be used."""
        with suppress(Error):
            return " ".join((await self.page.locator("body").inner_text())[:600].split())
        return "no page"

    async def work(self, over: Callable[[], bool]) -> None:
        """Act until it is over; come back whenever the page has lost its kernel."""
        while not over():
            with suppress(Error):  # the page went while something was pressed: what was not seen stays only begun
                await (self.lead() if self.leads else self.take_part())
            await self.stay()
            await asyncio.sleep(self.chance.uniform(0.2, 1.5))

    async def stay(self) -> None:
        """A lost page is given a while to come back by itself; then it is loaded anew, as its banner offers."""
        banner = self.page.locator("#pn-terputus")
        try:
            if await banner.is_hidden():
                return
            await banner.wait_for(state="hidden", timeout=RECONNECT)
        except Error:
            self.rejoined += 1
            await self.arrive()

    async def once(self, gesture: Gesture, press: Callable[[], Awaitable[object]], shown: Locator | str) -> bool:
        """Do a gesture, and note it as seen once its effect is on the page."""
        effect = self.page.locator(shown) if isinstance(shown, str) else shown
        self.begun[gesture] += 1
        await press()
        await effect.first.wait_for(state="attached", timeout=PATIENCE)
        self.seen[gesture] += 1
        return True

    # what everybody does ----------------------------------------------------------------------------------------------

    async def take_part(self) -> None:
        await self.show("meja")
        open_ = self.page.locator("[data-k^=suara-][role=radio]:enabled")
        if await open_.count() and not await self.page.locator("[data-k^=suara-][aria-checked=true]").count():
            await self.vote(open_)
        elif self.chance.random() < 0.6:
            await self.propose()
        else:
            await self.park()

    async def show(self, tab: str) -> None:
        button = self.page.locator(f"[data-k=lembar-{tab}]")
        if await button.get_attribute("aria-selected") != "true":
            await button.click()
            await self.page.wait_for_selector(f"[data-k=lembar-{tab}][aria-selected=true]", timeout=PATIENCE)

    async def vote(self, answers: Locator) -> None:
        question = await self.page.locator(".pn-tanya").inner_text()
        many = await answers.count()
        if not many:
            return  # the ballot was closed meanwhile
        answer = answers.nth(self.chance.randrange(many))
        key = await answer.get_attribute("data-k")
        mine = self.page.locator(".pn-panel", has_text=question).locator(f"[data-k='{key}'][aria-checked=true]")
        await self.once(("vote", question, self.name), answer.click, mine)

    async def propose(self) -> None:
        """A new name for an office: found on the chart by keyboard, given on the form of its card."""
        self.number += 1
        name = f"Dinas Baru {self.name} {self.number:03}"
        await self.show("bagan")
        rows = self.page.locator(f"{CHART} [role=treeitem]")
        await rows.first.wait_for(state="attached", timeout=PATIENCE)  # a busy machine shows the sheet before its chart
        wanted = self.chance.randrange(await rows.count())
        for at in range(await rows.count()):
            if (await rows.nth(at).get_attribute("aria-selected") == "true") != (at == wanted):
                await rows.nth(at).press(" ")  # takes it into the selection, or out of it
        await self.page.click(f"{CHART} [data-k=unit-rename]", timeout=PATIENCE)
        await self.page.fill(f"{CHART} [data-k$=-name]", name, timeout=PATIENCE)

        async def send() -> None:
            await self.page.click(f"{CHART} [data-k^=kirim-]", timeout=PATIENCE)
            await self.show("meja")

        await self.once(("propose", name), send, self.page.locator(TABLE).get_by_text(name))

    async def park(self) -> None:
        self.number += 1
        title = f"Soal {self.name} {self.number:03}"
        await self.page.click(f"{TABLE} [data-k=catatan-add]", timeout=PATIENCE)
        await self.page.fill(f"{TABLE} [data-k$=-title]", title, timeout=PATIENCE)
        send = self.page.locator(f"{TABLE} [data-k^=kirim-]")
        await self.once(("park", title), send.click, self.page.locator(f"{TABLE} .pn-catatan").get_by_text(title))

    # what the facilitator does ----------------------------------------------------------------------------------------

    async def lead(self) -> None:
        current = self.page.locator(".pn-usul li[aria-current=true]")
        if self.chance.random() < 0.15 and await self.page.locator("[data-k=urungkan]:enabled").count():
            await self.undo()
        elif not await current.count():
            waiting = self.page.locator("[data-k^=discuss-]")
            if await waiting.count():
                button = waiting.nth(self.chance.randrange(await waiting.count()))
                id = (await button.get_attribute("data-k") or "").removeprefix("discuss-")
                shown = f".pn-usul li[data-k='usul-{id}'][aria-current=true]"
                await self.once(("discuss", id), button.click, shown)
        else:
            id = (await current.first.get_attribute("data-k") or "").removeprefix("usul-")
            if self.chance.random() < 0.5:
                await self.ask_everybody(id, await current.first.locator("h3").inner_text())
            await self.decide(id)

    async def ask_everybody(self, id: str, title: str) -> None:
        """Put a proposal to the vote, once, and count after a while."""
        if ("ballot", f"{title}?") in self.begun:
            return
        question = self.page.locator(".pn-tanya").get_by_text(f"{title}?", exact=True)
        await self.once(("ballot", f"{title}?"), self.page.locator(f"[data-k='ballot-{id}']").click, question)
        await asyncio.sleep(self.chance.uniform(3, 6))
        await self.once(("close", f"{title}?"), self.page.locator("[data-k=suara-close]").click, "[data-k=suara-new]")

    async def decide(self, id: str) -> None:
        """Accept, or now and then reject; where others changed the same, choose a side."""
        can = await self.page.locator(f"[data-k='accept-{id}']").count() and ("decide", id) not in self.begun
        key = "accept" if can and self.chance.random() < 0.8 else "reject"
        await self.page.click(f"[data-k='{key}-{id}']", timeout=PATIENCE)
        await self.page.fill(f"{TABLE} [data-k$=-reason]", "Alasan uji", timeout=PATIENCE)
        self.begun[("decide", id)] += 1
        await self.page.click(f"{TABLE} [data-k^=kirim-]", timeout=PATIENCE)
        await self.page.wait_for_function(ANSWERED, arg=id, timeout=PATIENCE)
        sides = self.page.locator("[data-k^='aksi-clash:']")
        if await sides.count():
            await sides.nth(self.chance.randrange(2)).click(timeout=PATIENCE)
            await self.page.wait_for_selector(f"[data-k='usul-{id}']", state="detached", timeout=PATIENCE)
        self.seen[("decide", id)] += 1

    async def undo(self) -> None:
        step = self.page.locator(".langkah")
        before = await step.inner_text()
        told = "(before) => document.querySelector('.langkah').innerText !== before"
        self.begun[("undo",)] += 1
        await self.page.click("[data-k=urungkan]", timeout=PATIENCE)
        await self.page.wait_for_function(told, arg=before, timeout=PATIENCE)
        self.seen[("undo",)] += 1
