"""A small organization to move about, and moves on it that may or may not be possible."""

from hypothesis import strategies as st

from domain import WEIGHTS, staffing_of
from workbench.scenario import (
    AbolishPost,
    AbolishUnit,
    AddPost,
    AddUnit,
    ConvertPost,
    MergeUnits,
    Move,
    MovePost,
    MoveUnit,
    Policy,
    RenameUnit,
    SplitUnit,
    State,
)
from workbench.staffing.schema import Schemas

POSTS = [
    ("gov", "0", "Gubernur", True, "jpt_madya"),
    ("head1", "1", "Kepala Dinas Satu", True, "jpt_pratama"),
    ("kabid", "11", "Kepala Bidang A", True, "administrator"),
    ("kasi", "111", "Kepala Seksi A", True, "pengawas"),
    ("staff", "111", "Penata Layanan", False, "pelaksana"),
    ("kabid2", "12", "Kepala Bidang B", True, "administrator"),
    ("desk", "12", "Penata Layanan B", False, "pelaksana"),
    ("head2", "2", "Kepala Dinas Dua", True, "jpt_pratama"),
]
UNITS = [
    ("0", "Provinsi", None, "province"),
    ("1", "Dinas Satu", "0", "office"),
    ("11", "Bidang A", "1", "division"),
    ("111", "Seksi A", "11", "section"),
    ("12", "Bidang B", "1", "division"),
    ("2", "Dinas Dua", "0", "office"),
]
COMPETENCY = "M.1"
HELD = [("Ani", "kabid"), ("Budi", "kasi"), ("Citra", "staff"), ("Dedi", "kabid2"), ("Eko", "desk")]


def small_organization(schemas: Schemas) -> State:
    """Two offices, one with two divisions and a section; five people hold a post."""
    staffing = staffing_of(
        schemas,
        units=[{"unit": u, "name": n, "parent": p, "kind": k, "order": 1} for u, n, p, k in UNITS],
        posts=[
            {"post": p, "unit": u, "title": t, "head": h, "tier": tier, "eselon": "III.a", "capacity": 2}
            for p, u, t, h, tier in POSTS
        ],
        employees=[{"nip": who, "name": who, "legal_status": "aktif"} for who, _ in HELD],
        assignments=[{"nip": who, "post": post, "since": "2020-01-01", "kind": "definitif"} for who, post in HELD],
        complaints=[{"complaint": "a", "unit": "12", "received": "2025-01-01"}],
        post_competencies=[{"post": "kabid2", "competency": COMPETENCY, "level": 3}],
    )
    return State(staffing, Policy(weights=WEIGHTS, tiers=("pengawas",), forbids=frozenset({("Eko", "kabid2")})))


@st.composite
def some_moves(draw: st.DrawFn) -> Move:
    unit, post = (
        st.sampled_from([u for u, *_ in UNITS] + ["31", "32"]),
        st.sampled_from([p for p, *_ in POSTS] + ["p1"]),
    )
    units, posts = st.lists(unit, max_size=2).map(tuple), st.lists(post, max_size=2).map(tuple)
    words, day = st.sampled_from(["Bidang Baru", "Seksi Baru"]), st.sampled_from([None, "2026-01-01"])
    return draw(
        st.one_of(
            st.builds(MoveUnit, unit, st.none() | unit, day),
            st.builds(MergeUnits, units, unit, st.none() | words, day),
            st.builds(SplitUnit, unit, unit, words, units, posts, day),
            st.builds(RenameUnit, unit, words),
            st.builds(AddUnit, unit, words, unit, st.sampled_from(["division", "section"])),
            st.builds(AbolishUnit, unit, st.none() | unit),
            st.builds(AddPost, post, unit, words, st.sampled_from(["pengawas", "pelaksana"]), st.booleans()),
            st.builds(MovePost, post, unit, st.booleans()),
            st.builds(AbolishPost, post, day),
            st.builds(ConvertPost, post, st.sampled_from(["jf_ahli_muda", "jf_mahir"]), words),
        )
    )
