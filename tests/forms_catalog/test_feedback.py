"""A solved request is rated once, from its own status page; it stays closed, and a bad rating is seen (domain G4)."""

from datetime import datetime

import pytest

from attachments.joining import join_if_ready
from tests.customer import Customer
from tests.factories import a_ticket
from tickets.links import issue_link, token_of
from tickets.models import Joining, Ticket
from tickets.states import Priority, State

pytestmark = pytest.mark.django_db


def a_solved_request(now: datetime, state: State = State.SOLVED) -> tuple[Ticket, str]:
    """A request in this state, and the address of its status page."""
    ticket = a_ticket(now=now)
    Ticket.objects.filter(id=ticket.id).update(state=state)
    return ticket, f"/en/t/{token_of(link=issue_link(ticket=ticket, now=now))}/"


def rate(customer: Customer, status_page: str, rating: str, note: str = "") -> None:
    """From the status page to Send."""
    customer.get(status_page)
    customer.post("/en/requests/feedback/begin/", {"for": status_page.rstrip("/").rsplit("/", 1)[-1]})
    assert customer.step == "rating"
    customer.answer(rating=rating, note=note)
    customer.post(customer.url.replace("/check/", "/send/"))


def test_a_low_rating_becomes_a_ticket_that_supervisors_find_and_the_request_stays_closed(now: datetime) -> None:
    rated, status_page = a_solved_request(now)
    rate(Customer(), status_page, "1", "Nobody told me how long it takes.")
    ticket = Ticket.objects.get(request_type="feedback")
    assert (ticket.joins_id, ticket.joining, ticket.priority) == (rated.id, Joining.NOT_ASKED, Priority.HIGH)
    assert set(ticket.tags.values_list("name", flat=True)) >= {"form:feedback", "feedback", "feedback:low"}
    assert ticket.messages.get().body == "Nobody told me how long it takes."
    assert not join_if_ready(ticket_id=ticket.id, now=now)
    rated.refresh_from_db()
    assert rated.state == State.SOLVED


def test_a_good_rating_can_wait_and_needs_no_words(now: datetime) -> None:
    _rated, status_page = a_solved_request(now, State.CLOSED)
    rate(Customer(), status_page, "5")
    ticket = Ticket.objects.get(request_type="feedback")
    assert ticket.priority == Priority.LOW
    assert "feedback:low" not in ticket.tags.values_list("name", flat=True)


def test_after_a_rating_the_page_thanks_and_promises_nothing_to_follow(now: datetime) -> None:
    _rated, status_page = a_solved_request(now)
    customer = Customer()
    rate(customer, status_page, "2")
    assert "Thank you" in customer.text
    assert "We read every word" in customer.text
    for promised in ("of its own", "Your documents", "Keep this link", "What happens next"):
        assert promised not in customer.text


def test_the_question_for_words_says_once_that_it_is_optional(now: datetime) -> None:
    _rated, status_page = a_solved_request(now)
    customer = Customer()
    customer.get(status_page)
    customer.post("/en/requests/feedback/begin/", {"for": status_page.rstrip("/").rsplit("/", 1)[-1]})
    assert customer.text.count("(optional)") == 1


def test_a_request_that_is_not_solved_cannot_be_rated(now: datetime) -> None:
    _rated, status_page = a_solved_request(now, State.OPEN)
    customer = Customer()
    customer.get(status_page)
    customer.post("/en/requests/feedback/begin/", {"for": status_page.rstrip("/").rsplit("/", 1)[-1]})
    assert 'name="rating"' not in customer.text
    assert not Ticket.objects.filter(request_type="feedback").exists()


def test_of_two_browsers_that_rate_at_once_the_second_is_told(now: datetime) -> None:
    _rated, status_page = a_solved_request(now)
    first, second = Customer(), Customer()
    for customer in (first, second):
        customer.get(status_page)
        customer.post("/en/requests/feedback/begin/", {"for": status_page.rstrip("/").rsplit("/", 1)[-1]})
        customer.answer(rating="3", note="")
    for customer in (first, second):
        customer.post(customer.url.replace("/check/", "/send/"))
    assert Ticket.objects.filter(request_type="feedback").count() == 1
    assert second.page.status_code == 403


def test_without_a_status_page_it_says_that_it_opens_there() -> None:
    customer = Customer()
    customer.get("/en/requests/general/")
    customer.post("/en/requests/feedback/begin/", {"for": "no-token"})
    assert customer.step == "feedback"
    assert "from the status page of a request that is solved" in customer.text
    assert "sends you a link" not in customer.text
    assert not Ticket.objects.exists()
