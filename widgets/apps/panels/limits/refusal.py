"""Why a limit is refused, at the form that asked for it: the reason, the limits that collide, and the ways out."""

from widgets.apps.conversation import Message
from widgets.apps.panels.limits.named import collision
from widgets.apps.panels.states import masked, remedy, why
from widgets.apps.screen import Screen
from widgets.limit_panel import Refusal, Remedy


def record(screen: Screen, message: Message) -> Refusal:
    remedies = [Remedy(key=str(at), label=remedy(screen, move)) for at, move in enumerate(message.remedies)]
    if message.limits:
        text, items = collision(screen, message)
        return Refusal(text=text, items=items, remedies=remedies)
    reason = masked(screen, why(screen, message))
    return Refusal(text=screen.t("refused.text", reason=reason), items=[], remedies=remedies)
