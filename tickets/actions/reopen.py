"""A customer opens a request again that was solved not long ago."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from tickets.locking import conversations_locked
from tickets.models import Ticket, Verb
from tickets.states import State
from tickets.trail import record


class TooLateToReopen(Exception):
    """It is closed for good, or was solved too long ago: a new request can be begun."""


def takes_more(*, root: Ticket, now: datetime) -> bool:
    """Whether the customer can still say something in a conversation: until it is closed, or was solved for days."""
    if root.state == State.SOLVED and root.solved_at:
        return now - root.solved_at <= timedelta(days=settings.REOPEN_DAYS)
    return root.state != State.CLOSED


def reopen(*, ticket_id: UUID, now: datetime) -> Ticket:
    """Open the solved conversation that a ticket lives in; one that is not solved stays as it is. Raises TooLateToReopen."""
    with conversations_locked(ids={ticket_id}) as locked:
        root = locked[locked[ticket_id].survivor_id]
        if not takes_more(root=root, now=now):
            raise TooLateToReopen
        if root.state != State.SOLVED:
            return root
        root.state, root.updated_at = State.OPEN, now
        root.save(update_fields=["state", "updated_at"])
        record(ticket_id=ticket_id, verb=Verb.CUSTOMER_REOPENED, now=now, before=State.SOLVED, after=State.OPEN)
        return root
