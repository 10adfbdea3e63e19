"""A plan as tables for people: every row and number of it, with names, in the order in which decrees are signed."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from workbench.io.documents import formats, words
from workbench.io.documents.blocks import Cell, Column, Table
from workbench.io.documents.naming import Naming
from workbench.io.documents.words import say
from workbench.placement import Plan
from workbench.regulation.catalogue import RULES, choice
from workbench.regulation.findings import COLUMNS
from workbench.scenario import COMPONENTS


def table(caption: str, frame: pd.DataFrame, columns: Mapping[str, Column], note: str = "") -> Table:
    """The named columns of `frame` as a block."""
    values = [[_raw(value, column.kind) for value in frame[name]] for name, column in columns.items()]
    return Table(caption, tuple(columns.values()), tuple(zip(*values, strict=True)), note)


def _raw(value: Any, kind: str) -> Cell:
    if pd.isna(value):
        return None
    if kind in ("whole", "score"):
        return int(value)
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def rows(plan: Plan, lang: str = "id") -> Table:
    """Every seat that somebody holds after the plan: moves first, by chain and step."""
    naming, told = Naming.of(plan.ground.staffing), plan.rows
    decided = told["kind"].mask(told["locked"].astype(bool), "locked").map(words.DECISION[lang])
    frame = told.assign(
        decision=decided,
        name=naming.name(told["nip"]),
        from_title=naming.title(told["from_post"]),
        from_place=naming.unit(told["from_post"]),
        to_title=naming.title(told["to_post"]),
        to_place=naming.unit(told["to_post"]),
        replaces=naming.name(told["replaces"]),
    )
    columns = {
        "chain": Column(say(lang, "Rantai", "Chain"), "whole"),
        "step": Column(say(lang, "Langkah", "Step"), "whole"),
        "decision": Column(say(lang, "Keputusan", "Decision")),
        "nip": Column("NIP"),
        "name": Column(say(lang, "Nama", "Name")),
        "from_title": Column(say(lang, "Jabatan sekarang", "Present post")),
        "from_place": Column(say(lang, "Unit sekarang", "Present unit")),
        "to_title": Column(say(lang, "Jabatan usulan", "Proposed post")),
        "to_place": Column(say(lang, "Unit usulan", "Proposed unit")),
        "replaces": Column(say(lang, "Menggantikan", "Replaces")),
        "score": Column(say(lang, "Skor merit", "Merit score"), "score"),
        "score_most": Column(say(lang, "Skor paling tinggi", "Score at most"), "score"),
        **{name: Column(words.COMPONENTS[lang][name], "score") for name in COMPONENTS},
        "yes": Column(say(lang, "Temuan ya", "Findings yes"), "whole"),
        "no": Column(say(lang, "Temuan tidak", "Findings no"), "whole"),
        "unknown": Column(say(lang, "Temuan belum diketahui", "Findings unknown"), "whole"),
        "from_post": Column(say(lang, "ID jabatan sekarang", "Present post id")),
        "to_post": Column(say(lang, "ID jabatan usulan", "Proposed post id")),
    }
    return table(say(lang, "Rencana", "Plan"), frame, columns)


def chains(plan: Plan, lang: str = "id") -> Table:
    """Each chain step by step: what opens the seat, who takes it, and what becomes of the seat left behind."""
    naming, moves = Naming.of(plan.ground.staffing), plan.moves
    followed = moves.set_index("replaces")["nip"] if len(moves) else pd.Series(dtype="str")
    follower = moves["nip"].map(followed[followed.index.notna() & ~followed.index.duplicated()])
    left = pd.Series(say(lang, "diisi langkah berikut oleh ", "filled in the next step by "), moves.index)
    left = left + naming.name(follower)
    opened = pd.Series(say(lang, "kosong", "vacant"), moves.index).where(moves["from_post"].notna())
    frame = moves.assign(
        opens=naming.name(moves["replaces"]).fillna(say(lang, "kosong sejak awal", "vacant from the start")),
        name=naming.name(moves["nip"]),
        to=naming.whole(moves["to_post"]),
        from_=naming.whole(moves["from_post"]),
        then=left.where(follower.notna(), opened),
    )
    columns = {
        "chain": Column(say(lang, "Rantai", "Chain"), "whole"),
        "step": Column(say(lang, "Langkah", "Step"), "whole"),
        "to": Column(say(lang, "Kursi", "Seat")),
        "opens": Column(say(lang, "Dibuka oleh", "Opened by")),
        "nip": Column("NIP"),
        "name": Column(say(lang, "Diisi oleh", "Filled by")),
        "from_": Column(say(lang, "Kursi yang ditinggalkan", "Seat left")),
        "then": Column(say(lang, "Kursi itu sesudahnya", "That seat afterwards")),
    }
    return table(say(lang, "Rantai", "Chains"), frame, columns)


def vacant(plan: Plan, lang: str = "id") -> Table:
    """Seats of the scope that nobody holds after the plan, with why; critical ones first."""
    naming = Naming.of(plan.ground.staffing)
    left = plan.vacant.sort_values(["critical", "reason", "post"], ascending=[False, True, True], ignore_index=True)
    yes, no = say(lang, "ya", "yes"), say(lang, "tidak", "no")
    frame = left.assign(
        title=naming.title(left["post"]),
        place=naming.unit(left["post"]),
        why=left["reason"].map(words.VACANT[lang]),
        is_critical=left["critical"].astype(bool).map({True: yes, False: no}),
    )
    columns = {
        "post": Column(say(lang, "ID jabatan", "Post id")),
        "title": Column(say(lang, "Jabatan", "Post")),
        "place": Column("Unit"),
        "seats": Column(say(lang, "Kursi", "Seats"), "whole"),
        "is_critical": Column(say(lang, "Kritis", "Critical")),
        "why": Column(say(lang, "Sebab", "Reason")),
        "candidates": Column(say(lang, "Calon yang lolos", "Candidates who pass"), "whole"),
    }
    return table(say(lang, "Tetap kosong", "Left vacant"), frame, columns)


def slates(plan: Plan, lang: str = "id") -> Table:
    """The best candidates for each post of open selection: advice to the selection committee, never an appointment."""
    naming, told = Naming.of(plan.ground.staffing), plan.slates
    held = plan.ground.people.set_index("nip")["post"]
    frame = told.assign(
        title=naming.title(told["post"]),
        place=naming.unit(told["post"]),
        name=naming.name(told["nip"]),
        present=naming.whole(told["nip"].map(held)),
    )
    columns = {
        "post": Column(say(lang, "ID jabatan", "Post id")),
        "title": Column(say(lang, "Jabatan", "Post")),
        "place": Column("Unit"),
        "rank": Column(say(lang, "Urutan", "Rank"), "whole"),
        "nip": Column("NIP"),
        "name": Column(say(lang, "Nama", "Name")),
        "present": Column(say(lang, "Jabatan sekarang", "Present post")),
        "score": Column(say(lang, "Skor merit", "Merit score"), "score"),
        "score_most": Column(say(lang, "Skor paling tinggi", "Score at most"), "score"),
    }
    return table(say(lang, "Daftar seleksi", "Slates"), frame, columns)


def found(plan: Plan, pairs: Iterable[tuple[str, str]], lang: str = "id") -> pd.DataFrame:
    """Findings rows (`findings.COLUMNS`) of these (nip, post) pairs, one below the other."""
    parts = [plan.ground.findings.of(nip, post, lang=lang) for nip, post in pairs]
    kept = [part for part in parts if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(COLUMNS))


def in_few_words(moves: pd.DataFrame, findings: pd.DataFrame) -> pd.Series:
    """The findings of each move: what is against it first, then what is not known, else that all say yes."""
    open_ = findings[findings["verdict"] != "yes"]
    kinds = {("no", True): "tidak", ("unknown", True): "belum diketahui"}
    kinds |= {("no", False): "tidak (hanya tampil)", ("unknown", False): "belum diketahui (hanya tampil)"}
    counted = open_.groupby(["nip", "verdict", "bars"]).size()
    said = pd.Series("dikunci; ", moves.index).where(moves["locked"].astype(bool), "")
    for (verdict, bars), text in kinds.items():
        every = pd.MultiIndex.from_arrays([moves["nip"], [verdict] * len(moves), [bars] * len(moves)])
        number = pd.Series(counted.reindex(every).fillna(0).to_numpy("int64"), index=moves.index)
        said = said + (number.map(formats.whole) + f" {text}; ").where(number > 0, "")
    clean = ~moves["nip"].isin(open_["nip"])
    return (said + pd.Series("semua ya", moves.index).where(clean, "")).str.removesuffix("; ")


def findings(plan: Plan, lang: str = "id") -> Table:
    """What the rules say of each proposed person and post, and of each name on a slate."""
    moves, named = plan.moves, plan.slates
    pairs = [*zip(moves["nip"], moves["to_post"], strict=True), *zip(named["nip"], named["post"], strict=True)]
    naming, told = Naming.of(plan.ground.staffing), found(plan, pairs, lang)
    frame = told.assign(
        name=naming.name(told["nip"]),
        title=naming.whole(told["post"]),
        trust=told["confidence"].map(words.CONFIDENCE[lang]),
        power=told["force"].map(words.FORCE[lang]),
        effect=told["bars"].astype(bool).map({True: words.CHOICE[lang]["bar"], False: words.CHOICE[lang]["show"]}),
    )
    columns = {
        "nip": Column("NIP"),
        "name": Column(say(lang, "Nama", "Name")),
        "title": Column(say(lang, "Jabatan usulan", "Proposed post")),
        "label": Column(say(lang, "Aturan", "Rule")),
        "verdict": Column(say(lang, "Putusan", "Verdict"), "verdict"),
        "observed": Column(say(lang, "Teramati", "Observed")),
        "threshold": Column(say(lang, "Ambang", "Threshold")),
        "citation": Column(say(lang, "Dasar", "Ground")),
        "trust": Column(say(lang, "Kepercayaan", "Confidence")),
        "power": Column(say(lang, "Kekuatan", "Force")),
        "effect": Column(say(lang, "Akibat", "Effect")),
    }
    return table(say(lang, "Temuan", "Findings"), frame, columns)


def basis(plan: Plan, lang: str = "id") -> tuple[Table, ...]:
    """What the plan rests on: head, figures, weights, policy, overrides, rules."""
    naming, policy = Naming.of(plan.ground.staffing), plan.policy
    seats = [
        (what, nip, str(naming.names.get(nip, "")), str(naming.whole(pd.Series([post])).iloc[0]))
        for what, chosen in (
            (say(lang, "kunci", "lock"), sorted(policy.locks)),
            (say(lang, "larangan", "ban"), sorted(policy.forbids)),
        )
        for nip, post in chosen
    ]
    weights = [(words.COMPONENTS[lang][name], policy.weights[name]) for name in COMPONENTS]
    choices = {key: value for key, value in policy.to_record().items() if key not in ("weights", "locks", "forbids")}
    name, value = say(lang, "Hal", "Item"), say(lang, "Isi", "Value")
    return (
        _pairs(say(lang, "Asal-usul", "Provenance"), (*plan.head.items(), ("plan", plan.digest)), name, value),
        _pairs(say(lang, "Angka", "Figures"), plan.summary.items(), name, value),
        Table(
            say(lang, "Bobot", "Weights"),
            (
                Column(say(lang, "Komponen", "Component")),
                Column(say(lang, "Bobot (persen)", "Weight (percent)"), "whole"),
            ),
            tuple(weights),
        ),
        _pairs(say(lang, "Kebijakan", "Policy"), choices.items(), name, value),
        Table(
            say(lang, "Kunci dan larangan", "Locks and bans"),
            tuple(Column(text) for text in (name, "NIP", say(lang, "Nama", "Name"), say(lang, "Jabatan", "Post"))),
            tuple(seats),
        ),
        rules(plan, lang),
    )


def _pairs(caption: str, items: Iterable[tuple[str, Any]], name: str, value: str) -> Table:
    told = tuple((key, None if item is None else _flat(item)) for key, item in items)
    return Table(caption, (Column(name), Column(value)), told)


def _flat(item: Any) -> str:
    if isinstance(item, Mapping):
        return "; ".join(f"{key}: {_flat(inner)}" for key, inner in item.items())
    return ", ".join(_flat(inner) for inner in item) if isinstance(item, list | tuple) else str(item)


def rules(plan: Plan, lang: str = "id") -> Table:
    """Every parameter of the law that the checked rules read, with citation and confidence."""
    regulation, told = plan.ground.regulation, []
    for rule in RULES.values():
        does = choice(rule.id, plan.policy.rules)
        for parameter in rule.parameters or ("",):
            known = regulation[parameter] if parameter and parameter in regulation else None
            told.append(
                (
                    rule.title(lang),
                    words.FORCE[lang][rule.force],
                    words.CHOICE[lang][does],
                    parameter or None,
                    known.citation if known else None,
                    words.CONFIDENCE[lang][known.confidence] if known else None,
                    known.since.isoformat() if known else None,
                )
            )
    columns = (
        Column(say(lang, "Aturan", "Rule")),
        Column(say(lang, "Kekuatan", "Force")),
        Column(say(lang, "Akibat", "Effect")),
        Column(say(lang, "Parameter", "Parameter")),
        Column(say(lang, "Dasar", "Ground")),
        Column(say(lang, "Kepercayaan", "Confidence")),
        Column(say(lang, "Berlaku sejak", "Since"), "day"),
    )
    return Table(say(lang, "Aturan", "Rules"), columns, tuple(told))
