"""Workers of this machine: processes of their own for what takes long, from a notebook, a page or the command line.

They are spawned, never forked (a kernel and a server have threads, and a fork of a threaded process may hang), and they
do not run the caller's `__main__` again: a notebook has none to run, and a script without a guard would start workers
without end. A worker leaves when whoever started it is gone.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from workbench.placement.robustness.sweep import Serial

_starting = threading.Lock()


def most_workers() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(count: int) -> Iterator[Executor]:
    """An executor over `count` processes; 1 works in this very process. ValueError for fewer."""
    if count < 1:
        raise ValueError(f"{count} workers do nothing: give 1 or more")
    if count == 1:
        yield Serial()
        return
    pool = ProcessPoolExecutor(count, mp_context=_Apart(), initializer=_begin)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Worker(SpawnProcess):
    """A process that begins with an empty `__main__`."""

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:
        # What a new process is told of the caller's __main__ is read off sys.modules while it starts.
        with _starting:
            own = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                return SpawnProcess._Popen(process_obj)
            finally:
                sys.modules["__main__"] = own


class _Apart(SpawnContext):
    Process = _Worker


def _begin() -> None:
    """In each worker: an interrupt is the caller's business, and nobody works for a caller that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
