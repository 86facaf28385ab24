"""Notes that the owner of the account's address did not send a request that names it: agents see it, nothing stops."""

from datetime import datetime
from uuid import UUID

from tickets.locking import conversations_locked
from tickets.models import Ticket, Verb
from tickets.trail import record


def disown(*, ticket_id: UUID, now: datetime) -> Ticket:
    """Mark the ticket; pressed again, nothing happens."""
    with conversations_locked(ids={ticket_id}) as locked:
        ticket = locked[ticket_id]
        if ticket.disowned_at is None:
            ticket.disowned_at = now
            ticket.save(update_fields=["disowned_at"])
            record(ticket_id=ticket_id, verb=Verb.DISOWNED, now=now)
        return ticket
