"""An agent writes to the customer, or leaves a note for colleagues."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from operations.ids import new_id
from secret_guard import refuse_secrets
from tickets.actions.edit import editing
from tickets.models import Message, Verb
from tickets.states import Speaker, State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def reply(
    *, ticket_id: UUID, body: str, author: "User", now: datetime, seen_event: int, is_note: bool = False
) -> Message:
    """Save an agent's message; a reply opens a new ticket and is readable by the customer, a note is not.

    Raises SecretFound when the text holds a secret, ChangedMeanwhile when the page it was written on is outdated.
    """
    refuse_secrets(text=body)
    with editing(ticket_id=ticket_id, seen_event=seen_event, now=now) as ticket:
        message = Message.objects.create(
            id=new_id(now=now),
            ticket=ticket,
            speaker=Speaker.AGENT,
            author=author,
            is_note=is_note,
            body=body,
            created_at=now,
        )
        if is_note:
            record(ticket_id=ticket.id, verb=Verb.NOTED, now=now, actor=author)
            return message
        ticket.last_speaker = Speaker.AGENT
        before = ticket.state
        if ticket.state in {State.NEW, State.UNCONFIRMED, State.SOLVED}:
            ticket.state = State.OPEN
        ticket.save(update_fields=["last_speaker", "state"])
        record(ticket_id=ticket.id, verb=Verb.REPLIED, now=now, actor=author, before=before, after=ticket.state)
        return message
