"""Whose file is checked next: oldest first, but customers take turns, so that nobody waits behind a flood of somebody else’s."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from django.db.models import QuerySet

from attachments.models import Attachment
from attachments.states import FileState

TURN_SECONDS = 5
"""How far each further waiting file of one customer stands behind the one before it."""
LOOK_AT = 5
"""Files that a worker tries to take before it leaves them to the workers that are quicker."""


def next_turns(*, customer: str, now: datetime) -> Iterator[datetime]:
    """The places in the queue of a customer’s new files: from now on, or behind their last one that still waits.

    A file of somebody with nothing in the queue stands before whatever a flood has put behind the present moment. As
    places lie in time, every place comes: a flood is slowed, never starved.
    """
    waiting = Attachment.objects.filter(customer=customer, settled_at__isnull=True)
    last = waiting.order_by("-turn_at").values_list("turn_at", flat=True).first()
    behind = timedelta(seconds=TURN_SECONDS)
    first = now if last is None else max(now, last + behind)
    return (first + number * behind for number in count())


def due(*, now: datetime) -> "QuerySet[Attachment]":
    """Every file whose time to be tried has come, in turn."""
    return Attachment.objects.filter(state=FileState.QUEUED, next_try_at__lte=now).order_by("turn_at")


def next_files(*, now: datetime) -> list[UUID]:
    """The few files whose turn it is."""
    return list(due(now=now).values_list("id", flat=True)[:LOOK_AT])
