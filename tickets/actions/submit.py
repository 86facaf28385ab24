"""Turns a finished draft into a ticket: exactly one, however often Send is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Person
from operations.ids import new_id
from tickets.models import Joining, Message, Tag, Ticket, Verb
from tickets.references import new_reference
from tickets.states import Speaker, State
from tickets.trail import record

_REFERENCE_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Everything a finished draft says."""

    draft_id: UUID
    request_type: str
    definition_version: str
    form: dict[str, Any]
    answers: dict[str, Any]
    queue: str
    priority: int
    language: str
    device: str
    account_email: str = ""
    contact_email: str = ""
    body: str = ""
    joins: Ticket | None = None
    joins_by_itself: bool = True
    """Otherwise it only says which ticket it belongs to."""
    restricted: bool = False
    tags: Sequence[str] = ()
    account: Person | None = None
    contact_proven: bool = False
    """This browser, or the person signed in, has shown that they read the contact address's mail."""
    worked_unconfirmed: bool = False
    """The account may be in a thief's hands: agents begin although nobody has proven the contact address."""
    network: str = ""
    """Where it was sent from, as far as budgets for letters are counted by network."""


def submit(*, submission: Submission, now: datetime) -> tuple[Ticket, Message]:
    """Make the ticket and its first message, in the caller's transaction.

    Out: the ticket and the message that carries the files.
    Raises IntegrityError when this draft already made a ticket: the constraint, not a look beforehand, decides.
    """
    ticket = _insert(submission, now)
    message = Message.objects.create(
        id=new_id(now=now), ticket=ticket, speaker=Speaker.CUSTOMER, body=submission.body, created_at=now
    )
    Tag.objects.bulk_create(Tag(ticket=ticket, name=name) for name in dict.fromkeys(submission.tags))
    record(ticket_id=ticket.id, verb=Verb.SUBMITTED, now=now)
    return ticket, message


def _insert(submission: Submission, now: datetime) -> Ticket:
    for attempt in range(_REFERENCE_TRIES):
        ticket_id = new_id(now=now)
        try:
            with transaction.atomic():
                return Ticket.objects.create(
                    id=ticket_id,
                    survivor_id=ticket_id,
                    reference=new_reference(),
                    request_type=submission.request_type,
                    definition_version=submission.definition_version,
                    form=submission.form,
                    answers=submission.answers,
                    queue=submission.queue,
                    priority=submission.priority,
                    language=submission.language,
                    account_email=submission.account_email,
                    contact_email=submission.contact_email,
                    restricted=submission.restricted,
                    account=submission.account,
                    contact_proven_at=now if submission.contact_proven else None,
                    state=State.NEW,
                    joins=submission.joins,
                    joining=Joining.WAITING if submission.joins and submission.joins_by_itself else Joining.NOT_ASKED,
                    draft_id=submission.draft_id,
                    device=submission.device,
                    created_at=now,
                    updated_at=now,
                )
        except IntegrityError:
            taken = Ticket.objects.filter(draft_id=submission.draft_id).exists()
            if taken or attempt == _REFERENCE_TRIES - 1:
                raise
    raise AssertionError("the loop returns or raises")
