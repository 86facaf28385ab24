"""Finds the processes that inspect files, to kill them for real."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL

PATIENCE_SECONDS = 20
_STARTED_WITH = b"attachments.inspection.warm"


def children_of(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def warm_process() -> int | None:
    """The process of ours that forks a child for each file."""
    for pid in children_of(os.getpid()):
        if _STARTED_WITH in Path(f"/proc/{pid}/cmdline").read_bytes():
            return pid
    return None


def inspecting_child() -> int | None:
    """The child that has a file open at this moment."""
    warm = warm_process()
    return next(iter(children_of(warm)), None) if warm else None


@contextmanager
def killed_as_soon_as_a_file_is_open(whom: Callable[[], int | None]) -> Iterator[None]:
    """Kill a process the moment a child is at work. A quick one may be done before: whoever calls sees what became of it."""
    killed, over = threading.Event(), threading.Event()

    def wait_and_kill() -> None:
        patience = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < patience and not killed.is_set() and not over.is_set():
            if inspecting_child() and (victim := whom()):
                os.kill(victim, SIGKILL)
                killed.set()
            time.sleep(0.002)

    killer = threading.Thread(target=wait_and_kill)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def killed_processes_are_gone(whom: Callable[[], int | None]) -> None:
    """Kill a process, if there is one, and wait until it is gone."""
    if victim := whom():
        os.kill(victim, SIGKILL)
        patience = time.monotonic() + PATIENCE_SECONDS
        while whom() == victim:
            assert time.monotonic() < patience
            time.sleep(0.002)
