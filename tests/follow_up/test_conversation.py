"""Words open in the sending browser, to its owner signed in, or for half an hour by a mailed link, once, in one browser."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from accounts.signing_in import sign_in
from tests.customer import Customer
from tests.factories import a_file, a_proven_ticket, a_ticket, confirmed
from tests.follow_up.asking import SECRET_WORDS, a_quick_sender, status_url, ticket_of
from tests.letters import link_in, posted
from tickets import passes
from tickets.actions.change_state import change_state
from tickets.actions.close import NotYoursAlone, close
from tickets.actions.edit import last_event_id
from tickets.actions.merge import merge
from tickets.actions.reply import reply
from tickets.actions.withdraw_links import withdraw_links
from tickets.models import Event, Message, Pass, StatusLink, Ticket, Verb
from tickets.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender() -> Customer:
    """Somebody whose request is proven, on its confirmation page."""
    customer = a_quick_sender()
    confirmed(ticket_of(customer))
    return customer


@pytest.fixture
def agent() -> User:
    """Somebody who works here."""
    return User.objects.create_user("lea@example.com", is_staff=True)


def answer(ticket: Ticket, *, by: User, body: str = "We have looked at it.", then: State | None = None) -> None:
    """An agent answers, and may set the state."""
    now = timezone.now()
    reply(ticket_id=ticket.id, body=body, author=by, now=now, seen_event=last_event_id(ticket=ticket))
    if then:
        change_state(ticket_id=ticket.id, state=then, actor=by, now=now, seen_event=last_event_id(ticket=ticket))


def mailed_link(url: str) -> str:
    """The link to the conversation that is mailed when somebody presses the button on the status page."""
    asker = Customer()
    asker.get(url)
    asker.post(f"{url}open/")
    assert "We have written to the address of this request." in asker.text
    letter = posted("conversation").last()
    assert letter
    return link_in(letter, "/c/")


def opened(url: str) -> Customer:
    """Another browser of the sender's, in which the mailed link was opened."""
    phone = Customer()
    phone.get(mailed_link(url))
    phone.post(phone.url)
    return phone


def test_a_mailed_link_opens_the_words_for_its_first_browser_and_for_no_other(sender: Customer, agent: User) -> None:
    answer(Ticket.objects.get(), by=agent)
    link = mailed_link(status_url(sender))
    phone, thief = Customer(), Customer()
    for each in (phone, thief):
        each.get(link)
        assert SECRET_WORDS not in each.text
        assert "Open the messages" in each.text
    phone.post(link)
    assert SECRET_WORDS in phone.text
    assert "We have looked at it." in phone.text
    assert thief.post(link).status_code == 404
    thief.get(status_url(sender))
    assert SECRET_WORDS not in thief.text


def test_looking_at_the_mailed_link_changes_nothing(sender: Customer) -> None:
    link = mailed_link(status_url(sender))
    before = Pass.objects.values().get()
    scanner = Client()
    assert scanner.get(link).status_code == scanner.head(link).status_code == 200
    assert not [name for name in scanner.cookies if name != "csrf"]
    assert Pass.objects.values().get() == before
    assert opened(status_url(sender)).page.status_code == 200


@pytest.mark.parametrize("dead", ["used", "ended", "cut", "altered", "withdrawn", "nonsense"])
def test_a_mailed_link_that_opens_nothing_gets_the_one_answer(sender: Customer, dead: str) -> None:
    link = mailed_link(status_url(sender))
    token = link.split("/")[3]
    if dead == "used":
        Pass.objects.update(device="somebody")
    if dead == "ended":
        Pass.objects.update(ends_at=timezone.now())
    if dead == "withdrawn":
        Pass.objects.all().delete()
    flipped = f"{token[:-3]}{'A' if token[-3] != 'A' else 'B'}{token[-2:]}"
    path = link.replace(token, {"cut": token[:-2], "altered": flipped, "nonsense": "x"}.get(dead, token))
    answer, nothing = Client().get(path), Client().get("/en/t/nothing/")
    assert (answer.status_code, answer.content) == (404, nothing.content.replace(b"/t/nothing/", path[3:].encode()))
    assert Customer().post(path).status_code in {403, 404}


def test_after_half_an_hour_the_words_close_and_what_was_typed_is_shown_again(
    sender: Customer, settings: LazySettings
) -> None:
    url = status_url(sender)
    phone = opened(url)
    half_an_hour = timedelta(minutes=settings.PASS_MINUTES)
    Pass.objects.update(ends_at=F("ends_at") - half_an_hour)
    before = Message.objects.count()
    phone.post(f"{phone.url}write/", {"body": "A long story that nobody wants to type twice."})
    assert phone.page.status_code == 422
    assert "A long story that nobody wants to type twice." in phone.text
    assert SECRET_WORDS not in phone.text
    assert "Send me the link" in phone.text
    assert Message.objects.count() == before


def test_whoever_writes_has_half_an_hour_more(sender: Customer) -> None:
    phone = opened(status_url(sender))
    Pass.objects.exclude(device="").update(ends_at=timezone.now() + timedelta(minutes=1))
    phone.post(f"{phone.url}write/", {"body": "It is me, from my phone."})
    assert "It is me, from my phone." in phone.text
    assert Pass.objects.exclude(device="").get().ends_at > timezone.now() + timedelta(minutes=29)


def test_the_owner_signed_in_reads_their_requests_from_any_browser(sender: Customer, settings: LazySettings) -> None:
    laptop = Customer()
    key = sign_in(person=Person.objects.get(), device="laptop", now=timezone.now())
    laptop.client.cookies[settings.CUSTOMER_COOKIE_NAME] = key
    laptop.get("/en/track/")
    assert Ticket.objects.get().reference in laptop.text
    laptop.get(status_url(sender))
    assert SECRET_WORDS in laptop.text
    laptop.post(f"{laptop.url}write/", {"body": "From my laptop."})
    assert "From my laptop." in laptop.text


def test_every_message_of_an_agent_is_read_here_in_full(sender: Customer, agent: User) -> None:
    ticket = Ticket.objects.get()
    words = [f"Answer {number}, with “quotes”, <tags> & more." for number in range(12)]
    for each in words:
        answer(ticket, by=agent, body=each)
    phone = opened(status_url(sender))
    for each in words:
        assert each.replace("<tags> &", "&lt;tags&gt; &amp;") in phone.text


def test_a_merged_request_shows_only_this_persons_part(sender: Customer, agent: User) -> None:
    mine, url = Ticket.objects.get(), status_url(sender)
    theirs = a_proven_ticket(
        now=timezone.now(), device="bobs", contact_email="bob@example.com", body="Bob’s own story."
    )
    a_file(now=timezone.now(), ticket=theirs, name="bob.pdf")
    merge(child_id=mine.id, into_id=theirs.id, now=timezone.now(), across_people=True)
    answer(theirs, by=agent, body="This is for Bob.")
    for reader in (opened(url), sender):
        reader.get(url)
        assert SECRET_WORDS in reader.text
        for words in ("Bob’s own story.", "This is for Bob.", "bob.pdf", "bob@example.com", theirs.reference):
            assert words not in reader.text
        assert "Close this request" not in reader.text
        assert reader.post(f"{url}close/").status_code == 200
    with pytest.raises(NotYoursAlone):
        close(ticket_id=mine.id, now=timezone.now())
    theirs.refresh_from_db()
    assert theirs.state == State.OPEN


def test_a_link_alone_may_not_close_reopen_or_write(sender: Customer) -> None:
    url, stranger = status_url(sender), Customer()
    stranger.get(url)
    assert "Close this request" not in stranger.text
    for page in ("close", "reopen", "write"):
        assert stranger.post(f"{url}{page}/", {"body": "Mine now."}).status_code == 404
        assert sender.client.get(f"{url}{page}/").status_code == 302
    assert Ticket.objects.get().state == State.NEW


def test_a_customer_closes_and_reopens_and_agents_see_both(sender: Customer) -> None:
    url = status_url(sender)
    sender.get(url)
    sender.post(f"{url}close/")
    assert "You have closed this request." in sender.text
    assert "<strong>Closed</strong>" in sender.text
    assert Ticket.objects.get().state == State.SOLVED
    sender.post(f"{url}close/")
    sender.post(f"{url}reopen/")
    assert "Your request is open again." in sender.text
    assert Ticket.objects.get().state == State.OPEN
    verbs = [each.verb for each in Event.objects.order_by("id")]
    assert verbs[-2:] == [Verb.CUSTOMER_CLOSED, Verb.CUSTOMER_REOPENED]


def test_a_solved_request_can_be_reopened_for_fourteen_days_and_no_longer(sender: Customer, agent: User) -> None:
    ticket, url = Ticket.objects.get(), status_url(sender)
    answer(ticket, by=agent, then=State.SOLVED)
    sender.get(url)
    assert "Reopen this request" in sender.text
    assert "within 14 days" in sender.text
    Ticket.objects.update(solved_at=timezone.now() - timedelta(days=14, seconds=1))
    sender.post(f"{url}reopen/")
    assert "Reopen this request" not in sender.text
    assert sender.post(f"{url}write/", {"body": "One more thing."}).status_code == 422
    assert Ticket.objects.get().state == State.SOLVED
    Ticket.objects.update(solved_at=timezone.now() - timedelta(days=13))
    sender.get(url)
    sender.post(f"{url}write/", {"body": "One more thing."})
    assert Ticket.objects.get().state == State.OPEN


def test_a_solved_request_leads_its_sender_to_the_rating_until_it_is_rated(sender: Customer) -> None:
    url, solved = status_url(sender), Ticket.objects.get()
    assert "feedback" not in sender.get(url).content.decode()
    Ticket.objects.update(state=State.SOLVED, solved_at=timezone.now())
    assert 'action="/en/requests/feedback/begin/"' in sender.get(url).content.decode()
    assert "feedback" not in Customer().get(url).content.decode()
    a_ticket(now=timezone.now(), request_type="feedback", joins=solved, joins_by_itself=False)
    assert "feedback" not in sender.get(url).content.decode()


def test_withdrawing_links_closes_the_words_everywhere_and_a_later_mailed_link_makes_a_new_one(
    sender: Customer,
) -> None:
    ticket, url = Ticket.objects.get(), status_url(sender)
    phone = opened(url)
    withdraw_links(ticket_id=ticket.id, now=timezone.now())
    assert phone.get(url).status_code == 404
    assert not Pass.objects.exists()
    passes.mail(ticket=ticket, now=timezone.now())
    letter = posted("conversation").last()
    assert letter
    link = link_in(letter, "/c/")
    phone.get(link)
    phone.post(link)
    assert SECRET_WORDS in phone.text
    assert phone.url != url
    assert StatusLink.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_request_whose_address_is_not_proven_gets_the_letter_that_proves_it(sender: Customer) -> None:
    waiting = a_quick_sender(address="bob@example.com")
    stranger = Customer()
    stranger.get(status_url(waiting))
    before = posted("conversation").count()
    stranger.post(f"{status_url(waiting)}open/")
    assert "We have written to the address of this request." in stranger.text
    assert posted("confirm_address", to="bob@example.com").count() == 2
    assert posted("conversation").count() == before


def test_files_added_where_the_words_are_open_are_of_the_same_person(sender: Customer) -> None:
    phone = opened(status_url(sender))
    phone.post("/en/requests/documents-general/begin/", {"for": phone.url.split("/")[3]})
    phone.answer(skip="1")
    phone.answer(consent="on")
    phone.add(("passport.pdf", b"%PDF-1.4 something"))
    phone.post(phone.url)
    phone.post(phone.url.replace("/check/", "/send/"))
    request, documents = Ticket.objects.order_by("id")
    assert (documents.joins, documents.account) == (request, request.account)
    assert documents.contact_proven_at == request.contact_proven_at
