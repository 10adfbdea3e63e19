"""Locks and bans in force, each with its way back."""

from typing import Any

from widgets.apps.screen import Screen


def record(screen: Screen) -> dict[str, Any] | None:
    t, session = screen.t, screen.session
    if session.scenario is None or screen.plan is None:
        return None
    rows = [
        {
            "key": str(number),
            "title": screen.title(post),
            "text": f"{t(f'overrides.{kind}', who=screen.who(nip))} {screen.place(post)}",
            "release": t("overrides.release"),
        }
        for number, (kind, nip, post) in enumerate(seats(screen))
    ]
    count = screen.whole(len(rows))
    return {"title": t("overrides.title"), "count": count, "empty": t("overrides.empty"), "rows": rows}


def seats(screen: Screen) -> list[tuple[str, str, str]]:
    """kind (lock, forbid), nip, post: in the order in which they are listed. The page is told their place alone."""
    policy = screen.session.policy
    listed = [
        *(("lock", *seat) for seat in sorted(policy.locks)),
        *(("forbid", *seat) for seat in sorted(policy.forbids)),
    ]
    return sorted(listed, key=lambda seat: (seat[2], seat[0], seat[1]))
