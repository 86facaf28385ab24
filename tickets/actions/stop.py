"""Stops a change of an account before it is carried out: an agent with a reason, or the owner by a button in a letter."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from secret_guard import refuse_secrets
from tickets.actions.propose import deciding
from tickets.approvals import open_approval
from tickets.models import Approval, Verb
from tickets.states import ApprovalState
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NothingToStop(Exception):
    """No change is proposed or cooling (any more)."""


def stop(*, ticket_id: UUID, part_id: UUID, reason: str, actor: "User", now: datetime, seen_event: int) -> Approval:
    """Stop a change, whoever proposed it, with a reason for colleagues. Raises NothingToStop, SecretFound, and as `deciding`."""
    refuse_secrets(text=reason)
    with deciding(ticket_id=ticket_id, part_id=part_id, seen_event=seen_event, now=now) as (_root, part):
        approval = stop_if_open(ticket_id=part.id, reason=reason, actor=actor, now=now)
        if approval is None:
            raise NothingToStop
        return approval


def stop_if_open(*, ticket_id: UUID, now: datetime, reason: str = "", actor: "User | None" = None) -> Approval | None:
    """The same for a caller who holds the ticket's lock. Out: what was stopped; None when nothing was open."""
    approval = open_approval(ticket_id=ticket_id)
    if approval is None:
        return None
    approval.state, approval.reason, approval.ended_at = ApprovalState.STOPPED, reason, now
    approval.save(update_fields=["state", "reason", "ended_at"])
    record(ticket_id=ticket_id, verb=Verb.STOPPED, now=now, actor=actor, reason=reason)
    return approval
