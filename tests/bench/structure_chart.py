"""The chart of units: how long 10,000 of them take to be laid out, painted, and moved about in a browser."""

import base64
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright

from tests.bench.rows import Report, timed
from tests.browser.serving import chromium
from widgets.leaf import STATIC, STYLES
from widgets.org_chart import OrgChart, Words

MANY = 10_000
PAINT, FRAME = 1000.0, 1000 / 30
"""Targets, ms: until the first paint, and of one frame."""

PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/gaya/tokens.css"><link rel="stylesheet" href="/gaya/components.css">
<link rel="stylesheet" href="/gaya/page.css"></head>
<body class="pn pn-luas"><main class="pn-isi"><div id="el"></div></main>
<script type="module">
import leaf from "/daun/org_chart.js";
const bytes = (text) => new DataView(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer);
const given = await (await fetch("/data.json")).json();
const state = Object.fromEntries(Object.entries(given).map(([k, v]) => [k, typeof v === "string" ? bytes(v) : v]));
const heard = new Map();
window.sent = [];
const model = {
  get: (name) => state[name], send: (content) => window.sent.push(content),
  on: (name, call) => heard.set(name, [...(heard.get(name) ?? []), call]),
  off: (name, call) => heard.set(name, (heard.get(name) ?? []).filter((each) => each !== call)),
};
window.put = (name, value) => {
  state[name] = value;
  for (const call of heard.get(`change:${name}`) ?? []) call();
};
window.drawn = 0;
const setTransform = CanvasRenderingContext2D.prototype.setTransform;
CanvasRenderingContext2D.prototype.setTransform = function (...given) {
  if (given[0] === 1) window.drawn += 1;
  return setTransform.apply(this, given);
};
await document.fonts.ready;
const began = performance.now();
leaf.render({ model, el: document.getElementById("el") });
requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now() - began; }));
</script></body></html>"""

WORDS: Words = {
    "search": "Cari unit",
    "hit": "{n} dari {m}",
    "none": "tidak ditemukan",
    "smaller": "Perkecil",
    "larger": "Perbesar",
    "fit": "Pas layar",
    "only": "hanya perubahan",
    "tree": "Pohon unit",
    "inside": "dibawa ke bagiannya sendiri:",
    "impossible": "tidak mungkin",
    "carrying": "Membawa {what}: pilih induk, Enter menaruh, Esc batal.",
    "target": "Taruh di bawah {unit}",
    "cancelled": "Dibatalkan.",
    "merging": "{unit} ditandai untuk digabung.",
    "merge": "Gabung {n} unit ke {unit}? Tekan Enter.",
    "there": "{what} sudah di bawah {unit}.",
    "holding": "Taruh di ruang tunggu",
    "units": "{n} unit",
    "move": "Pindahkan",
    "join": "Gabung",
    "confirm": "Gabungkan",
    "open": "Buka",
    "cancel": "Batal",
    "filled": "{held} dari {seats} terisi",
    "label": "{name}, {held} dari {seats} terisi{more}",
    "findings": "{n} temuan",
}


class Quiet(http.server.BaseHTTPRequestHandler):
    """The page, the bundle, the styles and the data, on this machine alone."""

    def __init__(self, data: bytes, *given: Any) -> None:
        self.data = data
        super().__init__(*given)

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/":
            body, kind = PAGE.encode(), "text/html; charset=utf-8"
        elif path == "/data.json":
            body, kind = self.data, "application/json"
        else:
            file = (STYLES if path.startswith("/gaya/") else STATIC) / path.split("/", 2)[2]
            if not file.is_file():
                self.send_error(404)
                return
            kinds = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
            body, kind = file.read_bytes(), kinds.get(file.suffix, "application/octet-stream")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return None


@contextmanager
def served(leaf: OrgChart) -> Iterator[str]:
    """Address of a page that shows what the leaf shows, without a kernel."""
    state = {name: getattr(leaf, name) for name in ("record", *OrgChart.class_own_traits(sync=True))}
    data = {k: base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in state.items()}
    handler = partial(Quiet, json.dumps(data).encode())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()


def many_units(many: int = MANY) -> pd.DataFrame:
    """Offices with a secretariat, divisions, sections, technical units and schools: as broad and deep as a province."""
    rows: list[tuple[str, str | None, str, str]] = [("0", None, "Provinsi", "province")]

    def add(parent: str, kind: str, name: str) -> str:
        rows.append((str(len(rows)), parent, f"{name} {len(rows)}", kind))
        return rows[-1][0]

    while len(rows) < many:
        office = add("0", "office", "Dinas Pekerjaan Umum")
        staff = add(office, "unit_secretariat", "Sekretariat")
        for _ in range(3):
            add(staff, "subdivision", "Subbagian Umum dan Kepegawaian")
        for _ in range(5):
            division = add(office, "division", "Bidang Penataan Ruang")
            for _ in range(4):
                add(division, "section", "Seksi Pengendalian dan Pemanfaatan")
        for _ in range(6):
            branch = add(office, "uptd", "UPTD Balai Pemeliharaan Jalan")
            for _ in range(20):
                add(branch, "school", "SMA Negeri")
    table = pd.DataFrame(rows[:many], columns=["unit", "parent", "name", "kind"]).astype("str")
    return table.assign(order=pd.Series(range(many), dtype="Int64"))


def chart_of(units: pd.DataFrame) -> OrgChart:
    from widgets.apps.org_chart import drawn
    from workbench.structure import layout, read_tree

    tree = read_tree(units, {"province"})
    told = drawn(tree, layout(tree))
    many = np.arange(len(told.rows))
    leaf = OrgChart()
    leaf.show(
        units={"id": tree.unit.tolist(), "name": tree.name.tolist()},
        order=told.rows,
        held=many % 30,
        seats=np.full(len(many), 30),
        **told.arrays(),
        title="Bagan",
        words=WORDS,
        worn={
            "shade": np.arange(len(tree)) % 5,
            "legend": {"title": "Kosong:", "bins": ["0 %", "10", "15", "25", "di atas 50"], "unknown": ""},
            "badges": {unit: {"kind": "baru", "text": "baru"} for unit in tree.unit[::97]},
            "marks": dict.fromkeys(tree.unit[::211], 1),
        },
    )
    return leaf


FRAMES = """() => { const seen = []; let last = performance.now(); window.frames_seen = seen; window.watching = true;
  const next = (now) => { seen.push(now - last); last = now; if (window.watching) requestAnimationFrame(next); };
  requestAnimationFrame(next); }"""


def frames(page: Page, work: Any) -> list[float]:
    """Milliseconds between frames while `work` sends real input."""
    drawn = page.evaluate("window.drawn")
    page.evaluate(FRAMES)
    work()
    seen = list(page.evaluate("() => { window.watching = false; return window.frames_seen.slice(2); }"))
    if page.evaluate("window.drawn") - drawn < 20:
        raise RuntimeError("the chart did not move: nothing was measured")
    return seen


def panned(page: Page) -> None:
    box = page.locator(".pn-bagan-kanvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down(button="middle")
    for step in range(60):
        page.mouse.move(x - 6 * step, y + 4 * step)
    page.mouse.up(button="middle")


def zoomed(page: Page) -> None:
    box = page.locator(".pn-bagan-kanvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.keyboard.down("Control")
    for step in range(60):
        page.mouse.wheel(0, 60 if step % 40 >= 20 else -60)
    page.keyboard.up("Control")


def measure(report: Report) -> None:
    from workbench.structure import layout, read_tree

    units = many_units()
    layout(read_tree(units.head(50)))
    trees = [timed(lambda: read_tree(units, {"province"})) for _ in range(5)]
    layouts = [timed(lambda: layout(trees[0][0]))[1] for _ in range(5)]
    report.add("structure.tree_ms", 1000 * median(took for _, took in trees), "ms")
    report.add("structure.layout_ms", 1000 * median(layouts), "ms", target=30.0)
    with served(chart_of(units)) as address, sync_playwright() as playwright:
        browser = chromium(playwright)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(address)
        page.wait_for_function("window.painted !== undefined")
        report.add("structure.first_paint_ms", float(page.evaluate("window.painted")), "ms", target=PAINT)
        for scale, press in (("near", None), ("whole", "[data-k=pas]")):
            if press:
                page.click(press)
            for name, work in (("zoom", zoomed), ("pan", panned)):
                took = sorted(frames(page, lambda work=work: work(page)))
                p95 = took[int(0.95 * (len(took) - 1))]
                report.add(f"structure.{scale}.{name}_p95_ms", p95, "ms", target=FRAME)
                report.add(f"structure.{scale}.{name}_fps", 1000 * len(took) / sum(took), "fps")
        browser.close()
