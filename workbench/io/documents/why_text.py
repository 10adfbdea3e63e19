"""Explanations, prices of overrides and the worth of seats as plain text for a terminal or a log, in Indonesian."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.io.documents import words
from workbench.io.documents.formats import NOTHING, plain, score, verdict, whole
from workbench.io.documents.naming import Naming
from workbench.io.documents.reasons import OBSTACLE, OUTCOME, OVERRIDE, enough, lost, ranged
from workbench.placement import Plan
from workbench.placement.why import Loss, Priced, Why
from workbench.scenario import COMPONENTS

if TYPE_CHECKING:
    from workbench.placement.why.between import Between

FEW = 12
"""Steps of a chain that a terminal lists; the rest is in the JSON."""


def why_text(told: Why, plan: Plan) -> str:
    """One person and one post: the answer first, then what it rests on. Text from data is made plain."""
    naming = Naming.of(plan.ground.staffing)
    return "\n".join(
        [
            *_answer(told, naming),
            *_score(told),
            *_findings(told),
            *_loss(told, naming),
            *_change(told, naming),
            *_others(told, naming),
        ]
    )


def _answer(told: Why, naming: Naming) -> list[str]:
    lines = [
        f"{_who(told.nip, naming)} untuk {_what(told.post, naming)} ({plain(told.post)})",
        f"{OUTCOME['id'][told.outcome].capitalize()}.",
        *(f"- {OBSTACLE['id'][code]}" for code in told.obstacles),
    ]
    if told.override is not None:
        kind, _, post = told.override
        lines.append(f"{OVERRIDE['id'][kind]} yang menentukan: {_what(post, naming)}.")
    now, goes = (_what(post, naming) if post else "tidak memangku jabatan" for post in (told.sits, told.goes))
    return [*lines, f"Sekarang: {now}. Dalam rencana: {goes}."]


def _score(told: Why) -> list[str]:
    parts = ", ".join(f"{words.COMPONENTS['id'][name].lower()} {score(told.points[name])}" for name in COMPONENTS)
    most = f", paling tinggi {score(told.score_most)}" if told.score_most > told.score else ""
    higher = f" {whole(told.higher)} calon lain yang tidak ditempatkan di sana skornya lebih tinggi." * bool(
        told.higher
    )
    return ["", f"Skor {score(told.score)}{most}: {parts}.{higher}"]


def _findings(told: Why) -> list[str]:
    open_ = told.findings[told.findings["verdict"] != "yes"]
    if open_.empty:
        return ["Semua temuan ya."] if len(told.findings) else []
    return [
        f"- {plain(row['label'])}: {verdict(row['verdict'])}{'' if row['bars'] else ' (hanya tampil)'}. Teramati "
        f"{_text(row['observed'])}; ambang {_text(row['threshold'])}; {_text(row['citation'])}."
        for row in open_.to_dict("records")
    ]


def _loss(told: Why, naming: Naming) -> list[str]:
    if told.untold is not None:
        return ["", told.untold.reason]
    if told.between is not None:
        return _range(told, told.between, naming)
    if told.blocked is not None:
        return ["", f"Tidak ada rencana yang {'tanpanya' if told.outcome == 'placed' else 'memuatnya'} di sana."]
    if told.loss is None:
        return []
    with_ = "Tanpa orang ini di sana" if told.outcome == "placed" else "Bila orang ini ditempatkan di sana"
    chain = steps(told.chain, naming)
    return ["", f"{with_}: {lost(told.loss)}.", *chain, "Diperiksa: rencana itu disusun lagi dan terbukti terbaik."]


def _range(told: Why, found: "Between", naming: Naming) -> list[str]:
    with_ = "Tanpa orang ini di sana" if told.outcome == "placed" else "Bila orang ini ditempatkan di sana"
    most = None if found.most is None else found.most.points
    proof = (
        "Diperiksa: rencana itu menepati semua batas, dan tidak ada yang lebih baik menurut harga-harga batas."
        if found.exact
        else "Diperiksa: angka pertama terbukti dari harga-harga batas, angka kedua dari rencana yang ditemukan."
        if found.most is not None
        else "Diperiksa: angka itu terbukti dari harga-harga batas; rencananya belum ditemukan secepat ini."
    )
    return ["", f"{with_}: {ranged(found.least, most)} poin hilang.", *steps(told.chain, naming), proof]


def steps(chain: pd.DataFrame, naming: Naming) -> list[str]:
    """Who goes where, one line a person."""
    shown = [
        f"- {_who(row['nip'], naming)}: dari {_seat(row['from_post'], naming)} ke {_seat(row['to_post'], naming)}"
        for row in chain.head(FEW).to_dict("records")
    ]
    return shown + ([f"  dan {whole(len(chain) - FEW)} orang lain"] if len(chain) > FEW else [])


def _change(told: Why, naming: Naming) -> list[str]:
    change, kind = told.change, told.change.kind
    if kind == "points" and change.points is not None:
        reach = {
            None: "",
            True: "; data yang belum tercatat mungkin cukup",
            False: "; data yang belum tercatat tidak cukup",
        }
        return ["", f"Yang mengubahnya: {enough(change.points)} poin lebih pada skor jabatan ini{reach[change.reach]}."]
    if kind == "never":
        return ["", "Yang mengubahnya: bukan skor; nilai penuh sekalipun tidak cukup."]
    if kind in ("rules", "data"):
        rules = ", ".join(plain(label) for label in told.against["label"])
        return ["", f"Yang mengubahnya: {rules}."]
    if kind == "override" and change.override is not None:
        word = OVERRIDE["id"][change.override[0]].lower()
        seat = _what(change.override[2], naming)
        return ["", f"Yang mengubahnya: melepas {word} pada {seat}.{_THERE[change.there]}"]
    return []


_REACH = {None: "", True: "; data yang belum tercatat mungkin cukup", False: "; data yang belum tercatat tidak cukup"}
_THERE = {None: "", True: " Sesudahnya ia ditempatkan di sana.", False: " Sesudahnya pun ia tidak ditempatkan di sana."}


def _others(told: Why, naming: Naming) -> list[str]:
    if told.others.empty:
        return []
    head = "Yang berikutnya bagi jabatan ini" if told.outcome == "placed" else "Yang ditempatkan di sana"
    return ["", head, *(_other(row, naming) for row in told.others.to_dict("records"))]


def _other(row: Mapping[Any, Any], naming: Naming) -> str:
    parts = ", ".join(f"{words.COMPONENTS['id'][name].lower()} {score(row[name])}" for name in COMPONENTS)
    loss = "" if pd.isna(row["points"]) else f"; bila ia di sana {_lost(row)}"
    locked = "; dikunci" if row["locked"] else ""
    return f"- {_who(row['nip'], naming)}, {score(row['score'])} ({parts}){locked}{loss}"


def _lost(row: Mapping[Any, Any]) -> str:
    return lost(Loss(int(row["critical"]), int(row["points"]), int(row["moves"])))


def _near(points: int) -> str:
    """How far a price may be off, where it was not proven to the point."""
    return f" (dapat meleset {enough(points)} poin)" if points else ""


def overrides_text(found: Priced, ledger: pd.DataFrame, plan: Plan) -> str:
    """Each lock and ban with its price, whom it passes over, who is placed otherwise, and who decided it."""
    naming = Naming.of(plan.ground.staffing)
    if not found.prices:
        return "Tidak ada kunci dan tidak ada larangan: seluruh rencana adalah hasil perhitungan."
    lines = []
    for price, row in zip(found.prices, ledger.to_dict("records"), strict=True):
        lines.append(f"{OVERRIDE['id'][price.kind]} {_who(price.nip, naming)} pada {_what(price.post, naming)}")
        lines.append(
            f"  Harga: {lost(price.loss)}{_near(price.near)}; {whole(len(price.passed_over))} orang terlewati; "
            f"{whole(price.steps)} langkah rantai baru."
            if price.loss is not None
            else "  Tidak ada rencana tanpanya."
        )
        if price.findings_no:
            lines.append(f"  Bertentangan dengan {whole(price.findings_no)} syarat yang menggugurkan.")
        if price.passed_over:
            shown = "; ".join(_who(nip, naming) for nip in price.passed_over[:FEW])
            lines.append(f"  Terlewati: {shown}{'; ...' * (len(price.passed_over) > FEW)}")
        lines += [f"  {line}" for line in steps(price.chain, naming)]
        if isinstance(row["actor"], str):
            note = f": {plain(row['note'])}" if isinstance(row["note"], str) else ""
            lines.append(f"  Diputus {plain(row['actor'])} ({row['role']}), {row['at']:%Y-%m-%d %H:%M}{note}")
    if found.together is not None and len(found.prices) > 1:
        lines += ["", f"Semuanya bersama-sama: {lost(found.together)}."]
        if found.interaction is not None and found.interaction.judged != (0, 0, 0):
            lines.append(f"Selisih dari jumlah satu per satu: {lost(found.interaction)}.")
    return "\n".join(lines)


def _who(nip: str, naming: Naming) -> str:
    return f"{_text(naming.names.get(nip))} ({plain(nip)})"


def _what(post: str, naming: Naming) -> str:
    return plain(naming.wholes[post])


def _seat(post: Any, naming: Naming) -> str:
    return _what(post, naming) if isinstance(post, str) else "tanpa jabatan"


def _text(value: Any) -> str:
    return plain(value) if isinstance(value, str) else NOTHING
