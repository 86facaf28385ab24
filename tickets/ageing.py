"""What time alone does to requests: the solved are closed for good, those that nobody confirmed are set aside."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from tickets.locking import lock_tickets
from tickets.models import Ticket, Verb
from tickets.states import State
from tickets.trail import record

BATCH = 100
"""So many are locked at once: nobody's page waits long for them."""


def close_the_solved(*, now: datetime) -> int:
    """Close every request that its customer can no longer open again. No letter: they have read that it ends. Out: how many."""
    last = now - timedelta(days=settings.REOPEN_DAYS)
    return _move(Ticket.objects.filter(state=State.SOLVED, solved_at__lt=last), State.CLOSED, now)


def set_the_unconfirmed_aside(*, now: datetime) -> int:
    """Suspend every request whose sender has not proven their address for long. Out: how many.

    Nothing of it is lost: agents find it by its state, and a proof that comes late makes it new.
    """
    last = now - timedelta(days=settings.UNCONFIRMED_DAYS)
    return _move(Ticket.objects.filter(state=State.UNCONFIRMED, created_at__lt=last), State.SUSPENDED, now)


def _move(found: QuerySet[Ticket], after: State, now: datetime) -> int:
    """Move all that is found, batch by batch; each is looked at again under its lock."""
    roots = found.filter(merged_into__isnull=True)
    moved = 0
    while batch := _move_some(roots, after, now):
        moved += batch
    return moved


def _move_some(roots: QuerySet[Ticket], after: State, now: datetime) -> int:
    with transaction.atomic():
        locked = lock_tickets(ids=list(roots.order_by("id").values_list("id", flat=True)[:BATCH]))
        still = list(roots.filter(id__in=locked))
        for ticket in still:
            before, ticket.state = ticket.state, after
            ticket.save(update_fields=["state"])
            record(ticket_id=ticket.id, verb=Verb.STATE_CHANGED, now=now, before=before, after=after)
        return len(still)
