"""An agent takes one of the times that the customer proposed."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from calls.booking import AsksForNoCall, book
from calls.models import Appointment, CallState
from calls.opening import teams
from calls.proposals import CHANNEL_OF, MINUTES, proposals_of
from tickets.models import Ticket

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotProposed(Exception):
    """The customer has not proposed this time: it can only be proposed to them."""


def agree(
    *, root_id: UUID, part_id: UUID, starts_at: datetime, actor: "User", now: datetime, seen_event: int
) -> Appointment:
    """Agree to a call within one of the customer's proposals, and tell them. Raises NotProposed, or as book() does."""
    part = Ticket.objects.filter(id=part_id).first()
    if part is None or part.request_type not in CHANNEL_OF:
        raise AsksForNoCall
    ends_at = starts_at + timedelta(minutes=MINUTES[CHANNEL_OF[part.request_type]])
    who = teams()
    spans = [span for proposal in proposals_of(ticket=part) for span in proposal.open(who)]
    if not any(span.start <= starts_at and ends_at <= span.end for span in spans):
        raise NotProposed
    return book(
        root_id=root_id,
        part_id=part_id,
        starts_at=starts_at,
        state=CallState.AGREED,
        actor=actor,
        now=now,
        seen_event=seen_event,
    )
