"""Reads where the changes of accounts stand: which tickets need two agents, and what became of each proposal."""

from collections.abc import Collection
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from tickets import snapshot
from tickets.models import Approval, Ticket
from tickets.states import WORK, ApprovalState

if TYPE_CHECKING:
    from django.contrib.auth.models import User

OPEN = (ApprovalState.PROPOSED, ApprovalState.AGREED)


class Stage(Enum):
    """How far a change of an account has come, seen at a moment."""

    PROPOSED = "PROPOSED"
    COOLING = "COOLING"
    READY = "READY"
    DECLINED = "DECLINED"
    STOPPED = "STOPPED"
    CARRIED_OUT = "CARRIED_OUT"


def stage_of(*, approval: Approval, now: datetime) -> Stage:
    """How far it has come; what was agreed is ready once its cooling time is over."""
    if approval.state == ApprovalState.AGREED:
        return Stage.READY if approval.takes_effect_at and approval.takes_effect_at <= now else Stage.COOLING
    return Stage(approval.state)


def newest_of(*, tickets: Collection[Ticket]) -> dict[UUID, Approval]:
    """The newest proposal of each of these tickets that needs two agents. No query when none of them does."""
    ids = [ticket.id for ticket in tickets if snapshot.change(ticket=ticket)]
    if not ids:
        return {}
    rows = Approval.objects.select_related("proposed_by", "decided_by").filter(ticket__in=ids)
    return {row.ticket_id: row for row in rows.order_by("proposed_at", "id")}


def open_approval(*, ticket_id: UUID) -> Approval | None:
    """The proposal of a ticket that still waits for somebody, or for its time."""
    return Approval.objects.filter(ticket=ticket_id, state__in=OPEN).first()


def waiting_for_another(*, agent: "User") -> QuerySet[Ticket]:
    """The conversations in which a proposal waits for a second agent, and this one may be that."""
    return _conversations(Approval.objects.filter(state=ApprovalState.PROPOSED).exclude(proposed_by=agent))


def may_be_carried_out(*, now: datetime) -> QuerySet[Ticket]:
    """The conversations with a change on which two have agreed, and whose cooling time is over."""
    return _conversations(Approval.objects.filter(state=ApprovalState.AGREED, takes_effect_at__lte=now))


def _conversations(approvals: QuerySet[Approval]) -> QuerySet[Ticket]:
    return Ticket.objects.filter(id__in=approvals.values("ticket__survivor"), state__in=WORK)
