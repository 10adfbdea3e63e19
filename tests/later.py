"""A runner that works only when it is told to, so that gestures can wait."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from widgets.apps.runner import AtOnce


class Later(AtOnce):
    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Future], None]]] = []

    def run(self, work: Callable[[], Any], done: Callable[[Future], None]) -> None:
        self.waiting.append((work, done))

    def step(self) -> None:
        super().run(*self.waiting.pop(0))

    def go(self) -> None:
        while self.waiting:
            self.step()
