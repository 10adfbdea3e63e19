"""An audit as a workbook: who was selected, who was passed over, the quality of each office, and with them what was
asked beside it: data worth finding, and the robust core."""

import pandas as pd

from workbench.io.documents import plan_tables, words
from workbench.io.documents.audit_text import ATTRIBUTES, ENVY, NOTES, RATIO
from workbench.io.documents.blocks import Column, Table
from workbench.io.documents.formats import score, share, whole
from workbench.io.documents.naming import Naming
from workbench.io.documents.plan_tables import table
from workbench.io.documents.robust_text import data_sentence, doubted, levers, moved_by
from workbench.io.documents.words import say
from workbench.io.documents.xlsx import workbook
from workbench.placement import Audit, Plan, Robust
from workbench.placement.cleaning import Worklist
from workbench.regulation.catalogue import RULES

TURNS = {
    "id": {"no": "tidak", "yes": "ya", "high": "lebih tinggi"},
    "en": {"no": "no", "yes": "yes", "high": "higher"},
}
EFFECT = {
    "id": {
        "placement": "penempatan berubah",
        "slate": "daftar seleksi berubah",
        "infeasible": "kunci tidak dapat dipertahankan",
    },
    "en": {"placement": "a placement changes", "slate": "a slate changes", "infeasible": "a lock cannot be kept"},
}
STATUS = {
    "id": {"proven": "tidak bergeser", "steady": "belum dapat dipastikan", "contested": "diperdebatkan"},
    "en": {"proven": "not shifted", "steady": "not settled", "contested": "contested"},
}
DATA = {
    "id": {"steady": "mantap", "unsure": "undian terlalu sedikit", "contested": "diperdebatkan"},
    "en": {"steady": "steady", "unsure": "too few draws", "contested": "contested"},
}


def audit_xlsx(
    found: Audit, plan: Plan, worklist: Worklist | None = None, core: Robust | None = None, lang: str = "id"
) -> bytes:
    """Siapa terpilih, Siapa terlewati, Mengapa terlewati, Mutu perangkat daerah, Dasar; of the worklist and the robust
    core, where they are known, Data layak dicari and Inti kokoh. Equal findings give equal bytes."""
    naming = Naming.of(plan.ground.staffing)
    sheets: dict[str, tuple[Table, ...]] = {
        say(lang, "Siapa terpilih", "Who was selected"): (_selection(found, lang),),
        say(lang, "Siapa terlewati", "Who was passed over"): (_envy(found, naming, lang),),
        say(lang, "Mengapa terlewati", "Why passed over"): (_reasons(found, lang),),
        say(lang, "Mutu perangkat daerah", "Quality of offices"): (_balance(found, lang),),
    }
    if worklist is not None:
        sheets[say(lang, "Data layak dicari", "Data worth finding")] = (_cleaning(worklist, naming, lang),)
    if core is not None:
        sheets[say(lang, "Inti kokoh", "Robust core")] = (_core(core, naming, lang),)
        sheets[say(lang, "Yang diragukan", "What was doubted")] = (_doubted(core, lang),)
    sheets[say(lang, "Dasar", "Basis")] = (_notes(found, lang), *plan_tables.basis(plan, lang))
    return workbook(sheets, plan.ground.staffing.as_of, lang)


def _selection(found: Audit, lang: str) -> Table:
    """Every group of every scope, not only those under the line."""
    ratios, end = found.ratios, "_en" if lang == "en" else ""
    frame = ratios.assign(
        group_=ratios[f"label{end}"],
        scope_=ratios[f"scope_label{end}"],
        attribute_=ratios["attribute"].map(ATTRIBUTES[lang]),
        reason_=ratios["reason"].map(RATIO[lang]),
        **{f"{name}_": _percent(ratios[name], lang) for name in ("rate", "ratio", "ratio_low", "ratio_high")},
    )
    columns = {
        "scope_": Column(say(lang, "Jabatan", "Posts")),
        "attribute_": Column(say(lang, "Ciri", "Attribute")),
        "group_": Column(say(lang, "Kelompok", "Group")),
        "staff": Column(say(lang, "Pegawai", "Staff"), "whole"),
        "pool": Column(say(lang, "Dalam kolam", "In the pool"), "whole"),
        "selected": Column(say(lang, "Terpilih", "Selected"), "whole"),
        "rate_": Column(say(lang, "Peluang", "Rate"), "figure"),
        "ratio_": Column(say(lang, "Dibanding terbaik", "Against the best"), "figure"),
        "ratio_low_": Column(say(lang, "Selang, bawah", "Interval, low"), "figure"),
        "ratio_high_": Column(say(lang, "Selang, atas", "Interval, high"), "figure"),
        "short": Column(say(lang, "Kurang orang", "People short"), "whole"),
        "answer": Column(say(lang, "Jawaban", "Answer"), "verdict"),
        "reason_": Column(say(lang, "Alasan", "Reason")),
    }
    return table(say(lang, "Siapa terpilih", "Who was selected"), frame, columns)


def _envy(found: Audit, naming: Naming, lang: str) -> Table:
    """The pairs that the plan's own count does not explain, each with the override behind it."""
    pairs = found.envy.justified
    causes = found.envy.causes.drop_duplicates("row").set_index("row").reindex(pairs.index)
    kind = causes["kind"].map({"lock": say(lang, "kunci", "lock"), "forbid": say(lang, "larangan", "ban")})
    frame = pairs.assign(
        post_=naming.whole(pairs["post"]),
        over=naming.name(pairs["passed_over"]),
        placed_=naming.name(pairs["placed"]),
        kind_=kind,
        cause=naming.name(causes["nip"]),
        cause_post=naming.whole(causes["post"]),
        reason_=pairs["reason"].map(ENVY[lang]),
    )
    columns = {
        "post_": Column(say(lang, "Jabatan", "Post")),
        "passed_over": Column(say(lang, "NIP terlewati", "NIP passed over")),
        "over": Column(say(lang, "Terlewati", "Passed over")),
        "score_passed_over": Column(say(lang, "Skornya", "Score"), "score"),
        "placed": Column(say(lang, "NIP ditempatkan", "NIP placed")),
        "placed_": Column(say(lang, "Ditempatkan", "Placed")),
        "score_placed": Column(say(lang, "Skornya", "Score"), "score"),
        "net": Column(say(lang, "Poin", "Points"), "score"),
        "reason_": Column(say(lang, "Alasan", "Reason")),
        "kind_": Column(say(lang, "Penyebab", "Cause")),
        "cause": Column(say(lang, "Atas nama", "Of")),
        "cause_post": Column(say(lang, "Pada jabatan", "On the post")),
    }
    return table(say(lang, "Siapa terlewati", "Who was passed over"), frame, columns)


def _reasons(found: Audit, lang: str) -> Table:
    """All who were passed over, counted by what explains it."""
    counts = found.envy.counts
    columns = {
        "reason_": Column(say(lang, "Alasan", "Reason")),
        "pairs": Column(say(lang, "Pasangan", "Pairs"), "whole"),
        "people": Column(say(lang, "Orang", "People"), "whole"),
        "posts": Column(say(lang, "Jabatan", "Posts"), "whole"),
    }
    frame = counts.assign(reason_=counts["reason"].map(ENVY[lang]))
    return table(say(lang, "Mengapa terlewati", "Why passed over"), frame, columns)


def _balance(found: Audit, lang: str) -> Table:
    offices = found.balance.offices
    rounded = {name: offices[name].round().astype("Int64") for name in ("mean_before", "mean_after", "change")}
    columns = {
        "name": Column(say(lang, "Perangkat daerah", "Office")),
        "seats": Column(say(lang, "Kursi", "Seats"), "whole"),
        "holders_before": Column(say(lang, "Pemangku sebelum", "Holders before"), "whole"),
        "mean_before": Column(say(lang, "Rata-rata sebelum", "Mean before"), "score"),
        "holders_after": Column(say(lang, "Pemangku sesudah", "Holders after"), "whole"),
        "mean_after": Column(say(lang, "Rata-rata sesudah", "Mean after"), "score"),
        "change": Column(say(lang, "Perubahan", "Change"), "score"),
    }
    return table(say(lang, "Mutu perangkat daerah", "Quality of offices"), offices.assign(**rounded), columns)


def _cleaning(found: Worklist, naming: Naming, lang: str) -> Table:
    items = found.items
    frame = items.assign(
        name=naming.name(items["nip"]),
        post_=naming.whole(items["post"]),
        asked=items["names"].map(lambda names: _asked(str(names), lang)).astype("str"),
        turns_=items["turns"].map(TURNS[lang]),
        effect_=items["effect"].map(EFFECT[lang]),
        checked=items["verified"].map({True: say(lang, "ya", "yes"), False: say(lang, "belum", "not yet")}),
    )
    columns = {
        "nip": Column("NIP"),
        "name": Column(say(lang, "Nama", "Name")),
        "post_": Column(say(lang, "Jabatan", "Post")),
        "asked": Column(say(lang, "Yang belum diketahui", "What is unknown")),
        "source": Column(say(lang, "Kolom data", "Column of the data")),
        "turns_": Column(say(lang, "Bila ternyata", "If it turns out")),
        "effect_": Column(say(lang, "Akibat", "Effect")),
        "critical": Column(say(lang, "Kursi kritis", "Critical seats"), "whole"),
        "points": Column(say(lang, "Poin", "Points"), "score"),
        "checked": Column(say(lang, "Dihitung ulang", "Worked out again")),
    }
    return table(say(lang, "Data layak dicari", "Data worth finding"), frame, columns)


def _asked(names: str, lang: str) -> str:
    """Rules or a component by their labels."""
    rules = {name: rule.label_en if lang == "en" else rule.label for name, rule in RULES.items()}
    return "; ".join(rules.get(name) or words.COMPONENTS[lang].get(name, name) for name in names.split("+"))


def _core(core: Robust, naming: Naming, lang: str) -> Table:
    """Every placement with how it bore weights and data, those that bore them worst first."""
    placements = core.placements.sort_values(["share", "post", "nip"], ignore_index=True)
    rows = placements.to_dict("records")
    frame = placements.assign(
        name=naming.name(placements["nip"]),
        post_=naming.whole(placements["post"]),
        kind_=placements["kind"].map({"move": say(lang, "pindah", "moves"), "stay": say(lang, "tetap", "stays")}),
        status_=placements["status"].map(STATUS[lang]),
        mover=pd.Series(["; ".join(moved_by(row, lang)) for row in rows], placements.index, dtype="str"),
        data_=placements["data"].map(DATA[lang]),
        share_=_percent(placements["share"], lang),
        least_=_percent(placements["least"], lang),
        instead=pd.Series(
            [", ".join(str(naming.names.get(nip)) for nip in row["rivals"]) for row in rows],
            placements.index,
            dtype="str",
        ),
    )
    columns = {
        "nip": Column("NIP"),
        "name": Column(say(lang, "Nama", "Name")),
        "post_": Column(say(lang, "Jabatan", "Post")),
        "kind_": Column(say(lang, "Keputusan", "Decision")),
        "status_": Column(say(lang, "Terhadap bobot", "By weights")),
        "data_": Column(say(lang, "Terhadap data", "By data")),
        "share_": Column(say(lang, "Bertahan", "Holds"), "figure"),
        "least_": Column(say(lang, "Sedikitnya", "At least"), "figure"),
        "mover": Column(say(lang, "Yang menggeser", "What moves it")),
        "instead": Column(say(lang, "Pengganti", "Instead")),
    }
    return table(say(lang, "Inti kokoh", "Robust core"), frame, columns)


def _doubted(core: Robust, lang: str) -> Table:
    """What was assumed, what came of it, and which single weight moves the plan first."""
    told = [core.sentence(lang), data_sentence(core, lang), *doubted(core, lang), *levers(core, lang)]
    return Table(
        say(lang, "Yang diragukan", "What was doubted"),
        (Column(say(lang, "Hal", "Item")),),
        tuple((sentence,) for sentence in told),
    )


def _notes(found: Audit, lang: str) -> Table:
    """What a reader must know, and the line that groups were held against."""
    line = share(round(found.standard.line * 1000), 1000, lang)
    told = [say(lang, f"Garis: {line} dari kelompok terbaik.", f"Line: {line} of the best group.")]
    for code, number in found.notes.items():
        told.append(NOTES[lang][code].format(score(number, lang) if code == "unproven" else whole(number, lang)))
    caption, item = say(lang, "Catatan", "Notes"), say(lang, "Hal", "Item")
    return Table(caption, (Column(item),), tuple((sentence,) for sentence in told))


def _percent(shares: pd.Series, lang: str) -> pd.Series:
    """Shares as people read them, missing as missing."""
    return shares.map(lambda value: share(round(value * 1000), 1000, lang), na_action="ignore").astype("str")
