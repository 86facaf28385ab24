"""Finds letters that nobody rang for, and erases the rows of those that ended long ago."""

from datetime import datetime, timedelta

from operations.doorbell import ring
from outbox.delivery import dead, due, expire_lease
from outbox.limits import LETTER_DAYS
from outbox.models import Letter, LetterState

RING_AT_MOST = 200


def sweep(*, now: datetime) -> int:
    """Free letters of dead workers, and ring for every letter that is due, oldest first. Out: for how many."""
    for letter in dead(now=now).order_by("lease_until")[:RING_AT_MOST]:
        expire_lease(letter=letter)
    waiting = due(now=now).order_by("next_try_at").values_list("id", flat=True)[:RING_AT_MOST]
    for letter_id in waiting:
        ring(task="outbox.tasks.deliver", letter_id=str(letter_id))
    return len(waiting)


def purge(*, now: datetime) -> int:
    """Erase letters that ended long ago; those that still wait stay. Out: how many."""
    ended = Letter.objects.exclude(state=LetterState.WAITING)
    removed, _by_model = ended.filter(created_at__lt=now - timedelta(days=LETTER_DAYS)).delete()
    return removed
