"""Gives a ticket to an agent, or to nobody."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tickets.actions.edit import editing
from tickets.models import Ticket, Verb
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def assign(*, ticket_id: UUID, assignee: "User | None", actor: "User", now: datetime, seen_event: int) -> Ticket:
    """Set who works on the ticket. Raises ChangedMeanwhile when the page it was decided on is outdated."""
    with editing(ticket_id=ticket_id, seen_event=seen_event, now=now) as ticket:
        before = ticket.assignee.get_username() if ticket.assignee else ""
        ticket.assignee = assignee
        ticket.save(update_fields=["assignee"])
        after = assignee.get_username() if assignee else ""
        record(ticket_id=ticket.id, verb=Verb.ASSIGNED, now=now, actor=actor, before=before, after=after)
        return ticket
