"""Each move in one line for people."""

from dataclasses import asdict
from typing import Any

from workbench.scenario.kinds import STRUCTURAL, AddLimit, Move, SetScope, SetWeights, TakeOver
from workbench.scenario.limiting import told
from workbench.scenario.seen import name, title
from workbench.scenario.state import COMPONENTS
from workbench.staffing import Staffing

_SENTENCES = {
    "id": {
        "place": "Tempatkan {who} pada {what}",
        "vacate": "{who} melepas {what}",
        "lock": "Kunci {who} pada {what}",
        "forbid": "Larang {who} untuk {what}",
        "release": "Lepaskan kunci atau larangan {who} pada {what}",
        "set_weights": "Bobot {weights}",
        "set_limit": "{name} = {value}",
        "add_limit": "Batas: {limit}",
        "drop_limit": "Lepaskan batas {id}",
        "set_scope": "Ruang lingkup {tiers}",
        "assume_rule": "Andaikan {parameter} = {value}",
        "take_over": "Ambil alih {count} isian dari {source} sampai barisnya yang ke-{at}",
        "move_unit": "Pindahkan {unit} ke bawah {to}",
        "merge_units": "Gabungkan {units} ke dalam {into}",
        "split_unit": "Pecah {unit}: {name}",
        "rename_unit": "Ganti nama {unit} menjadi {name}",
        "add_unit": "Unit baru {name} di bawah {parent}",
        "abolish_unit": "Hapus {unit}, isinya ke {to}",
        "add_post": "Jabatan baru {title} di {unit}",
        "move_post": "Pindahkan jabatan {post} ke {to}",
        "rename_post": "Ganti nama jabatan {post} menjadi {title}",
        "abolish_post": "Hapus jabatan {post}",
        "convert_post": "Setarakan {post} menjadi {title}",
    },
    "en": {
        "place": "Place {who} in {what}",
        "vacate": "{who} leaves {what}",
        "lock": "Lock {who} on {what}",
        "forbid": "Forbid {who} for {what}",
        "release": "Lift the lock or ban of {who} on {what}",
        "set_weights": "Weights {weights}",
        "set_limit": "{name} = {value}",
        "add_limit": "Limit: {limit}",
        "drop_limit": "Lift the limit {id}",
        "set_scope": "Scope {tiers}",
        "assume_rule": "Assume {parameter} = {value}",
        "take_over": "Take over {count} cells from {source} up to its row {at}",
        "move_unit": "Move {unit} under {to}",
        "merge_units": "Merge {units} into {into}",
        "split_unit": "Split {unit}: {name}",
        "rename_unit": "Rename {unit} to {name}",
        "add_unit": "New unit {name} under {parent}",
        "abolish_unit": "Abolish {unit}, what it holds to {to}",
        "add_post": "New post {title} in {unit}",
        "move_post": "Move the post {post} to {to}",
        "rename_post": "Rename the post {post} to {title}",
        "abolish_post": "Abolish the post {post}",
        "convert_post": "Convert {post} into {title}",
    },
}

_PARENT = {"id": "induknya", "en": "its parent"}


def describe(move: Move, staffing: Staffing, lang: str = "id", blind: bool = False) -> str:
    """One line for people; `blind` leaves the name out."""
    words = asdict(move)
    if "nip" in words and "post" in words:
        nobody = {"id": "calon", "en": "candidate"}[lang]
        words |= {"who": nobody if blind else name(staffing, words["nip"]), "what": title(staffing, words["post"])}
    if isinstance(move, SetWeights):
        words["weights"] = ", ".join(f"{key} {move.weights[key]}" for key in COMPONENTS)
    if isinstance(move, AddLimit):
        words["limit"] = told(move.limit, staffing, lang)
    if isinstance(move, SetScope):
        words["tiers"] = ", ".join([*move.tiers, *move.families, *move.posts])
    if isinstance(move, TakeOver):
        words["count"] = len(move.changes)
    if move.kind in STRUCTURAL:
        words = _named(move.kind, words, staffing, lang)
    return _SENTENCES[lang][move.kind].format(**words)


def _named(move_kind: str, words: dict[str, Any], staffing: Staffing, lang: str) -> dict[str, Any]:
    """Units and posts by their names; what is not there (yet, or any more) by its id."""
    units = dict(zip(staffing.units["unit"], staffing.units["name"], strict=True))
    ids = [field for field in ("unit", "to", "into", "parent") if field in words]
    named: dict[str, Any] = {field: units.get(words[field], words[field]) for field in ids}
    if "units" in words:
        named["units"] = ", ".join(units.get(unit, unit) for unit in words["units"])
    if "post" in words and words["post"] in set(staffing.posts["post"]):
        named["post"] = title(staffing, words["post"])
    if named.get("to", "") is None:
        nowhere = {"id": "ruang tunggu", "en": "the holding area"} if move_kind == "move_unit" else _PARENT
        named["to"] = nowhere[lang]
    return words | named
