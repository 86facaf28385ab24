"""Makes one more link to a ticket's status page, for a customer who has lost theirs or had it withdrawn."""

from datetime import datetime

from django.db import transaction

from tickets.links import issue_link
from tickets.models import StatusLink, Ticket, Verb
from tickets.trail import record


def renew_link(*, ticket: Ticket, now: datetime) -> StatusLink:
    """Make a new link. Those that live go on living."""
    with transaction.atomic():
        link = issue_link(ticket=ticket, now=now)
        record(ticket_id=ticket.id, verb=Verb.LINK_ISSUED, now=now)
        return link
