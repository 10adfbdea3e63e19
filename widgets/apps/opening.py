"""How a page opens: what its address asks, who asks it, and what stands there while there are no data."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs

import ipywidgets as ui

from widgets.apps import who
from widgets.apps.conversation import Who
from widgets.apps.desk import Desk
from widgets.apps.format import day
from widgets.apps.frame import Frame
from widgets.apps.layout import box
from widgets.apps.panels import states
from widgets.apps.runner import runner
from widgets.apps.words import Words
from widgets.heading import Heading
from widgets.state_panel import StatePanel
from workbench.io.failure import Failure
from workbench.io.resources import root
from workbench.io.workspace import Workspace

_Desk = TypeVar("_Desk", bound=Desk)


def opened(
    page: Callable[[_Desk, Words, str], Frame],
    session: Callable[..., _Desk],
    *,
    title: str,
    name: str,
    scenario: str | None,
    lang: str | None,
    home: Path | str | None,
    environment: Mapping[str, str],
) -> ui.Box:
    """The page, for the scenario, language and sheet of the address (or as given). `title`: key of its heading where
    there are no data; `name`: key of what a new scenario is called.

    Returns at once; data are read and all else is worked out beside it.
    """
    asked = parse_qs(environment.get("QUERY_STRING", ""))
    t = Words(lang or asked.get("lang", ["id"])[0])
    person = Who(who.actor(environment), who.role(environment))
    try:
        workspace = Workspace.open(home)
    except Failure as failure:
        return nothing(t, t(title), str(failure))
    if workspace.latest is None:
        return nothing(t, t(title), "")
    held = session(workspace, person, runner(), title=lambda as_of: t(name, day=day(as_of, t.lang)))
    made = page(held, t, asked.get("lihat", [""])[0])
    held.open(scenario or asked.get("skenario", [None])[0])
    made.began()
    return made.box


def nothing(t: Words, title: str, reason: str) -> ui.Box:
    """The page of a server without data: what to run, or where to bring files. `reason`: why there is nothing, where
    more than missing data is known."""
    head, said = Heading(), StatePanel()
    head.show(title=title, sentences=[], warning="", dates=[])
    said.show(**states.no_data(t, reason, data_page=(root() / "notebooks" / "data.ipynb").is_file()))
    said.on_gesture(lambda gesture, detail: None)
    return box(box(head, said, look="pn-isi"), look="pn-app")
