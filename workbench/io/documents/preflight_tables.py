"""A pre-flight as tables for people: decrees in the order of signing, findings, what must be seen, and a move alone."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.io.documents import words
from workbench.io.documents.blocks import Column, Table
from workbench.io.documents.formats import NOTHING
from workbench.io.documents.naming import Naming
from workbench.io.documents.plan_tables import table
from workbench.io.documents.words import say
from workbench.placement import Plan, Preflight, chain_table
from workbench.regulation.rulebook import least
from workbench.scenario import COMPONENTS

Papers = Mapping[str, Mapping[str, str]]
"""Source of a finding -> name and name_en of the document that settles it (`resources.papers`)."""


def document(papers: Papers, source: str, rule: str, lang: str = "id") -> str | None:
    """The document that settles a finding: of the rule itself, of its source, or of the table of that source."""
    for key in (f"{source}/{rule}", source, source.partition(".")[0]):
        if key in papers:
            return papers[key]["name_en" if lang == "en" else "name"]
    return None


def documents(papers: Papers, findings: pd.DataFrame, lang: str = "id") -> pd.Series:
    """`document` of each row of findings (source, rule)."""
    pairs = findings[["source", "rule"]].itertuples(index=False, name=None)
    return pd.Series([document(papers, source, rule, lang) for source, rule in pairs], findings.index, dtype="str")


def order(flown: Preflight, naming: Naming, lang: str = "id") -> Table:
    """Every decree in the order of signing, with what becomes of the seats and what stands in the way."""
    steps = flown.steps
    reason = steps["order"].map(flown.blocked.set_index("order")["reason"]).astype("str")
    waits = steps["obstacle"].fillna("").map(words.OBSTACLE[lang])
    frame = steps.assign(
        what=steps["kind"].map(words.DECREE[lang]),
        name=naming.name(steps["nip"]),
        was=naming.whole(steps["from_post"]),
        will=naming.whole(steps["to_post"]),
        instead=naming.name(steps["replaces"]),
        verdict_=waits.where(reason.isna(), waits + ": " + reason.fillna("")),
    )
    columns = {
        "order": Column(say(lang, "Urutan", "Order"), "whole"),
        "not_before": Column(say(lang, "Paling awal", "Not before"), "day"),
        "ring": Column(say(lang, "Serentak (lingkar)", "At once (ring)"), "whole"),
        "what": Column(say(lang, "Keputusan", "Decree")),
        "nip": Column("NIP"),
        "name": Column(say(lang, "Nama", "Name")),
        "was": Column(say(lang, "Jabatan sekarang", "Present post")),
        "will": Column(say(lang, "Jabatan baru", "New post")),
        "instead": Column(say(lang, "Menggantikan", "Replaces")),
        "after": Column(say(lang, "Sesudah urutan", "After order"), "whole"),
        "free_before": Column(say(lang, "Kursi kosong sebelumnya", "Free seats before"), "whole"),
        "free_after": Column(say(lang, "Kursi kosong sesudahnya", "Free seats after"), "whole"),
        "left_free": Column(say(lang, "Kursi kosong yang ditinggalkan", "Free seats left behind"), "whole"),
        "yes": Column(say(lang, "Temuan ya", "Findings yes"), "whole"),
        "no": Column(say(lang, "Temuan tidak", "Findings no"), "whole"),
        "unknown": Column(say(lang, "Temuan belum diketahui", "Findings unknown"), "whole"),
        "verdict_": Column(say(lang, "Keputusan resmi", "Formal decision")),
        "chain": Column(say(lang, "Rantai", "Chain"), "whole"),
        "step": Column(say(lang, "Langkah", "Step"), "whole"),
        "from_post": Column(say(lang, "ID jabatan sekarang", "Present post id")),
        "to_post": Column(say(lang, "ID jabatan baru", "New post id")),
    }
    return table(say(lang, "Urutan keputusan", "Order of decrees"), frame, columns)


def findings(flown: Preflight, naming: Naming, papers: Papers, lang: str = "id") -> Table:
    """What the rules say of each move on the day on which it may be signed; what speaks against it first."""
    told = flown.findings
    weight = told["verdict"].map({"no": 0, "unknown": 1, "yes": 2})
    told = told.assign(weight=weight).sort_values(["order", "weight"], kind="stable", ignore_index=True)
    frame = told.assign(
        name=naming.name(told["nip"]),
        title=naming.whole(told["post"]),
        trust=told["confidence"].map(words.CONFIDENCE[lang]),
        power=told["force"].map(words.FORCE[lang]),
        effect=told["bars"].astype(bool).map({True: words.CHOICE[lang]["bar"], False: words.CHOICE[lang]["show"]}),
        paper=documents(papers, told, lang),
    )
    columns = {
        "order": Column(say(lang, "Urutan", "Order"), "whole"),
        "nip": Column("NIP"),
        "name": Column(say(lang, "Nama", "Name")),
        "title": Column(say(lang, "Jabatan baru", "New post")),
        "day": Column(say(lang, "Diperiksa pada", "Judged on"), "day"),
        **_of_a_finding(lang),
        "power": Column(say(lang, "Kekuatan", "Force")),
        "effect": Column(say(lang, "Akibat", "Effect")),
    }
    return table(say(lang, "Temuan tiap pindah", "Findings of each move"), frame, columns)


def _of_a_finding(lang: str) -> dict[str, Column]:
    return {
        "label": Column(say(lang, "Aturan", "Rule")),
        "verdict": Column(say(lang, "Putusan", "Verdict"), "verdict"),
        "observed": Column(say(lang, "Teramati", "Observed")),
        "threshold": Column(say(lang, "Ambang", "Threshold")),
        "citation": Column(say(lang, "Dasar", "Ground")),
        "trust": Column(say(lang, "Kepercayaan", "Confidence")),
        "paper": Column(say(lang, "Dokumen bukti", "Document")),
    }


def evidence(flown: Preflight, naming: Naming, papers: Papers, lang: str = "id") -> Table:
    """Every document that must still be seen, one row a move and source."""
    told = flown.evidence
    rule = flown.findings.drop_duplicates(["order", "source"]).set_index(["order", "source"])["rule"]
    keys = pd.MultiIndex.from_frame(told[["order", "source"]])
    paper = documents(papers, told.assign(rule=rule.reindex(keys).to_numpy()), lang)
    frame = told.assign(
        name=naming.name(told["nip"]),
        title=naming.whole(told["post"]),
        paper=paper,
        column=told["what_en" if lang == "en" else "what"].replace("", None),
        siasn=told["siasn"].replace("", None),
        waits=told["bars"].astype(bool).map({True: say(lang, "ya", "yes"), False: say(lang, "tidak", "no")}),
    )
    columns = {
        "order": Column(say(lang, "Urutan", "Order"), "whole"),
        "nip": Column("NIP"),
        "name": Column(say(lang, "Nama", "Name")),
        "title": Column(say(lang, "Jabatan baru", "New post")),
        "paper": Column(say(lang, "Dokumen yang perlu dilihat", "Document to be seen")),
        "rules": Column(say(lang, "Menjawab aturan", "Settles the rules")),
        "column": Column(say(lang, "Kolom data", "Column of the data")),
        "siasn": Column(say(lang, "Kolom SIASN", "SIASN column")),
        "waits": Column(say(lang, "Keputusan menunggunya", "The decision waits for it")),
    }
    return table(say(lang, "Bukti yang kurang", "Evidence needed"), frame, columns)


def whole(flown: Preflight, lang: str = "id") -> Table:
    """What is asked of the plan as a whole, once each: the days on which it is answered so."""
    told = flown.whole
    keys = ["rule", "label", "verdict", "observed", "threshold"]
    if told.empty:
        told = told.reindex(columns=[*keys, "citation", "confidence", "day"])
    # Which law asks it may differ from day to day, with the posts entered on it: all of it is named, once.
    days = told.groupby(keys, sort=False).agg(
        citation=("citation", lambda every: "; ".join(dict.fromkeys("; ".join(every).split("; ")))),
        confidence=("confidence", lambda every: least(*every)),
        min=("day", "min"),
        max=("day", "max"),
    )
    frame = days.reset_index().assign(trust=days["confidence"].map(words.CONFIDENCE[lang]).to_numpy())
    columns = {
        **{name: column for name, column in _of_a_finding(lang).items() if name != "paper"},
        "min": Column(say(lang, "Sejak keputusan tanggal", "From the decree of"), "day"),
        "max": Column(say(lang, "Sampai keputusan tanggal", "To the decree of"), "day"),
    }
    return table(say(lang, "Diminta dari seluruh rencana", "Asked of the whole plan"), frame, columns)


def chains(plan: Plan, naming: Naming, lang: str = "id") -> Table:
    """Every chain step by step, and how it ends."""
    told = chain_table(plan)
    ends = told["ends"].map(words.ENDS[lang])
    reason = told["reason"].map(words.VACANT[lang]).astype("str")
    frame = told.assign(
        seat=naming.whole(told["to_post"]),
        why=told["origin"].map(words.ORIGIN[lang]),
        name=naming.name(told["nip"]),
        opens=naming.whole(told["from_post"]),
        follows=naming.name(told["next"]),
        closes=ends.where(reason.isna() | (told["ends"] == "selection"), ends + ": " + reason.fillna("")),
    )
    columns = {
        "chain": Column(say(lang, "Rantai", "Chain"), "whole"),
        "step": Column(say(lang, "Langkah", "Step"), "whole"),
        "seat": Column(say(lang, "Kursi", "Seat")),
        "why": Column(say(lang, "Terbuka karena", "Opened because")),
        "nip": Column("NIP"),
        "name": Column(say(lang, "Diisi oleh", "Filled by")),
        "opens": Column(say(lang, "Membuka kursi", "Opens the seat")),
        "follows": Column(say(lang, "Diisi berikutnya oleh", "Filled next by")),
        "closes": Column(say(lang, "Ujung rantai", "End of the chain")),
    }
    return table(say(lang, "Rantai", "Chains"), frame, columns)


def reasons(flown: Preflight, plan: Plan, order: int, papers: Papers, lang: str = "id") -> tuple[Table, ...]:
    """One move alone, to be attached to its proposal: who, merit, findings with their documents, provenance. Nothing
    in it is about anybody else. Raises KeyError for a decree that is no move of the plan."""
    naming, steps = Naming.of(plan.ground.staffing), flown.steps
    here = steps[(steps["order"] == order) & (steps["kind"] == "move")]
    if here.empty:
        raise KeyError(f"decree {order} is no move of this plan")
    step = here.iloc[0]
    nip = str(step["nip"])
    row = plan.moves[plan.moves["nip"] == nip].iloc[0]
    origins = chain_table(plan).set_index("nip")["origin"]
    told = flown.findings[flown.findings["order"] == order].reset_index(drop=True)
    titles = naming.whole(pd.Series([step["from_post"], row["to_post"]], dtype="str"))
    facts = [
        (say(lang, "Nama", "Name"), str(naming.names.get(nip))),
        ("NIP", nip),
        (say(lang, "Jabatan sekarang", "Present post"), NOTHING if pd.isna(titles[0]) else str(titles[0])),
        (say(lang, "Jabatan baru", "New post"), str(titles[1])),
        (say(lang, "Kursinya", "Its seat"), words.ORIGIN[lang][str(origins[nip])]),
        (say(lang, "Urutan keputusan", "Order of the decree"), str(order)),
        (say(lang, "Paling awal", "Not before"), step["not_before"].date().isoformat()),
        (say(lang, "Keputusan resmi", "Formal decision"), words.OBSTACLE[lang][_text(step["obstacle"])]),
    ]
    points = [(words.COMPONENTS[lang][name], int(row[name])) for name in COMPONENTS]
    merit = Table(
        say(lang, "Skor merit", "Merit score"),
        (Column(say(lang, "Komponen", "Component")), Column(say(lang, "Sumbangan", "Contribution"), "score")),
        (*points, (say(lang, "Jumlah", "Total"), int(row["score"]))),
    )
    frame = told.assign(trust=told["confidence"].map(words.CONFIDENCE[lang]), paper=documents(papers, told, lang))
    rules = table(say(lang, "Alasan dan bukti", "Reasons and evidence"), frame, _of_a_finding(lang))
    head = [(key, str(value)) for key, value in plan.head.items() if value is not None]
    return (
        _pairs(say(lang, "Usulan", "Proposal"), facts, lang),
        merit,
        rules,
        _pairs(say(lang, "Asal-usul", "Provenance"), [*head, ("plan", plan.digest)], lang),
    )


def _pairs(caption: str, rows: list[tuple[str, str]], lang: str) -> Table:
    return Table(caption, (Column(say(lang, "Hal", "Item")), Column(say(lang, "Isi", "Value"))), tuple(rows))


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
