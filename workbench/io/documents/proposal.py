"""What the draft report on a placement plan says, section by section. Every figure comes from the plan itself."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import altair as alt
import pandas as pd
import yaml

from workbench.io.documents import formats, words
from workbench.io.documents.blocks import (
    Attachment,
    Block,
    Cell,
    Chart,
    Column,
    Front,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    Signature,
    Table,
)
from workbench.io.documents.formats import NOTHING, day, score, share, whole
from workbench.io.documents.naming import Naming
from workbench.io.documents.plan_tables import found, in_few_words, table
from workbench.io.failure import Failure
from workbench.io.plans import SHORT, as_json
from workbench.io.resources import resource
from workbench.io.workspace import Workspace
from workbench.placement import Plan
from workbench.regulation.catalogue import RULES, choice
from workbench.scenario import COMPONENTS

Blocks = tuple[Block, ...]

WEAK = ("memory", "single-source", "assumed")
"""Confidence that a page must show: the value may be wrong, and the agency has not vouched for it."""


@dataclass(frozen=True, eq=False)
class Proposal:
    """A plan with what every section asks of it: how people and posts are called, and the findings on each move."""

    plan: Plan
    naming: Naming
    findings: pd.DataFrame

    @classmethod
    def of(cls, plan: Plan) -> "Proposal":
        moves = plan.moves
        return cls(plan, Naming.of(plan.ground.staffing), found(plan, zip(moves["nip"], moves["to_post"], strict=True)))


# the head of the document ---------------------------------------------------------------------------------------------


def front(proposal: Proposal, workspace: Workspace) -> Blocks:
    """Letterhead, title and the line of provenance that every page carries."""
    plan, (letterhead, fonts) = proposal.plan, own_letterhead()
    agency = workspace.settings.agency.upper() or letterhead.agency
    told = plan.head
    scenario = f"skenario {told['scenario']} langkah {told['step']}" if told["scenario"] else "tanpa skenario"
    footer = (
        f"Dibuat dengan penataan {version('penataan')} dari data {day(told['as_of'])}. Potret {told['snapshot']}, "
        f"{scenario}, aturan {told['rulebook'][:SHORT]}, {_short(told['ledger'])}, rencana {plan.digest}."
    )
    named = Letterhead(letterhead.government, agency, letterhead.address, letterhead.place, letterhead.signer)
    title = ("USULAN PENEMPATAN PEGAWAI DALAM JABATAN", f"BERLAKU {day(told['day']).upper()}")
    fictional = workspace.settings.fictional
    return (Front(title, named, str(told["as_of"]), fictional=fictional, footer=footer, fonts=fonts),)


def _short(ledger: str | None) -> str:
    """Row number and the beginning of its hash."""
    row, _, sign = (ledger or "").partition(":")
    return f"buku besar {row}:{sign[:SHORT]}" if ledger else "tanpa baris buku besar"


def signature() -> Blocks:
    letterhead, _ = own_letterhead()
    return (Signature(letterhead.place, letterhead.signer),)


@cache
def own_letterhead() -> tuple[Letterhead, tuple[str, str]]:
    """The agency's own letterhead and typefaces (`data/policy/kop.yaml`)."""
    told = yaml.safe_load(resource("data", "policy", "kop.yaml").read_text("utf-8"))
    try:
        head = Letterhead(
            str(told["pemerintah"]),
            str(told["badan"]),
            tuple(str(line) for line in told["alamat"]),
            str(told["tempat"]),
            str(told["penanda_tangan"]),
        )
        return head, (str(told["huruf"]["teks"]), str(told["huruf"]["judul"]))
    except (KeyError, TypeError) as error:
        raise Failure(f"data/policy/kop.yaml tidak lengkap: {error} belum diisi.") from error


# the sections ---------------------------------------------------------------------------------------------------------


def summary(proposal: Proposal) -> Blocks:
    """What the plan does, in a paragraph and a few numbers; what the data leave open stands in the very first lines."""
    plan, told = proposal.plan, proposal.plan.summary
    left = plan.vacant.groupby("reason")["seats"].sum()
    waiting, outside = int(left.get("selection", 0)), int(plan.opened["seats"].sum())
    text = (
        f"Rencana ini memindahkan {whole(told['moves'])} orang. Kursi kosong dalam lingkupnya berubah dari "
        f"{whole(told['open_before'])} menjadi {whole(told['vacant_after'])}, dari {whole(told['seats'])} kursi pada "
        f"{whole(told['posts'])} jabatan; {whole(waiting)} di antara yang tetap kosong menunggu seleksi terbuka. "
        f"Rantainya membuka {whole(outside)} kursi di luar lingkup. Rata-rata skor merit pejabat dalam lingkup "
        f"{_change(told['score_mean_before'], told['score_mean'])} dari skala 100."
    )
    rows: list[tuple[Cell, ...]] = [
        (
            "Kursi kosong dalam lingkup",
            whole(told["open_before"]),
            whole(told["vacant_after"]),
            f"dari {whole(told['seats'])} kursi",
        ),
        (
            "Kursi kritis terisi",
            whole(told["critical_before"]),
            whole(told["critical_filled"]),
            f"dari {whole(told['critical_seats'])} kursi kritis",
        ),
        (
            "Rata-rata skor merit",
            _points(told["score_mean_before"]),
            _points(told["score_mean"]),
            "pejabat dalam lingkup, skala 0 sampai 100",
        ),
        ("Orang yang pindah", NOTHING, whole(told["moves"]), f"dari {whole(told['candidates'])} calon yang lolos"),
    ]
    columns = (
        Column("Ukuran", width=4),
        Column("Sekarang", "figure"),
        Column("Rencana", "figure"),
        Column("Keterangan", width=4),
    )
    return (
        Heading("Ringkasan"),
        Paragraph(text),
        *_thin(proposal),
        Table("Angka utama", columns, tuple(rows)),
        _vacancy_chart(proposal),
    )


def _change(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return f"menjadi {_points(after)}"
    verb = "naik" if after > before else "turun" if after < before else "tetap"
    return f"tetap {_points(after)}" if verb == "tetap" else f"{verb} dari {_points(before)} menjadi {_points(after)}"


def _points(points: int | None) -> str:
    return NOTHING if points is None else score(points)


def _thin(proposal: Proposal) -> Blocks:
    """How much of what the plan rests on is not known: said before anything is claimed."""
    moves = proposal.plan.moves
    unknown = int(moves["unknown"].sum())
    asked = unknown + int(moves["yes"].sum()) + int(moves["no"].sum())
    if not unknown:
        return ()
    people = int((moves["unknown"] > 0).sum())
    return (
        Paragraph(
            f"Dari {whole(asked)} temuan atas usulan ini, {whole(unknown)} ({share(unknown, asked)}) belum diketahui, "
            f"pada {whole(people)} dari {whole(len(moves))} orang. Yang belum diketahui tidak dihitung sebagai lolos "
            "dan tidak sebagai gagal: dokumennya harus dilihat sebelum keputusan formal.",
            notice=True,
        ),
    )


def _vacancy_chart(proposal: Proposal) -> Chart:
    """Vacant seats of the scope by tier, before and after."""
    plan = proposal.plan
    seats = plan.ground.seats[plan.ground.seats["in_scope"]]
    label = plan.ground.staffing.schemas.vocabulary.label("tier")
    after = plan.vacant.merge(seats[["post", "tier"]], on="post", validate="1:1").groupby("tier")["seats"].sum()
    tiers = seats.groupby("tier").agg(level=("level", "max"), before=("open", "sum"))
    tiers = tiers.assign(
        after=after.reindex(tiers.index).fillna(0).astype("int64"), name=tiers.index.to_series().map(label)
    )
    tiers = tiers.sort_values(["level", "name"], ascending=[False, True])
    long = tiers.melt("name", ["before", "after"], var_name="when", value_name="seats")
    long["when"] = long["when"].map({"before": "sekarang", "after": "sesudah rencana"})
    base = alt.Chart(long).encode(
        y=alt.Y("when:N", sort=["sekarang", "sesudah rencana"], title=None),
        x=alt.X("seats:Q", axis=None),
    )
    dyes = alt.Scale(domain=["sekarang", "sesudah rencana"], range=["#7FA3CC", "#1D5791"])
    bars = base.mark_bar(stroke=None).encode(color=alt.Color("when:N", legend=None, scale=dyes))
    figures = base.mark_text(align="left", dx=4, fontWeight=600).encode(text=alt.Text("seats:Q", format=",d"))
    row = alt.Row("name:N", sort=list(tiers["name"]), title=None, header=alt.Header(labelOrient="top", labelPadding=2))
    drawn = (bars + figures).properties(width=460, height=alt.Step(17)).facet(row=row, spacing=6)
    spec = drawn.to_dict(context={"datasets": {}})
    said = "; ".join(
        f"{name}: {whole(was)} menjadi {whole(will)}"
        for name, was, will in zip(tiers["name"], tiers["before"], tiers["after"], strict=True)
    )
    return Chart("Kursi kosong dalam lingkup menurut jenjang jabatan", f"Diagram batang. {said}.", spec)


def undecided(proposal: Proposal) -> Blocks:
    """What the data cannot decide, and which source would settle most."""
    moves, told = proposal.plan.moves, proposal.findings
    open_ = told[told["verdict"] == "unknown"]
    wider = moves[moves["score_most"] > moves["score"]]
    blocks: list[Block] = [Heading("Yang belum dapat diputuskan dari data")]
    if open_.empty and wider.empty:
        return (
            *blocks,
            Paragraph("Tidak ada: semua temuan dan semua skor atas usulan ini berdasar data yang tercatat."),
        )
    by_rule = open_.groupby(["rule", "label"], sort=False).agg(people=("nip", "nunique"), example=("observed", "first"))
    by_rule = by_rule.reset_index().sort_values(["people", "rule"], ascending=[False, True])
    source = {rule.id: ", ".join(_source(name) for name in rule.sources) for rule in RULES.values()}
    frame = by_rule.assign(source=by_rule["rule"].map(source))
    columns = {
        "label": Column("Aturan", width=3),
        "people": Column("Orang", "whole"),
        "example": Column("Yang tercatat, misalnya", width=4),
        "source": Column("Data yang dapat memutuskan", width=3),
    }
    if len(open_):
        blocks.append(table("Temuan yang belum diketahui atas orang yang diusulkan, terbanyak dahulu", frame, columns))
    if len(wider):
        blocks.append(
            Paragraph(
                f"Skor {whole(len(wider))} orang dapat lebih tinggi bila datanya lengkap: komponen yang tidak tercatat "
                "dihitung 0, dan batas atasnya tampak di bawah skornya."
            )
        )
    return tuple(blocks)


_SOURCES = {
    "employees": "data pegawai",
    "assignments": "data jabatan yang dipangku",
    "career": "riwayat jabatan",
    "appraisals": "penilaian kinerja",
    "assessments": "hasil uji kompetensi",
    "sanctions": "data hukuman disiplin",
    "posts": "peta jabatan",
    "post_competencies": "standar kompetensi jabatan",
    "evidence": "dokumen yang dilihat saat pengangkatan",
    "policy": "setelan kebijakan badan",
    "codes": "daftar kesetaraan jenjang",
}


def _source(name: str) -> str:
    return _SOURCES.get(name.partition(".")[0], name)


def moves(proposal: Proposal) -> Blocks:
    """The moves, in the order in which decrees must be signed."""
    naming, told = proposal.naming, proposal.plan.moves
    frame = told.assign(
        number=_numbers(told),
        name=naming.name(told["nip"]),
        from_title=naming.title(told["from_post"]).fillna("belum memangku jabatan"),
        from_place=naming.place(told["from_post"]),
        to_title=naming.title(told["to_post"]),
        to_place=naming.place(told["to_post"]),
        said=in_few_words(told, proposal.findings),
        most=("sampai " + told["score_most"].map(score)).where(told["score_most"] > told["score"], ""),
    )
    columns = {
        "number": Column("No."),
        "name": Column("Pegawai", width=5),
        "nip": Column("NIP", under=True),
        "from_title": Column("Jabatan sekarang", width=6),
        "from_place": Column("Unit", under=True),
        "to_title": Column("Jabatan usulan", width=6),
        "to_place": Column("Unit", under=True),
        "score": Column("Skor", "score"),
        "most": Column("Paling tinggi", under=True),
        "said": Column("Temuan", width=4),
    }
    chains = int(told["chain"].nunique())
    text = (
        f"Sebanyak {whole(len(told))} perpindahan dalam {whole(chains)} rantai. Angka pertama pada nomor ialah rantai, "
        "angka kedua urutannya: sebuah kursi baru dapat diisi sesudah langkah sebelumnya ditetapkan."
        if len(told)
        else "Rencana ini tidak memindahkan siapa pun."
    )
    body: Blocks = (table("Perpindahan menurut urutan penetapan", frame, columns),) if len(told) else ()
    return (Heading("Perpindahan yang diusulkan"), Paragraph(text), *body)


def _numbers(told: pd.DataFrame) -> pd.Series:
    return told["chain"].astype("str") + "." + told["step"].astype("str")


def reasons(proposal: Proposal) -> Blocks:
    """One line for each person proposed: where the score comes from, and every finding that is not a plain yes."""
    naming, told = proposal.naming, proposal.plan.moves
    if told.empty:
        return ()
    findings = proposal.findings
    open_ = findings[findings["verdict"] != "yes"]
    text = (
        open_["label"] + " " + open_["verdict"].map(formats.VERDICTS["id"]) + ": " + open_["observed"].fillna(NOTHING)
    )
    text = text + " (ambang: " + open_["threshold"].fillna(NOTHING) + "; " + open_["citation"].fillna(NOTHING) + ")"
    pairs = pd.MultiIndex.from_frame(open_[["nip", "post"]])
    said = pd.Series(text.to_numpy(), index=pairs, dtype="str").groupby(level=[0, 1], sort=False).agg(". ".join)
    at = pd.MultiIndex.from_arrays([told["nip"], told["to_post"]])
    points = pd.Series("", index=told.index)
    for name in COMPONENTS:
        points = points + (", " if name != COMPONENTS[0] else "") + words.COMPONENTS["id"][name].lower() + " "
        points = points + told[name].map(score)
    more = (", paling tinggi " + told["score_most"].map(score)).where(told["score_most"] > told["score"], "")
    line = "Skor " + told["score"].map(score) + more + ": " + points + ". "
    rest = pd.Series(said.reindex(at).to_numpy(), index=told.index).fillna("Semua temuan ya")
    frame = told.assign(
        number=_numbers(told),
        name=naming.name(told["nip"]),
        to=naming.title(told["to_post"]),
        line=line + rest + ".",
    )
    columns = {
        "number": Column("No."),
        "name": Column("Pegawai", width=3),
        "to": Column("Jabatan usulan", under=True),
        "line": Column("Alasan", width=9),
    }
    return (
        Heading("Alasan setiap usulan", annex=True),
        table("Alasan, menurut urutan penetapan", frame, columns),
    )


def vacancies(proposal: Proposal) -> Blocks:
    """What stays vacant, and why."""
    plan, naming = proposal.plan, proposal.naming
    left = plan.vacant.sort_values(["critical", "reason", "post"], ascending=[False, True, True], ignore_index=True)
    if left.empty:
        return (Heading("Jabatan yang tetap kosong"), Paragraph("Tidak ada."))
    by_reason = left.groupby("reason")["seats"].sum()
    counted = tuple(
        f"{whole(int(by_reason[reason]))} kursi: {words.VACANT['id'][reason]}"
        for reason in words.VACANT["id"]
        if reason in by_reason.index
    )
    frame = left.assign(
        title=naming.title(left["post"]).where(
            ~left["critical"].astype(bool), naming.title(left["post"]) + " (kritis)"
        ),
        place=naming.place(left["post"]),
        why=left["reason"].map(words.VACANT["id"]),
    )
    columns = {
        "title": Column("Jabatan", width=5),
        "place": Column("Unit", under=True),
        "seats": Column("Kursi", "whole"),
        "why": Column("Sebab", width=4),
        "candidates": Column("Calon yang lolos", "whole"),
    }
    return (
        Heading("Jabatan yang tetap kosong"),
        Paragraph(f"Sebanyak {whole(int(left['seats'].sum()))} kursi pada {whole(len(left))} jabatan tetap kosong."),
        Items(counted),
        table("Jabatan yang tetap kosong, yang kritis dahulu", frame, columns),
    )


def slates(proposal: Proposal) -> Blocks:
    """Candidates for open selection."""
    plan, naming, told = proposal.plan, proposal.naming, proposal.plan.slates
    head = Heading("Daftar calon bagi seleksi terbuka")
    if told.empty:
        return (head, Paragraph("Tidak ada jabatan pimpinan tinggi yang kosong dalam lingkup rencana ini."))
    held = plan.ground.people.set_index("nip")["post"]
    title = naming.title(told["post"])
    frame = told.assign(
        title=title.where(told["rank"] == 1, ""),
        place=naming.place(told["post"]).where(told["rank"] == 1, ""),
        name=naming.name(told["nip"]),
        present=naming.whole(told["nip"].map(held)),
    )
    columns = {
        "title": Column("Jabatan yang diisi", width=5),
        "place": Column("Unit", under=True),
        "rank": Column("Urutan", "whole"),
        "name": Column("Calon", width=6),
        "present": Column("Jabatan sekarang", under=True),
        "score": Column("Skor", "score"),
        "score_most": Column("Paling tinggi", "score"),
    }
    return (
        head,
        Paragraph(
            "Daftar ini bahan bagi panitia seleksi, bukan usulan pengangkatan: jabatan pimpinan tinggi diisi melalui "
            f"seleksi terbuka ({plan.ground.regulation['appointment.open_selection'].citation})."
        ),
        table("Calon dengan skor merit tertinggi pada setiap jabatan", frame, columns),
    )


def overrides(proposal: Proposal) -> Blocks:
    """What people decided by hand."""
    naming, policy = proposal.naming, proposal.plan.policy
    chosen = [("Kunci", *seat) for seat in sorted(policy.locks)] + [
        ("Larangan", *seat) for seat in sorted(policy.forbids)
    ]
    head = Heading("Keputusan manual")
    if not chosen:
        return (head, Paragraph("Tidak ada kunci dan tidak ada larangan: seluruh usulan adalah hasil perhitungan."))
    frame = pd.DataFrame(chosen, columns=["what", "nip", "post"])
    frame = frame.assign(
        name=naming.name(frame["nip"]), title=naming.title(frame["post"]), place=naming.place(frame["post"])
    )
    columns = {
        "what": Column("Keputusan"),
        "name": Column("Pegawai", width=4),
        "nip": Column("NIP", under=True),
        "title": Column("Jabatan", width=6),
        "place": Column("Unit", under=True),
    }
    text = (
        f"Sebanyak {whole(len(policy.locks))} kunci dan {whole(len(policy.forbids))} larangan ditetapkan orang, bukan "
        "hasil perhitungan."
    )
    return (head, Paragraph(text), table("Kunci dan larangan", frame, columns))


def to_decide(proposal: Proposal) -> Blocks:
    """What people must do before this draft can become a decision."""
    plan, told = proposal.plan, proposal.findings
    barring = told[told["bars"].astype(bool)]
    unsure = barring.loc[barring["verdict"] == "unknown", "nip"].nunique()
    against = barring.loc[barring["verdict"] == "no", "nip"].nunique()
    waiting = plan.vacant[plan.vacant["reason"] == "selection"]
    items: list[str] = []
    if unsure:
        items.append(
            f"Melihat dokumen {whole(unsure)} orang dengan temuan yang menggugurkan dan belum diketahui (Lampiran 1); "
            "selama belum dilihat, usulan atas mereka tidak dapat ditetapkan."
        )
    if against:
        items.append(
            f"Memberi persetujuan tertulis atau melepas {whole(against)} usulan manual yang bertentangan dengan aturan "
            "yang menggugurkan (Lampiran 1)."
        )
    items += [
        f"{finding['label']}: {finding['observed']}. Ambang: {finding['threshold']} ({finding['citation']})."
        for finding in plan.ground.findings.plan_findings().to_dict("records")
        if finding["verdict"] != "yes"
    ]
    weak = _to_confirm(proposal)
    if weak:
        items.append(
            f"Mengonfirmasi {whole(len(weak))} parameter hukum yang belum dibaca di sumbernya (Lampiran 2), dengan "
            "perintah penataan confirm PARAMETER --by NAMA --ref DOKUMEN. Laporan resmi tidak boleh bersandar padanya."
        )
    if len(waiting):
        items.append(f"Membuka seleksi bagi {whole(len(waiting))} jabatan pimpinan tinggi yang kosong.")
    body: Blocks = (Items(tuple(items), numbered=True),) if items else (Paragraph("Tidak ada."),)
    return (Heading("Hal yang perlu diputuskan"), *body)


def _used(proposal: Proposal) -> pd.DataFrame:
    """parameter, rule, citation, confidence, since of each value of the law that the checked rules read on that day."""
    plan, regulation = proposal.plan, proposal.plan.ground.regulation
    rows = [
        (rule.id, parameter, regulation[parameter].citation, regulation[parameter].confidence)
        for rule in RULES.values()
        if choice(rule.id, plan.policy.rules) != "off"
        for parameter in rule.parameters
        if parameter in regulation and _touches(plan, parameter)
    ]
    return pd.DataFrame(rows, columns=["rule", "parameter", "citation", "confidence"])


def _touches(plan: Plan, parameter: str) -> bool:
    """Whether a value about one tier concerns a tier of this plan; what is about none concerns all."""
    tiers = set(plan.ground.staffing.schemas.vocabulary.codes("tier"))
    about = parameter.rpartition(".")[2]
    concerned = set(plan.ground.seats.loc[plan.ground.seats["in_scope"], "tier"])
    functional = any(tier.startswith("jf") for tier in concerned)
    if about in tiers:
        return about in concerned
    return functional or not about.startswith(("jf_", "guru", "dosen", "profesor"))


def _to_confirm(proposal: Proposal) -> list[str]:
    used = _used(proposal)
    return sorted(set(used.loc[used["confidence"] == "memory", "parameter"]))


def rules(proposal: Proposal) -> Blocks:
    """The rules that were checked, each with its ground; what is not verified carries a mark."""
    plan = proposal.plan
    used = _used(proposal)
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    for rule in RULES.values():
        does = choice(rule.id, plan.policy.rules)
        mine = used[used["rule"] == rule.id]
        grounds = dict.fromkeys(part for text in mine["citation"] for part in text.split("; "))
        trust = [confidence for confidence in WEAK if confidence in set(mine["confidence"])]
        if rule.parameters and mine.empty:  # about posts that this plan does not touch
            continue
        rows.append(
            (
                rule.label,
                f"{words.FORCE['id'][rule.force]}, {words.CHOICE['id'][does]}",
                "; ".join(grounds) or "pilihan badan",
                ", ".join(words.CONFIDENCE["id"][one] for one in trust) or ("terverifikasi" if grounds else NOTHING),
            )
        )
    columns = (
        Column("Aturan", width=4),
        Column("Kekuatan", width=3),
        Column("Dasar", width=8),
        Column("Kepercayaan", width=4),
    )
    blocks += [
        Heading("Aturan yang dipakai", annex=True),
        Table("Aturan, dasarnya, dan kepercayaannya", columns, tuple(rows)),
    ]
    weak = _to_confirm(proposal)
    if weak:
        regulation = plan.ground.regulation
        named = tuple((name, regulation[name].citation, regulation[name].since.isoformat()) for name in weak)
        blocks.append(
            Table(
                "Parameter yang harus dikonfirmasi badan sebelum laporan resmi",
                (Column("Parameter", width=5), Column("Dasar", width=6), Column("Berlaku sejak", "day")),
                named,
            )
        )
    return tuple(blocks)


def method(proposal: Proposal) -> Blocks:
    """How the plan was found, and the agency's choices behind it."""
    plan = proposal.plan
    policy, label = plan.policy, plan.ground.staffing.schemas.vocabulary.label("tier")
    scope = ", ".join([*(str(label[tier]) for tier in policy.tiers), *policy.families]) or "hanya jabatan yang disebut"
    unknown = "boleh diusulkan dengan tanda" if policy.unknown == "allow" else "tidak diusulkan"
    limit = NOTHING if policy.move_limit is None else whole(policy.move_limit)
    choices: list[tuple[Cell, ...]] = [
        (
            "Lingkup",
            f"{scope}" + (f"; {whole(len(policy.posts))} jabatan disebut satu per satu" if policy.posts else ""),
        ),
        ("Kekosongan dihitung sampai", f"{whole(policy.horizon_months)} bulan sesudah hari berlaku"),
        ("Harga satu pindah", f"{score(policy.move_price)} poin"),
        ("Batas pindah", limit),
        ("Temuan yang belum diketahui", unknown),
        *((f"Andaian {name}", str(value)) for name, value in sorted(policy.assumptions.items())),
    ]
    weights = tuple((words.COMPONENTS["id"][name], policy.weights[name]) for name in COMPONENTS)
    gap = int(plan.summary["gap"])
    proof = (
        "Rencana ini terbukti yang terbaik menurut ukuran itu"
        if not gap
        else f"Rencana ini paling jauh {score(gap)} poin dari yang terbaik menurut ukuran itu"
    )
    return (
        Heading("Cara menghitung", annex=True),
        Paragraph(
            "Calon sebuah kursi ialah setiap pegawai yang tidak ditolak oleh satu aturan pun. Skor merit seseorang "
            "bagi sebuah jabatan ialah jumlah lima komponen menurut bobotnya; komponen yang tidak tercatat dihitung 0. "
            "Jenis kelamin, usia, agama, status kawin, dan wilayah asal tidak pernah masuk ke skor."
        ),
        Paragraph(
            "Rencana dipilih agar kursi kritis terisi sebanyak mungkin, kemudian jumlah skor di dalam lingkup sebesar "
            "mungkin sesudah harga pindah, kemudian pindah sesedikit mungkin. "
            f"{proof}. Di antara yang sama baik dipilih satu dengan undian tetap, sehingga data yang sama selalu "
            "memberi nama yang sama. Pejabat yang sekarang tidak diuji ulang pada kursinya sendiri, dan tidak "
            "kehilangan jabatan."
        ),
        Table("Bobot", (Column("Komponen", width=1), Column("Bobot (persen)", "whole")), weights),
        Table("Pilihan badan", (Column("Hal", width=2), Column("Isi", width=3)), tuple(choices)),
    )


def provenance(proposal: Proposal) -> Blocks:
    """Where every figure comes from, printed and attached, so that the same plan can be computed again."""
    plan, told = proposal.plan, proposal.plan.head
    rows: list[tuple[Cell, ...]] = [
        ("Data", day(told["as_of"])),
        ("Hari berlaku", day(told["day"])),
        ("Potret", told["snapshot"]),
        (
            "Skenario",
            f"{told['scenario']}, langkah {whole(told['step'])}"
            if told["scenario"]
            else "tidak ada: kebijakan bawaan badan",
        ),
        ("Buku besar", told["ledger"]),
        ("Aturan", told["rulebook"]),
        ("Rencana", plan.digest),
        (
            "Program",
            f"penataan {version('penataan')}, Python {'.'.join(map(str, sys.version_info[:3]))}, " + _versions(),
        ),
    ]
    return (
        Heading("Asal-usul", annex=True),
        Table("Asal-usul angka dalam laporan ini", (Column("Hal", width=1), Column("Isi", width=4)), tuple(rows)),
        Paragraph(
            "Rencana lengkap berada di dalam berkas ini sebagai lampiran usulan.json. Dengan potret, skenario, dan "
            "aturan yang sama, perintah penataan plan --json memberi isi yang sama."
        ),
        Attachment("usulan.json", "application/json", "rencana lengkap bagi mesin", as_json(plan) + "\n"),
    )


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "scipy"))


def everything(proposal: Proposal, workspace: Workspace) -> Iterable[Block]:
    """All sections in the order of the report."""
    for part in (
        front(proposal, workspace),
        summary(proposal),
        undecided(proposal),
        moves(proposal),
        vacancies(proposal),
        slates(proposal),
        overrides(proposal),
        to_decide(proposal),
        signature(),
        reasons(proposal),
        rules(proposal),
        method(proposal),
        provenance(proposal),
    ):
        yield from part
