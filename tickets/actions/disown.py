"""Notes that the owner of the account's address did not send a request that names it: a change that was under way stops."""

from datetime import datetime
from uuid import UUID

from tickets.actions.stop import stop_if_open
from tickets.locking import conversations_locked
from tickets.models import Ticket, Verb
from tickets.on_duty import tell_on_duty
from tickets.snapshot import change
from tickets.states import Priority
from tickets.trail import record


def disown(*, ticket_id: UUID, now: datetime) -> Ticket:
    """Mark the ticket, and stop its change; pressed again, nothing happens.

    A request that would change the account becomes urgent, and whoever is on duty is told: somebody tries to take it.
    """
    with conversations_locked(ids={ticket_id}) as locked:
        ticket = locked[ticket_id]
        if ticket.disowned_at is None:
            ticket.disowned_at = now
            ticket.save(update_fields=["disowned_at"])
            record(ticket_id=ticket_id, verb=Verb.DISOWNED, now=now)
            stop_if_open(ticket_id=ticket_id, now=now)
            if change(ticket=ticket):
                _raise_the_alarm(locked[ticket.survivor_id], now)
        return ticket


def _raise_the_alarm(root: Ticket, now: datetime) -> None:
    """What agents look at first is the ticket that lives on."""
    root.priority, root.updated_at = Priority.URGENT, now
    root.save(update_fields=["priority", "updated_at"])
    tell_on_duty(ticket=root, now=now)
