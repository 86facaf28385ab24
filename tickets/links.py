"""Signed links to a request's status page: at least 128 unguessable bits, in the path, revocable, masked in logs."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from operations.ids import new_id
from operations.tokens import row_of, token_for
from tickets.models import StatusLink, Ticket

_PURPOSE = b"status-link"


def token_of(*, link: StatusLink) -> str:
    """The link's token."""
    return token_for(purpose=_PURPOSE, row=link.id)


def issue_link(*, ticket: Ticket, now: datetime) -> StatusLink:
    """Make a new link to a ticket's status page."""
    return StatusLink.objects.create(id=new_id(now=now), ticket=ticket, created_at=now)


def live_links(*, tickets: Iterable[Ticket]) -> dict[UUID, StatusLink]:
    """The newest live link of each ticket by the ticket's id; a ticket whose links were all withdrawn is left out.

    Nothing is made here: a link that was withdrawn must not come back because somebody looked.
    """
    live = StatusLink.objects.filter(ticket__in=[ticket.id for ticket in tickets], revoked_at__isnull=True)
    return {link.ticket_id: link for link in live.order_by("created_at", "id")}


def resolve_link(*, token: str) -> Ticket | None:
    """The ticket a token was issued for, or None: unknown, altered, truncated and revoked tokens are all alike."""
    link_id = row_of(purpose=_PURPOSE, token=token)
    if link_id is None:
        return None
    found = StatusLink.objects.select_related("ticket").filter(id=link_id, revoked_at__isnull=True)
    return next((each.ticket for each in found), None)
