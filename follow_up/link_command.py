"""What the commands on status links share: each is about one request, named by its reference."""

from abc import abstractmethod
from argparse import ArgumentParser
from typing import Any

from operations.commands import REFUSED, USAGE, OpsCommand, Outcome
from tickets.models import Ticket
from tickets.references import parse_reference


class LinkCommand(OpsCommand):
    """A command on the links of one request; a subclass implements run_for()."""

    changes = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which request."""
        super().add_arguments(parser)
        parser.add_argument("reference", help="the request's reference, in any spelling")

    @abstractmethod
    def run_for(self, ticket: Ticket, options: dict[str, Any]) -> Outcome:
        """Do the work for the request that was named."""

    def run(self, options: dict[str, Any]) -> Outcome:
        """Find the request."""
        reference = parse_reference(options["reference"])
        if reference is None:
            return Outcome(
                code=USAGE,
                data={"error": "not_a_reference"},
                summary=f"{options['reference']!r} is not a reference. One looks like KS-7G2M-94TX.",
            )
        ticket = Ticket.objects.filter(reference=reference).first()
        if ticket is None:
            return Outcome(code=REFUSED, data={"error": "unknown"}, summary=f"There is no request {reference}.")
        return self.run_for(ticket, options)
