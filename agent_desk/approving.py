"""What the ticket page says of a change for which two agents are needed: what would change, how far it is, who may go on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from agent_desk.roles import name_of
from tickets import snapshot
from tickets.approvals import Stage, newest_of, stage_of
from tickets.changes import Change, cooling_time
from tickets.models import Approval, Ticket


@dataclass(frozen=True)
class TwoAgents:
    """One part's change: `approval` is its newest proposal, `stage` how far that is."""

    change: str
    hours: int
    disowned: bool
    approval: Approval | None
    stage: str
    sentence: str
    proposed_by: str
    decided_by: str

    @property
    def may_be_proposed(self) -> bool:
        """Whether an agent can begin: nothing is under way, done, or objected to by the account's owner."""
        return not self.disowned and self.stage in {"", Stage.DECLINED.value, Stage.STOPPED.value}

    @property
    def is_open(self) -> bool:
        """Whether it can still be stopped."""
        return self.stage in {Stage.PROPOSED.value, Stage.COOLING.value, Stage.READY.value}


def two_agents(*, tickets: Collection[Ticket], now: datetime) -> dict[UUID, TwoAgents]:
    """The changes that these tickets ask for and that need two agents, by ticket."""
    newest = newest_of(tickets=tickets)
    found = {}
    for ticket in tickets:
        change = snapshot.change(ticket=ticket)
        if change:
            found[ticket.id] = _two_agents(ticket, change, newest.get(ticket.id), now)
    return found


def _two_agents(ticket: Ticket, change: Change, approval: Approval | None, now: datetime) -> TwoAgents:
    stage = stage_of(approval=approval, now=now) if approval else None
    return TwoAgents(
        change=str(change.label),
        hours=int(cooling_time(change=change).total_seconds() // 3600),
        disowned=ticket.disowned_at is not None,
        approval=approval,
        stage=stage.value if stage else "",
        sentence=_sentence(stage),
        proposed_by=name_of(approval.proposed_by) if approval else "",
        decided_by=name_of(approval.decided_by) if approval else "",
    )


def _sentence(stage: Stage | None) -> str:
    sentences = {
        Stage.PROPOSED: _("Waits for a second agent."),
        Stage.COOLING: _("Agreed. It waits so that the account’s owner can object. It may be carried out after:"),
        Stage.READY: _("It may be carried out now."),
        Stage.DECLINED: _("The second agent did not agree."),
        Stage.STOPPED: _("It was stopped."),
        Stage.CARRIED_OUT: _("It was carried out:"),
    }
    return sentences[stage] if stage else _("Nobody has proposed it yet.")
