"""Invites the sender of one ticket to fill in one form: once, before a day, by a link that alone opens it (domain A10)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import Person
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Access, RequestType
from forms_catalog.models import Invitation
from operations.ids import new_id
from operations.tokens import row_of, token_for
from outbox.posting import post
from tickets.actions.edit import editing
from tickets.compartments import Compartment
from tickets.models import Ticket, Verb
from tickets.states import ALLOWED, OVER, State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User

INVITATION = "invitation"
"""The kind of the letter that brings the link."""
_PURPOSE = b"invitation"


class NotByInvitation(Exception):
    """There is no such request type, or it needs no invitation."""


class NobodyToWriteTo(Exception):
    """The ticket has no contact address, so nobody would get the link."""


class NoLetterToThisAddress(Exception):
    """Nobody has proven the contact address, and its owner has stopped such letters or had enough of them for now."""


class AskedOftenEnough(Exception):
    """The sender of this ticket has filled in this form as often as anybody may be made to."""


class ClosedToInvitations(Exception):
    """The ticket is solved or closed, so its sender is asked for nothing more."""


class InvitationOver(Exception):
    """The invitation was withdrawn or used, or its day has passed."""


def invited_types(*, ticket: Ticket) -> list[RequestType]:
    """The request types that agents invite the sender of a ticket to: a later half from its first, others customers only."""
    offered = [each for each in catalogue().values() if opens_by_invitation(request_type=each)]
    customers = ticket.compartment == Compartment.CUSTOMERS
    return [each for each in offered if (each.stage_of == ticket.request_type if each.stage_of else customers)]


def opens_by_invitation(*, request_type: RequestType) -> bool:
    """Whether an agent may invite to it."""
    return request_type.invitable or (request_type.access is Access.INVITED and not request_type.after_solved)


def invite(*, ticket_id: UUID, request_type: str, actor: "User", now: datetime, seen_event: int) -> Invitation:
    """Ask the sender of a ticket to fill in a form, in place of an earlier invitation to the same; the ticket then waits.

    A letter brings the link to the contact address. Raises NotByInvitation, NobodyToWriteTo, NoLetterToThisAddress,
    AskedOftenEnough, ClosedToInvitations or ChangedMeanwhile; then nothing has changed.
    """
    with editing(ticket_id=ticket_id, seen_event=seen_event, now=now) as ticket:
        if request_type not in {each.slug for each in invited_types(ticket=ticket)}:
            raise NotByInvitation(request_type)
        if ticket.state in OVER:
            raise ClosedToInvitations
        if not ticket.contact_email:
            raise NobodyToWriteTo
        if submissions_left(ticket=ticket, request_type=request_type) == 0:
            raise AskedOftenEnough
        open_invitations(ticket=ticket, now=now).filter(request_type=request_type).update(withdrawn_at=now)
        invitation = Invitation.objects.create(
            id=new_id(now=now),
            ticket=ticket,
            request_type=request_type,
            made_by=actor,
            created_at=now,
            expires_at=now + timedelta(hours=settings.INVITATION_HOURS),
        )
        posted = post(
            kind=INVITATION,
            about=invitation.id,
            to=ticket.contact_email,
            language=ticket.language,
            asker_proven=ticket.contact_proven_at is not None,
            now=now,
        )
        if posted is None:
            raise NoLetterToThisAddress
        before = State(ticket.state)
        if State.PENDING in ALLOWED[before]:
            ticket.state = State.PENDING
            ticket.save(update_fields=["state"])
        record(
            ticket_id=ticket.id,
            verb=Verb.INVITED,
            now=now,
            actor=actor,
            request_type=request_type,
            before=before,
            after=ticket.state,
        )
        return invitation


def withdraw(*, invitation_id: UUID, ticket_id: UUID, actor: "User", now: datetime, seen_event: int) -> None:
    """Take back an invitation that was not used: its link opens nothing any more, and what was begun is not sent.

    Raises InvitationOver or ChangedMeanwhile.
    """
    with editing(ticket_id=ticket_id, seen_event=seen_event, now=now) as ticket:
        invitation = Invitation.objects.filter(id=invitation_id, ticket__survivor=ticket).first()
        if invitation is None or not _unused().filter(id=invitation_id).update(withdrawn_at=now):
            raise InvitationOver
        record(
            ticket_id=ticket.id,
            verb=Verb.INVITATION_WITHDRAWN,
            now=now,
            actor=actor,
            request_type=invitation.request_type,
        )


def use(*, invitation_id: UUID, now: datetime) -> None:
    """Spend an invitation, in the transaction that sends its answers; two at once spend it once. Raises InvitationOver.

    Begun in time, a request may be sent after the invitation's day: nobody is cut off in the middle of an answer.
    """
    invitation = Invitation.objects.select_related("ticket").get(id=invitation_id)
    if submissions_left(ticket=invitation.ticket, request_type=invitation.request_type) == 0:
        raise InvitationOver
    if not _unused().filter(id=invitation_id).update(used_at=now):
        raise InvitationOver


def may_be_sent(*, invitation: Invitation | None) -> bool:
    """Whether a draft begun by this invitation may still be filled in and sent."""
    return invitation is not None and invitation.used_at is None and invitation.withdrawn_at is None


def open_invitations(*, ticket: Ticket, now: datetime) -> "QuerySet[Invitation]":
    """The invitations in a ticket's conversation that still begin a request."""
    return still_open(now=now).filter(ticket__survivor=ticket.survivor_id)


def still_open(*, now: datetime) -> "QuerySet[Invitation]":
    """Every invitation that still begins a request: in time, neither used nor withdrawn, its ticket not over."""
    return _unused().filter(expires_at__gt=now).exclude(ticket__survivor__state__in=OVER)


def open_for(*, person: Person, request_type: str, now: datetime) -> Invitation | None:
    """The newest invitation to this form that still begins it, for a request of this signed-in person."""
    found = still_open(now=now).filter(ticket__account=person, request_type=request_type)
    return found.order_by("-created_at", "-id").first()


def submissions_left(*, ticket: Ticket, request_type: str) -> int:
    """How often the sender of a ticket may still fill in a form."""
    used = Invitation.objects.filter(
        ticket__survivor=ticket.survivor_id, request_type=request_type, used_at__isnull=False
    )
    return max(0, settings.INVITED_SUBMISSIONS - used.count())


def token_of(*, invitation: Invitation) -> str:
    """The token of an invitation's link; stored nowhere."""
    return token_for(purpose=_PURPOSE, row=invitation.id)


def resolve(*, token: str, now: datetime) -> Invitation | None:
    """The invitation a link may begin now.

    None for every other: unknown, altered, cut off, expired, withdrawn, used, of a request that is over or of a type
    that is gone are all alike.
    """
    invitation_id = row_of(purpose=_PURPOSE, token=token)
    if invitation_id is None:
        return None
    found = still_open(now=now).select_related("ticket").filter(id=invitation_id).first()
    return found if found and found.request_type in catalogue() else None


def _unused() -> "QuerySet[Invitation]":
    return Invitation.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True)
