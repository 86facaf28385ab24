"""An agent proposes to carry out a change of an account, and says what was checked; nothing changes before another agrees."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from operations.ids import new_id
from secret_guard import refuse_secrets
from tickets import snapshot
from tickets.actions.edit import editing
from tickets.actions.reply import NotInThisConversation
from tickets.approvals import open_approval
from tickets.models import Approval, Ticket, Verb
from tickets.states import WORK, State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NeedsNoSecondAgent(Exception):
    """The request changes nothing for which two agents are needed."""


class ProposedAlready(Exception):
    """A proposal for this request is open: it is judged, or stopped, first."""


class OwnerObjected(Exception):
    """The owner of the account's address said that the request is not theirs: nobody carries it out."""


class NotBeingWorkedOn(Exception):
    """Agents do not work on the conversation: it is over, set aside, or its sender has not proven their address."""


@contextmanager
def deciding(*, ticket_id: UUID, part_id: UUID, seen_event: int, now: datetime) -> Iterator[tuple[Ticket, Ticket]]:
    """Lock a conversation's root and the part whose change is decided on, and give both.

    Raises ChangedMeanwhile, NotInThisConversation or NotBeingWorkedOn.
    """
    with editing(ticket_id=ticket_id, seen_event=seen_event, now=now, also=part_id) as root:
        part = Ticket.objects.filter(id=part_id, survivor=root).first()
        if part is None:
            raise NotInThisConversation
        if root.state not in WORK:
            raise NotBeingWorkedOn
        yield root, part


def propose(*, ticket_id: UUID, part_id: UUID, checked: str, actor: "User", now: datetime, seen_event: int) -> Approval:
    """Ask another agent to judge; who proposes works on it from then on, unless somebody does already.

    In: the conversation's root, the part that asks for the change, what was checked.

    Raises NeedsNoSecondAgent, ProposedAlready, OwnerObjected, SecretFound, and what `deciding` raises.
    """
    refuse_secrets(text=checked)
    with deciding(ticket_id=ticket_id, part_id=part_id, seen_event=seen_event, now=now) as (root, part):
        change = snapshot.change(ticket=part)
        if change is None:
            raise NeedsNoSecondAgent
        if part.disowned_at:
            raise OwnerObjected
        if open_approval(ticket_id=part.id):
            raise ProposedAlready
        before = root.state
        root.state = State.OPEN if before == State.NEW else before
        root.assignee = root.assignee or actor
        root.save(update_fields=["state", "assignee"])
        record(ticket_id=part.id, verb=Verb.PROPOSED, now=now, actor=actor, before=before, after=root.state)
        return Approval.objects.create(
            id=new_id(now=now), ticket=part, change=change, checked=checked, proposed_by=actor, proposed_at=now
        )
