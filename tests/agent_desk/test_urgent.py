"""An urgent request reaches agents at once: on every page, in the open ones by itself, and by one letter."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core import mail
from django.db import transaction
from django.test import Client

from agent_desk.letters import urgent_request
from operations import doctor
from operations.doctor import OK, WARNING
from outbox.delivery import deliver
from outbox.models import Letter, LetterState
from tests.agent_desk.conftest import SENT, another, browser_of, good, url_of
from tests.factories import a_submission, a_ticket, confirmed
from tickets.actions.assign import assign
from tickets.actions.change_state import change_state
from tickets.actions.edit import last_event_id
from tickets.actions.submit import submit
from tickets.models import Ticket
from tickets.on_duty import MOST_AN_HOUR, URGENT, tell_on_duty
from tickets.states import Priority, State

ON_DUTY = "on-duty@example.com"
WORDS = "Somebody has taken my phone out of my hands."


def urgent(**overrides: Any) -> Ticket:
    """An urgent request in the customer's words."""
    return another(priority=Priority.URGENT, body=WORDS, **overrides)


def take(ticket: Ticket, agent: User) -> None:
    """Let an agent have it."""
    assign(ticket_id=ticket.id, assignee=agent, actor=agent, now=SENT, seen_event=last_event_id(ticket=ticket))


@pytest.mark.parametrize("path", ["/staff/", "/staff/tickets/", "/staff/password_change/", "/staff/recovery-codes/"])
@pytest.mark.parametrize(
    ("language", "one", "two"),
    [("en", "1 urgent, unassigned", "2 urgent, unassigned"), ("fr", "1 urgente, sans agent", "2 urgentes, sans agent")],
)
def test_every_page_of_an_agent_counts_the_urgent_requests_that_are_nobodys(
    agent: User, path: str, language: str, one: str, two: str
) -> None:
    client = browser_of(agent)
    client.cookies["language"] = language
    another(priority=Priority.HIGH)
    html = good(client.get(path)).content.decode()
    assert "<title>(" not in html
    assert "hidden" in html.partition("data-urgent")[2].partition("</a>")[0]
    first, _second = urgent(), urgent()
    html = good(client.get(path)).content.decode()
    assert "<title>(2) " in html
    assert two in html.partition('role="status" data-urgent')[2].partition("</p>")[0]
    take(first, agent)
    assert one in client.get(path).content.decode()


def test_the_badge_leads_to_the_list_it_counts(at_work: Client, agent: User) -> None:
    shown, taken, normal = urgent(), urgent(), another()
    take(taken, agent)
    html = at_work.get("/staff/tickets/?priority=1&assignee=nobody").content.decode()
    assert '?priority=1&amp;assignee=nobody"' in html
    assert shown.reference in html
    assert taken.reference not in html
    assert normal.reference not in html


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.SUSPENDED])
def test_a_request_that_waits_for_its_proof_or_was_set_aside_rings_for_nobody(at_work: Client, state: State) -> None:
    waiting = urgent(worked_unconfirmed=False)
    Ticket.objects.filter(id=waiting.id).update(state=state)
    assert at_work.get("/staff/urgent/").json() == {"figure": "0", "sentence": "", "newest": ""}
    assert waiting.reference not in at_work.get("/staff/tickets/?priority=1&assignee=nobody").content.decode()
    assert waiting.reference in at_work.get(f"/staff/tickets/?state={state}").content.decode()


def test_what_is_taken_merged_or_closed_is_counted_no_longer(at_work: Client, agent: User) -> None:
    closed = urgent()
    change_state(
        ticket_id=closed.id, state=State.SOLVED, actor=agent, now=SENT, seen_event=last_event_id(ticket=closed)
    )
    assert at_work.get("/staff/urgent/").json() == {"figure": "0", "sentence": "", "newest": ""}


def test_an_open_page_is_told_by_itself_and_nothing_is_sent_twice(at_work: Client) -> None:
    urgent()
    told = at_work.get("/staff/urgent/")
    assert told.json()["sentence"] == "1 urgent, unassigned"
    assert len(told.content) < 200
    same = at_work.get("/staff/urgent/", headers={"If-None-Match": told.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    urgent()
    news = at_work.get("/staff/urgent/", headers={"If-None-Match": told.headers["ETag"]})
    assert (news.status_code, news.json()["figure"]) == (200, "2")


def test_a_new_one_is_told_from_the_same_number_of_others(at_work: Client, agent: User) -> None:
    first = urgent()
    before = at_work.get("/staff/urgent/").json()
    take(first, agent)
    submit(submission=a_submission(draft_id=uuid4(), priority=Priority.URGENT), now=SENT + timedelta(minutes=1))
    after = at_work.get("/staff/urgent/").json()
    assert (before["figure"], after["figure"]) == ("1", "1")
    assert after["newest"] > before["newest"]


def test_nobody_but_agents_hears_of_urgent_requests(db: None) -> None:
    urgent()
    assert browser_of(None).get("/staff/urgent/").status_code == 302
    assert "urgent" not in browser_of(None).get("/staff/login/").content.decode()


def letters() -> list[Letter]:
    """The letters to whoever is on duty."""
    return list(Letter.objects.filter(kind=URGENT).order_by("created_at"))


def test_whoever_is_on_duty_gets_one_letter_for_each_urgent_request_and_none_for_others(
    settings: LazySettings, db: None
) -> None:
    settings.ON_DUTY_ADDRESS = ON_DUTY
    ticket = urgent()
    another(priority=Priority.HIGH)
    assert tell_on_duty(ticket=ticket, now=SENT) is None
    (letter,) = letters()
    assert (letter.address, letter.about, letter.state) == (ON_DUTY, ticket.id, LetterState.WAITING)


def test_the_letter_is_posted_with_the_request_or_not_at_all(settings: LazySettings, db: None) -> None:
    settings.ON_DUTY_ADDRESS = ON_DUTY

    class NoSend(Exception):
        """Send breaks after the ticket was made."""

    def send() -> None:
        with transaction.atomic():
            urgent()
            assert letters()
            raise NoSend

    with pytest.raises(NoSend):
        send()
    assert letters() == []


@pytest.mark.django_db(transaction=True)
def test_the_letter_says_which_request_of_what_type_how_old_and_where_and_not_a_word_of_the_customers(
    settings: LazySettings,
) -> None:
    settings.ON_DUTY_ADDRESS = ON_DUTY
    title = {"en": "Lost or stolen device", "fr": "Appareil perdu ou volé"}
    ticket = urgent(form={"title": title, "questions": []}, answers={"note": WORDS}, account_email="victim@example.net")
    (letter,) = letters()
    content = urgent_request(letter=letter, now=SENT + timedelta(minutes=3))
    assert content is not None
    assert "Age: 3\xa0minutes" in content.paragraphs
    deliver(letter_id=letter.id)
    (sent,) = mail.outbox
    whole = sent.message().as_string() + str(sent.body)
    assert sent.to == [ON_DUTY]
    assert ticket.reference in sent.subject
    for told in ("Lost or stolen device", f"{settings.PUBLIC_URL}{url_of(ticket)}"):
        assert told in str(sent.body)
    for hidden in (WORDS, "victim", "my phone"):
        assert hidden not in whole


def test_a_request_that_somebody_has_taken_meanwhile_wakes_nobody(settings: LazySettings, agent: User) -> None:
    settings.ON_DUTY_ADDRESS = ON_DUTY
    ticket = urgent()
    take(ticket, agent)
    assert urgent_request(letter=letters()[0], now=SENT) is None


def test_with_nobody_on_duty_no_letter_is_written_and_doctor_says_so(settings: LazySettings, db: None) -> None:
    urgent()
    assert letters() == []
    (found,) = doctor.diagnose(only=["on-duty"])
    assert (found.state, found.mend) == (WARNING, "ON_DUTY_ADDRESS=on-duty@example.com")
    settings.ON_DUTY_ADDRESS = ON_DUTY
    (found,) = doctor.diagnose(only=["on-duty"])
    assert found.state == OK


def test_a_hundred_urgent_requests_do_not_fill_the_mailbox_of_whoever_is_on_duty(
    settings: LazySettings, at_work: Client
) -> None:
    settings.ON_DUTY_ADDRESS = ON_DUTY
    for _each in range(MOST_AN_HOUR + 5):
        urgent()
    assert len(letters()) == MOST_AN_HOUR
    assert at_work.get("/staff/urgent/").json()["figure"] == str(MOST_AN_HOUR + 5)
    later = SENT + timedelta(hours=1, seconds=1)
    submit(submission=a_submission(draft_id=uuid4(), priority=Priority.URGENT), now=later)
    assert len(letters()) == MOST_AN_HOUR + 1


def test_documents_for_an_urgent_request_and_one_that_is_not_confirmed_wake_nobody(
    settings: LazySettings, db: None
) -> None:
    settings.ON_DUTY_ADDRESS = ON_DUTY
    parent = another()
    urgent(joins=parent)
    waiting = another()
    Ticket.objects.filter(id=waiting.id).update(priority=Priority.URGENT, state=State.UNCONFIRMED)
    waiting.refresh_from_db()
    assert tell_on_duty(ticket=waiting, now=SENT) is None
    assert letters() == []
    waiting.state = State.NEW
    assert tell_on_duty(ticket=waiting, now=SENT) is not None


def test_an_urgent_request_wakes_somebody_once_its_address_is_proven(settings: LazySettings, db: None) -> None:
    settings.ON_DUTY_ADDRESS = ON_DUTY
    waiting = a_ticket(now=SENT, priority=Priority.URGENT, worked_unconfirmed=False)
    assert not Letter.objects.filter(kind=URGENT).exists()
    confirmed(waiting)
    assert Letter.objects.get(kind=URGENT).about == waiting.id
