"""The robust core in words: what was doubted, what moves a placement, and all of it as plain text for a terminal."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from workbench.io.documents import words
from workbench.io.documents.formats import plain, share, whole
from workbench.io.documents.naming import Naming
from workbench.io.documents.words import say
from workbench.placement import Robust
from workbench.staffing import Staffing

FEW = 25
"""Contested placements that a terminal lists; all of them are in the JSON."""


def robust_text(found: Robust, staffing: Staffing) -> str:
    """The sentence, what it rests on, what a workshop should talk about, and which weight moves the plan first."""
    naming, shaken = Naming.of(staffing), contested(found)
    lines = [found.sentence(), data_sentence(found), "", "Yang diragukan", *(f"   - {one}" for one in doubted(found))]
    lines += ["", f"Penempatan yang diperdebatkan ({whole(len(shaken))})"]
    for row in shaken.head(FEW).to_dict("records"):
        rivals = [_person(nip, naming) for nip in row["rivals"]]
        lines.append(f"   - {_person(row['nip'], naming)}, {_post(row, naming)}: {'; '.join(moved_by(row))}")
        lines += [f"     pengganti: {', '.join(rivals)}"] if rivals else []
    lines += [f"     dan {whole(len(shaken) - FEW)} lainnya"] if len(shaken) > FEW else []
    lines += ["", "Satu bobot saja yang bergeser", *(f"   - {one}" for one in levers(found))]
    return "\n".join(lines)


def contested(found: Robust) -> pd.DataFrame:
    """Placements to talk about, those that held least often first: that some weighting moves, or errors in the data do
    too often."""
    table = found.placements
    shaken = table[(table["status"] == "contested") | (table["data"] == "contested")]
    return shaken.sort_values(["share", "post", "nip"], ignore_index=True)


def data_sentence(found: Robust, lang: str = "id") -> str:
    """How many placements hold when data err; says so where nothing was drawn."""
    if not found.draws:
        return say(lang, "Kesalahan data tidak dicoba.", "Errors in the data were not tried.")
    trial, table = found.trial, found.placements
    held, every = whole(int((table["data"] == "steady").sum()), lang), whole(len(table), lang)
    least, sure = (share(round(1000 * value), 1000, lang) for value in (trial.steady, trial.confidence))
    return say(
        lang,
        f"{held} dari {every} penempatan mantap terhadap kesalahan data: bertahan pada sedikitnya {least} undian, "
        f"dengan keyakinan {sure}.",
        f"{held} of {every} placements are steady when data err: they hold in at least {least} of the draws, with "
        f"{sure} confidence.",
    )


def doubted(found: Robust, lang: str = "id") -> tuple[str, ...]:
    """The range of weights and the errors in the data that were assumed, one sentence each."""
    trial, mistakes = found.trial, found.trial.errors
    weights = say(
        lang,
        f"Bobot: masing-masing sampai {whole(trial.points)} poin lebih tinggi atau lebih rendah, jumlahnya tetap "
        f"seratus; {whole(found.weightings)} susunan persen bulat.",
        f"Weights: each up to {whole(trial.points, lang)} points higher or lower, adding up to a hundred; "
        f"{whole(found.weightings, lang)} whole-percent weightings.",
    )
    if not found.draws:
        return (weights,)
    told = [
        say(
            lang,
            f"Data: {whole(found.draws)} undian, benih {trial.seed}, masing-masing dengan bobot dalam rentang itu.",
            f"Data: {whole(found.draws, lang)} draws, seed {trial.seed}, each with weights of that range.",
        )
    ]
    if mistakes.unknown_merit:
        told.append(
            say(
                lang,
                "Komponen merit yang belum diketahui bernilai berapa pun antara batas bawah dan batas atasnya.",
                "Components of merit that are unknown are worth anything between their lower and upper bound.",
            )
        )
    if mistakes.unknown_no:
        part = share(round(1000 * mistakes.unknown_no), 1000, lang)
        told.append(
            say(lang, f"{part} temuan yang belum diketahui ternyata tidak.", f"{part} of unknown findings end in no.")
        )
    if mistakes.appraisal_share and mistakes.appraisal_points:
        part = share(round(1000 * mistakes.appraisal_share), 1000, lang)
        off = whole(mistakes.appraisal_points, lang)
        told.append(
            say(
                lang,
                f"Nilai kinerja {part} pegawai keliru sebesar {off} dari 1.000, ke atas atau ke bawah.",
                f"The performance of {part} of people is off by {off} of 1,000, either way.",
            )
        )
    if found.failed:
        lost = whole(found.failed, lang)
        told.append(say(lang, f"{lost} undian tidak punya rencana sama sekali.", f"{lost} draws have no plan at all."))
    return weights, *told


def moved_by(row: Mapping[Hashable, Any], lang: str = "id", *, counted: bool = True) -> list[str]:
    """What moves one placement, one phrase each: a weight, several together, errors in the data (`counted`: with the
    part of the draws in which it held)."""
    told = []
    if row["status"] == "contested":
        alone = isinstance(row["lever"], str)
        told.append(_step(row["lever"], int(row["change"]), lang) if alone else _together(row["witness"], lang))
    elif row["status"] == "steady":
        told.append(say(lang, "bobot belum dapat dipastikan", "weights not settled"))
    if row["share"] == row["share"] and row["data"] == "contested":
        held = share(round(1000 * row["share"]), 1000, lang)
        drawn = say(lang, f"data: bertahan pada {held} undian", f"data: holds in {held} of the draws")
        told.append(drawn if counted else say(lang, "kesalahan data", "errors in the data"))
    return told


def levers(found: Robust, lang: str = "id") -> tuple[str, ...]:
    """For each weight and direction: from how many points on the plan is another, and for how many people."""
    told = []
    for row in found.levers.to_dict("records"):
        if row["change"] is pd.NA or not row["moved"]:
            name, up = words.COMPONENTS[lang][row["component"]], row["direction"] > 0
            way = say(lang, "naik" if up else "turun", "up" if up else "down")
            told.append(say(lang, f"{name} {way}: rencana tetap", f"{name} {way}: the plan stays"))
        else:
            moved = whole(row["moved"], lang)
            step = _step(row["component"], int(row["direction"] * row["change"]), lang)
            told.append(say(lang, f"{step}: {moved} orang berpindah tempat", f"{step}: {moved} people sit elsewhere"))
    return tuple(told)


def _step(component: str, change: int, lang: str) -> str:
    """`Pendidikan turun 1 poin`"""
    name, points = words.COMPONENTS[lang][component], whole(abs(change), lang)
    way = say(lang, "naik" if change > 0 else "turun", "up" if change > 0 else "down")
    return say(lang, f"{name} {way} {points} poin", f"{name} {way} {points} {'point' if points == '1' else 'points'}")


def _together(weights: Mapping[str, int], lang: str) -> str:
    """A weighting that moves it, where no weight alone does."""
    told = ", ".join(f"{words.COMPONENTS[lang][name]} {whole(weight, lang)}" for name, weight in weights.items())
    return say(lang, f"beberapa bobot bersama ({told})", f"several weights together ({told})")


def _person(nip: str, naming: Naming) -> str:
    return f"{plain(naming.names.get(nip))} ({plain(nip)})"


def _post(row: Mapping[Hashable, Any], naming: Naming) -> str:
    return f"{'ke' if row['kind'] == 'move' else 'tetap di'} {plain(naming.wholes.get(row['post']))}"
