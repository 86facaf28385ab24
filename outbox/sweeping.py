"""Finds letters that nobody rang for, and erases the rows of those that ended long ago."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from operations.doorbell import ring
from outbox.limits import LETTER_DAYS
from outbox.models import Letter, LetterState

RING_AT_MOST = 200


def due(*, now: datetime) -> QuerySet[Letter]:
    """Letters whose time has come and that no living worker has in its hands."""
    free = Q(lease__isnull=True) | Q(lease_until__lt=now)
    return Letter.objects.filter(free, state=LetterState.WAITING, next_try_at__lte=now)


def sweep(*, now: datetime) -> int:
    """Ring for every letter that is due, oldest first. Out: for how many."""
    waiting = due(now=now).order_by("next_try_at").values_list("id", flat=True)[:RING_AT_MOST]
    for letter_id in waiting:
        ring(task="outbox.tasks.deliver", letter_id=str(letter_id))
    return len(waiting)


def purge(*, now: datetime) -> int:
    """Erase letters that ended long ago; those that still wait stay. Out: how many."""
    ended = Letter.objects.exclude(state=LetterState.WAITING)
    removed, _by_model = ended.filter(created_at__lt=now - timedelta(days=LETTER_DAYS)).delete()
    return removed
