"""Agents see a request's proposals on both clocks, pick, propose, record and call off, and list what is to come."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from calls.code_words import call_code
from calls.models import Appointment, CallState
from calls.opening import teams
from calls.proposals import proposals_of
from tests.agent_desk.conftest import good, seen, url_of
from tests.calls.asking import asks_for_video
from tests.follow_up.test_calls_on_the_status_page import answers
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking() -> Ticket:
    """A request for a video call."""
    return asks_for_video(now=timezone.now(), answers=answers())


def start(ticket: Ticket) -> str:
    """The first moment that the page offers."""
    return proposals_of(ticket=ticket)[0].open(teams())[0].start.isoformat()


def press(client: Client, ticket: Ticket, verb: str, **data: Any) -> str:
    """Press a button of a fresh page. Out: what the agent then sees."""
    page = good(client.post(url_of(ticket, verb), seen(ticket, **data), follow=True))
    return str(page.content.decode())


def of(appointment: Appointment) -> dict[str, Any]:
    return {"call": appointment.id, "sequence": appointment.sequence}


def test_a_request_that_asks_for_no_call_shows_none(at_work: Client, a_french_ticket: Ticket) -> None:
    assert 'id="call"' not in at_work.get(url_of(a_french_ticket)).content.decode()


def test_the_proposals_are_times_to_pick_on_the_customers_clocks_in_utc_and_the_teams(
    at_work: Client, asking: Ticket
) -> None:
    page = good(at_work.get(url_of(asking))).content.decode()
    assert "The customer’s clocks: Paris time (UTC" in page
    assert "· 12:00 for Europe" in page
    assert "12:00 · 11:00 UTC" in page or "12:00 · 10:00 UTC" in page
    assert page.count("<optgroup") == 3


def test_an_agent_agrees_and_reads_the_code_that_the_customer_sees(at_work: Client, asking: Ticket) -> None:
    page = press(at_work, asking, "call_agree", part=asking.reference, starts_at=start(asking))
    assert "Call agreed." in page
    assert call_code(appointment=Appointment.objects.get()) in page
    assert "Call agreed" in page[page.index("trail") :]


def test_an_agent_proposes_a_time_of_their_own(at_work: Client, asking: Ticket) -> None:
    day = (timezone.now() + timedelta(days=5)).date().isoformat()
    page = press(at_work, asking, "call_propose", part=asking.reference, day=day, time="17:00")
    assert "Time proposed." in page
    assert Appointment.objects.get().state == CallState.PROPOSED


@pytest.mark.parametrize(
    ("verb", "data", "sentence"),
    [
        ("call_agree", {"starts_at": ""}, "Select a time."),
        ("call_agree", {"starts_at": "2026-13-45T99:00"}, "Select a time."),
        ("call_agree", {"starts_at": "2035-01-01T10:00:00+00:00"}, "The customer has not proposed that time"),
        ("call_propose", {"day": "x", "time": "y"}, "Enter a day and a time"),
        ("call_propose", {"day": "2020-01-01", "time": "10:00"}, "Choose a time that is still to come"),
        ("call_propose", {"day": "2035-03-25", "time": "02:30"}, "clocks change then"),
        ("call_settle", {"call": "x", "sequence": "0"}, "The call has changed meanwhile"),
        ("call_off", {"call": "x", "sequence": "y"}, "The call has changed meanwhile"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    at_work: Client, asking: Ticket, verb: str, data: dict[str, str], sentence: str
) -> None:
    assert sentence in press(at_work, asking, verb, part=asking.reference, **data)
    assert not Appointment.objects.exists()


def test_an_agent_records_that_nobody_was_there(at_work: Client, asking: Ticket) -> None:
    press(at_work, asking, "call_agree", part=asking.reference, starts_at=start(asking))
    Appointment.objects.update(starts_at=timezone.now() - timedelta(minutes=5))
    appointment = Appointment.objects.get()
    assert "To be recorded" in at_work.get(reverse("staff:calls")).content.decode()
    page = press(at_work, asking, "call_settle", outcome="NO_SHOW", reason="Rang twice", **of(appointment))
    assert "Recorded: nobody was there." in page
    assert "Reason: Rang twice" in page


def test_an_agent_calls_off_with_a_reason(at_work: Client, asking: Ticket) -> None:
    press(at_work, asking, "call_agree", part=asking.reference, starts_at=start(asking))
    appointment = Appointment.objects.get()
    assert "Write down why" in press(at_work, asking, "call_off", reason="", **of(appointment))
    assert "Call called off." in press(at_work, asking, "call_off", reason="Agent is ill", **of(appointment))


def test_the_list_shows_what_is_to_come_on_both_clocks(at_work: Client, asking: Ticket) -> None:
    assert "No call is to come." in good(at_work.get(reverse("staff:calls"))).content.decode()
    press(at_work, asking, "call_agree", part=asking.reference, starts_at=start(asking))
    page = good(at_work.get(reverse("staff:calls"))).content.decode()
    assert asking.reference in page
    assert "Paris time" in page
    assert ", UTC" in page


def test_a_time_that_the_agent_gave_to_another_is_offered_no_more(at_work: Client, asking: Ticket, agent: User) -> None:
    other = asks_for_video(
        now=timezone.now(), answers=asking.answers, device="other", account_email="", contact_email="bob@example.com"
    )
    press(at_work, other, "call_agree", part=other.reference, starts_at=start(other))
    assert Appointment.objects.get().agent == agent
    page = at_work.get(url_of(asking)).content.decode()
    assert f'value="{start(asking)}"' not in page
    assert "You have another call at that time" in press(
        at_work, asking, "call_agree", part=asking.reference, starts_at=start(asking)
    )
