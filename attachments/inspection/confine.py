"""Takes away from a process what parsing does not need: rights, network, files, memory, time."""

import ctypes
import os
import resource
import signal
import struct
import sys
from pathlib import Path

from attachments.limits import CHILD_CPU_SECONDS, CHILD_MEMORY_BYTES

NOBODY = 65534
LARGEST_WRITTEN_FILE = 32 * 1024 * 1024
OPEN_FILES = 64
# Of libraries that are mapped already, so much more may be read into memory without asking for any.
CODE_BYTES = 16 * 1024 * 1024

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_VERSION_QUESTION = 1
_LANDLOCK_PATH_BENEATH = 1
_READ = 1 << 0 | 1 << 2 | 1 << 3  # execute, read a file, read a folder
_WRITE = 1 << 1 | 1 << 8  # write to a file, make a regular file
_ALL_OF_VERSION_1 = (1 << 13) - 1

_libc = ctypes.CDLL(None, use_errno=True)


def confine_warm_process() -> None:
    """Once, after all code is loaded: no network, no new rights, and not root.

    Each of these is taken away where the system allows it; none is a reason to stop.
    """
    if _libc.unshare(_CLONE_NEWNET):
        _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def die_with_parent() -> None:
    """Be killed when the warm process dies, however it dies."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def confine_child() -> None:
    """In each child: limits of memory, processor time, files and processes; writing only in the current folder."""
    mapped, resident = _memory()
    # What it shares with the warm process counts as well: a child never holds more than its limit.
    grown = mapped - resident + CHILD_MEMORY_BYTES - CODE_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (grown, grown))
    # One second more for the soft limit to be noticed before the hard one kills.
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_SECONDS, CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_WRITTEN_FILE, LARGEST_WRITTEN_FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _see_no_files()


def _memory() -> tuple[int, int]:
    """Bytes mapped, and those of them that are in memory."""
    mapped, resident, *_others = Path("/proc/self/statm").read_bytes().split()
    return int(mapped) * resource.getpagesize(), int(resident) * resource.getpagesize()


def _see_no_files() -> None:
    """Landlock, where the kernel has it: programs and fonts can be read, the current folder written, nothing else seen."""
    if _libc.syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION_QUESTION) < 1:
        return
    wanted = struct.pack("=Q", _ALL_OF_VERSION_1)
    rules = _libc.syscall(_LANDLOCK_CREATE, wanted, len(wanted), 0)
    if rules < 0:
        return
    for folder in {"/usr", "/lib", "/lib64", "/etc/fonts", sys.prefix, sys.base_prefix}:
        _allow(rules, folder, _READ)
    _allow(rules, ".", _READ | _WRITE)
    _libc.syscall(_LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)


def _allow(rules: int, folder: str, rights: int) -> None:
    try:
        descriptor = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rule = struct.pack("=Qi", rights, descriptor)
    _libc.syscall(_LANDLOCK_ADD, rules, _LANDLOCK_PATH_BENEATH, rule, 0)
    os.close(descriptor)
