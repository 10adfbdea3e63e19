"""The pointer on the canvas of the chart: for the browser tests and the bench."""

from playwright.sync_api import Page

PLACES = """canvas => {
  const found = {}, holder = canvas.parentElement, { left, top, width, height } = canvas.getBoundingClientRect();
  for (let y = 6; y < height; y += 12) for (let x = 6; x < width; x += 24) {
    canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: left + x, clientY: top + y, pointerId: 1 }));
    if (holder.title) (found[holder.title] ??= []).push([left + x, top + y]);
  }
  return Object.fromEntries(Object.entries(found).map(([label, at]) => [label, at[Math.floor(at.length / 2)]]));
}"""
"""Where the pointer finds each unit on the canvas, by its label: a canvas has no elements to ask."""


def places(page: Page) -> dict[str, tuple[float, float]]:
    canvas = page.locator(".pn-bagan-kanvas canvas:visible")
    canvas.scroll_into_view_if_needed()
    found = canvas.evaluate(PLACES)
    return {label.split(",")[0]: tuple(at) for label, at in found.items()}


def drag(page: Page, one: str, other: str) -> None:
    at = places(page)
    assert {one, other} <= set(at), f"not on the canvas: {set(at)}"
    carry(page, at[one], at[other])


def carry(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Take up what is at one place of the page, and let it go at another."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()
