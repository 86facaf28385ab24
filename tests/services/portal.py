"""The whole portal, started by its own command, for tests that need to see it from outside."""

import fcntl
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from signal import SIG_DFL, SIGHUP, SIGINT, Signals, signal
from typing import Any
from uuid import UUID

from tests.services.programs import free_port

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 240
# What `./portal up` does before it starts anything.
PREPARE = """
import os, runpy
portal, data = runpy.run_path("portal"), os.environ["DATA_DIR"]
portal["make_folders"](data)
portal["prepare"](data, portal["variables"](data, "127.0.0.1", 8000))
"""


def _with_a_terminal_to_lose() -> None:
    """The suite may run where SIGHUP is ignored, and a program keeps that."""
    signal(SIGHUP, SIG_DFL)


class Portal:
    """A running `./portal up` on a folder of its own."""

    def __init__(
        self,
        data: Path,
        *,
        clamd_url: str = "",
        redis_url: str = "",
        database_url: str = "",
        shown_as: str = "localhost",
    ) -> None:
        self.data, self.port = data, free_port()
        self.url = f"http://{shown_as}:{self.port}"
        self.said = data.parent / f"{data.name}.said"
        self.env = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "KS_"))}
        for name in ("SECRET_KEY", "DATA_DIR"):
            self.env.pop(name, None)
        # Without an address of its own it starts a Redis of its own.
        self.env |= {"PORTAL_ENVIRONMENT": "as-is", "CLAMD_URL": clamd_url, "REDIS_URL": redis_url}
        # Without one of these it is on an SQLite file of its own.
        self.env["DATABASE_URL"] = database_url
        # All who visit it in tests come from one network, and write from one domain.
        self.env |= {"LETTERS_PER_NETWORK": "10000", "LETTERS_PER_DOMAIN": "10000"}
        self.env |= {"FILES_PER_NETWORK": "100000", "MEBIBYTES_PER_NETWORK": "10000000"}
        self.process: subprocess.Popen[bytes] | None = None

    def begin_with(self, prepared: Path) -> None:
        """Spare it making its tables and collecting its static files. In: a folder, which the first to need it fills."""
        with prepared.with_suffix(".lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not prepared.exists():
                unfinished = prepared.with_suffix(".unfinished")
                env = self.env | {"DATA_DIR": str(unfinished), "DATABASE_URL": ""}
                subprocess.run([sys.executable, "-c", PREPARE], cwd=PROJECT, env=env, check=True)
                (unfinished / "secret-key").unlink()
                unfinished.rename(prepared)
        shutil.copytree(prepared, self.data, dirs_exist_ok=True)

    def up(self, *options: str) -> None:
        """Start it and wait until it says where it is."""
        command = [
            sys.executable,
            str(PROJECT / "portal"),
            "up",
            "--port",
            str(self.port),
            "--data",
            str(self.data),
            *options,
        ]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                command, cwd=PROJECT, env=self.env, stdout=said, stderr=said, preexec_fn=_with_a_terminal_to_lose
            )
        patience = time.monotonic() + START_SECONDS
        while "Ctrl-C" not in self.said.read_text(errors="replace"):
            if self.process.poll() is not None or time.monotonic() > patience:
                raise RuntimeError(f"The portal did not start:\n{self.said.read_text(errors='replace')}")
            time.sleep(0.1)

    @property
    def agent_password(self) -> str:
        """The password shown once at the first start."""
        found = re.search(r"password (\S+)", self.said.read_text())
        assert found
        return found.group(1)

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the running portal. Out: what it printed."""
        done = self.try_to_manage(*arguments)
        done.check_returncode()
        return done.stdout

    def try_to_manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a management command that may fail. Out: how it ended, and what it printed where."""
        command = [sys.executable, str(PROJECT / "portal"), "manage", "--data", str(self.data), *arguments]
        return subprocess.run(command, cwd=PROJECT, env=self.env, capture_output=True, text=True, check=False)

    def beside(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a management command to talk with, line by line."""
        command = [sys.executable, str(PROJECT / "portal"), "manage", "--data", str(self.data), *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=PROJECT, env=self.env, stdin=pipe, stdout=pipe, text=True)

    def look(self, code: str) -> object:
        """Ask the portal's rows: a Python expression, evaluated in a shell of its own. Out: its JSON value."""
        program = f"import json; print('\\n@' + json.dumps({code}, default=str))"
        printed = self.manage("shell", "--no-imports", "-c", program)
        return json.loads(printed.rsplit("\n@", 1)[1])

    def rows(self, query: str, *values: object) -> list[Any]:
        """Ask the portal's SQLite file itself, without disturbing anybody."""
        with closing(sqlite3.connect(f"file:{self.data}/portal.sqlite3?mode=ro", uri=True)) as database:
            return list(database.execute(query, values))

    def incoming(self) -> list[Path]:
        """What lies where uploads under way are written, but for what is sent in pieces and waits for its rest."""
        waiting = {UUID(hex=row[0]) for row in self.rows("SELECT id FROM attachments_upload")}
        return [path for path in (self.data / "files" / "incoming").glob("*") if UUID(path.name) not in waiting]

    def pid(self, name: str) -> int:
        """The process id of one part: redis, worker, beat or web."""
        return int((self.data / "run" / f"{name}.pid").read_text())

    def signal(self, name: str, number: Signals) -> None:
        """Send a signal to one part and everything it started."""
        os.killpg(self.pid(name), number)

    def down(self, number: Signals = SIGINT) -> int:
        """End it as Ctrl-C does, or with another signal. Out: its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(number)
        code = self.process.wait(120)
        self.process = None
        return code
