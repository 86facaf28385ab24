"""An agent records how a call went: it was held, or nobody was there."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from calls import telling
from calls.booking import as_told, free
from calls.ending import CallChanged, changing
from calls.models import Appointment, CallState
from secret_guard import refuse_secrets
from tickets.models import Verb
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User

VERB_OF = {CallState.HELD: Verb.CALL_HELD, CallState.NO_SHOW: Verb.CALL_MISSED}


class NotYet(Exception):
    """The call has not begun: nobody knows yet how it goes."""


def settle(
    *, appointment_id: UUID, sequence: int, outcome: CallState, actor: "User", now: datetime, reason: str = ""
) -> Appointment:
    """Record HELD or NO_SHOW of an agreed call that has begun; the customer is told of a missed one.

    Raises CallChanged, NotYet or SecretFound.
    """
    refuse_secrets(text=reason)
    with changing(appointment_id=appointment_id, sequence=sequence, now=now) as (root, appointment):
        if appointment.state != CallState.AGREED:
            raise CallChanged
        if appointment.starts_at > now:
            raise NotYet
        appointment.state, appointment.changed_at = outcome, now
        appointment.save(update_fields=["state", "changed_at"])
        free(appointment=appointment)
        told = as_told(appointment) | ({"reason": reason} if reason else {})
        record(ticket_id=root.id, verb=VERB_OF[outcome], now=now, actor=actor, **told)
        if outcome == CallState.NO_SHOW:
            telling.tell(appointment=appointment, now=now)
        return appointment
