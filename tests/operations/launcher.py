"""Runs `./portal` as a person does, and looks at the processes it leaves."""

import os
import subprocess
import sys
from pathlib import Path

from tests.services.portal import PROJECT


def portal(
    *arguments: str,
    program: Path = PROJECT / "portal",
    before: tuple[str, ...] = (),
    seconds: int = 60,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    """Run it to its end, within some seconds. In: `before` is a program to start it with; empty variables are not set."""
    ours = ("DJANGO_", "KS_", "PORTAL_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_DIR", "CLAMD_URL"):
        env.pop(name, None)
    env |= {"PORTAL_ENVIRONMENT": "as-is", "CLAMD_URL": ""} | variables
    command = [*before, sys.executable, str(program), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=seconds, check=False)


def is_running(pid: int) -> bool:
    """Whether a process is there and more than a remainder that nobody has buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def group_of(pid: int) -> int:
    """A process's group; 0 when it is gone."""
    try:
        return os.getpgid(pid)
    except OSError:
        return 0


def running_in(groups: set[int]) -> set[int]:
    """The processes of some groups that are still there."""
    everybody = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    return {pid for pid in everybody if group_of(pid) in groups and is_running(pid)}
