"""Work for the confined child that dies as hostile files make libraries die; every other file is examined as ever."""

import ctypes
import os
import signal
from collections.abc import Callable
from typing import IO, Any

from attachments.inspection.examine import work as examine


def _segfault() -> None:
    ctypes.string_at(0)


def _take_all_memory() -> None:
    kept = []
    while True:
        kept.append(bytearray(64 * 2**20))


def _fork_and_fork() -> None:
    while True:
        os.fork()


def _overflow_the_stack() -> None:
    signal.raise_signal(signal.SIGBUS)


def _never_come_back() -> None:
    signal.pause()


POISONS: dict[bytes, Callable[[], None]] = {
    b"segfault": _segfault,
    b"memory": _take_all_memory,
    b"forks": _fork_and_fork,
    b"stack": _overflow_the_stack,
    b"hang": _never_come_back,
}


def work(file: IO[bytes], request: dict[str, Any], tell: Callable[[dict[str, object]], None]) -> dict[str, object]:
    """Do what the file begins with."""
    head = file.read(64)
    file.seek(0)
    for begins, poison in POISONS.items():
        if head.startswith(begins):
            poison()
    return examine(file, request, tell)
