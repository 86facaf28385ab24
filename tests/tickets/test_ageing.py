"""Time alone closes what was solved and sets aside what nobody confirmed; nothing that was sent is ever lost by it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User

from kraken_support.celery import app
from tests.customer import Customer
from tests.factories import a_proven_ticket, a_ticket, confirmed
from tests.follow_up.asking import a_quick_sender, status_url, ticket_of
from tests.letters import posted
from tickets import ageing
from tickets.actions.change_state import change_state
from tickets.actions.edit import last_event_id
from tickets.actions.merge import merge
from tickets.actions.reopen import TooLateToReopen, reopen
from tickets.models import Event, Ticket, Verb
from tickets.states import State

pytestmark = pytest.mark.django_db
DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)


def a_solved_one(*, now: datetime, **overrides: Any) -> Ticket:
    """A request that an agent has just solved."""
    ticket, agent = a_proven_ticket(now=now, **overrides), User.objects.get_or_create(username="lea@example.com")[0]
    seen = last_event_id(ticket=ticket)
    return change_state(ticket_id=ticket.id, state=State.SOLVED, actor=agent, now=now, seen_event=seen)


def state_of(ticket: Ticket) -> str:
    """Where it stands now."""
    return Ticket.objects.get(id=ticket.id).state


def test_a_solved_request_closes_in_the_moment_in_which_it_can_no_longer_be_reopened(
    now: datetime, settings: LazySettings
) -> None:
    ticket = a_solved_one(now=now)
    last = now + settings.REOPEN_DAYS * DAY
    assert ageing.close_the_solved(now=last) == 0
    assert reopen(ticket_id=a_solved_one(now=now).id, now=last).state == State.OPEN
    letters = posted().count()
    assert ageing.close_the_solved(now=last + MOMENT) == 1
    assert state_of(ticket) == State.CLOSED
    with pytest.raises(TooLateToReopen):
        reopen(ticket_id=ticket.id, now=last + MOMENT)
    event = Event.objects.filter(ticket=ticket).latest("id")
    assert (event.verb, event.actor, event.details) == (
        Verb.STATE_CHANGED,
        None,
        {"before": State.SOLVED, "after": State.CLOSED},
    )
    assert posted().count() == letters


def test_more_than_a_batch_is_closed_and_a_second_look_finds_nothing(
    now: datetime, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ageing, "BATCH", 2)
    for number in range(5):
        a_solved_one(now=now, device=f"device-{number}")
    later = now + (settings.REOPEN_DAYS + 1) * DAY
    assert [ageing.close_the_solved(now=later), ageing.close_the_solved(now=later)] == [5, 0]
    assert Event.objects.filter(verb=Verb.STATE_CHANGED, details__after=State.CLOSED).count() == 5


def test_what_was_merged_or_opened_again_is_left_alone(now: datetime, settings: LazySettings) -> None:
    part, root = a_solved_one(now=now), a_proven_ticket(now=now)
    merge(child_id=part.id, into_id=root.id, now=now)
    opened = a_solved_one(now=now)
    reopen(ticket_id=opened.id, now=now)
    assert ageing.close_the_solved(now=now + 100 * DAY) == 0
    assert (state_of(part), state_of(opened)) == (State.SOLVED, State.OPEN)


def test_an_unconfirmed_request_is_set_aside_and_a_late_proof_makes_it_new(
    now: datetime, settings: LazySettings
) -> None:
    waits = a_ticket(now=now, worked_unconfirmed=False)
    worked = a_ticket(now=now, device="another", contact_email="bob@example.com")
    last = now + settings.UNCONFIRMED_DAYS * DAY
    assert [ageing.set_the_unconfirmed_aside(now=last), ageing.set_the_unconfirmed_aside(now=last + MOMENT)] == [0, 1]
    assert (state_of(waits), state_of(worked)) == (State.SUSPENDED, State.NEW)
    assert confirmed(waits).state == State.NEW
    assert posted("received").count() == 1


def test_whoever_sent_it_still_reads_that_it_waits_for_their_proof() -> None:
    sender = a_quick_sender()
    ticket, page = ticket_of(sender), status_url(sender)
    ageing.set_the_unconfirmed_aside(now=ticket.created_at + 365 * DAY)
    assert state_of(ticket) == State.SUSPENDED
    sender.get(page)
    assert "An agent reads it as soon as its contact address is confirmed." in sender.text
    sender.get(f"/en/sent/{ticket.reference}/")
    assert "An agent begins as soon as you have confirmed it." in sender.text
    stranger = Customer()
    assert ticket.reference in stranger.get(page).content.decode()


def test_beat_rings_for_it() -> None:
    app.loader.import_default_modules()
    named = {each["task"] for each in app.conf.beat_schedule.values()}
    assert "tickets.tasks.age" in named
    assert named <= set(app.tasks)
