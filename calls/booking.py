"""What agreeing and proposing share: the ticket is locked, the agent's time is taken, the trail and the letter are written."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from calls import telling
from calls.models import LIVE, Appointment, CallState, TakenQuarter
from calls.proposals import CHANNEL_OF, MINUTES, zone_of
from operations.ids import new_id
from tickets.actions.edit import editing
from tickets.models import Ticket, Verb
from tickets.states import ALLOWED, OVER, State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User

QUARTER = timedelta(minutes=15)
"""All clocks on earth differ by whole quarters of an hour."""
MOST_MISSED = 2
"""After so many calls at which nobody was there, the customer sends a new request."""


class AsksForNoCall(Exception):
    """The ticket is not about a call, or no part of this conversation."""


class NotATime(Exception):
    """The moment has passed, or does not begin a quarter of an hour."""


class AgentIsTaken(Exception):
    """The agent has another call at that time."""


class MissedTooOften(Exception):
    """Nobody was there twice: this ticket gets no third appointment."""


class TicketIsOver(Exception):
    """The ticket is solved or closed, so nobody is called about it."""


def book(
    *,
    root_id: UUID,
    part_id: UUID,
    starts_at: datetime,
    state: CallState,
    actor: "User",
    now: datetime,
    seen_event: int,
) -> Appointment:
    """Put the call of a ticket at a moment, anew or in place of an earlier one; the acting agent is who calls.

    Who calls works on it from then on, unless somebody does already.

    In: `root_id` is the conversation's root, `part_id` the ticket in it that asks for the call.
    Raises AsksForNoCall, NotATime, AgentIsTaken, MissedTooOften, TicketIsOver or ChangedMeanwhile; then nothing changed.
    """
    if starts_at <= now or (starts_at - datetime.min.replace(tzinfo=starts_at.tzinfo)) % QUARTER:
        raise NotATime
    with editing(ticket_id=root_id, seen_event=seen_event, now=now, also=part_id) as root:
        part = Ticket.objects.filter(id=part_id, survivor=root, request_type__in=CHANNEL_OF).first()
        if part is None:
            raise AsksForNoCall
        if root.state in OVER:
            raise TicketIsOver
        if missed(ticket=part) >= MOST_MISSED:
            raise MissedTooOften
        appointment = _appointment(part, starts_at, state, actor, now)
        _take(appointment)
        _move(root, (State.PENDING, State.OPEN) if state == CallState.PROPOSED else (State.OPEN,))
        root.assignee = root.assignee or actor
        root.save(update_fields=["assignee"])
        verb = Verb.CALL_PROPOSED if state == CallState.PROPOSED else Verb.CALL_AGREED
        record(ticket_id=root.id, verb=verb, now=now, actor=actor, **as_told(appointment))
        telling.tell(appointment=appointment, now=now)
        return appointment


def missed(*, ticket: Ticket) -> int:
    """At how many calls about a ticket nobody was there."""
    return Appointment.objects.filter(ticket=ticket, state=CallState.NO_SHOW).count()


def as_told(appointment: Appointment) -> dict[str, Any]:
    """What the trail says of an appointment."""
    return {"starts_at": appointment.starts_at.isoformat(), "zone": appointment.zone}


def free(*, appointment: Appointment) -> None:
    """Give the agent's time back."""
    TakenQuarter.objects.filter(appointment=appointment).delete()


def _appointment(part: Ticket, starts_at: datetime, state: CallState, actor: "User", now: datetime) -> Appointment:
    found = Appointment.objects.filter(ticket=part, state__in=LIVE).first()
    if found is None:
        channel = CHANNEL_OF[part.request_type]
        return Appointment.objects.create(
            id=new_id(now=now),
            ticket=part,
            channel=channel,
            state=state,
            starts_at=starts_at,
            minutes=MINUTES[channel],
            zone=zone_of(ticket=part),
            agent=actor,
            created_at=now,
            changed_at=now,
        )
    found.state, found.starts_at, found.agent = state, starts_at, actor
    found.sequence, found.changed_at = found.sequence + 1, now
    found.save(update_fields=["state", "starts_at", "agent", "sequence", "changed_at"])
    return found


def _take(appointment: Appointment) -> None:
    """Take the quarters of an hour that the call lasts; the constraint, not a look beforehand, says that they are free."""
    free(appointment=appointment)
    count = -(-timedelta(minutes=appointment.minutes) // QUARTER)
    quarters = [
        TakenQuarter(
            appointment=appointment, agent_id=appointment.agent_id, starts_at=appointment.starts_at + number * QUARTER
        )
        for number in range(count)
    ]
    try:
        with transaction.atomic():
            TakenQuarter.objects.bulk_create(quarters)
    except IntegrityError:
        raise AgentIsTaken from None


def _move(root: Ticket, wanted: tuple[State, ...]) -> None:
    """Bring the request into the first of these states that it may go to; one that it is in already will do."""
    before = State(root.state)
    after = next((each for each in wanted if each == before or each in ALLOWED[before]), before)
    if after != before:
        root.state = after
        root.save(update_fields=["state"])
