"""The contract of every command: what it prints where, how it ends, and what it does only when told twice."""

import fcntl
import getpass
import json
import logging
import os
import sys
from abc import abstractmethod
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

OK = 0
FAILED = 1
USAGE = 2
PROBLEMS = 3
PARTIAL = 4
REFUSED = 5
TRY_LATER = 75
CONFIG = 78
INTERRUPTED = 130


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a command ended: its exit code, its result as data and as lines for people, and one sentence last.

    `json_lines` prints a list of data as one object per line.
    """

    code: int = OK
    data: Any = None
    lines: Sequence[str] = field(default_factory=list)
    summary: str = ""
    json_lines: bool = False


class RunsAlready(Exception):
    """Another copy of this command is at work."""


def who_ran_it() -> dict[str, str]:
    """For the trail: the user of the operating system, and the command with its words."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())  # In a container the number may have no name.
    return {"os_user": user, "command": " ".join(sys.argv[1:])}


@contextmanager
def _quiet_log(*, wanted: bool) -> Iterator[None]:
    """Keep what goes as it should out of the terminal, unless it is wanted: the command tells its result itself."""
    before = logging.root.manager.disable
    if not wanted:
        logging.disable(max(before, logging.INFO))
    try:
        yield
    finally:
        logging.disable(before)


class OpsCommand(BaseCommand):
    """A command of ours. A subclass says `changes = True` when it changes something, and implements run(). One that
    can lose something says `irreversible = True` and in what_is_lost() what: then it asks, or wants --yes. One of
    which two copies must not run says `alone = True`.

    Result on stdout, messages on stderr, the log only where it warns or -v 2 wants it; with --json the result is JSON and
    nothing else. Exit codes: 0 done, 1 unexpected failure, 2 usage, 3 problems found, 4 done in part, 5 refused, 75 try
    later, 78 configuration, 130 interrupted.
    """

    examples: Sequence[str] = ()
    changes = False
    irreversible = False
    alone = False
    # The commands themselves say what is wrong with the configuration.
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Show the examples in --help, as they are written."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if self.examples:
            parser.formatter_class = RawDescriptionHelpFormatter
            parser.description = "Examples:\n" + "".join(f"  {each}\n" for each in self.examples) + f"\n{self.help}"
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options every command has."""
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        if self.changes:
            parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        if self.irreversible:
            parser.add_argument("--yes", action="store_true", help="do not ask; needed when nobody can answer")

    def what_is_lost(self, options: dict[str, Any]) -> str:
        """What this very run would do that cannot be undone, as a sentence; empty when there is nothing."""
        return ""

    @abstractmethod
    def run(self, options: dict[str, Any]) -> Outcome:
        """Do the work and say how it ended."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, print, and leave with the outcome's exit code when it is not 0."""
        try:
            if self.irreversible and not options["yes"] and not options.get("dry_run"):
                self._ask_first(self.what_is_lost(options))
            with self._alone(dry_run=bool(options.get("dry_run"))), _quiet_log(wanted=options["verbosity"] > 1):
                outcome = self.run(options)
        except RunsAlready:
            self.stderr.write("Another copy of this command is at work; try again when it has ended.")
            sys.exit(TRY_LATER)
        except KeyboardInterrupt:
            self.stderr.write("Interrupted; running it again goes on from there.")
            sys.exit(INTERRUPTED)
        except (OperationalError, InterfaceError) as fault:
            self.stderr.write(f"The database cannot be used ({fault}). Look at it with: manage.py doctor")
            sys.exit(TRY_LATER)
        self._print(outcome, as_json=options["json"])
        if outcome.code != OK:
            sys.exit(outcome.code)

    @contextmanager
    def _alone(self, *, dry_run: bool) -> Iterator[None]:
        """Keep other copies out meanwhile, on all machines that share the data folder. Raises RunsAlready."""
        if not self.alone or dry_run:
            yield
            return
        folder = Path(settings.DATA_DIR) / "locks"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / type(self).__module__.rpartition(".")[2]).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RunsAlready from None
            yield

    def _ask_first(self, lost: str) -> None:
        """Leave with REFUSED unless somebody at a terminal agrees."""
        if not lost:
            return
        if sys.stdin.isatty():
            self.stderr.write(f"{lost} This cannot be undone. Type yes to go on: ", ending="")
            if sys.stdin.readline().strip().lower() == "yes":
                return
            self.stderr.write("Nothing was changed.")
        else:
            self.stderr.write(f"Refused: {lost} This cannot be undone. Say --yes to do it.")
        sys.exit(REFUSED)

    def _print(self, outcome: Outcome, *, as_json: bool) -> None:
        if as_json and outcome.json_lines:
            for each in outcome.data:
                self.stdout.write(json.dumps(each, ensure_ascii=False, default=str))
        elif as_json:
            self.stdout.write(json.dumps(outcome.data, ensure_ascii=False, indent=2, default=str))
        else:
            for line in outcome.lines:
                self.stdout.write(line)
            if outcome.summary:
                self.stdout.write(outcome.summary)
