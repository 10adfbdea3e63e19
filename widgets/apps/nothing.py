"""The page of a server without data: what to run, or where to bring files."""

import ipywidgets as ui

from widgets.apps.layout import box
from widgets.apps.panels import states
from widgets.apps.words import Words
from widgets.heading import Heading
from widgets.state_panel import StatePanel
from workbench.io.resources import root


def nothing(t: Words, title: str, reason: str) -> ui.Box:
    """`reason`: why there is nothing, where more than missing data is known."""
    head, said = Heading(), StatePanel()
    head.show(title=title, sentences=[], warning="", dates=[])
    said.show(**states.no_data(t, reason, data_page=(root() / "notebooks" / "data.ipynb").is_file()))
    said.on_gesture(lambda gesture, detail: None)
    return box(box(head, said, look="pn-isi"), look="pn-app")
