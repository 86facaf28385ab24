"""manage.py mail_retry: lets letters that were given up wait once more."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any
from uuid import UUID

from operations.clock import database_now
from operations.commands import OpsCommand, Outcome
from outbox.delivery import given_up, retry
from outbox.sweeping import sweep


class Command(OpsCommand):
    """Gives letters that were given up all their tries again; those that are no longer true end without being sent."""

    help = "Tries letters again that were given up."
    examples = ("manage.py mail_retry --dry-run", "manage.py mail_retry", "manage.py mail_retry --letter LETTER-ID")
    changes = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """All of them, or one."""
        super().add_arguments(parser)
        parser.add_argument("--letter", type=UUID, help="only the letter with this id")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Count them by what the server answered, and put them back."""
        now = database_now()
        found = given_up(letter_id=options["letter"])
        faults = Counter(found.order_by("id").values_list("fault", flat=True))
        lines = [f"{fault}: {count}" for fault, count in sorted(faults.items())]
        data = {"retried": 0 if options["dry_run"] else faults.total(), "faults": dict(sorted(faults.items()))}
        if options["dry_run"]:
            return Outcome(data=data, lines=lines, summary=f"Would try {faults.total()} letters again.")
        retried = retry(now=now, letter_id=options["letter"])
        sweep(now=now)
        return Outcome(data=data | {"retried": retried}, lines=lines, summary=f"{retried} letters are tried again.")
