"""Makes rows for tests, as plain functions with keyword overrides."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.proofs import prove
from attachments.models import Attachment
from attachments.receive import new_tray
from attachments.states import FileState
from operations.ids import new_id
from tickets.actions.confirm_address import confirm_address
from tickets.actions.submit import Submission, submit
from tickets.models import Message, Ticket


def a_submission(**overrides: Any) -> Submission:
    """A finished draft's content."""
    values: dict[str, Any] = {
        "draft_id": uuid4(),
        "request_type": "lost-device",
        "definition_version": "test",
        "form": {"title": {"en": "Lost or stolen device", "fr": "Appareil perdu ou volé"}, "questions": []},
        "answers": {},
        "queue": "security-response",
        "priority": 2,
        "language": "en",
        "device": "this-browser",
        "account_email": "alice@example.com",
        "contact_email": "alice@example.com",
        # A stolen device: agents begin although nobody has proven the address.
        "worked_unconfirmed": True,
    }
    return Submission(**(values | overrides))


def a_ticket(*, now: datetime, **overrides: Any) -> Ticket:
    """A sent request."""
    with transaction.atomic():
        ticket, _message = submit(submission=a_submission(**overrides), now=now)
    return ticket


def a_proven_ticket(*, now: datetime, **overrides: Any) -> Ticket:
    """A sent request whose contact address the sending browser has proven before."""
    values = a_submission(**overrides)
    prove(device=values.device, address=values.contact_email, now=now)
    return a_ticket(now=now, **(overrides | {"draft_id": values.draft_id, "contact_proven": True}))


def confirmed(ticket: Ticket) -> Ticket:
    """The same request once its sender has entered the code from our letter, in the browser that sent it."""
    now = timezone.now()
    person = prove(device=ticket.device, address=ticket.contact_email, now=now)
    confirm_address(ticket_id=ticket.id, person=person, device=ticket.device, now=now)
    return Ticket.objects.get(id=ticket.id)


def a_message(*, ticket: Ticket) -> Message:
    """The ticket's first message."""
    return ticket.messages.order_by("created_at", "id")[0]


def a_file(*, now: datetime, ticket: Ticket | None = None, **overrides: Any) -> Attachment:
    """A received file, with a ticket or in a tray of its own; without bytes unless the test puts them there."""
    values: dict[str, Any] = {
        "id": new_id(now=now),
        "name": "passport.jpg",
        "size": 1234,
        "sha256": uuid4().hex * 2,
        "received_at": now,
        "next_try_at": now,
    }
    if ticket:
        values |= {"ticket": ticket, "message": a_message(ticket=ticket)}
    else:
        values["tray"] = new_tray(now=now)
    values |= overrides
    if values.get("state") in {FileState.ACCEPTED, FileState.REFUSED, FileState.FAILED}:
        values.setdefault("settled_at", now)
    return Attachment.objects.create(**values)
