"""The customer takes the time that an agent proposed."""

from datetime import datetime
from uuid import UUID

from calls import telling
from calls.booking import as_told
from calls.ending import CallChanged, back_to_agents, changing
from calls.models import Appointment, CallState
from tickets.models import Verb
from tickets.trail import record


def accept(*, appointment_id: UUID, sequence: int, now: datetime) -> Appointment:
    """Agree to a proposed call; pressed twice it stays agreed. Raises CallChanged when it is no longer what was shown."""
    with changing(appointment_id=appointment_id, sequence=sequence, now=now) as (root, appointment):
        if appointment.state == CallState.AGREED:
            return appointment
        if appointment.starts_at <= now:
            raise CallChanged
        appointment.state, appointment.changed_at = CallState.AGREED, now
        appointment.save(update_fields=["state", "changed_at"])
        back_to_agents(root=root)
        record(ticket_id=root.id, verb=Verb.CALL_ACCEPTED, now=now, **as_told(appointment))
        telling.tell(appointment=appointment, now=now)
        return appointment
