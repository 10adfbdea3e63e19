"""Whether the tables agree with each other: references, the tree of units, who holds what, and what a NIP says.

Each check answers one question, names every row that fails it, and takes as unknown what it cannot decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.io.importers.combine import Combined, combine
from workbench.io.importers.pieces import Piece, noted, shown
from workbench.io.importers.settings import Settings
from workbench.staffing import Column, Schemas

Tables = dict[str, Combined]
Problems = list[pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Checked:
    tables: Tables
    problems: Problems


def settle(tables: Tables, postings: list[Piece], schemas: Schemas, settings: Settings) -> Checked:
    """Every check in the order in which one relies on another."""
    problems: Problems = []
    tables = dict(tables)
    problems += _letter_case(tables)
    tables, found = _tree(tables, settings)
    problems += found
    tables, found = _nips(tables, settings)
    problems += found
    for name in [*_targets(schemas), *(name for name in schemas.tables if name not in _targets(schemas))]:
        if name in tables and name != "assignments":
            tables[name], found = _references(tables[name], tables, settings)
            problems += found
    tables, found = _assignments(tables, postings, schemas, settings)
    problems += found
    return Checked(tables, problems + _seats(tables))


def _targets(schemas: Schemas) -> list[str]:
    """Tables that others refer to, before those that refer to them."""
    return ["units", "courses", "posts", "employees"]


# identity -------------------------------------------------------------------------------------------------------------


def _letter_case(tables: Tables) -> Problems:
    """Ids of one table that are the same but for upper and lower case: nobody can say whether they are one thing or
    two."""
    problems = []
    for table in tables.values():
        key = table.schema.key
        if len(key) != 1 or table.schema.column(key[0]).type != "id" or key[0] not in table.frame:
            continue
        ids = table.frame[key[0]]
        folded = ids.str.casefold()
        twice = folded.duplicated(keep=False).to_numpy(bool)
        if twice.any():
            listed = ids[twice].groupby(folded[twice]).agg(lambda group: " dan ".join(sorted(group)))
            problems.append(table.problem("case_only_key", twice, key[0], detail=folded.map(listed).fillna("")))
    return problems


def _reference_faults(
    values: pd.Series, target: pd.Series, settings: Settings
) -> dict[str, tuple[np.ndarray, pd.Series]]:
    """Ids that point to nothing, by what seems to have happened to them: rule -> (rows, detail)."""
    lost = (values.notna() & ~values.isin(target)).to_numpy(bool)
    if not lost.any():
        return {}
    bad = values[lost]
    placeholder = bad.str.casefold().isin(list(settings.placeholder_ids))
    zeros = _alike(bad.where(bad.str.fullmatch(r"\d+")).str.lstrip("0"), target, target.str.lstrip("0")).mask(
        placeholder
    )
    case = _alike(bad.str.casefold(), target, target.str.casefold()).mask(placeholder | zeros.notna())
    faults = {}
    for rule, details in (("placeholder_id", None), ("lost_zeros", zeros), ("case_only", case), ("dangling", None)):
        if details is not None:
            here = details.notna()
        elif rule == "placeholder_id":
            here = placeholder
        else:
            here = ~placeholder & zeros.isna() & case.isna()
        if here.any():
            rows = np.zeros(len(values), dtype=bool)
            rows[np.flatnonzero(lost)[here.to_numpy(bool)]] = True
            spread = pd.Series("", index=values.index, dtype="str")
            if details is not None:
                spread[values.index[rows]] = details[here].to_numpy(object)
            faults[rule] = (rows, spread)
    return faults


def _alike(values: pd.Series, target: pd.Series, folded: pd.Series) -> pd.Series:
    """For each value the one id that folds to the same, if there is exactly one."""
    pairs = pd.DataFrame({"fold": folded.to_numpy(object), "id": target.to_numpy(object)}).dropna().drop_duplicates()
    single = pairs.drop_duplicates("fold", keep=False).set_index("fold")["id"]
    return values.map(single).astype("str")


def _references(table: Combined, tables: Mapping[str, Combined], settings: Settings) -> tuple[Combined, Problems]:
    """Ids that point to nothing: unknown, or where they are the row's key, the row is not taken."""
    problems: Problems = []
    drop = np.zeros(len(table.frame), dtype=bool)
    for column in table.schema.columns:
        if (
            not _points(column)
            or column.name not in table.frame
            or (table.schema.table, column.name) == ("units", "parent")
        ):
            continue
        target = _ids(tables, column.ref, settings)
        for rule, (rows, detail) in _reference_faults(table.frame[column.name], target, settings).items():
            named = "orphan_row" if column.key and rule == "dangling" else rule
            words = detail if rule in ("lost_zeros", "case_only") else column.ref
            problems.append(table.problem(named, rows, column.name, detail=words))
            if column.key:
                drop |= rows
            else:
                table = table.blanked(column.name, rows)
    return (table.without(drop) if drop.any() else table), problems


def _points(column: Column) -> bool:
    return column.type == "id" and bool(column.ref)


def _ids(tables: Mapping[str, Combined], name: str, settings: Settings) -> pd.Series:
    """Every id of a table that the files mention; one whose own row is refused was named there, not wherever it is
    used."""
    if name not in tables:
        return pd.Series(dtype="str")
    key = tables[name].schema.key[0]
    mentioned = pd.concat([piece.frame[key] for piece in tables[name].pieces], ignore_index=True).dropna()
    empty = mentioned.str.casefold().isin(list(settings.placeholder_ids)) & ~mentioned.isin(tables[name].frame[key])
    return mentioned[~empty].drop_duplicates()


# the tree of units ----------------------------------------------------------------------------------------------------


def _tree(tables: Tables, settings: Settings) -> tuple[Tables, Problems]:
    """Parents that are absent, oneself, or in a circle are unknown; more than one root is named."""
    if "units" not in tables or "parent" not in tables["units"].frame:
        return tables, []
    units = tables["units"]
    problems: Problems = []
    ids, parent = units.frame["unit"], units.frame["parent"]
    roots = parent.isna().to_numpy(bool)
    if roots.sum() > 1:
        # Only roots that the files themselves leave without a parent; a cell that could not be read was named before.
        stated = roots & ~units.was_filled("parent")
        if stated.sum() > 1:
            problems.append(units.problem("several_roots", stated, "parent", detail=str(int(stated.sum())), found=ids))
    own = (ids == parent).fillna(False).to_numpy(bool)
    problems.append(units.problem("own_parent", own, "parent"))
    units = units.blanked("parent", own)
    for rule, (rows, detail) in _reference_faults(units.frame["parent"], ids, settings).items():
        named = "missing_parent" if rule == "dangling" else rule
        problems.append(
            units.problem(named, rows, "parent", detail=detail if rule in ("lost_zeros", "case_only") else "units")
        )
        units = units.blanked("parent", rows)
    circles = circle_of(units.frame["unit"], units.frame["parent"])
    turning = circles >= 0
    if turning.any():
        members = pd.Series(ids[turning].to_numpy(object)).groupby(circles[turning]).agg(lambda g: shown(sorted(g)))
        detail = pd.Series(circles, index=ids.index).map(members).astype("str").fillna("")
        problems.append(units.problem("cycle", turning, "parent", detail=detail))
        units = units.blanked("parent", turning)
    return {**tables, "units": units}, problems


def circle_of(ids: pd.Series, parents: pd.Series) -> np.ndarray:
    """For each unit the number of the circle of parents it is *on*, -1 for those that are on none (even if below one).

    Pointer doubling: after n steps only units of circles are still reached; a circle is known by its smallest member.
    """
    index = pd.Index(ids)
    n = len(index)
    step = np.append(np.where(parents.isna(), n, index.get_indexer(pd.Index(parents))), n)
    step[step < 0] = n
    far, least = step.copy(), np.arange(n + 1)
    reach = step.copy()
    for _ in range(max(1, n.bit_length())):
        least = np.minimum(least, least[reach])  # the smallest unit within the steps so far
        reach = reach[reach]
        far = far[far]
    on = np.zeros(n + 1, dtype=bool)
    on[far] = True  # where everybody is after at least n steps: the circles, and the place above all roots
    return np.where(on[:n] & (far[:n] != n), least[:n], -1)


# people ---------------------------------------------------------------------------------------------------------------


def _nips(tables: Tables, settings: Settings) -> tuple[Tables, Problems]:
    """What a NIP says of birth, sex and CPNS against what the columns say: two sources that disagree leave it
    unknown."""
    if "employees" not in tables:
        return tables, []
    people, form = tables["employees"], settings.nip
    # A malformed number was named already and says nothing.
    nip = people.frame["nip"].where(people.frame["nip"].str.fullmatch(rf"[0-9]{{{form.digits}}}"))
    problems: Problems = []

    born, said = nip.str.slice(*form.birth), people.column("birth_date")
    by_nip = pd.to_datetime(born, format="%Y%m%d", errors="coerce")
    shifted = _less_days(born, form.nik_offset)
    nik = (by_nip.isna() & shifted.notna() & (said.isna() | (said == shifted))).to_numpy(bool)
    differs = (nip.notna() & said.notna() & ~(said == by_nip)).to_numpy(bool) & ~nik
    words = by_nip.dt.strftime("%d-%m-%Y").astype("str").fillna("bukan tanggal")
    problems.append(people.problem("nip_nik_rule", nik, "nip"))
    problems.append(people.problem("nip_birth_date", differs, "birth_date", detail=words))
    people = people.blanked("birth_date", differs) if differs.any() else people

    digit, sex = nip.str.get(form.sex), people.column("sex")
    meant = digit.map({form.male: "male", form.female: "female"}).astype("str")
    differs = (nip.notna() & sex.notna() & ~(sex == meant).fillna(False)).to_numpy(bool)
    problems.append(people.problem("nip_sex", differs, "sex", detail=_sex_words(meant)))
    people = people.blanked("sex", differs) if differs.any() else people

    # Only a PNS carries the month of CPNS in the NIP; in the number of a PPPK these digits mean something else.
    month, since = nip.str.slice(*form.appointed), people.column("cpns_since")
    pns = (people.column("kind") == "pns").fillna(False).to_numpy(bool)
    differs = pns & (nip.notna() & since.notna() & ~(since.dt.strftime("%Y%m") == month).fillna(False)).to_numpy(bool)
    written = month.str.slice(4, 6) + "-" + month.str.slice(0, 4)
    problems.append(people.problem("nip_cpns", differs, "cpns_since", detail=written))
    people = people.blanked("cpns_since", differs) if differs.any() else people
    return {**tables, "employees": people}, problems


def _sex_words(codes: pd.Series) -> pd.Series:
    return codes.map({"male": "laki-laki", "female": "perempuan"}).astype("str").fillna("tidak terbaca")


def _less_days(born: pd.Series, days: int) -> pd.Series:
    """The date that digits mean if `days` was added to the day of birth, as the NIK does for women."""
    day = pd.to_numeric(born.str.slice(6, 8), errors="coerce") - days
    whole = born.str.slice(0, 6) + day.astype("Int64").astype("str").str.zfill(2)
    return pd.to_datetime(whole.where((day >= 1).fillna(False)), format="%Y%m%d", errors="coerce")


# who holds what -------------------------------------------------------------------------------------------------------


def _assignments(
    tables: Tables, postings: list[Piece], schemas: Schemas, settings: Settings
) -> tuple[Tables, Problems]:
    """Definitive holders come from the profile by unit and job; acting ones and the rest from their own file."""
    problems: Problems = []
    made = []
    for piece in postings:
        one, found = _posted(piece, tables, settings)
        problems += found
        made.append(one)
    if not made and "assignments" not in tables:
        return tables, problems
    given = tables["assignments"].pieces if "assignments" in tables else ()
    combined, found = combine([*made, *given], schemas["assignments"], settings)
    # What is wrong within one file of assignments, or with a person of the profile, was named before.
    problems += [frame[frame["rule"].eq("conflict")] for frame in found]
    combined, found = _references(combined, tables, settings)
    problems += found
    problems += _two_posts(combined)
    return {**tables, "assignments": combined}, problems


def _posted(piece: Piece, tables: Tables, settings: Settings) -> tuple[Piece, Problems]:
    """The profile's holders as rows of `assignments`; a job that is not on the post map leaves the holder's post
    unknown."""
    absent = [title for name, title in _TITLES.items() if name not in piece.frame]
    if absent:
        problem = noted(table="assignments", file=piece.place, rule="no_job_column", detail=" dan ".join(absent))
        return _as_assignments(piece, piece.frame[:0], np.array([], dtype=np.int64)), [problem]
    frame = piece.frame
    posts = tables.get("posts")
    held = frame["job"].notna() & frame["nip"].isin(_ids(tables, "employees", settings))
    problems: Problems = []
    if posts is None or not len(posts.frame):
        problems.append(noted(table="posts", file=piece.place, rule="no_post_map", found=f"{int(held.sum())} pemangku"))
        return _as_assignments(piece, frame[:0], np.array([], dtype=np.int64)), problems
    places = pd.DataFrame({name: posts.column(name) for name in ("unit", "job", "post")}).dropna()
    count = places.groupby(["unit", "job"])["post"].agg(["first", "size"]).reset_index()
    found = frame.assign(at=np.arange(len(frame))).merge(count, on=["unit", "job"], how="left", validate="many_to_one")
    found = found.sort_values("at", kind="stable").reset_index(drop=True)
    many = (held & found["size"].gt(1).to_numpy(bool)).to_numpy(bool)
    none = (held & found["size"].isna().to_numpy(bool)).to_numpy(bool)
    seat = _seat_words(piece, frame)
    counts = found["size"].astype("Int64").astype("str").fillna("")
    problems.append(_posting_problem(piece, "job_ambiguous", many, "job", counts, seat))
    units, jobs = _ids(tables, "units", settings), places["job"]
    named = np.zeros(len(frame), dtype=bool)
    for name, target in (("unit", units), ("job", jobs)):
        for rule, (rows, detail) in _reference_faults(frame[name].where(none), target, settings).items():
            if rule != "dangling":
                words = detail if rule in ("lost_zeros", "case_only") else _TARGETS[name]
                problems.append(_posting_problem(piece, rule, rows & ~named, name, words))
                named |= rows
    hint = _hint(frame, units, jobs)
    problems.append(_posting_problem(piece, "job_not_found", none & ~named, "job", hint, seat))
    good = held.to_numpy(bool) & ~many & ~none
    taken = found[good].drop(columns=["unit", "job"]).rename(columns={"first": "post"})
    return _as_assignments(piece, taken, np.flatnonzero(good)), problems


def _posting_problem(
    piece: Piece, rule: str, mask: np.ndarray, column: str, detail: pd.Series | str, found: pd.Series | None = None
) -> pd.DataFrame:
    return piece.problem(rule, mask, column, detail, found).assign(
        table="assignments", key=piece.frame["nip"][mask].to_numpy(object)
    )


def _seat_words(piece: Piece, frame: pd.DataFrame) -> pd.Series:
    """Unit and job as a person would look them up: ids, with the names that the export gives."""
    words = frame["unit"].fillna("(kosong)") + " + " + frame["job"].fillna("(kosong)")
    for name in ("job_name", "unit_name"):
        if name in piece.texts:
            words = words + "; " + pd.Series(piece.texts[name], index=frame.index, dtype="str").fillna("")
    return words


def _hint(frame: pd.DataFrame, units: pd.Series, jobs: pd.Series) -> pd.Series:
    """Why a pair is not on the post map."""
    hint = pd.Series("", index=frame.index, dtype="str")
    hint = hint.mask(~frame["job"].isin(jobs), "; JABATAN ID ini tidak ada di sana")
    hint = hint.mask(~frame["unit"].isin(units), "; unit ini tidak ada pada pohon unit")
    return hint.mask(frame["unit"].isna(), "; UNOR ID kosong")


def _as_assignments(piece: Piece, frame: pd.DataFrame, at: np.ndarray) -> Piece:
    days = frame["since"] if "since" in frame else pd.Series(index=frame.index, dtype="datetime64[s]")
    made = frame.reindex(columns=["nip", "post"]).assign(since=days, kind="definitif").reset_index(drop=True)
    titles = {name: piece.titles[source] for name, source in _FROM.items() if source in piece.titles}
    texts = {name: piece.texts[source][at] for name, source in _FROM.items() if source in piece.texts}
    return replace(
        piece,
        table="assignments",
        rows=piece.rows[at],
        frame=made.astype({"post": "str", "kind": "str"}),
        titles=titles,
        texts=texts,
    )


_TITLES = {"unit": "UNOR ID", "job": "JABATAN ID"}
_TARGETS = {"unit": "units", "job": "posts"}
_FROM = {"nip": "nip", "post": "job", "since": "since"}


def _two_posts(table: Combined) -> Problems:
    """People with more than one definitive post."""
    definitive = table.frame[table.column("kind").eq("definitif")]
    twice = definitive[definitive.duplicated("nip", keep=False)]
    if not len(twice):
        return []
    every = twice.groupby("nip")["post"].agg(lambda group: shown(sorted(group)))
    detail = table.frame["nip"].map(every).astype("str").fillna("")
    mask = np.zeros(len(table.frame), dtype=bool)
    mask[twice.index] = True
    return [table.problem("two_definitive", mask, "post", detail=detail)]


def _seats(tables: Tables) -> Problems:
    """Posts with more definitive holders than seats (two people on one seat: a job share, or a mistake)."""
    if "posts" not in tables or "assignments" not in tables:
        return []
    posts, held = tables["posts"], tables["assignments"]
    is_definitive = held.column("kind").eq("definitif")
    definitive = held.frame[is_definitive]
    capacity = posts.frame.set_index("post")["capacity"] if "capacity" in posts.frame else pd.Series(dtype="Int64")
    count = definitive["post"].map(definitive["post"].value_counts())
    over = (count > definitive["post"].map(capacity)).fillna(False).to_numpy(bool)
    if not over.any():
        return []
    mask = np.zeros(len(held.frame), dtype=bool)
    mask[np.flatnonzero(is_definitive)[over]] = True
    holders = definitive.groupby("post")["nip"].agg(lambda group: shown(sorted(group), 3))
    seats = held.frame["post"].map(capacity).astype("str").fillna("")
    detail = seats + " kursi; pemangku: " + held.frame["post"].map(holders).astype("str").fillna("")
    return [held.problem("over_capacity", mask, "post", detail=detail)]
