"""manage.py queue_status: how much work on files waits, how old it is, and who does it."""

import sys
import time
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.db import InterfaceError, OperationalError

from attachments.backlog import LOOK_BACK, Backlog, backlog
from operations.clock import database_now
from operations.commands import OK, OpsCommand, Outcome
from operations.doctor import OK as WELL
from operations.doctor_checks import workers_answer

NAGIOS = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
UNKNOWN = 3
WATCH_SECONDS = 2.0


class Command(OpsCommand):
    """Reads rows alone, so it tells the truth whatever Redis holds; only the workers are asked through it."""

    help = "Show how much work on files waits, and how old it is."
    examples = (
        "manage.py queue_status",
        "manage.py queue_status --watch",
        "manage.py queue_status --nagios --warn 60 --crit 300",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, again and again, or for a monitor."""
        super().add_arguments(parser)
        parser.add_argument("--watch", action="store_true", help="again every two seconds, until Ctrl-C")
        parser.add_argument("--nagios", action="store_true", help="one line, and 0, 1, 2 or 3 as plugins of Nagios end")
        parser.add_argument(
            "--warn", type=int, default=60, metavar="SECONDS", help="age of the oldest, 60 unless given"
        )
        parser.add_argument(
            "--crit", type=int, default=300, metavar="SECONDS", help="age of the oldest, 300 unless given"
        )

    def run(self, options: dict[str, Any]) -> Outcome:
        """Look once; with --watch, until somebody stops it."""
        if options["nagios"]:
            return self._for_nagios(options)
        while options["watch"]:
            for line in [*_lines(backlog(now=database_now())), ""]:
                self.stdout.write(line)
            sys.stdout.flush()
            time.sleep(WATCH_SECONDS)
        found = backlog(now=database_now())
        workers = workers_answer()
        return Outcome(
            code=OK,
            data=asdict(found) | {"workers": workers.result, "workers_answer": workers.state == WELL},
            lines=[*_lines(found), f"workers: {workers.result}"],
            summary=f"{found.due} due, the oldest for {found.oldest_seconds} s, {found.failed} could not be checked",
        )

    def _for_nagios(self, options: dict[str, Any]) -> Outcome:
        try:
            found = backlog(now=database_now())
        except (OperationalError, InterfaceError):
            return Outcome(code=UNKNOWN, data={"state": NAGIOS[UNKNOWN]}, summary="FILES UNKNOWN - no database")
        age = found.oldest_seconds
        code = 2 if age >= options["crit"] else 1 if age >= options["warn"] else 0
        told = f"FILES {NAGIOS[code]} - {found.due} due, oldest {age} s"
        measured = f"due={found.due} oldest={age}s;{options['warn']};{options['crit']} failed={found.failed}"
        return Outcome(code=code, data=asdict(found) | {"state": NAGIOS[code]}, summary=f"{told} | {measured}")


def _lines(found: Backlog) -> list[str]:
    lines = [
        f"checks: {found.due} due, {found.later} later, {found.checking} being done, {found.failed} failed, "
        f"oldest {found.oldest_seconds} s",
        *(f"  waiting for the {what}: {number}" for what, number in sorted(found.waiting_for.items())),
        f"  accepted in the last {LOOK_BACK.seconds // 60} minutes: {found.accepted_lately}",
        f"joins: {found.to_join} ready and not done",
    ]
    return lines
