"""Notes that an agent has made a change in the exchange's own tool, once two have agreed and its cooling time is over."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tickets.actions.propose import deciding
from tickets.approvals import Stage, open_approval, stage_of
from tickets.models import Approval, Verb
from tickets.states import ApprovalState
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotAgreedYet(Exception):
    """Two agents have not agreed on the change, or it was stopped."""


class StillCooling(Exception):
    """The account's owner can still object."""


def carry_out(*, ticket_id: UUID, part_id: UUID, actor: "User", now: datetime, seen_event: int) -> Approval:
    """Note that the change is made. Raises NotAgreedYet, StillCooling, and what `deciding` raises."""
    with deciding(ticket_id=ticket_id, part_id=part_id, seen_event=seen_event, now=now) as (_root, part):
        approval = open_approval(ticket_id=part.id)
        stage = stage_of(approval=approval, now=now) if approval else None
        if approval is None or stage is Stage.PROPOSED:
            raise NotAgreedYet
        if stage is Stage.COOLING:
            raise StillCooling
        approval.state, approval.ended_at = ApprovalState.CARRIED_OUT, now
        approval.save(update_fields=["state", "ended_at"])
        record(ticket_id=part.id, verb=Verb.CARRIED_OUT, now=now, actor=actor)
        return approval
