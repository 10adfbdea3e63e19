"""Explanations of a plan, each verified by working it out anew before it is shown."""

from workbench.placement.why.explain import Change, Why, why
from workbench.placement.why.overrides import Price, Priced, overrides, price_of
from workbench.placement.why.resolved import Loss, Unverified
from workbench.placement.why.seats import one_more
from workbench.placement.why.words import Untold

__all__ = [
    "Change",
    "Loss",
    "Price",
    "Priced",
    "Untold",
    "Unverified",
    "Why",
    "one_more",
    "overrides",
    "price_of",
    "why",
]
