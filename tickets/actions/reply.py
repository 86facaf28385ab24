"""An agent writes to the customer, or leaves a note for colleagues."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from operations.ids import new_id
from operations.sealed import Sealed
from secret_guard import refuse_secrets
from tickets import telling
from tickets.actions.edit import editing
from tickets.models import Message, Ticket, Verb
from tickets.states import Speaker, State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotInThisConversation(Exception):
    """The ticket that the message is addressed to is no part of the conversation."""


def reply(
    *,
    ticket_id: UUID,
    body: str,
    author: "User",
    now: datetime,
    seen_event: int,
    is_note: bool = False,
    to_id: UUID | None = None,
    asks_for_documents: bool = False,
) -> Message:
    """Save an agent's message; a reply opens a new ticket and is readable by the customer, whom a letter tells of it; a note is not.

    In: `ticket_id` is the conversation's root, whose state changes; `to_id` the part whose sender reads the reply, the
    root when it is left out; `asks_for_documents` marks a reply after which documents are awaited. The message belongs
    to that part, so it stays with it when a merge is undone.
    Raises SecretFound when the text holds a secret, ChangedMeanwhile when the page it was written on is outdated,
    NotInThisConversation.
    """
    refuse_secrets(text=body)
    with editing(ticket_id=ticket_id, seen_event=seen_event, now=now, also=to_id) as ticket:
        part = ticket if to_id is None else Ticket.objects.filter(id=to_id, survivor=ticket).first()
        if part is None:
            raise NotInThisConversation
        message = Message.objects.create(
            id=new_id(now=now),
            ticket=part,
            speaker=Speaker.AGENT,
            author=author,
            is_note=is_note,
            asks_for_documents=asks_for_documents,
            body=Sealed(body) if part.sealed else body,
            created_at=now,
        )
        if is_note:
            record(ticket_id=ticket.id, verb=Verb.NOTED, now=now, actor=author)
            return message
        before = ticket.state
        if ticket.state in {State.NEW, State.UNCONFIRMED, State.SOLVED}:
            ticket.state = State.OPEN
            ticket.save(update_fields=["state"])
        to = {"to": part.reference} if part.id != ticket.id else {}
        record(ticket_id=ticket.id, verb=Verb.REPLIED, now=now, actor=author, before=before, after=ticket.state, **to)
        telling.hold_conversation(root=ticket, now=now)
        telling.tell(ticket=part, letter=telling.ANSWERED, now=now)
        return message
