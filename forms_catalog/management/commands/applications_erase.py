"""manage.py applications_erase: erases applications whose time is over, or one whose sender asked for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from attachments.management.choosing import ticket_named
from forms_catalog.erasing import erase_application, old_applications
from operations.commands import REFUSED, OpsCommand, Outcome
from tickets.compartments import Compartment


class Command(OpsCommand):
    """Beat does the first by itself every hour; the second is for whoever does not want to wait that long."""

    help = "Erase applications whose time is over, or one: rows, letters and files."
    examples = ("manage.py applications_erase --dry-run", "manage.py applications_erase --ticket KS-7G2M-94TX --yes")
    changes = True
    irreversible = True
    alone = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """All that are old, or one."""
        super().add_arguments(parser)
        parser.add_argument("--ticket", help="only the conversation of this reference, however new")

    def what_is_lost(self, options: dict[str, Any]) -> str:
        """The applications themselves."""
        count = len(self._chosen(options))
        return f"This erases {count} applications, with their letters and files." if count else ""

    def run(self, options: dict[str, Any]) -> Outcome:
        """Erase one after the other."""
        chosen = self._chosen(options)
        if options["dry_run"]:
            return Outcome(data={"planned": len(chosen)}, summary=f"Would erase {len(chosen)} applications.")
        for root_id in chosen:
            erase_application(root_id=root_id)
        return Outcome(data={"erased": len(chosen)}, summary=f"{len(chosen)} applications erased")

    def _chosen(self, options: dict[str, Any]) -> set[Any]:
        if not options["ticket"]:
            return set(old_applications(now=timezone.now()).values_list("survivor", flat=True))
        ticket = ticket_named(options["ticket"])
        if ticket.compartment != Compartment.HR:
            raise CommandError(
                f"{ticket.reference} is no application; nothing else is ever erased.", returncode=REFUSED
            )
        return {ticket.survivor_id}
