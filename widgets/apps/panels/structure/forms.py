"""The forms of the structure page: what each asks, and the move that its answers make."""

from collections.abc import Callable, Mapping
from typing import Any

from widgets.apps.cut_screen import CutScreen
from widgets.apps.format import iso
from widgets.apps.panels.structure.unit import own_posts
from widgets.apps.restructuring import Asked
from widgets.form_panel import Field, Option, field
from workbench.scenario import (
    AbolishUnit,
    AddPost,
    AddUnit,
    ConvertPost,
    MergeUnits,
    Move,
    MoveUnit,
    RenamePost,
    RenameUnit,
    SplitUnit,
)

Values = Mapping[str, Any]
Mistakes = dict[str, str]
POSTS = ("rename_post", "convert")
"""Forms about a post; all others are about units."""


def record(screen: CutScreen) -> dict[str, Any] | None:
    """The form that is open; None for none, for one of another sheet, and for one about what is no longer there."""
    asked, t = screen.view.asked, screen.t
    if asked is None or asked.kind not in FIELDS or not _there(screen, asked):
        return None
    return {
        "title": t(f"form.{asked.kind}", what=_called(screen, asked)),
        "text": t("form.convert_text") if asked.kind == "convert" else "",
        "number": asked.number,
        "fields": FIELDS[asked.kind](screen, asked.id),
        "mistakes": dict(asked.mistakes),
        "submit": t("form.do"),
        "cancel": t("form.cancel"),
    }


def _there(screen: CutScreen, asked: Asked) -> bool:
    if asked.kind in POSTS:
        return asked.id in set(screen.staffing.posts["post"])
    return set(asked.id.split()) <= set(screen.known.tree.unit)


def _called(screen: CutScreen, asked: Asked) -> str:
    if asked.kind in POSTS:
        return screen.title(asked.id)
    return ", ".join(screen.unit(unit) for unit in asked.id.split())


def moves(screen: CutScreen, asked: Asked, values: Values) -> tuple[Move, ...] | Mistakes:
    """What the answers ask for, or what is wrong with each."""
    read = Reading(screen, values)
    made = MADE[asked.kind](read, asked.id)
    return read.mistakes or made


class Reading:
    """Answers of a form, each taken with its check; `mistakes` gathers what is wrong, by name."""

    def __init__(self, screen: CutScreen, values: Values) -> None:
        self.screen, self.values = screen, values
        self.mistakes: Mistakes = {}

    def text(self, name: str) -> str:
        said = " ".join(str(self.values.get(name, "")).split())
        if not said:
            self.mistakes[name] = self.screen.t("form.empty")
        return said

    def optional(self, name: str) -> str | None:
        return " ".join(str(self.values.get(name, "")).split()) or None

    def day(self) -> str | None:
        said = str(self.values.get("since", "")).strip()
        if said and not iso(said):
            self.mistakes["since"] = self.screen.t("form.date")
        return said or None

    def whole(self, name: str, *, needed: bool) -> int | None:
        said = str(self.values.get(name, "")).strip()
        if not said.isdecimal():
            if said or needed:
                self.mistakes[name] = self.screen.t("form.whole")
            return None
        return int(said)

    def several(self, name: str) -> tuple[str, ...]:
        chosen = self.values.get(name, [])
        return tuple(str(each) for each in chosen) if isinstance(chosen, list) else ()

    def ticked(self, name: str) -> bool:
        return self.values.get(name) is True


# what each form asks --------------------------------------------------------------------------------------------------


def _since(screen: CutScreen) -> Field:
    hint = screen.t("form.since_hint", day=screen.day(screen.known.state.day))
    return field("since", screen.t("form.since"), "date", hint=hint)


def _rename(screen: CutScreen, unit: str) -> list[Field]:
    return [field("name", screen.t("form.name"), value=screen.unit(unit))]


def _move(screen: CutScreen, units: str) -> list[Field]:
    beneath = {each for unit in units.split() for each in screen.kin(unit)}
    options = _units(screen, leaving=beneath)
    return [field("to", screen.t("form.parent"), "select", options=options), _since(screen)]


def _merge(screen: CutScreen, units: str) -> list[Field]:
    chosen = units.split()
    if len(chosen) > 1:
        options = [_option(screen, unit) for unit in chosen]
    else:
        options = _units(screen, leaving=set(screen.kin(chosen[0])), beside=chosen[0])
    name = field("name", screen.t("form.new_name"), value=" / ".join(screen.unit(unit) for unit in chosen[:2]))
    if len(chosen) == 1:
        name["value"] = ""
    return [field("into", screen.t("form.into"), "select", options=options), name, _since(screen)]


def _split(screen: CutScreen, unit: str) -> list[Field]:
    tree = screen.known.tree
    row = tree.row(unit)
    children = [str(tree.unit[at]) for at in tree.children[tree.first[row] : tree.first[row + 1]]]
    kept = [child for child in children if child not in screen.known.gone]
    posts = own_posts(screen, unit)
    titles = [Option(value=post, label=title) for post, title in zip(posts["post"], posts["title"], strict=True)]
    asked = [field("name", screen.t("form.name"))]
    if kept:
        options = [_option(screen, each) for each in kept]
        asked.append(field("children", screen.t("form.children"), "checks", [], options))
    return [*asked, field("posts", screen.t("form.posts"), "checks", [], titles), _since(screen)]


def _abolish(screen: CutScreen, unit: str) -> list[Field]:
    tree = screen.known.tree
    above = int(tree.parent[tree.row(unit)])
    parent = str(tree.unit[above]) if above >= 0 else ""
    options = _units(screen, leaving=set(screen.kin(unit)))
    return [field("to", screen.t("form.to"), "select", parent, options), _since(screen)]


def _add(screen: CutScreen, unit: str) -> list[Field]:
    kinds = [
        kind for kind in screen.vocabulary.codes("unit_kind") if screen.vocabulary.group("unit_kind")[kind] != "root"
    ]
    tree = screen.known.tree
    row = tree.row(unit)
    below = tree.children[tree.first[row] : tree.first[row + 1]]
    usual = str(tree.kind[below[0]]) if len(below) else "section"
    options = [Option(value=kind, label=screen.word("unit_kind", kind)) for kind in kinds]
    return [
        field("name", screen.t("form.name")),
        field("kind", screen.t("form.kind"), "select", usual, options),
        _since(screen),
    ]


def _add_post(screen: CutScreen, unit: str) -> list[Field]:
    t = screen.t
    tiers = [Option(value=tier, label=screen.word("tier", tier)) for tier in screen.vocabulary.codes("tier")]
    eselons = [Option(value="-", label=t("form.no_eselon"))]
    eselons += [Option(value=each, label=screen.word("eselon", each)) for each in screen.vocabulary.codes("eselon")]
    return [
        field("title", t("form.post_title")),
        field("tier", t("form.tier"), "select", "pelaksana", tiers),
        field("eselon", t("form.eselon"), "select", "-", eselons),
        field("class", t("form.class"), "number", hint=t("form.class_hint")),
        field("capacity", t("form.capacity"), "number", "1"),
        field("head", t("form.head"), "check", False),
    ]


def _rename_post(screen: CutScreen, post: str) -> list[Field]:
    return [field("title", screen.t("form.post_title"), value=screen.title(post))]


def _convert(screen: CutScreen, post: str) -> list[Field]:
    t, groups = screen.t, screen.vocabulary.group("tier")
    tier = screen.staffing.posts.set_index("post").loc[post, "tier"]
    usual = screen.known.regulation["organization_province.delayering_mapping"].value.get(str(tier), "")
    functional = [each for each in screen.vocabulary.codes("tier") if str(groups[each]).startswith("jf")]
    options = [Option(value=each, label=screen.word("tier", each)) for each in functional]
    return [
        field("tier", t("form.tier"), "select", usual, options),
        field("title", t("form.post_title"), value=screen.title(post)),
        field("class", t("form.class"), "number", hint=t("form.class_hint")),
    ]


def _units(screen: CutScreen, *, leaving: set[str], beside: str = "") -> list[Option]:
    """Units of the part that is drawn in chart order; `beside` one of them, its siblings first."""
    tree = screen.known.tree
    rows = [row for row in screen.drawn if tree.unit[row] not in leaving and tree.unit[row] not in screen.known.gone]
    if beside:
        own = tree.row(beside)
        rows.sort(key=lambda row: (tree.parent[row] != tree.parent[own], tree.kind[row] != tree.kind[own]))
    return [_option(screen, str(tree.unit[row])) for row in rows]


def _option(screen: CutScreen, unit: str) -> Option:
    return Option(value=unit, label=screen.unit(unit))


FIELDS: dict[str, Callable[[CutScreen, str], list[Field]]] = {
    "rename": _rename,
    "move": _move,
    "merge": _merge,
    "split": _split,
    "abolish": _abolish,
    "add": _add,
    "add_post": _add_post,
    "rename_post": _rename_post,
    "convert": _convert,
}

# what the answers make ------------------------------------------------------------------------------------------------


def _split_made(read: Reading, unit: str) -> tuple[Move, ...]:
    units, posts = read.several("children"), read.several("posts")
    if not units and not posts:
        read.mistakes["posts"] = read.screen.t("form.nothing")
    return (SplitUnit(unit, read.screen.free_unit(), read.text("name"), units, posts, read.day()),)


def _added(read: Reading, unit: str) -> tuple[Move, ...]:
    return (
        AddUnit(read.screen.free_unit(), read.text("name"), unit, str(read.values.get("kind", "")), since=read.day()),
    )


def _post_added(read: Reading, unit: str) -> tuple[Move, ...]:
    eselon = str(read.values.get("eselon", "-"))
    move = AddPost(
        read.screen.free_post(),
        unit,
        read.text("title"),
        str(read.values.get("tier", "")),
        head=read.ticked("head"),
        capacity=read.whole("capacity", needed=True) or 0,
        eselon=None if eselon == "-" else eselon,
        kelas_jabatan=read.whole("class", needed=False),
    )
    return (move,)


def _converted(read: Reading, post: str) -> tuple[Move, ...]:
    tier, title = str(read.values.get("tier", "")), read.text("title")
    return (ConvertPost(post, tier, title, kelas_jabatan=read.whole("class", needed=False)),)


def _merged(read: Reading, units: str) -> tuple[Move, ...]:
    return (MergeUnits(tuple(units.split()), read.text("into"), read.optional("name"), read.day()),)


MADE: dict[str, Callable[[Reading, str], tuple[Move, ...]]] = {
    "rename": lambda read, unit: (RenameUnit(unit, read.text("name")),),
    "move": lambda read, units: tuple(MoveUnit(unit, read.text("to"), read.day()) for unit in units.split()),
    "merge": _merged,
    "split": _split_made,
    "abolish": lambda read, unit: (AbolishUnit(unit, read.text("to"), read.day()),),
    "add": _added,
    "add_post": _post_added,
    "rename_post": lambda read, post: (RenamePost(post, read.text("title")),),
    "convert": _converted,
}
