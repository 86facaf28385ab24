"""manage.py link_revoke: withdraws the links to a request's status page."""

from typing import Any

from django.utils import timezone

from follow_up.link_command import LinkCommand
from operations.commands import Outcome
from tickets.actions.withdraw_links import withdraw_links
from tickets.models import Ticket


class Command(LinkCommand):
    """Withdraws every link to a request's status page. The browser that sent the request still lists it."""

    help = "Withdraws every link to a request's status page."
    examples = ("manage.py link_revoke KS-7G2M-94TX",)

    def run_for(self, ticket: Ticket, options: dict[str, Any]) -> Outcome:
        """Withdraw them."""
        if options["dry_run"]:
            alive = ticket.status_links.filter(revoked_at__isnull=True).count()
            return Outcome(
                data={"reference": ticket.reference, "withdrawn": alive},
                summary=f"Would withdraw {alive} links to {ticket.reference}.",
            )
        withdrawn = withdraw_links(ticket_id=ticket.id, now=timezone.now())
        return Outcome(
            data={"reference": ticket.reference, "withdrawn": withdrawn},
            summary=f"{withdrawn} links to {ticket.reference} withdrawn. "
            f"A new one: manage.py link_issue {ticket.reference}",
        )
