"""Where long work is done: beside the kernel's own thread, so that the page stays alive."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

Done = Callable[["Future[Any]"], None]


class Runner(Protocol):
    def run(self, work: Callable[[], Any], done: Done) -> None:
        """Do `work`, then call `done` with its future, in the thread that owns the widgets."""

    def tell(self, news: Callable[[], None]) -> None:
        """Call `news` in the thread that owns the widgets; for use by the work."""


class Beside:
    """One worker thread, made when it is first needed: gestures are worked out one after the other, in their order.

    Widgets are touched only from the loop's thread, since a comm message takes its parent from there.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._pool: ThreadPoolExecutor | None = None

    def run(self, work: Callable[[], Any], done: Done) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="penataan")
        self._pool.submit(work).add_done_callback(lambda future: self.tell(lambda: done(future)))

    def tell(self, news: Callable[[], None]) -> None:
        self._loop.call_soon_threadsafe(news)


class AtOnce:
    """Without a loop (tests, a script): the work is done where it is asked for."""

    def run(self, work: Callable[[], Any], done: Done) -> None:
        future: Future[Any] = Future()
        try:
            future.set_result(work())
        except Exception as error:  # kept for `done`, as an executor keeps it
            future.set_exception(error)
        done(future)

    def tell(self, news: Callable[[], None]) -> None:
        news()


def runner() -> Runner:
    """Beside the loop of this kernel, or at once where there is none."""
    try:
        return Beside(asyncio.get_running_loop())
    except RuntimeError:
        return AtOnce()
