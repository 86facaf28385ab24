"""Locks tickets in one order, so that two verbs can never wait for each other."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from tickets.models import Ticket


def lock_tickets(*, ids: Iterable[UUID]) -> dict[UUID, Ticket]:
    """Lock tickets by ascending id and return them fresh from the database, by id.

    Must be called inside a transaction. On SQLite the immediate transaction already is the lock.
    """
    rows = Ticket.objects.select_for_update(of=("self",)).filter(id__in=set(ids)).order_by("id")
    return {ticket.id: ticket for ticket in rows}


@contextmanager
def conversations_locked(*, ids: Iterable[UUID]) -> Iterator[dict[UUID, Ticket]]:
    """Open a transaction in which every ticket of the conversations that these tickets live in is locked, by id.

    1. Read who is in them. 2. Lock all by ascending id. 3. Read again; if somebody joined or left meanwhile, give the
    locks back and start again. From then on nobody can: whoever links or cuts a conversation locks the whole of it.
    """
    wanted = set(ids)
    while True:
        with transaction.atomic():
            locked = lock_tickets(ids=_members(wanted))
            if _members(wanted) == set(locked):
                yield locked
                return
            # Inside a caller's transaction only a rollback to the savepoint gives the locks back.
            transaction.set_rollback(True)


def _members(ids: set[UUID]) -> set[UUID]:
    roots = Ticket.objects.filter(id__in=ids).values("survivor")
    return set(Ticket.objects.filter(survivor__in=roots).values_list("id", flat=True))
