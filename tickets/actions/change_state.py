"""Moves a ticket from one state to another, along the allowed ways only; solving is one of them."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tickets import telling
from tickets.actions.edit import editing
from tickets.models import Ticket, Verb
from tickets.over import end_with
from tickets.states import ALLOWED, OVER, State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class StateNotAllowed(Exception):
    """The ticket's present state does not lead to the wanted one."""

    def __init__(self, before: State, after: State) -> None:
        super().__init__(f"A ticket cannot go from {before} to {after}.")
        self.before, self.after = before, after


class MergedTicketHasNoState(Exception):
    """A merged ticket follows the ticket it lives in; change that one's state."""


def change_state(*, ticket_id: UUID, state: State, actor: "User", now: datetime, seen_event: int) -> Ticket:
    """Set the ticket's state, and post the letter that tells of it. Raises StateNotAllowed, MergedTicketHasNoState or ChangedMeanwhile."""
    with editing(ticket_id=ticket_id, seen_event=seen_event, now=now) as ticket:
        before = State(ticket.state)
        if ticket.is_merged:
            raise MergedTicketHasNoState
        if state not in ALLOWED[before]:
            raise StateNotAllowed(before, state)
        ticket.state = state
        ticket.solved_at = now if state == State.SOLVED else ticket.solved_at
        ticket.save(update_fields=["state", "solved_at"])
        record(ticket_id=ticket.id, verb=Verb.STATE_CHANGED, now=now, actor=actor, before=before, after=state)
        telling.tell_of_state(root=ticket, state=state, now=now)
        if state in OVER:
            end_with(root=ticket, now=now, actor=actor)
        return ticket
