"""An agent proposes a time that the customer has not named; it holds once they take it."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from calls.booking import AsksForNoCall, book
from calls.models import Appointment, CallState
from calls.proposals import CHANNEL_OF, zone_of
from calls.slots import instant
from tickets.models import Ticket

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def propose(
    *, root_id: UUID, part_id: UUID, day: date, at: time, actor: "User", now: datetime, seen_event: int
) -> Appointment:
    """Propose a day and a time on the customer's clocks, and ask them. Raises NotOnTheClocks, or as book() does."""
    part = Ticket.objects.filter(id=part_id, request_type__in=CHANNEL_OF).first()
    if part is None:
        raise AsksForNoCall
    return book(
        root_id=root_id,
        part_id=part_id,
        starts_at=instant(day=day, at=at, zone=zone_of(ticket=part)),
        state=CallState.PROPOSED,
        actor=actor,
        now=now,
        seen_event=seen_event,
    )
