"""How many divisions and functions an office may have: by its functions, and by what was merged into it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.asking import Ask, ask, together
from workbench.regulation.compare import NO, UNKNOWN, YES, Verdicts, all_of, any_of, at_least, at_most
from workbench.regulation.rulebook import Regulation
from workbench.staffing import Staffing
from workbench.structure.checks.body import Bodies, Places, keys, standing
from workbench.structure.checks.catalogue import LAW
from workbench.structure.checks.counts import More, between, phrase
from workbench.structure.checks.marks import told
from workbench.structure.checks.rows import NOTHING, Pair, Rows, Told, both, chosen, numbered, without_law

_FORMS = ("dinas", "badan")
_UNTOLD: Pair = ("urusan atau fungsinya belum dicatat", "its functions are not recorded")


@dataclass(frozen=True, eq=False)
class Merged:
    """What one office took in: `gone` (rows of units before: unit, name, type, score, and into how many offices its
    parts went), and the same of the office itself as it was (None: it is new)."""

    gone: pd.DataFrame
    own: Mapping[str, Any] | None


def merged(bodies: Bodies, staffing: Staffing, before: Staffing | None, regulation: Regulation) -> dict[int, Merged]:
    """Place of an office -> what was merged into it: offices that no longer are, whose units or posts stand there."""
    if before is None:
        return {}
    stands, groups = standing(staffing, regulation), staffing.schemas.vocabulary.group("unit_kind")
    offices = before.units["kind"].isin(groups.index[groups == "opd"])
    if before.units.loc[offices, "unit"].isin(stands["unit"]).all():
        return {}
    now = Bodies.of(staffing, regulation, bodies.marks)
    was = Bodies.of(before, regulation, bodies.marks)
    gone = (was.office == np.arange(len(was))) & (now.ids.get_indexer(was.ids) < 0)
    units = pd.DataFrame({"old": was.office, "new": _office(now, was.ids)})
    posts = before.posts[["post", "unit"]].merge(staffing.posts[["post", "unit"]], on="post", validate="1:1")
    old, new = (_office(at, posts[name]) for at, name in ((was, "unit_x"), (now, "unit_y")))
    moved = pd.concat([units, pd.DataFrame({"old": old, "new": new})])
    moved = moved[(moved["old"] >= 0) & (moved["new"] >= 0)].drop_duplicates()
    moved = moved[gone[moved["old"].to_numpy()]]
    moved = moved.assign(into=moved.groupby("old")["new"].transform("size"))
    scores = told(bodies.marks.scores, was.ids, was.names)
    known = pd.DataFrame({"unit": was.ids, "name": was.names, "type": was.type, "score": scores})
    found = {}
    for new, rows in moved.groupby("new"):
        place, at = (kept.get_indexer(now.ids[[int(str(new))]])[0] for kept in (bodies.ids, was.ids))
        if place >= 0:
            taken = known.iloc[rows["old"]].assign(into=rows["into"].to_numpy())
            found[int(place)] = Merged(taken, dict(known.iloc[at]) if at >= 0 else None)
    return found


def _office(bodies: Bodies, units: pd.Index | pd.Series) -> Places:
    """The office of each of these units; -1 where there is none, or no such unit."""
    at = bodies.ids.get_indexer(keys(units))
    return np.where(at >= 0, bodies.office[at], -1)


@dataclass(frozen=True, eq=False)
class Offices:
    """Offices with their functions, and what was merged into them."""

    bodies: Bodies
    regulation: Regulation
    merged: Mapping[int, Merged]

    @cached_property
    def told(self) -> NDArray[np.object_]:
        """Functions of each dinas and badan, with those of the offices merged into it; None where any is not told."""
        bodies = self.bodies
        places = np.flatnonzero(bodies.is_body & np.isin(bodies.form.astype("U"), _FORMS))
        own = np.full(len(bodies), None, dtype=object)
        for place, said in zip(places.tolist(), bodies.functions(places), strict=True):
            own[place] = said
            if place in self.merged:
                taken = self.merged[place].gone
                gone = told(self.bodies.marks.functions, taken["unit"], taken["name"])
                parts = [own[place], *((one,) if isinstance(one, str) else one for one in gone)]
                known = [part for part in parts if part is not None]
                every = tuple(dict.fromkeys(code for part in known for code in part))
                own[place] = every if len(known) == len(parts) else None
        return own

    def more_divisions(self, form: str, places: Places) -> More:
        """Divisions beyond those of the type: of public works, agriculture and finance; of an office with more than one
        function (instead of a higher type, and nobody records which it took); of a merger."""
        extra, limits = (ask(self.regulation, f"{LAW}.{name}") for name in ("extra_bidang", "merge_limits"))
        low, high = np.zeros(len(places)), np.zeros(len(places))
        functions = self.told[places]
        if not extra.known:
            high += np.inf
        elif extra.asked:
            names = {row.get("urusan") or row.get("fungsi") for row in extra.value["applies_to"] if row["kind"] == form}
            most = float(extra.value["extra_bidang_max"])
            low += [most if one is not None and names & set(one) else 0.0 for one in functions]
            high += [most if one is None or names & set(one) else 0.0 for one in functions]
        if form == "dinas" and not limits.known:
            high += np.inf
        elif form == "dinas" and limits.asked:
            several = np.array([one is None or len(one) > 1 for one in functions])
            high += np.where(several, float(limits.value["merged_dinas_bonus"]["or_extra_bidang"]), 0.0)
        if self.merged:
            high = np.maximum(high, self._by_merger(form, places))
        reason = (
            "bidang tambahan bergantung pada urusan, kenaikan tipe, atau penggabungan yang belum dicatat",
            "whether more divisions are allowed rests on functions, a raised type, or a merger not recorded",
        )
        return More(low, high, (extra, *((limits,) if form == "dinas" else ())), reason)

    def _by_merger(self, form: str, places: Places) -> NDArray[np.float64]:
        """How far the cap of a merger may exceed that of the type now recorded; 0 where nothing was merged."""
        merger, law = (ask(self.regulation, f"{LAW}.{name}") for name in ("merged_type_c_cap", form))
        into = np.array([place in self.merged for place in places.tolist()])
        if not merger.known:
            return np.where(into, np.inf, 0.0)
        if not merger.asked:
            return np.zeros(len(places))
        cap = max(row["bidang_max"] for row in merger.value["result"])
        least = min(numbers["bidang_max"] for numbers in law.value.values())
        own = [law.value.get(type, {"bidang_max": least})["bidang_max"] for type in self.bodies.type[places]]
        return np.where(into, np.maximum(cap - np.array(own, dtype=np.float64), 0.0), 0.0)

    def rows(self) -> Iterator[Rows]:
        for form in _FORMS:
            places = self.bodies.bodies(form)
            if len(places):
                yield from self._functions(form, places)
                into = np.array([place for place in places.tolist() if place in self.merged], dtype=np.intp)
                if len(into):
                    yield from self._merged(into)

    def _functions(self, form: str, places: Places) -> Iterator[Rows]:
        """How many functions an office has, and whether they are of one cluster."""
        law, size = ask(self.regulation, f"{LAW}.merge_limits"), len(places)
        functions = self.told[places]
        number = np.array([-1 if one is None else len(one) for one in functions], dtype=np.int64)
        noun, noun_en = ("urusan", "functions") if form == "dinas" else ("fungsi penunjang", "supporting functions")
        counted = _or_untold(number < 0, numbered(number, noun, noun_en))
        listed = [", ".join(code.replace("_", " ") for code in one) if one else "" for one in functions]
        named = _or_untold(number < 0, _own([(text, text) for text in listed]))
        if not law.known:
            yield without_law("functions", places, number, counted, law)
            yield without_law("cluster", places, number, named, law)
            return
        if not law.asked:
            return
        most = law.value["urusan_per_dinas_max" if form == "dinas" else "fungsi_penunjang_per_badan_max"]
        known = pd.Series(number, dtype="Int64").mask(number < 0)
        verdict = at_most(known, most)
        ground = both((law.citation, law.confidence), size)
        asked = both(phrase(most, most), size)
        yield Rows("functions", places, verdict, number, counted, asked, both(NOTHING, size), ground)
        clusters = [set(cluster) for cluster in law.value[f"rumpun_{form}"]]
        verdict = np.array([one_cluster(one, clusters) for one in functions], dtype=np.int8)
        asked = both(("seharusnya serumpun", "they should be of one cluster"), size)
        waits = ("rumpun salah satunya tidak tercantum", "the cluster of one of them is not listed")
        open_ = (verdict == UNKNOWN) & (number >= 0)
        yield Rows("cluster", places, verdict, number, named, asked, chosen(open_, (NOTHING, waits)), ground)

    def _merged(self, places: Places) -> Iterator[Rows]:
        """Whether a merger for efficiency is one that the law knows, and keeps within its divisions."""
        law = ask(self.regulation, f"{LAW}.merged_type_c_cap")
        number = self.bodies.parts(("division",), whole=True)[places]
        seen = numbered(number, "bidang", "divisions")
        if not law.known:
            yield without_law("merged_divisions", places, number, seen, law)
            return
        if not law.asked:
            return
        limits = ask(self.regulation, f"{LAW}.merge_limits")
        clusters = _clusters(limits)
        told_of = [_merger(self.merged[place], law.value) for place in places.tolist()]
        same_cluster = [
            one_cluster(functions, clusters.get(self.bodies.form[place], []))
            for functions, place in zip(self.told[places], places.tolist(), strict=True)
        ]
        within = np.array([between(np.array([n]), *one.cap)[0] for n, one in zip(number, told_of, strict=True)])
        verdict = all_of(within, np.array([one.may for one in told_of]), np.array(same_cluster, dtype=np.int8))
        texts = [phrase(*one.cap) if one.cap[1] < np.inf else ("tidak disebut", "not named") for one in told_of]
        reasons = [_reason(one, cluster) for one, cluster in zip(told_of, same_cluster, strict=True)]
        yield Rows(
            "merged_divisions",
            places,
            verdict,
            number,
            seen,
            _own(texts),
            _own(reasons),
            both(together(law, limits), len(places)),
        )


@dataclass(frozen=True)
class _Merger:
    """The most divisions (at least, at most) of a merger, whether the law allows it, and what that waits for."""

    cap: tuple[float, float]
    may: int
    reason: Pair


def _merger(one: Merged, law: Mapping[str, Any]) -> _Merger:
    """One office of type C joins one other; the other's type sets the cap."""
    if len(one.gone) > 1 or one.own is None or (one.gone["into"] > 1).any():
        return _Merger(
            (0.0, np.inf),
            UNKNOWN,
            ("bukan penggabungan dua perangkat daerah menjadi satu", "not a merger of two offices into one"),
        )
    pair = [dict(one.gone.iloc[0]), one.own]
    wanted, caps = str(law["candidate"]["type"]), {row["with"]: float(row["bidang_max"]) for row in law["result"]}
    types = [str(side["type"]) for side in pair]
    partners = _partners(types, wanted, list(caps))
    if not partners:
        return _Merger(
            (0.0, np.inf),
            UNKNOWN,
            (
                f"tidak satu pun bertipe {wanted}, jadi dasarnya lain",
                f"neither is of type {wanted}, so it rests on another law",
            ),
        )
    possible = [caps[partner] for partner in partners]
    candidates = [side for side, type in zip(pair, types, strict=True) if type in ("", wanted)]
    lowest, highest = law["candidate"]["raw_score_min"], law["candidate"]["raw_score_max"]
    scores = [side["score"] for side in candidates]
    fits: Verdicts = any_of(*(all_of(at_least([score], lowest), at_most([score], highest)) for score in scores))
    may = int(fits[0]) if len(set(types) & {""}) == 0 or int(fits[0]) == NO else UNKNOWN
    reason = (
        (
            "skor yang bertipe {0} di luar {1:.0f} sampai {2:.0f}",
            "the score of the one of type {0} is not within {1:.0f} to {2:.0f}",
        )
        if may == NO
        else ("tipe atau skornya belum dicatat", "a type or score is not recorded")
        if may == UNKNOWN
        else ("", "")
    )
    told_reason = (reason[0].format(wanted, lowest, highest), reason[1].format(wanted, lowest, highest))
    return _Merger((min(possible), max(possible)), may, told_reason)


def _partners(types: list[str], wanted: str, known: list[str]) -> list[str]:
    """The types that the partner of an office of type `wanted` may have."""
    found = [other for one, other in (types, types[::-1]) if one in ("", wanted)]
    return known if "" in found or "" in types else [type for type in dict.fromkeys(found) if type in known]


def _reason(one: _Merger, cluster: int) -> Pair:
    if cluster == YES:
        return one.reason
    said = (
        ("tidak serumpun", "not of one cluster")
        if cluster == NO
        else ("rumpunnya belum diketahui", "its cluster is not known")
    )
    return ("; ".join(filter(None, (one.reason[0], said[0]))), "; ".join(filter(None, (one.reason[1], said[1]))))


def _clusters(limits: Ask) -> dict[str, list[set[str]]]:
    if not limits.known or not limits.asked:
        return {}
    return {form: [set(cluster) for cluster in limits.value[f"rumpun_{form}"]] for form in _FORMS}


def one_cluster(functions: tuple[str, ...] | None, clusters: list[set[str]]) -> int:
    """Whether these functions are of one cluster; a single one is, and one that no cluster lists may be of any."""
    if functions is None:
        return UNKNOWN
    if len(functions) <= 1 or any(set(functions) <= cluster for cluster in clusters):
        return YES
    listed = set().union(*clusters)
    return NO if set(functions) <= listed else UNKNOWN


def _or_untold(untold: NDArray[np.bool_], told: Told) -> Told:
    return Told(np.where(untold, len(told.texts), told.at), [*told.texts, _UNTOLD])


def _own(texts: Sequence[Pair]) -> Told:
    """A text of its own for each row."""
    return Told(np.arange(len(texts), dtype=np.intp), texts)
