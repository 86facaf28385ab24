"""A customer writes again in a request of theirs."""

from datetime import datetime
from uuid import UUID

from operations.ids import new_id
from operations.sealed import Sealed
from secret_guard import refuse_secrets
from tickets.actions.reopen import takes_more
from tickets.locking import conversations_locked
from tickets.models import Message, Verb
from tickets.states import Speaker, State
from tickets.trail import record

OPENED_AGAIN = frozenset({State.PENDING, State.SOLVED})


class RequestIsClosed(Exception):
    """It is closed, or was solved too long ago: it takes nothing more, and a new one can be begun."""


def write(*, ticket_id: UUID, body: str, now: datetime) -> Message:
    """Save what a customer wrote in their own ticket; a request that waited for them, or was solved, is open again.

    The same words pressed twice are one message. Raises SecretFound, TextTooLong or RequestIsClosed.
    """
    refuse_secrets(text=body)
    with conversations_locked(ids={ticket_id}) as locked:
        ticket = locked[ticket_id]
        root = locked[ticket.survivor_id]
        last = Message.objects.filter(ticket=ticket, is_note=False).order_by("-created_at", "-id").first()
        if last and last.speaker == Speaker.CUSTOMER and last.body == body:
            return last
        if not takes_more(root=root, now=now):
            raise RequestIsClosed
        kept = Sealed(body) if ticket.sealed else body
        message = Message.objects.create(
            id=new_id(now=now), ticket=ticket, speaker=Speaker.CUSTOMER, body=kept, created_at=now
        )
        before = root.state
        if before in OPENED_AGAIN:
            root.state = State.OPEN
        root.updated_at = now
        root.save(update_fields=["state", "updated_at"])
        record(ticket_id=ticket.id, verb=Verb.WROTE, now=now, before=before, after=root.state)
        return message
