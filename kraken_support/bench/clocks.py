"""Reads how much processor time and memory other processes have used, from the kernel's own counts."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

_WHOLE_PROCESS = 2
"""The kernel's clock of all threads of a process, ended ones too, in nanoseconds (`clock_getcpuclockid`)."""
_TICKS = os.sysconf("SC_CLK_TCK")
_PEAK_ANEW = "5"
MIB = 1024 * 1024


def cpu_seconds(pids: list[int]) -> float:
    """What these processes have used until now, with their children that have ended. Gone processes count nothing."""
    return sum(_of_one(pid) for pid in pids)


def _of_one(pid: int) -> float:
    try:
        return time.clock_gettime(~pid << 3 | _WHOLE_PROCESS) + _of_ended_children(pid)
    except OSError:
        return 0.0


def _of_ended_children(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / _TICKS


def tree(pid: int) -> list[int]:
    """A process and everything that descends from it."""
    parents = dict(_parents())
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def _parents() -> Iterator[tuple[int, int]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # It has just ended.


def database_processes() -> list[int]:
    """The processes that serve our connections; none where the database is a part of our own process, or elsewhere."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        found = [int(pid) for (pid,) in cursor.fetchall()]
    return [pid for pid in found if "postgres" in _name(pid)]


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return ""


def memory_bytes(pid: int, line: str = "VmRSS") -> int:
    """A process's memory now, or at its peak (`VmHWM`)."""
    for each in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _colon, value = each.partition(":")
        if name == line:
            return int(value.split()[0]) * 1024
    return 0


def forget_peak(pid: int) -> None:
    """Let the peak of a process's memory begin anew."""
    Path(f"/proc/{pid}/clear_refs").write_text(_PEAK_ANEW)


class Rise:
    """Notes how far the memory of some processes rises at its highest while the block runs."""

    def __init__(self, pids: list[int], noted: list[int]) -> None:
        self.pids, self.noted = pids, noted

    def __enter__(self) -> None:
        self.before = {pid: memory_bytes(pid) for pid in self.pids}
        for pid in self.pids:
            forget_peak(pid)

    def __exit__(self, *_exception: object) -> None:
        self.noted.append(sum(memory_bytes(pid, "VmHWM") - before for pid, before in self.before.items()))
