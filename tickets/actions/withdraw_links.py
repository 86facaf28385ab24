"""Withdraws every link to a ticket's status page and to its words, for when one has come into the wrong hands."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tickets import passes
from tickets.locking import lock_tickets
from tickets.models import StatusLink, Verb
from tickets.trail import record


def withdraw_links(*, ticket_id: UUID, now: datetime) -> int:
    """Let no link that was ever made for this ticket open anything again. Out: how many were alive."""
    with transaction.atomic():
        lock_tickets(ids={ticket_id})
        withdrawn = StatusLink.objects.filter(ticket=ticket_id, revoked_at__isnull=True).update(revoked_at=now)
        passes.withdraw(ticket_id=ticket_id)
        if withdrawn:
            record(ticket_id=ticket_id, verb=Verb.LINKS_WITHDRAWN, now=now, number=withdrawn)
        return withdrawn
