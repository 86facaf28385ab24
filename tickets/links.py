"""Signed links to a request's status page: at least 128 unguessable bits, in the path, revocable, masked in logs."""

import base64
import binascii
import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from operations.ids import new_id
from tickets.models import StatusLink, Ticket

_PURPOSE = b"status-link"
_SIGNATURE_BYTES = 16


def _signature(link_id: UUID, secret: str) -> bytes:
    return hmac.digest(secret.encode(), _PURPOSE + link_id.bytes, sha256)[:_SIGNATURE_BYTES]


def token_of(*, link: StatusLink) -> str:
    """The link's token: its id and 128 bits of signature, so that it can be shown again without being stored."""
    raw = link.id.bytes + _signature(link.id, settings.SECRET_KEY)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


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
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + _SIGNATURE_BYTES:
        return None
    link_id = UUID(bytes=raw[:16])
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    # Every key is tried, so that time tells nothing.
    matches = [hmac.compare_digest(_signature(link_id, secret), raw[16:]) for secret in secrets]
    if True not in matches:
        return None
    link = StatusLink.objects.select_related("ticket").filter(id=link_id, revoked_at__isnull=True).first()
    return link.ticket if link else None
