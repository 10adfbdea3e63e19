"""Title, the answer in one sentence, what it rests on; thin data are told before any figure."""

from typing import Any

from widgets.apps import format
from widgets.apps.screen import Screen
from workbench.placement import Plan

THIN = 0.2
"""Share of unknown findings from which the page says first that data are thin."""

SOURCES = {
    "assessments": ("hasil asesmen", "assessments"),
    "appraisals": ("penilaian kinerja", "appraisals"),
    "career": ("riwayat jabatan", "career history"),
    "employees": ("data pegawai", "employee data"),
    "posts": ("peta jabatan", "post data"),
    "assignments": ("jabatan sekarang", "present posts"),
    "sanctions": ("riwayat hukuman disiplin", "sanctions"),
    "trainings": ("riwayat pelatihan", "trainings"),
    "post_competencies": ("standar kompetensi", "competency standards"),
    "evidence": ("bukti tertulis", "written evidence"),
}
NAMED = 2


def record(screen: Screen) -> dict[str, Any]:
    t, plan, session = screen.t, screen.plan, screen.session
    if plan is None or session.scenario is None:
        return {"title": t("page.title"), "sentences": [], "warning": "", "dates": []}
    state, told = session.scenario.state, plan.summary
    answer = t(
        "page.answer",
        open=screen.whole(told["open_before"]),
        months=plan.policy.horizon_months,
        moves=screen.whole(told["moves"]),
        vacant=screen.whole(told["vacant_after"]),
    )
    dates = [
        t("page.scope", posts=screen.whole(told["posts"]), candidates=screen.whole(told["candidates"])),
        t("page.data", day=screen.day(state.staffing.as_of), effective=screen.day(state.day)),
    ]
    if session.seconds is not None:
        dates.append(t("page.time", seconds=format.seconds(session.seconds, t.lang)))
    return {"title": t("page.title"), "sentences": [answer], "warning": thin(screen, plan), "dates": dates}


def thin(screen: Screen, plan: Plan) -> str:
    """How much is unknown, and which data would settle most of it; empty while it is little."""
    counts = {verdict: int(table.sum()) for verdict, table in plan.ground.findings.counts.items()}
    every, unknown = sum(counts.values()), counts["unknown"]
    if not every or unknown / every < THIN:
        return ""
    known = plan.ground.findings.unknown_by_source
    table = known["source"].str.partition(".")[0]
    most = known.groupby(table)["findings"].sum().sort_values(ascending=False, kind="stable").head(NAMED)
    english = screen.lang == "en"
    named = [SOURCES[str(name)][english] if str(name) in SOURCES else str(name) for name in most.index]
    return screen.t("page.thin", share=format.share(unknown, every, screen.lang), sources=", ".join(named))
