"""Runs one sweep, for operators whose beat is down."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from attachments.sweeping import look_round, remove_orphans, sweep
from operations.clock import database_now
from operations.commands import OK, OpsCommand, Outcome


class Command(OpsCommand):
    """Finds files of dead workers, due files and unfinished joins; harmless beside a running beat."""

    help = "Find all work on files that nobody rang for, once."
    examples = ("manage.py sweep", "manage.py sweep --dry-run --json", "manage.py sweep --orphans")
    changes = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to tidy the disk as well."""
        super().add_arguments(parser)
        parser.add_argument(
            "--orphans",
            action="store_true",
            help="also what beat does once an hour: erase what crashes left on the disk",
        )

    def run(self, options: dict[str, Any]) -> Outcome:
        """Sweep once, or only look."""
        dry = options["dry_run"]
        swept = look_round(now=database_now()) if dry else sweep(now=database_now())
        data = {"freed": swept.freed, "rung": swept.rung, "joined": swept.joined}
        summary = f"{swept.freed} freed, {swept.rung} rung, {swept.joined} joined"
        if options["orphans"] and not dry:
            data["erased"] = remove_orphans(now=timezone.now())
            summary += f", {data['erased']} left-overs erased"
        if dry:
            summary = f"Nothing was changed; at most: {summary}"
            summary += "; what lies on the disk for nobody: manage.py ledger" if options["orphans"] else ""
        return Outcome(code=OK, data=data, lines=[], summary=summary)
