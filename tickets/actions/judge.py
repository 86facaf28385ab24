"""Another agent judges a proposal: agreed, it takes effect after its cooling time; declined, the first one looks again."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from secret_guard import refuse_secrets
from tickets import telling
from tickets.actions.propose import OwnerObjected, deciding
from tickets.approvals import open_approval
from tickets.changes import Change, cooling_time
from tickets.models import Approval, Ticket, Verb
from tickets.states import ApprovalState
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NothingToJudge(Exception):
    """No proposal waits for a second agent (any more)."""


class YourOwnProposal(Exception):
    """Whoever proposed a change does not judge it: it takes two."""


class OwnerCannotBeTold(Exception):
    """No letter can go to the account's own address now, so its owner could not object: the change does not begin to cool."""


def agree(*, ticket_id: UUID, part_id: UUID, actor: "User", now: datetime, seen_event: int) -> Approval:
    """Let a proposed change take effect after its cooling time, and tell the account's own address of it.

    Raises NothingToJudge, YourOwnProposal, OwnerObjected, OwnerCannotBeTold, and what `deciding` raises.
    """
    with deciding(ticket_id=ticket_id, part_id=part_id, seen_event=seen_event, now=now) as (_root, part):
        approval = _judged(part, actor, now)
        if part.disowned_at:
            raise OwnerObjected
        approval.state = ApprovalState.AGREED
        approval.takes_effect_at = now + cooling_time(change=Change(approval.change))
        approval.save(update_fields=["state", "decided_by", "decided_at", "takes_effect_at"])
        record(ticket_id=part.id, verb=Verb.AGREED, now=now, actor=actor)
        if not telling.tell_owner(ticket=part, now=now):
            raise OwnerCannotBeTold
        return approval


def decline(*, ticket_id: UUID, part_id: UUID, reason: str, actor: "User", now: datetime, seen_event: int) -> Approval:
    """Send a proposal back with a reason for colleagues. Raises NothingToJudge, YourOwnProposal, SecretFound, and as above."""
    refuse_secrets(text=reason)
    with deciding(ticket_id=ticket_id, part_id=part_id, seen_event=seen_event, now=now) as (_root, part):
        approval = _judged(part, actor, now)
        approval.state, approval.reason, approval.ended_at = ApprovalState.DECLINED, reason, now
        approval.save(update_fields=["state", "decided_by", "decided_at", "reason", "ended_at"])
        record(ticket_id=part.id, verb=Verb.DECLINED, now=now, actor=actor, reason=reason)
        return approval


def _judged(part: Ticket, actor: "User", now: datetime) -> Approval:
    approval = open_approval(ticket_id=part.id)
    if approval is None or approval.state != ApprovalState.PROPOSED:
        raise NothingToJudge
    if approval.proposed_by_id == actor.pk:
        raise YourOwnProposal
    approval.decided_by, approval.decided_at = actor, now
    return approval
