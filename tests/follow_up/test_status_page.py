"""A status link shows state, dates and files to whoever holds it, and words only to the browser that sent them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from attachments.states import FileState
from follow_up.views.after_sending import sent
from tests.customer import Customer
from tests.factories import a_file, a_ticket, confirmed
from tests.follow_up.asking import SECRET_WORDS, a_sender, status_url, ticket_of
from tickets.actions.change_state import change_state
from tickets.actions.edit import ChangedMeanwhile, last_event_id
from tickets.actions.merge import merge
from tickets.actions.reply import reply
from tickets.links import issue_link, live_links, resolve_link, token_of
from tickets.models import Message, StatusLink, Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender() -> Customer:
    """Somebody who has just sent a request, and proven their address."""
    customer = a_sender()
    confirmed(ticket_of(customer))
    customer.get(customer.url)
    return customer


def an_agent() -> User:
    """Somebody who works here."""
    return User.objects.create_user("lea@example.com", is_staff=True)


def test_the_confirmation_says_what_follows_and_what_these_answers_mean(sender: Customer) -> None:
    ticket = Ticket.objects.get()
    assert ticket.reference in sender.text
    assert "The global settings lock stays on until its date" in sender.text
    assert "An agent reads your request" in sender.text


def test_nobody_else_sees_the_confirmation(sender: Customer) -> None:
    assert Customer().get(sender.url).status_code == 404


def test_the_link_shows_words_to_the_sender_and_none_to_a_stranger(sender: Customer) -> None:
    ticket, url = Ticket.objects.get(), status_url(sender)
    reply(
        ticket_id=ticket.id,
        body="We have looked at it.",
        author=an_agent(),
        now=timezone.now(),
        seen_event=last_event_id(ticket=ticket),
    )
    sender.get(url)
    assert SECRET_WORDS in sender.text
    assert "We have looked at it." in sender.text
    stranger = Customer()
    stranger.get(url)
    assert ticket.reference in stranger.text
    for words in (SECRET_WORDS, "We have looked at it.", "alice@example.com", "lea@example.com"):
        assert words not in stranger.text


def test_a_note_between_agents_is_never_shown(sender: Customer) -> None:
    ticket, url = Ticket.objects.get(), status_url(sender)
    reply(
        ticket_id=ticket.id,
        body="Looks odd to me.",
        author=an_agent(),
        now=timezone.now(),
        seen_event=last_event_id(ticket=ticket),
        is_note=True,
    )
    assert "Looks odd" not in sender.get(url).content.decode()


@pytest.mark.parametrize("broken", ["cut", "altered", "longer", "nonsense", "revoked"])
def test_a_link_that_opens_nothing_gets_one_answer(sender: Customer, broken: str) -> None:
    ticket = Ticket.objects.get()
    link = live_links(tickets=[ticket])[ticket.id]
    token = token_of(link=link)
    if broken == "revoked":
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
    flipped = "A" if token[-3] != "A" else "B"
    tokens = {
        "cut": token[:-2],
        "altered": f"{token[:-3]}{flipped}{token[-2:]}",
        "longer": token + "AA",
        "nonsense": "not-a-token",
        "revoked": token,
    }
    response = sender.get(f"/en/t/{tokens[broken]}/")
    assert response.status_code == 404
    assert "This link does not open a request" in sender.text
    assert ticket.reference not in sender.text


def test_a_link_lives_when_another_is_revoked(now: datetime) -> None:
    ticket = a_ticket(now=now)
    first, second = issue_link(ticket=ticket, now=now), issue_link(ticket=ticket, now=now + timedelta(seconds=1))
    first.revoked_at = now
    first.save(update_fields=["revoked_at"])
    assert resolve_link(token=token_of(link=first)) is None
    assert resolve_link(token=token_of(link=second)) == ticket


def test_looking_changes_nothing_and_leaves_no_trace_for_others(sender: Customer) -> None:
    url = status_url(sender)
    before = Ticket.objects.values().get()
    stranger = Customer()
    response = stranger.get(url)
    assert Ticket.objects.values().get() == before
    assert not [name for name in response.cookies if name != "csrf"]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert sender.client.head(url).status_code == 200


STATES = (
    (State.NEW, "Received"),
    (State.OPEN, "With an agent"),
    (State.PENDING, "We need something from you"),
    (State.ON_HOLD, "With an agent"),
    (State.SOLVED, "Closed"),
)


@pytest.mark.parametrize(("state", "words"), STATES)
def test_the_state_is_said_in_the_customers_words(sender: Customer, state: State, words: str) -> None:
    ticket, url = Ticket.objects.get(), status_url(sender)
    if state != State.NEW:
        agent, now = an_agent(), timezone.now()
        change_state(ticket_id=ticket.id, state=state, actor=agent, now=now, seen_event=last_event_id(ticket=ticket))
    sender.get(url)
    assert f"<strong>{words}</strong>" in sender.text


def test_files_being_checked_are_said_and_add_up(sender: Customer) -> None:
    ticket, now = Ticket.objects.get(), timezone.now()
    a_file(now=now, ticket=ticket, name="a.jpg")
    a_file(now=now, ticket=ticket, name="b.jpg", state=FileState.ACCEPTED)
    a_file(now=now, ticket=ticket, name="c.pdf", state=FileState.REFUSED, code="file_password")
    a_file(now=now, ticket=ticket, name="d.pdf", state=FileState.FAILED)
    sender.get(status_url(sender))
    assert "nothing to do" not in sender.text
    assert "<strong>Checking your files</strong>" in sender.text
    assert "4 files: 1 checked, 1 being checked, 1 refused, 1 could not be checked." in sender.text
    assert "protected by a password" in sender.text


def test_the_link_of_a_merged_request_follows_to_where_it_lives_and_shows_only_ones_own(sender: Customer) -> None:
    mine, url = Ticket.objects.get(), status_url(sender)
    theirs = a_ticket(now=timezone.now(), device="another-browser", account_email="bob@example.com")
    merge(child_id=mine.id, into_id=theirs.id, now=timezone.now(), across_people=True)
    Ticket.objects.filter(id=theirs.id).update(state=State.PENDING)
    sender.get(url)
    assert "<strong>With an agent</strong>" in sender.text
    assert "An agent handles it together with another request." in sender.text
    assert theirs.reference not in sender.text
    assert "bob@example.com" not in sender.text


def test_this_browser_finds_what_it_sent_and_another_finds_nothing(sender: Customer) -> None:
    reference = Ticket.objects.get().reference
    sender.get("/en/track/")
    assert reference in sender.text
    stranger = Customer()
    stranger.get("/en/track/")
    assert reference not in stranger.text
    assert "Nothing was sent from this browser" in stranger.text


def test_the_link_alone_tells_how_files_stand_and_not_what_they_are_called(sender: Customer) -> None:
    ticket, url, now = Ticket.objects.get(), status_url(sender), timezone.now()
    a_file(now=now, ticket=ticket, name="divorce.pdf", state=FileState.REFUSED, code="file_password")
    a_file(now=now + timedelta(seconds=1), ticket=ticket, name="passport.jpg")
    stranger = Customer()
    for address in (url, url + "files/list/"):
        stranger.get(address)
        for name in ("divorce.pdf", "passport.jpg"):
            assert name not in stranger.text
        assert "“File 1” is protected by a password." in stranger.text
        assert "File 2" in stranger.text
        sender.get(address)
        assert "“divorce.pdf” is protected by a password." in sender.text
        assert "passport.jpg" in sender.text
        assert "File 2" not in sender.text


def test_looking_at_what_was_sent_asks_little_and_changes_nothing(
    sender: Customer, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    now, device = timezone.now(), Ticket.objects.get().device
    tickets = [a_ticket(now=now, device=device) for _each in range(20)]
    for ticket in tickets[1:]:
        issue_link(ticket=ticket, now=now)
    newest = issue_link(ticket=tickets[-1], now=now + timedelta(seconds=1))
    before = StatusLink.objects.count()
    with django_assert_max_num_queries(4):
        page = sender.client.get("/en/track/").content.decode()
    assert StatusLink.objects.count() == before
    assert all(ticket.reference in page for ticket in tickets)
    assert token_of(link=newest) in page


def test_the_status_page_asks_for_each_thing_once(
    sender: Customer, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    url = status_url(sender)
    with django_assert_num_queries(11):
        assert "Messages" in sender.client.get(url).content.decode()
    ticket = Ticket.objects.get()
    a_file(now=timezone.now(), ticket=ticket, state=FileState.ACCEPTED)
    # Files may have been turned down: each is looked up with its judgement, and what is wanted again.
    with django_assert_num_queries(13):
        assert "Your documents" in sender.client.get(url).content.decode()


def test_a_withdrawn_link_stays_withdrawn_and_the_request_is_still_listed(sender: Customer) -> None:
    ticket, url = Ticket.objects.get(), status_url(sender)
    StatusLink.objects.update(revoked_at=timezone.now())
    sender.get("/en/track/")
    assert ticket.reference in sender.text
    assert "/en/t/" not in sender.text
    sender.get(f"/en/sent/{ticket.reference}/")
    assert "The link to its page was withdrawn." in sender.text
    assert StatusLink.objects.count() == 1
    assert sender.get(url).status_code == 404
    issue_link(ticket=ticket, now=timezone.now())
    sender.get(f"/en/sent/{ticket.reference}/")
    assert "Request sent" in sender.text


@pytest.mark.parametrize("reference", ["a%00b", "KS-0000-0001", "%F0%9F%94%92", "9" * 5000])
def test_a_reference_that_cannot_be_one_is_no_page(sender: Customer, reference: str) -> None:
    # The view alone: what is before it refuses some of these already.
    request = RequestFactory().get("/en/sent/x/")
    request.COOKIES = {key: morsel.value for key, morsel in sender.client.cookies.items()}
    with pytest.raises(Http404):
        sent(request, unquote(reference))


def test_a_forgotten_device_no_longer_opens_what_was_sent_but_the_link_still_does(sender: Customer) -> None:
    reference, url, confirmation = Ticket.objects.get().reference, status_url(sender), sender.url
    sender.post("/en/d/forget/")
    assert sender.get(confirmation).status_code == 404
    sender.get(url)
    assert reference in sender.text
    assert SECRET_WORDS not in sender.text


def test_documents_begun_on_the_status_page_belong_to_its_request_from_any_browser(sender: Customer) -> None:
    ticket, url = Ticket.objects.get(), status_url(sender)
    stranger = Customer()
    stranger.get(url)
    stranger.post("/en/requests/documents-general/begin/", {"for": url.split("/")[3]})
    assert stranger.step == "note"
    stranger.answer(skip="1")
    stranger.answer(consent="on")
    stranger.add(("passport.pdf", b"%PDF-1.4 something"))
    stranger.post(stranger.url)
    assert ticket.reference in stranger.text
    stranger.post(stranger.url.replace("/check/", "/send/"))
    documents = Ticket.objects.exclude(id=ticket.id).get()
    assert documents.joins == ticket


def write(customer: Customer, url: str, body: str) -> int:
    """Send a message from the status page. Out: the status of the answer."""
    customer.get(url)
    return int(customer.post(f"{url}write/", {"body": body}).status_code)


def test_a_customer_who_is_waited_for_answers_on_the_page_and_the_request_is_open_again(sender: Customer) -> None:
    ticket, url = Ticket.objects.get(), status_url(sender)
    agent, now = an_agent(), timezone.now()
    reply(
        ticket_id=ticket.id,
        body="Which phone do you have?",
        author=agent,
        now=now,
        seen_event=last_event_id(ticket=ticket),
    )
    change_state(
        ticket_id=ticket.id, state=State.PENDING, actor=agent, now=now, seen_event=last_event_id(ticket=ticket)
    )
    sender.get(url)
    assert "Answer the agent" in sender.text
    assert write(sender, url, "A green one.\r\nIt is new.") == 200
    assert "<strong>With an agent</strong>" in sender.text
    assert "A green one." in sender.text
    ticket.refresh_from_db()
    assert ticket.state == State.OPEN
    assert Message.objects.order_by("-created_at")[0].body == "A green one.\nIt is new."


def test_the_same_words_pressed_twice_are_one_message(sender: Customer) -> None:
    url = status_url(sender)
    for _each in range(2):
        assert write(sender, url, "Hello, is anybody there?") == 200
    assert Message.objects.filter(body="Hello, is anybody there?").count() == 1


def test_an_empty_message_and_one_with_a_secret_get_a_sentence_and_are_kept_nowhere(sender: Customer) -> None:
    url = status_url(sender)
    before = Message.objects.count()
    for body, sentence in (("  ", "Write your message"), ("abandon " * 11 + "about", "recovery phrase")):
        assert write(sender, url, body) == 422
        assert sentence in sender.text
        assert 'role="alert"' in sender.text
    assert Message.objects.count() == before


def test_nobody_else_can_write_with_the_link_alone(sender: Customer) -> None:
    url, before = status_url(sender), Message.objects.count()
    stranger = Customer()
    stranger.get(url)
    assert "Write to us again" not in stranger.text
    assert stranger.post(f"{url}write/", {"body": "Send it to me instead."}).status_code == 404
    assert Message.objects.count() == before


def test_a_closed_request_takes_nothing_more_and_says_so(sender: Customer) -> None:
    url = status_url(sender)
    sender.get(url)
    Ticket.objects.update(state=State.CLOSED)
    assert sender.post(f"{url}write/", {"body": "One more thing."}).status_code == 422
    assert "This request is closed" in sender.text
    sender.get(url)
    assert "Write to us again" not in sender.text


def test_an_agents_open_page_is_outdated_once_the_customer_has_written(sender: Customer) -> None:
    ticket, url = Ticket.objects.get(), status_url(sender)
    seen = last_event_id(ticket=ticket)
    write(sender, url, "I found the phone.")
    with pytest.raises(ChangedMeanwhile):
        reply(ticket_id=ticket.id, body="We look.", author=an_agent(), now=timezone.now(), seen_event=seen)


def test_documents_that_have_joined_are_listed_with_the_request_they_joined(sender: Customer) -> None:
    ticket, now = Ticket.objects.get(), timezone.now()
    documents = a_ticket(now=now, device=ticket.device, joins=ticket, request_type="documents-general")
    a_file(now=now, ticket=documents, name="passport.jpg", state=FileState.ACCEPTED)
    url = status_url(sender)
    assert "passport.jpg" not in sender.get(url).content.decode()
    merge(child_id=documents.id, into_id=ticket.id, now=now)
    assert "passport.jpg" in sender.get(url).content.decode()


def test_words_typed_while_the_request_was_being_closed_are_shown_again(sender: Customer) -> None:
    url = status_url(sender)
    sender.get(url)
    Ticket.objects.update(state=State.CLOSED)
    sender.post(f"{url}write/", {"body": "A long story that nobody wants to type twice."})
    assert "A long story that nobody wants to type twice." in sender.text
    assert 'id="id_body"' in sender.text


def test_a_message_that_was_sent_is_said_to_be(sender: Customer) -> None:
    url = status_url(sender)
    write(sender, url, "Is anybody there?")
    assert "Your message has been sent." in sender.text
    assert "Your message has been sent." not in sender.get(url).content.decode()


def test_a_change_of_language_takes_the_unsent_message_along(sender: Customer) -> None:
    url, before = status_url(sender), Message.objects.count()
    sender.get(url)
    response = sender.post(f"{url}write/", {"body": "Half a sen", "to_language": "fr"})
    assert "Half a sen" in sender.text
    assert 'lang="fr"' in sender.text
    assert response.headers["Content-Language"] == "fr"
    assert f'action="{url.replace("/en/", "/fr/")}write/"' in sender.text
    assert Message.objects.count() == before


def test_security_documents_begin_on_the_status_page_of_a_request_about_security_and_only_there(
    sender: Customer,
) -> None:
    begin = f"/{sender.language}/requests/documents-security/begin/"
    url = status_url(sender)
    sender.get(url)
    assert begin in sender.text
    stranger = Customer()
    stranger.get(url)
    stranger.post("/en/requests/documents-security/begin/", {"for": url.split("/")[3]})
    assert stranger.step == "note"
    Ticket.objects.update(queue="general")
    sender.get(url)
    assert begin not in sender.text
