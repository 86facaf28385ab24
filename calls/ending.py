"""What all ways to end or take an appointment share: it is locked with its ticket, and one seen outdated is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from calls.models import Appointment
from tickets.locking import lock_tickets
from tickets.models import Ticket
from tickets.states import ALLOWED, State


class CallChanged(Exception):
    """The appointment is no longer what was shown: it was moved, taken or ended meanwhile."""


@contextmanager
def changing(*, appointment_id: UUID, sequence: int, now: datetime) -> Iterator[tuple[Ticket, Appointment]]:
    """Lock a live appointment under its conversation's root. In: the sequence that was shown. Raises CallChanged."""
    with transaction.atomic():
        found = Appointment.objects.filter(id=appointment_id).select_related("ticket").first()
        if found is None:
            raise CallChanged
        root = lock_tickets(ids={found.ticket.survivor_id})[found.ticket.survivor_id]
        appointment = Appointment.objects.select_related("ticket").get(id=appointment_id)
        if appointment.sequence != sequence or not appointment.is_live:
            raise CallChanged
        yield root, appointment
        root.updated_at = now
        root.save(update_fields=["updated_at"])


def back_to_agents(*, root: Ticket) -> None:
    """The customer has answered: it is the agents' turn."""
    if root.state == State.PENDING and State.OPEN in ALLOWED[State.PENDING]:
        root.state = State.OPEN
        root.save(update_fields=["state"])
