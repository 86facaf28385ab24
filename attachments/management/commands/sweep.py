"""Runs one sweep, for operators whose beat is down."""

from typing import Any

from attachments.sweeping import look_round, sweep
from operations.clock import database_now
from operations.commands import OK, OpsCommand, Outcome


class Command(OpsCommand):
    """Finds files of dead workers, due files and unfinished joins; harmless beside a running beat."""

    help = "Find all work on files that nobody rang for, once."
    examples = ("manage.py sweep", "manage.py sweep --dry-run --json")
    changes = True

    def run(self, options: dict[str, Any]) -> Outcome:
        """Sweep once, or only look."""
        dry = options["dry_run"]
        swept = look_round(now=database_now()) if dry else sweep(now=database_now())
        data = {"freed": swept.freed, "rung": swept.rung, "joined": swept.joined}
        summary = f"{swept.freed} freed, {swept.rung} rung, {swept.joined} joined"
        summary = f"Nothing was changed; at most: {summary}" if dry else summary
        return Outcome(code=OK, data=data, lines=[], summary=summary)
