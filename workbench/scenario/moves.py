"""Moves map a state to a new one, or are refused with a reason.

What is impossible is refused. What is merely unlawful is applied, since a person may try it, and shows as a finding.
"""

from datetime import date

import pandas as pd

from workbench.scenario.kinds import (
    AddLimit,
    AssumeRule,
    DropLimit,
    Forbid,
    Lock,
    Move,
    Place,
    Release,
    SetLimit,
    SetScope,
    SetWeights,
    TakeOver,
    Vacate,
)
from workbench.scenario.limiting import limit_mistake, told
from workbench.scenario.limits import Freeze
from workbench.scenario.patching import patched
from workbench.scenario.relocation import relocation_mistake
from workbench.scenario.seen import DEFINITIVE, capacity_of, career_with, holders, name, title
from workbench.scenario.state import RULE_CHOICES, SCORE_MAX, Refused, State, weights_mistake
from workbench.scenario.structural import restructured
from workbench.scenario.taking import impossible
from workbench.staffing.lines import beneath


def apply(state: State, move: Move) -> State | Refused:
    """The state after the move; `state` itself is never altered."""
    match move:
        case Place():
            return _place(state, move)
        case Vacate():
            return _vacate(state, move)
        case Lock():
            return _lock(state, move)
        case Forbid():
            return _forbid(state, move)
        case Release():
            return _release(state, move)
        case SetWeights():
            mistake = weights_mistake(move.weights)
            return Refused("weights", mistake) if mistake else state.with_policy(weights=dict(move.weights))
        case SetLimit():
            return _set_limit(state, move)
        case AddLimit():
            return _add_limit(state, move)
        case DropLimit():
            return _drop_limit(state, move)
        case SetScope():
            return _set_scope(state, move)
        case AssumeRule():
            return _assume(state, move)
        case TakeOver():
            return _take_over(state, move)
        case _:
            return restructured(state, move)


def _unknown(state: State, nip: str, post: str) -> Refused | None:
    if not (state.staffing.employees["nip"] == nip).any():
        return Refused("unknown_employee", f"Tidak ada pegawai dengan NIP {nip} pada data ini.")
    if not (state.staffing.posts["post"] == post).any():
        return Refused("unknown_post", f"Tidak ada jabatan {post} pada data ini.")
    return None


# staffing -------------------------------------------------------------------------------------------------------------


def _place(state: State, move: Place) -> State | Refused:
    staffing = state.staffing
    refused = _unknown(state, move.nip, move.post)
    if refused:
        return refused
    status = staffing.employees.loc[staffing.employees["nip"] == move.nip, "legal_status"].iloc[0]
    if staffing.schemas.vocabulary.group("legal_status").get(status) == "left":
        return Refused("left", f"{name(staffing, move.nip)} tidak lagi bekerja di instansi ini.")
    seated = holders(staffing, move.post)
    if move.nip in set(seated):
        return Refused("holds", f"{name(staffing, move.nip)} sudah memangku {title(staffing, move.post)}.")
    if len(seated) >= capacity_of(staffing, move.post):
        reason = f"{title(staffing, move.post)} tidak punya kursi kosong."
        return Refused("full", reason, remedy=Vacate(str(seated.iloc[0]), move.post) if len(seated) else None)
    try:
        since = pd.Timestamp(date.fromisoformat(move.since) if move.since else state.day)
    except ValueError:
        return Refused("date", f"{move.since!r} bukan tanggal (tulis seperti 2026-01-31).")
    held = staffing.assignments
    left = held[(held["nip"] == move.nip) & (held["kind"] == DEFINITIVE)]
    gained = pd.DataFrame({"nip": [move.nip], "post": [move.post], "since": [since], "kind": [DEFINITIVE]})
    # A plt of the same post who becomes its holder stops being plt.
    acting = held[(held["nip"] == move.nip) & (held["post"] == move.post)]
    assignments = pd.concat([held.drop(left.index.union(acting.index)), gained], ignore_index=True)
    return state.with_tables(assignments=assignments, career=career_with(staffing, left, since))


def _vacate(state: State, move: Vacate) -> State | Refused:
    refused = _unknown(state, move.nip, move.post)
    if refused:
        return refused
    staffing, held = state.staffing, state.staffing.assignments
    left = held[(held["nip"] == move.nip) & (held["post"] == move.post)]
    if left.empty:
        return Refused("not_held", f"{name(staffing, move.nip)} tidak memangku {title(staffing, move.post)}.")
    ended = left[left["kind"] == DEFINITIVE]
    return state.with_tables(
        assignments=held.drop(left.index), career=career_with(staffing, ended, pd.Timestamp(state.day))
    )


# policy ---------------------------------------------------------------------------------------------------------------


def _lock(state: State, move: Lock) -> State | Refused:
    refused = _unknown(state, move.nip, move.post)
    if refused:
        return refused
    staffing, policy, seat = state.staffing, state.policy, (move.nip, move.post)
    if seat in policy.locks:
        return Refused("locked", f"{title(staffing, move.post)} sudah dikunci untuk orang ini.", Release(*seat))
    if seat in policy.forbids:
        return Refused(
            "forbidden", "Orang ini dilarang untuk jabatan itu. Lepaskan larangannya dahulu.", Release(*seat)
        )
    elsewhere = sorted(post for nip, post in policy.locks if nip == move.nip)
    if elsewhere:
        reason = f"Orang ini sudah dikunci pada {title(staffing, elsewhere[0])}."
        return Refused("locked_elsewhere", reason, Release(move.nip, elsewhere[0]))
    frozen = next((limit for limit in _freezes(state) if _crosses(state, limit, *seat)), None)
    if frozen:
        return Refused("frozen", f"{told(frozen, staffing)}; lepaskan pembekuannya dahulu.", DropLimit(frozen.id))
    locked = sorted(nip for nip, post in policy.locks if post == move.post)
    if len(locked) >= capacity_of(staffing, move.post):
        reason = f"Semua kursi {title(staffing, move.post)} sudah dikunci untuk orang lain."
        return Refused("seats_locked", reason, Release(locked[0], move.post) if locked else None)
    return state.with_policy(locks=policy.locks | {seat})


def _forbid(state: State, move: Forbid) -> State | Refused:
    refused = _unknown(state, move.nip, move.post)
    if refused:
        return refused
    policy, seat = state.policy, (move.nip, move.post)
    if seat in policy.forbids:
        return Refused("forbidden", "Orang ini sudah dilarang untuk jabatan itu.", Release(*seat))
    if seat in policy.locks:
        return Refused("locked", "Orang ini dikunci pada jabatan itu. Lepaskan kuncinya dahulu.", Release(*seat))
    return state.with_policy(forbids=policy.forbids | {seat})


def _release(state: State, move: Release) -> State | Refused:
    policy, seat = state.policy, (move.nip, move.post)
    if seat not in policy.locks | policy.forbids:
        return Refused("not_set", "Tidak ada kunci atau larangan untuk orang dan jabatan itu.")
    return state.with_policy(locks=policy.locks - {seat}, forbids=policy.forbids - {seat})


LIMITS = {"move_limit": None, "move_price": SCORE_MAX, "horizon_months": None}
"""Name of a limit -> its greatest value."""


def _set_limit(state: State, move: SetLimit) -> State | Refused:
    if move.name not in LIMITS:
        return Refused("limit", f"Tidak ada batas bernama {move.name!r}; yang ada: {', '.join(LIMITS)}.")
    if move.value is None:
        if move.name != "move_limit":
            return Refused("limit", "Hanya batas pindah yang boleh dikosongkan.")
        return state.with_policy(move_limit=None)
    greatest = LIMITS[move.name]
    whole = isinstance(move.value, int) and not isinstance(move.value, bool)
    if not whole or move.value < 0 or (greatest is not None and move.value > greatest):
        upper = f" dan paling banyak {greatest}" if greatest is not None else ""
        return Refused("limit", f"Batas harus bilangan bulat, paling sedikit 0{upper}.")
    return state.with_policy(**{move.name: move.value})


def _add_limit(state: State, move: AddLimit) -> State | Refused:
    policy, limit = state.policy, move.limit
    mistake = limit_mistake(limit, state.staffing, policy.settings)
    if mistake:
        return Refused(*mistake)
    if any(other.id == limit.id for other in policy.limits):
        reason = f"Batas ini sudah ada ({told(limit, state.staffing)}); lepaskan yang lama dahulu."
        return Refused("limit_set", reason, DropLimit(limit.id))
    if isinstance(limit, Freeze):
        crossing = next((seat for seat in sorted(policy.locks) if _crosses(state, limit, *seat)), None)
        if crossing:
            who, what = name(state.staffing, crossing[0]), title(state.staffing, crossing[1])
            reason = f"{who} dikunci pada {what}, melintasi unit yang hendak dibekukan; lepaskan kuncinya dahulu."
            return Refused("locked", reason, Release(*crossing))
    return state.with_policy(limits=(*policy.limits, limit))


def _drop_limit(state: State, move: DropLimit) -> State | Refused:
    kept = tuple(limit for limit in state.policy.limits if limit.id != move.id)
    if len(kept) == len(state.policy.limits):
        return Refused("not_set", f"Tidak ada batas {move.id} pada skenario ini.")
    return state.with_policy(limits=kept)


def _freezes(state: State) -> list[Freeze]:
    return [limit for limit in state.policy.limits if isinstance(limit, Freeze)]


def _crosses(state: State, limit: Freeze, nip: str, post: str) -> bool:
    """Whether this person would leave or enter the frozen unit with this post."""
    staffing = state.staffing
    inside = staffing.posts["unit"].isin(beneath(staffing.units, limit.unit))
    posts = set(staffing.posts.loc[inside, "post"])
    held = staffing.assignments[(staffing.assignments["nip"] == nip) & (staffing.assignments["kind"] == DEFINITIVE)]
    return (post in posts) != bool(held["post"].isin(posts).any())


def _set_scope(state: State, move: SetScope) -> State | Refused:
    tiers = set(state.staffing.schemas.vocabulary.codes("tier"))
    strange = [tier for tier in move.tiers if tier not in tiers]
    if strange:
        return Refused("scope", f"Tidak ada jenjang jabatan {', '.join(strange)}.")
    absent = sorted(set(move.posts) - set(state.staffing.posts["post"]))
    if absent:
        return Refused("unknown_post", f"Tidak ada jabatan {', '.join(absent[:3])} pada data ini.")
    missing = sorted(set(move.families) - set(state.staffing.posts["family"].dropna()))
    if missing:
        return Refused("scope", f"Tidak ada rumpun jabatan {', '.join(missing)} pada data ini.")
    return state.with_policy(tiers=tuple(move.tiers), families=tuple(move.families), posts=tuple(move.posts))


def _assume(state: State, move: AssumeRule) -> State | Refused:
    policy = state.policy
    area, _, rest = move.parameter.partition(".")
    if area != "policy":
        kept = {key: value for key, value in policy.assumptions.items() if key != move.parameter}
        return state.with_policy(assumptions=kept if move.value is None else kept | {move.parameter: move.value})
    section, _, key = rest.partition(".")
    if section == "rules" and key:
        if move.value not in RULE_CHOICES:
            return Refused("rule", f"Sebuah aturan kebijakan hanya dapat {', '.join(RULE_CHOICES)}.")
        return state.with_policy(rules=dict(policy.rules) | {key: move.value})
    if section == "settings" and key:
        mistake = relocation_mistake(move.value) if key == "relocation" else None
        if mistake:
            return Refused("relocation", mistake)
        return state.with_policy(settings=dict(policy.settings) | {key: move.value})
    if rest == "unknown":
        if move.value not in ("allow", "bar"):
            return Refused("rule", "Temuan yang belum diketahui hanya dapat allow atau bar.")
        return state.with_policy(unknown=move.value)
    if rest == "effective":
        try:
            return state.with_policy(effective=date.fromisoformat(move.value) if move.value else None)
        except (TypeError, ValueError):
            return Refused("date", f"{move.value!r} bukan tanggal (tulis seperti 2026-01-31).")
    return Refused("rule", f"Tidak ada kebijakan bernama {move.parameter!r}.")


# another branch -------------------------------------------------------------------------------------------------------


def _take_over(state: State, move: TakeOver) -> State | Refused:
    """What each branch could do alone may not be possible together; then it is refused like any other move."""
    after = patched(state, move.changes)
    if isinstance(after, Refused):
        return after
    refused = impossible(state.staffing, after.staffing) or (None if _unsettable(state) else _unsettable(after))
    return refused or after


def _unsettable(state: State) -> Refused | None:
    """The first choice of the agency that nobody could make on this staffing, beside the others."""
    policy = state.policy
    tried: State | Refused = state.with_policy(locks=frozenset(), forbids=frozenset(), limits=())
    made: list[Move] = [SetScope(policy.tiers, policy.families, policy.posts)]
    made += [Forbid(*seat) for seat in sorted(policy.forbids)] + [Lock(*seat) for seat in sorted(policy.locks)]
    for choice in (*made, *(AddLimit(limit) for limit in policy.limits)):
        assert isinstance(tried, State)
        tried = apply(tried, choice)
        if isinstance(tried, Refused):
            reason = f"Pilihan kedua cabang tidak dapat berlaku bersama. {tried.reason}"
            return Refused("together", reason, tried.remedy)
    return None
