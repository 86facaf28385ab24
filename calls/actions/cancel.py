"""An appointment is called off, by the customer or by an agent."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from calls import telling
from calls.booking import as_told, free
from calls.ending import back_to_agents, changing
from calls.models import Appointment, CallState
from secret_guard import refuse_secrets
from tickets.models import Ticket, Verb
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class SayWhy(Exception):
    """An agent calls off a call only with a reason, which colleagues read."""


def cancel(
    *,
    appointment_id: UUID,
    sequence: int,
    now: datetime,
    actor: "User | None" = None,
    reason: str = "",
    wants_another: bool = False,
) -> Appointment:
    """Call off a call, give the agent's time back and tell the customer, whose calendar drops it.

    In: `actor` is the agent, with a `reason`; without one it is the customer, who `wants_another` time or no call.
    Raises CallChanged, SayWhy or SecretFound.
    """
    if actor and not reason:
        raise SayWhy
    refuse_secrets(text=reason)
    with changing(appointment_id=appointment_id, sequence=sequence, now=now) as (root, appointment):
        why = {"reason": reason} if actor else {"wants_another": wants_another}
        call_off(appointment=appointment, root=root, now=now, actor=actor, **why)
        if actor is None:
            back_to_agents(root=root)
        return appointment


def call_off(*, appointment: Appointment, root: Ticket, now: datetime, actor: "User | None", **why: Any) -> None:
    """Call off a call whose conversation is locked. In: `why` is what the trail says of it."""
    appointment.state, appointment.changed_at = CallState.CANCELLED, now
    appointment.sequence += 1
    appointment.save(update_fields=["state", "changed_at", "sequence"])
    free(appointment=appointment)
    record(ticket_id=root.id, verb=Verb.CALL_CANCELLED, now=now, actor=actor, **as_told(appointment), **why)
    telling.tell(appointment=appointment, now=now)
