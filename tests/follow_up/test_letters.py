"""What letters about requests say: fixed text with fresh links, in the request's language, and never a typed word."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from outbox.letters import kinds
from outbox.models import Letter
from tests.customer import Customer
from tests.factories import a_proven_ticket, a_ticket
from tests.letters import code_in, link_in, posted, text_of, written
from tickets import passes
from tickets.actions.change_state import change_state
from tickets.actions.close import close
from tickets.actions.edit import last_event_id
from tickets.actions.merge import merge
from tickets.actions.reopen import reopen
from tickets.actions.reply import reply
from tickets.models import StatusLink, Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db

TYPED = {
    "body": "TYPED-BODY http://evil.example/",
    "answers": {"description": "TYPED-ANSWER", "police_reference": "TYPED-NUMBER"},
    "account_email": "typed-account@example.com",
}
ABOUT_REQUESTS = (
    "answered",
    "confirm_address",
    "conversation",
    "needs_you",
    "not_yours",
    "received",
    "secure_now",
    "solved",
    "way_back",
)


@pytest.fixture
def agent() -> User:
    """Somebody who works here."""
    return User.objects.create_user("lea@example.com", first_name="Léa", is_staff=True)


def answer(ticket: Ticket, by: User, *, to: Ticket | None = None, then: State | None = None) -> None:
    """An agent answers, and may set the state in the same press."""
    now, seen = timezone.now(), last_event_id(ticket=ticket)
    to_id = to.id if to else None
    reply(ticket_id=ticket.id, body="AGENT-WORDS", author=by, now=now, seen_event=seen, to_id=to_id)
    if then:
        change_state(ticket_id=ticket.id, state=then, actor=by, now=now, seen_event=last_event_id(ticket=ticket))


def sent_to(address: str) -> list[str]:
    """The kinds of letters that would leave now to an address, in order."""
    return [each.kind for each in posted(to=address) if written(each)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_letter_holds_a_byte_that_anybody_typed_and_each_is_in_the_language_of_its_request(
    agent: User, language: str
) -> None:
    now = timezone.now()
    unproven = a_ticket(now=now, language=language, contact_email="victim@example.com", **TYPED)
    typed: dict[str, Any] = TYPED | {"device": "her-browser"}
    proven = a_proven_ticket(now=now, language=language, contact_email="hers@example.net", **typed)
    answer(unproven, agent)
    answer(proven, agent, then=State.PENDING)
    passes.mail(ticket=proven, now=now)
    found = {letter.kind: text_of(letter) for letter in posted() if written(letter)}
    answer(proven, agent, then=State.SOLVED)
    found |= {letter.kind: text_of(letter) for letter in posted("solved")}
    answer(proven, agent)
    found |= {letter.kind: text_of(letter) for letter in posted("answered") if written(letter)}
    for kind, text in found.items():
        for words in (
            "TYPED",
            "typed-account",
            "evil",
            "AGENT-WORDS",
            "Léa",
            "lea@",
            "Lost or stolen",
            "Appareil perdu",
        ):
            assert words not in text, (kind, words)
        assert ("demande" in text) == (language == "fr"), kind
    assert {*found} >= {"confirm_address", "received", "answered", "needs_you", "solved", "conversation", "secure_now"}


def test_every_letter_about_requests_is_known_here() -> None:
    assert set(ABOUT_REQUESTS) <= set(kinds())


def test_a_letter_of_a_request_carries_a_fresh_link_and_older_links_live(agent: User) -> None:
    ticket = a_proven_ticket(now=timezone.now())
    answer(ticket, agent)
    links = [link_in(each, "/t/") for each in posted(to="alice@example.com").exclude(kind="secure_now")]
    assert len(set(links)) == len(links) == 2
    for link in links:
        page = Customer()
        page.get(link)
        assert ticket.reference in page.text
        assert "alice" not in link
    assert StatusLink.objects.count() == 2


def test_an_answer_is_told_in_a_letter_of_the_same_transaction_and_without_its_words(agent: User) -> None:
    ticket = a_proven_ticket(now=timezone.now())
    answer(ticket, agent)
    letter = posted("answered").get()
    assert letter.address == "alice@example.com"
    assert letter.asker_proven
    assert "AGENT-WORDS" not in text_of(letter)


def test_a_note_between_agents_writes_to_nobody(agent: User) -> None:
    ticket = a_proven_ticket(now=timezone.now())
    before = posted().count()
    seen = last_event_id(ticket=ticket)
    reply(ticket_id=ticket.id, body="Odd", author=agent, now=timezone.now(), seen_event=seen, is_note=True)
    assert posted().count() == before


@pytest.mark.parametrize(("then", "kind"), [(State.PENDING, "needs_you"), (State.SOLVED, "solved")])
def test_one_press_of_a_button_is_one_letter(agent: User, then: State, kind: str) -> None:
    ticket = a_proven_ticket(now=timezone.now(), worked_unconfirmed=False)
    answer(ticket, agent, then=then)
    assert sent_to("alice@example.com") == ["received", kind]


def test_a_letter_that_is_no_longer_true_does_not_leave(agent: User) -> None:
    ticket = a_proven_ticket(now=timezone.now(), worked_unconfirmed=False)
    close(ticket_id=ticket.id, now=timezone.now())
    assert sent_to("alice@example.com") == ["received", "solved"]
    reopen(ticket_id=ticket.id, now=timezone.now())
    assert sent_to("alice@example.com") == ["received"]
    Ticket.objects.update(contact_email="new@example.com")
    assert sent_to("alice@example.com") == []


def test_in_a_conversation_of_two_people_each_hears_what_is_theirs(agent: User) -> None:
    now = timezone.now()
    alice = a_proven_ticket(now=now, device="hers", worked_unconfirmed=False)
    bob = a_proven_ticket(
        now=now, device="his", contact_email="bob@example.com", account_email="", worked_unconfirmed=False
    )
    merge(child_id=bob.id, into_id=alice.id, now=now, across_people=True)
    answer(alice, agent, to=bob, then=State.PENDING)
    assert sent_to("alice@example.com") == ["received"]
    assert sent_to("bob@example.com") == ["received", "needs_you"]
    state, seen = State.SOLVED, last_event_id(ticket=alice)
    change_state(ticket_id=alice.id, state=state, actor=agent, now=timezone.now(), seen_event=seen)
    assert sent_to("alice@example.com")[-1] == sent_to("bob@example.com")[-1] == "solved"
    assert posted("solved").count() == 2


def test_a_stolen_device_gets_its_instructions_at_once_and_no_other_request_does() -> None:
    now = timezone.now()
    a_ticket(now=now, worked_unconfirmed=True)
    a_ticket(now=now, worked_unconfirmed=False, contact_email="bob@example.com", account_email="")
    letter = posted("secure_now").get()
    assert "Change the password of your mailbox" in text_of(letter)
    assert letter.created_at == now


def test_the_code_in_the_letter_is_stored_nowhere_and_an_old_letter_goes_on_without_it() -> None:
    ticket = a_ticket(now=timezone.now(), worked_unconfirmed=False)
    letter = posted("confirm_address").get()
    code = code_in(letter)
    assert code not in str([*Letter.objects.values(), *Ticket.objects.values()])
    later = timezone.now() + timedelta(hours=3)
    late = text_of(letter, now=later)
    assert code not in late
    assert "only in the browser that sent the request" not in late
    assert ticket.reference in late
    assert link_in(letter, "/a/", now=later)


def test_no_link_in_a_letter_holds_an_address_or_a_reference(agent: User) -> None:
    now = timezone.now()
    ticket = a_proven_ticket(now=now, **TYPED)
    passes.mail(ticket=ticket, now=now)
    answer(ticket, agent)
    for letter in posted():
        for url in re.findall(r"https?://\S+", text_of(letter)):
            assert "@" not in url
            assert "%40" not in url
            assert ticket.reference not in url
