"""A customer closes a request of theirs: solved as far as they are concerned, so that they can open it again."""

from datetime import datetime
from uuid import UUID

from tickets import telling
from tickets.locking import conversations_locked
from tickets.models import Ticket, Verb
from tickets.over import end_with
from tickets.persons import person_of
from tickets.states import ALLOWED, OVER, State
from tickets.trail import record


class NotYoursAlone(Exception):
    """Others have part in the conversation: none of them closes it for all."""


def close(*, ticket_id: UUID, now: datetime) -> Ticket:
    """Close the conversation that a ticket lives in; one that is closed already stays so. Raises NotYoursAlone."""
    with conversations_locked(ids={ticket_id}) as locked:
        root = locked[locked[ticket_id].survivor_id]
        if len({person_of(ticket=each) for each in locked.values()}) > 1:
            raise NotYoursAlone
        before = State(root.state)
        after = State.SOLVED if State.SOLVED in ALLOWED[before] else State.CLOSED
        if before in OVER:
            return root
        root.state, root.updated_at = after, now
        root.solved_at = now if after == State.SOLVED else root.solved_at
        root.save(update_fields=["state", "updated_at", "solved_at"])
        record(ticket_id=ticket_id, verb=Verb.CUSTOMER_CLOSED, now=now, before=before, after=after)
        telling.tell_of_state(root=root, state=after, now=now)
        end_with(root=root, now=now, actor=None)
        return root
