"""Locks tickets in one order, so that two verbs can never wait for each other."""

from collections.abc import Iterable
from uuid import UUID

from tickets.models import Ticket


def lock_tickets(*, ids: Iterable[UUID]) -> dict[UUID, Ticket]:
    """Lock tickets by ascending id and return them fresh from the database, by id.

    Must be called inside a transaction. On SQLite the immediate transaction already is the lock.
    """
    rows = Ticket.objects.select_for_update(of=("self",)).filter(id__in=set(ids)).order_by("id")
    return {ticket.id: ticket for ticket in rows}
