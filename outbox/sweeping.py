"""Finds letters that nobody rang for, and erases the rows of those that ended long ago."""

from datetime import datetime, timedelta

from django.db import transaction

from operations.doorbell import ring
from outbox.delivery import dead, due, expire_lease
from outbox.limits import LETTER_DAYS
from outbox.models import Letter, LetterState, Mailbox

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
    """Erase letters that ended long ago; those that still wait stay. Out: how many.

    A mailbox goes with its last letter, unless its owner has stopped letters: what anybody typed is not kept for ever.
    """
    since = now - timedelta(days=LETTER_DAYS)
    removed, _by_model = Letter.objects.exclude(state=LetterState.WAITING).filter(created_at__lt=since).delete()
    empty = Mailbox.objects.filter(created_at__lt=since, silenced_at__isnull=True, letters__isnull=True)
    with transaction.atomic():
        # Whoever is about to write to one holds its lock; with a look under ours none is erased that has a letter.
        locked = Mailbox.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            id__in=list(empty.values_list("id", flat=True))
        )
        empty.filter(id__in=[each.id for each in locked]).delete()
    return removed
