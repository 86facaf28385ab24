"""What a customer reads while two agents and time stand before a change of their account, and how its owner stops it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.customer import Customer
from tests.factories import a_proven_ticket
from tests.letters import link_in, posted
from tickets.actions.carry_out import carry_out
from tickets.actions.close import close
from tickets.actions.edit import last_event_id
from tickets.actions.judge import agree, decline
from tickets.actions.propose import propose
from tickets.links import issue_link, token_of
from tickets.models import Approval, Ticket

pytestmark = pytest.mark.django_db

PHONE = {"title": {"en": "Change of phone number", "fr": "Changement de numéro"}, "questions": [], "four_eyes": "PHONE"}
CHECKED = "AGENT-WORDS about the passport"


@pytest.fixture
def agents() -> list[User]:
    """Two of them."""
    return [User.objects.create_user(f"{name}@example.com") for name in ("lea", "sam")]


def asked(language: str = "en", **overrides: Any) -> Ticket:
    """A request to change the phone number."""
    values: dict[str, Any] = {"language": language, "form": PHONE, "worked_unconfirmed": False, "priority": 3}
    return a_proven_ticket(now=timezone.now(), **(values | overrides))


def status_page(ticket: Ticket, language: str = "en") -> str:
    """What whoever holds the link reads."""
    customer = Customer(language)
    token = token_of(link=issue_link(ticket=ticket, now=timezone.now()))
    customer.get(f"/{language}/t/{token}/")
    return customer.text


def do(verb: Any, ticket: Ticket, actor: User, **more: Any) -> None:
    """One step of an agent."""
    seen = last_event_id(ticket=ticket)
    verb(ticket_id=ticket.id, part_id=ticket.id, actor=actor, now=timezone.now(), seen_event=seen, **more)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "One agent has checked your request. A second one looks",
                "Two agents have agreed. This pause protects you",
                "the pause is over. An agent now makes the change.",
                "The change was made:",
            ],
        ),
        (
            "fr",
            [
                "Un agent a vérifié votre demande. Un second l’examine",
                "Deux agents ont donné leur accord. Ce délai vous protège",
                "le délai est écoulé. Un agent fait maintenant le changement.",
                "Le changement a été fait",
            ],
        ),
    ],
)
def test_the_status_page_says_how_far_it_is_and_nothing_that_agents_wrote(
    language: str, said: list[str], agents: list[User]
) -> None:
    ticket = asked(language)
    lea, sam = agents
    assert not [each for each in said if each in status_page(ticket, language)]
    pages = []
    do(propose, ticket, lea, checked=CHECKED)
    pages.append(status_page(ticket, language))
    do(agree, ticket, sam)
    pages.append(status_page(ticket, language))
    Approval.objects.update(takes_effect_at=timezone.now() - timedelta(minutes=1))
    pages.append(status_page(ticket, language))
    do(carry_out, ticket, lea)
    pages.append(status_page(ticket, language))
    for sentence, page in zip(said, pages, strict=True):
        assert sentence in page
        assert CHECKED not in page
        assert "sam@" not in page


def test_a_declined_change_is_told_without_its_reason(agents: list[User]) -> None:
    ticket = asked()
    do(propose, ticket, agents[0], checked=CHECKED)
    do(decline, ticket, agents[1], reason="AGENT-WORDS of doubt")
    page = status_page(ticket)
    assert "The second agent wants more to be checked." in page
    assert "AGENT-WORDS" not in page


def test_a_closed_request_does_not_say_that_its_change_goes_on(agents: list[User]) -> None:
    ticket = asked()
    do(propose, ticket, agents[0], checked=CHECKED)
    do(agree, ticket, agents[1])
    close(ticket_id=ticket.id, now=timezone.now())
    page = status_page(ticket)
    assert "This request is closed." in page
    assert "Two agents have agreed" not in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_owner_stops_a_change_by_the_button_in_the_letter(language: str, agents: list[User]) -> None:
    ticket = asked(language, contact_email="new@example.net")
    do(propose, ticket, agents[0], checked=CHECKED)
    do(agree, ticket, agents[1])
    owner = Customer(language)
    owner.get(link_in(posted("takes_effect")[0], "/n/"))
    assert {"en": "the phone number of the account", "fr": "le numéro de téléphone du compte"}[language] in owner.text
    assert Approval.objects.get().state == "AGREED"
    owner.post(owner.url)
    assert Approval.objects.get().state == "STOPPED"
    assert {"en": "it is stopped", "fr": "il est arrêté"}[language] in owner.text
    stopped = {"en": "The change was stopped.", "fr": "Le changement a été arrêté."}
    assert stopped[language] in status_page(ticket, language)


def test_an_objection_after_the_change_does_not_claim_to_have_stopped_it(agents: list[User]) -> None:
    ticket = asked(contact_email="new@example.net")
    do(propose, ticket, agents[0], checked=CHECKED)
    do(agree, ticket, agents[1])
    way = link_in(posted("takes_effect")[0], "/n/")
    Approval.objects.update(takes_effect_at=timezone.now() - timedelta(minutes=1))
    do(carry_out, ticket, agents[0])
    owner = Customer()
    owner.get(way)
    owner.post(owner.url)
    ticket.refresh_from_db()
    assert Approval.objects.get().state == "CARRIED_OUT"
    assert ticket.priority == 1
    assert "If the change was not made yet" in owner.text
