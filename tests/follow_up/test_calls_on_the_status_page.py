"""The call on the status page: times and the call code for whoever sent the request, nothing of it for a stranger."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from calls.actions.agree import agree
from calls.actions.propose import propose
from calls.actions.settle import settle
from calls.code_words import call_code
from calls.models import Appointment, CallState
from calls.opening import teams
from calls.proposals import proposals_of
from calls.slots import candidates, is_weekend
from follow_up import standing
from tests.calls.asking import asks_for_video
from tests.customer import Customer
from tests.factories import confirmed
from tests.follow_up.asking import a_quick_sender, status_url, ticket_of
from tickets.actions.edit import last_event_id
from tickets.models import Event, Ticket, Verb

pytestmark = pytest.mark.django_db


def answers() -> dict[str, str]:
    """Noon in Paris on three coming working days."""
    days = [day for day in candidates(now=timezone.now(), zone="Europe/Paris") if not is_weekend(day)]
    found = {"time_zone": "Europe/Paris"}
    for number, day in enumerate(days[:3], start=1):
        found |= {f"date_{number}": day.isoformat(), f"time_{number}": "12:00"}
    return found


@pytest.fixture
def sender() -> Customer:
    """Somebody who has asked for a video call and proven their address, on their status page."""
    customer = a_quick_sender(request_type="video-verification", answers=answers())
    confirmed(ticket_of(customer))
    customer.get(customer.url)
    customer.get(status_url(customer))
    return customer


@pytest.fixture
def agent() -> User:
    return User.objects.create_user("lea@example.com", is_staff=True)


def when() -> datetime:
    """The first moment that the customer proposed."""
    return proposals_of(ticket=Ticket.objects.get())[0].open(teams())[0].start


def at_the_desk(agent: User) -> dict[str, Any]:
    ticket = Ticket.objects.get()
    return {
        "root_id": ticket.id,
        "part_id": ticket.id,
        "actor": agent,
        "now": timezone.now(),
        "seen_event": last_event_id(ticket=ticket),
    }


def proposed(agent: User) -> Appointment:
    day = candidates(now=timezone.now(), zone="Europe/Paris")[-1]
    return propose(**at_the_desk(agent), day=day, at=datetime(2026, 1, 1, 17).time())  # noqa: DTZ001  (a time of day)


def test_before_an_agent_picks_the_proposals_are_shown(sender: Customer) -> None:
    assert "An agent picks one of the times that you proposed" in sender.text
    assert "12:00 to 15:00" in sender.text


def test_an_agreed_call_shows_its_code_to_the_sender_and_nothing_to_a_stranger(sender: Customer, agent: User) -> None:
    appointment = agree(**at_the_desk(agent), starts_at=when())
    code, url = call_code(appointment=appointment), sender.url
    sender.get(url)
    assert code in sender.text
    assert "at 12:00, Paris time" in sender.text
    assert "at 11:00, UTC" in sender.text or "at 10:00, UTC" in sender.text
    stranger = Customer()
    stranger.get(url)
    assert "A call is agreed." in stranger.text
    for words in (code, "Paris time", "call.ics"):
        assert words not in stranger.text
    assert stranger.get(f"{url}call/call.ics").status_code == 404


def test_the_sender_downloads_the_entry_for_a_calendar(sender: Customer, agent: User) -> None:
    url = sender.url
    assert sender.get(f"{url}call/call.ics").status_code == 404
    appointment = agree(**at_the_desk(agent), starts_at=when())
    file = sender.client.get(f"{url}call/call.ics")
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = file.content.decode()
    assert f"UID:{appointment.id}@" in text
    assert call_code(appointment=appointment).split()[0] not in text


def test_the_sender_agrees_to_a_proposed_time(sender: Customer, agent: User) -> None:
    proposed(agent)
    url = sender.url
    sender.get(url)
    assert "Does this time suit you?" in sender.text
    assert "We need something from you" in sender.text
    sender.post(f"{url}call/agree/", {"sequence": "0"})
    assert "You have agreed to this time." in sender.text
    assert call_code(appointment=Appointment.objects.get()) in sender.text


def test_whoever_cannot_make_it_says_so_and_what_then(sender: Customer, agent: User) -> None:
    agree(**at_the_desk(agent), starts_at=when())
    url = sender.url
    sender.get(url)
    sender.post(f"{url}call/off/", {"sequence": "0", "then": "another"})
    assert "You have called it off. An agent sees it." in sender.text
    assert Appointment.objects.get().state == CallState.CANCELLED
    assert Event.objects.get(verb=Verb.CALL_CANCELLED).details["wants_another"] is True


def test_a_request_with_an_agreed_call_waits_for_nobody_else(sender: Customer, agent: User) -> None:
    agree(**at_the_desk(agent), starts_at=when())
    Ticket.objects.update(assignee=None)
    sender.get(sender.url)
    assert "An agent calls you at the time that you agreed on." in sender.text
    assert "waits for one of them" not in sender.text


def test_once_its_time_has_passed_nobody_is_said_to_call(sender: Customer, agent: User) -> None:
    appointment = agree(**at_the_desk(agent), starts_at=when())
    Ticket.objects.update(assignee=None)
    reading = standing.read(ticket=Ticket.objects.get(), proven=True)
    calls, waits = "An agent calls you at the time that you agreed on.", "waits for one of them"
    during = standing.standing_of(reading=reading, now=appointment.ends_at - timedelta(seconds=1))
    assert during.sentence == calls
    assert waits in standing.standing_of(reading=reading, now=appointment.ends_at).sentence


def test_a_closed_request_offers_no_other_time_for_its_call(sender: Customer, agent: User) -> None:
    agree(**at_the_desk(agent), starts_at=when())
    sender.post(f"{sender.url}close/")
    assert "The call is called off" in sender.text
    assert "Whoever calls you then is not us." in sender.text
    assert "Do you need another time?" not in sender.text


def test_a_press_on_an_outdated_page_changes_nothing_and_says_so(sender: Customer, agent: User) -> None:
    agree(**at_the_desk(agent), starts_at=when())
    url = sender.url
    for text in ("7", "", "x", "9" * 30):
        sender.get(url)
        sender.post(f"{url}call/off/", {"sequence": text})
        assert "The call has changed meanwhile" in sender.text
    assert Appointment.objects.get().state == CallState.AGREED


def test_a_stranger_with_the_link_can_do_nothing_about_the_call(sender: Customer, agent: User) -> None:
    proposed(agent)
    stranger, url = Customer(), sender.url
    stranger.get(url)
    for verb in ("agree", "off"):
        assert stranger.post(f"{url}call/{verb}/", {"sequence": "0"}).status_code == 404
    assert Appointment.objects.get().state == CallState.PROPOSED


def test_a_call_whose_time_has_passed_shows_no_code_and_nothing_to_press(sender: Customer, agent: User) -> None:
    appointment = agree(**at_the_desk(agent), starts_at=when())
    code = call_code(appointment=appointment)
    Appointment.objects.update(starts_at=timezone.now() - timedelta(hours=2))
    sender.get(sender.url)
    assert "Its time has passed. An agent records how it went." in sender.text
    for words in (code, "I cannot make it", "call.ics"):
        assert words not in sender.text


def test_a_second_missed_call_leads_to_a_new_request(sender: Customer, agent: User) -> None:
    url = sender.url
    for number in range(2):
        appointment = agree(**at_the_desk(agent), starts_at=when() + timedelta(minutes=30 * number))
        settle(
            appointment_id=appointment.id,
            sequence=appointment.sequence,
            outcome=CallState.NO_SHOW,
            actor=agent,
            now=appointment.starts_at,
        )
        sender.get(url)
        assert "We did not reach you" in sender.text
    assert "/en/requests/video-verification/" in sender.text


def test_in_french_days_and_times_read_as_the_french_write_them(agent: User) -> None:
    customer = a_quick_sender(language="fr", request_type="video-verification", answers=answers())
    url = status_url(customer)
    agree(**at_the_desk(agent), starts_at=when())
    customer.get(url)
    assert "à 12\u00a0h\u00a000, heure de Paris" in customer.text


def test_a_call_of_another_person_that_was_merged_in_stays_theirs(agent: User, now: datetime) -> None:
    asks_for_video(now=now, draft_id=uuid4(), device="somebody", account_email="", contact_email="bob@example.com")
    theirs = Ticket.objects.get()
    customer = a_quick_sender()
    mine = Ticket.objects.get(reference=customer.step)
    Ticket.objects.filter(id=theirs.id).update(merged_into=mine, survivor=mine)
    customer.get(status_url(customer))
    assert "Your call" not in customer.text
