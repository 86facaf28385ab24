"""Turns a finished draft into a ticket: exactly one, however often Send is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.proofs import person_with
from operations.ids import new_id
from operations.sealed import Sealed
from outbox.addresses import address_key
from tickets import passes, telling
from tickets.actions.ask_for_proof import ask_if_there_is_room
from tickets.compartments import Compartment
from tickets.models import Joining, Message, Tag, Ticket, Verb
from tickets.on_duty import tell_on_duty
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
    compartment: Compartment = Compartment.CUSTOMERS
    sealed: bool = False
    """What is written in it, now and later, is sealed at rest."""
    files_ignored: bool = False
    """A file was offered on a page that takes none."""
    tags: Sequence[str] = ()
    account: Person | None = None
    contact_proven: bool = False
    """This browser, or the person signed in, has shown that they read the contact address's mail."""
    worked_unconfirmed: bool = False
    """The account may be in a thief's hands: agents begin although nobody has proven the contact address."""
    network: str = ""
    """Where it was sent from, as far as budgets for letters are counted by network."""


def submit(*, submission: Submission, now: datetime) -> tuple[Ticket, Message]:
    """Make the ticket and its first message, and tell whoever is on duty of an urgent one, in the caller's transaction.

    Out: the ticket and the message that carries the files. The letters that follow are posted as well.
    Raises IntegrityError when this draft already made a ticket: the constraint, not a look beforehand, decides.
    """
    sender = _sender_of(submission, now)
    ticket = _insert(submission, sender, now)
    body = Sealed(submission.body) if ticket.sealed else submission.body
    message = Message.objects.create(
        id=new_id(now=now), ticket=ticket, speaker=Speaker.CUSTOMER, body=body, created_at=now
    )
    Tag.objects.bulk_create(Tag(ticket=ticket, name=name) for name in dict.fromkeys(submission.tags))
    record(ticket_id=ticket.id, verb=Verb.SUBMITTED, now=now)
    if submission.files_ignored:
        record(ticket_id=ticket.id, verb=Verb.FILE_IGNORED, now=now)
    _post_letters(ticket, submission, sender, now)
    tell_on_duty(ticket=ticket, now=now)
    return ticket, message


@dataclass(frozen=True)
class _Sender:
    """Who sends, and how we may write to them."""

    contact_email: str
    account: Person | None
    proven_at: datetime | None
    is_worked: bool
    """Agents begin at once; else the ticket waits until the address is proven."""
    needs_proof: bool
    """Nobody has proven the address, and no letter has been written yet that asks for it."""


def _sender_of(submission: Submission, now: datetime) -> _Sender:
    parent = submission.joins
    if parent and _is_of_the_same_person(submission, parent):
        is_worked = submission.worked_unconfirmed or parent.state != State.UNCONFIRMED
        return _Sender(
            parent.contact_email, parent.account, parent.contact_proven_at, is_worked=is_worked, needs_proof=False
        )
    account, address = submission.account, submission.contact_email
    if address and submission.contact_proven:
        account = account or person_with(address=address)
    proven_at = now if address and submission.contact_proven and account else None
    unproven = bool(address and not proven_at)
    is_worked = submission.worked_unconfirmed or not unproven
    return _Sender(address, account, proven_at, is_worked=is_worked, needs_proof=unproven)


def _is_of_the_same_person(submission: Submission, parent: Ticket) -> bool:
    """Whether documents are of whoever sent the request they are for: from its browser, or from one with its words open."""
    address, device = submission.contact_email, submission.device
    names_another = address and address_key(address) != address_key(parent.contact_email)
    if names_another or submission.account not in (None, parent.account) or not device:
        return False
    return device == parent.device or passes.was_open(ticket=parent, device=device)


def _post_letters(ticket: Ticket, submission: Submission, sender: _Sender, now: datetime) -> None:
    telling.hold_mailboxes(ticket=ticket, now=now)
    if ticket.contact_proven_at:
        telling.tell(ticket=ticket, letter=telling.RECEIVED, now=now)
    elif sender.needs_proof:
        ask_if_there_is_room(ticket=ticket, network=submission.network, now=now)
    if submission.worked_unconfirmed:
        telling.tell(ticket=ticket, letter=telling.SECURE_NOW, now=now)
    telling.tell_account(ticket=ticket, now=now)


def _insert(submission: Submission, sender: _Sender, now: datetime) -> Ticket:
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
                    contact_email=sender.contact_email,
                    restricted=submission.restricted,
                    compartment=submission.compartment,
                    sealed=submission.sealed,
                    account=sender.account,
                    contact_proven_at=sender.proven_at,
                    state=State.NEW if sender.is_worked else State.UNCONFIRMED,
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
