"""Writes the trail: one event for everything that happens to a ticket."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tickets.models import Event, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def record(*, ticket_id: UUID, verb: Verb, now: datetime, actor: "User | None" = None, **details: Any) -> Event:
    """Add one event to a ticket's trail, in the caller's transaction.

    In: the ticket, what happened, the acting agent (None for the customer or the portal itself) and JSON-able details.
    Details hold codes, ids and references; of what a person typed only an agent's reason, which the guard has read.
    """
    return Event.objects.create(ticket_id=ticket_id, verb=verb, at=now, actor=actor, details=details)


def record_each(*, ticket_id: UUID, verb: Verb, now: datetime, details: Iterable[Mapping[str, Any]]) -> None:
    """Add one event for each of some details, at once, in the caller's transaction."""
    Event.objects.bulk_create(Event(ticket_id=ticket_id, verb=verb, at=now, details=dict(each)) for each in details)
