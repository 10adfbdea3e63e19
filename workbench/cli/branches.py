"""Commands on the branches of a scenario: tree, playback, merge, compare."""

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from workbench.cli.frame import Call, grid, note, records

if TYPE_CHECKING:
    from workbench.scenario.merging import Side, Where

Id = Annotated[str, typer.Argument(metavar="SKENARIO", help="Identitas skenario.")]


def settled(done: Any, scenario: str) -> Any:
    """What a gesture came to; exit status 1, with its one sentence, when it was refused or somebody was quicker."""
    from workbench.io.ledger import Conflict
    from workbench.scenario import Refused

    if isinstance(done, Refused):
        note(done.reason)
        raise typer.Exit(1)
    if isinstance(done, Conflict):
        note(f"Skenario {scenario} baru saja diubah orang lain; ulangi perintahnya.")
        raise typer.Exit(1)
    return done


def scenario_tree(ctx: typer.Context, id: Id) -> None:
    """Semua kerabat sebuah skenario, masing-masing di bawah induknya, dengan kedudukan persetujuannya."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    found = scenarios.tree(call.workspace, id)
    shown = found.assign(title=["· " * depth + title for depth, title in zip(found.depth, found.title, strict=True)])
    shown = shown[["title", "id", "at", "steps", "last_actor", "last_at", "status"]]
    titles = ("Judul", "Skenario", "Dari baris", "Langkah", "Terakhir oleh", "Terakhir pada", "Kedudukan")
    call.answer(records(found), grid(shown.assign(status=shown["status"].map(PHASES)), titles))


PHASES = {
    "draft": "rancangan",
    "submitted": "diajukan",
    "returned": "dikembalikan",
    "withdrawn": "ditarik",
    "approved": "disetujui",
}


def scenario_playback(ctx: typer.Context, id: Id) -> None:
    """Putar ulang sebuah skenario dari potretnya, cabang demi cabang: tiap baris, catatannya, dan ukuran susunannya."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    workspace = call.workspace
    rows: list[dict[str, Any]] = []
    for played in scenarios.playback(workspace, scenarios.load(workspace, id)):
        staffing = played.state.staffing
        rows.append(
            {
                **{name: getattr(played, name) for name in ("scenario", "seq", "at", "actor", "kind", "what")},
                **{"units": len(staffing.units), "posts": len(staffing.posts)},
                "comments": [{"text": said.text, "actor": said.actor, "at": said.at} for said in played.comments],
            }
        )
    lines = []
    for row in rows:
        lines.append(f"{row['scenario']} {row['seq']}  {row['actor']}: {row['what']}")
        lines.append(f"    {row['units']} unit, {row['posts']} jabatan")
        lines += [f"    catatan {said['actor']}: {said['text']}" for said in row["comments"]]
    call.answer(rows, "\n".join(lines))


def scenario_comment(
    ctx: typer.Context,
    id: Id,
    row: Annotated[int, typer.Argument(metavar="BARIS", help="Baris pada `penataan scenario show`.")],
    text: Annotated[str, typer.Argument(metavar="CATATAN")],
) -> None:
    """Tulis catatan di samping satu baris sebuah skenario; tidak ada yang berubah karenanya."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    opened = scenarios.load(call.workspace, id)
    after = settled(scenarios.comment(call.workspace, opened, row, text, **call.who), id)
    call.answer({"id": id, "seq": after.seq}, f"Catatan ditulis pada baris {row} skenario {id}.")


def scenario_merge(
    ctx: typer.Context,
    id: Id,
    source: Annotated[str, typer.Option("--from", metavar="SKENARIO", help="Cabang yang diambil alih perubahannya.")],
    choose: Annotated[
        list[str] | None,
        typer.Option(
            "--choose", metavar="TABEL/KUNCI/KOLOM=mine|theirs", help="Pilihan bagi satu bentrok; boleh diulang."
        ),
    ] = None,
) -> None:
    """Ambil alih perubahan cabang lain sebagai satu langkah; bentrok yang belum dipilih disebut satu per satu."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    choices = dict(map(_choice, choose or ()))
    opened = scenarios.load(call.workspace, id)
    found = settled(scenarios.merge(call.workspace, opened, source, choices, **call.who), id)
    if isinstance(found, scenarios.Conflicts):
        told = found.told()
        where = told["table"] + "/" + told["key"] + "/" + told["column"]
        shown = told.assign(where=where)[["what", "field", "base", "mine", "theirs", "choice", "where"]]
        titles = ("Apa", "Isian", "Semula", "Di sini (mine)", "Di sana (theirs)", "Pilihan", "Untuk --choose")
        call.answer({"merged": False, "conflicts": records(told.assign(where=where))}, grid(shown, titles))
        note(found.reason)
        raise typer.Exit(1)
    taken = len(found.done[-1].moves[0].changes)
    data = {"merged": True, "id": found.id, "seq": found.seq, "changes": taken}
    call.answer(data, f"{taken} isian diambil alih dari {source} ke {found.id}.")


def _choice(text: str) -> "tuple[Where, Side]":
    """Table, key (which may hold a stroke itself) and column, and the side that counts."""
    where, _, side = text.rpartition("=")
    table, _, rest = where.partition("/")
    key, stroke, column = rest.rpartition("/")
    if side not in ("mine", "theirs") or not stroke:
        raise typer.BadParameter(f"{text!r} bukan pilihan; tulis seperti units/0040000/name=theirs")
    return (table, key, column), cast("Side", side)


def scenario_compare(
    ctx: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="SKENARIO...", help="Identitas tiap skenario.")],
) -> None:
    """Sandingkan susunan beberapa skenario dengan potret asalnya: angkanya, dan orang yang tersentuh."""
    from workbench.io import scenarios
    from workbench.structure import compare

    call: Call = ctx.obj
    workspace = call.workspace
    first = scenarios.load(workspace, ids[0])
    opened = {id: scenarios.load(workspace, id, known=first) for id in dict.fromkeys(ids[1:])} | {first.id: first}
    strange = sorted(id for id, scenario in opened.items() if scenario.snapshot != first.snapshot)
    if strange:
        note(f"Skenario {strange[0]} berdiri di atas potret lain daripada {first.id}; keduanya tidak sebanding.")
        raise typer.Exit(1)
    law = scenarios.rulebook(workspace).on(first.base.staffing.as_of)
    states = {id: opened[id].state for id in dict.fromkeys(ids)}
    found = compare(first.base, states, law)
    wide = found.assign(scenario=found["scenario"].fillna("potret")).pivot(
        index="figure", columns="scenario", values="value"
    )
    wide = wide.loc[found["figure"].unique(), ["potret", *states]].reset_index()
    shown = wide.assign(figure=wide["figure"].map(FIGURES).fillna(wide["figure"]))
    call.answer(records(found), grid(shown, ("Angka", "Potret", *states)))


FIGURES = {
    "units": "unit",
    "offices": "perangkat daerah",
    "layers": "lapis terdalam",
    "span_mean": "rentang kendali rata-rata",
    "one_person": "unit satu orang",
    "headless": "unit tanpa kepala",
    "functional_share": "kursi fungsional, per seribu",
    "functional_ratio": "kursi fungsional per seribu struktural",
    "abk_seats": "kursi terhadap ABK, per seribu",
    "abk_held": "terisi terhadap ABK, per seribu",
    "counted_seats": "kursi yang ABK-nya dihitung",
    "counted_held": "terisi yang ABK-nya dihitung",
    "seats": "kursi",
    "held": "kursi terisi",
    "vacant": "kursi kosong",
    "need": "kebutuhan ABK",
    "needless": "jabatan tanpa ABK",
    "structural": "kursi struktural",
    "functional": "kursi fungsional",
    "operative": "kursi pelaksana",
    "pay": "gaji pokok sebulan, paling sedikit",
    "pay_most": "gaji pokok sebulan, paling banyak",
    "allowance": "tunjangan jabatan sebulan",
    "unpaid": "pemangku yang gajinya belum diketahui",
    "affected": "orang tersentuh",
}
