"""A reference and an address open nothing: they mail a link, and nobody learns whether the two fit."""

import re
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from follow_up.objecting import ticket_to_disown
from tests.customer import Customer
from tests.factories import a_proven_ticket, a_ticket
from tests.letters import link_in, posted, text_of, written
from tickets import passes
from tickets.actions.ask_for_proof import ticket_of_link
from tickets.links import resolve_link
from tickets.models import Ticket
from tickets.references import new_reference

pytestmark = pytest.mark.django_db


def ask(reference: str, email: str, *, language: str = "en") -> tuple[int, str, list[str]]:
    """Ask for a link as a stranger. Out: status, page without its form token, and the shape of every query."""
    customer = Customer(language)
    customer.get(f"/{language}/track/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        customer.post(f"/{language}/track/", {"reference": reference, "email": email})
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", customer.text)
    return customer.page.status_code, page, [_shape(each["sql"]) for each in asked.captured_queries]


def _shape(sql: str) -> str:
    return re.sub(r"'[^']*'|\b[0-9a-f]{16,}\b|\d+|s\d+_x\d+", "?", sql)


@pytest.fixture
def ticket() -> Ticket:
    """A request of somebody who reads French."""
    return a_proven_ticket(now=timezone.now(), language="fr")


def test_the_answer_is_the_same_in_bytes_and_queries_whether_or_not_the_two_fit(ticket: Ticket) -> None:
    other = a_ticket(now=timezone.now(), contact_email="bob@example.com", device="bobs")
    cases = {
        "fits": (ticket.reference, "alice@example.com"),
        "somebody else's": (other.reference, "carol@example.com"),
        "no such request": (new_reference(), "dave@example.com"),
        "no reference at all": ("hello", "erin@example.com"),
    }
    answers = {name: ask(*case) for name, case in cases.items()}
    assert {name: answer == answers["fits"] for name, answer in answers.items()} == dict.fromkeys(cases, True)
    assert answers["fits"][0] == 200
    assert "an email with a link is on its way" in answers["fits"][1]


def test_only_the_address_of_the_request_itself_gets_a_letter_and_it_opens_the_page(ticket: Ticket) -> None:
    ask(ticket.reference.lower().replace("-", " "), "Alice@Example.com", language="fr")
    ask(ticket.reference, "mallory@example.com")
    right, wrong = posted("way_back", to="Alice@example.com").get(), posted("way_back", to="mallory@example.com").get()
    assert written(wrong) is None
    page = Customer("fr")
    page.get(link_in(right, "/t/"))
    assert ticket.reference in page.text
    assert "Reçue" in page.text


def test_one_mailbox_gets_three_letters_an_hour_and_whoever_asks_for_more_reads_how_long_to_wait(
    ticket: Ticket,
) -> None:
    fits = [ask(ticket.reference, "alice@example.com") for _each in range(5)]
    other = [ask(new_reference(), "nobody@example.com") for _each in range(5)]
    assert [status for status, _page, _queries in fits] == [200, 200, 200, 429, 429]
    assert posted("way_back", to="alice@example.com").count() == 3
    assert fits == other


def test_one_network_asks_thirty_times_an_hour_and_then_reads_how_long_to_wait(ticket: Ticket) -> None:
    statuses = [ask(new_reference(), f"v{number}@gmail.com")[0] for number in range(31)]
    assert statuses == [200] * 30 + [429]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("reference", "", "Enter the reference of your request"),
        ("reference", "K" * 50, "Enter only the reference"),
        ("email", "", "Enter the email address of your request"),
        ("email", "alice", "Enter a full email address"),
        ("email", "a@b.example\r\nBcc: v@example.com", "Enter a full email address"),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence_and_no_letter(field: str, typed: str, sentence: str) -> None:
    customer = Customer()
    customer.get("/en/track/")
    customer.post("/en/track/", {"reference": "KS-0000-0000", "email": "a@example.com"} | {field: typed})
    assert customer.page.status_code == 422
    assert sentence in customer.text
    assert not posted().exists()


def test_ten_thousand_guessed_tokens_open_nothing_and_ask_the_database_nothing(
    ticket: Ticket, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    now = timezone.now()
    doors: list[Callable[[str], object]] = [
        lambda token: resolve_link(token=token),
        lambda token: passes.unopened(token=token, now=now),
        lambda token: ticket_of_link(token=token, now=now),
        lambda token: ticket_to_disown(token=token),
    ]
    with django_assert_num_queries(0):
        for _each in range(2500):
            guess = secrets.token_urlsafe(32)
            assert [door(guess) for door in doors] == [None, None, None, None]


def test_a_letter_of_this_kind_holds_nothing_that_the_asker_typed(ticket: Ticket) -> None:
    ask(f"{ticket.reference}", "alice@example.com")
    letter = posted("way_back").get()
    marker = uuid4().hex
    Ticket.objects.update(answers={"description": marker}, form={"title": {"en": marker}})
    assert marker not in text_of(letter)


def test_the_list_of_a_stranger_is_empty_and_the_old_address_still_leads_to_it(ticket: Ticket) -> None:
    stranger = Customer()
    stranger.get("/en/follow/")
    assert stranger.url == "/en/track/"
    assert "Nothing was sent from this browser." in stranger.text
    assert ticket.reference not in stranger.text
