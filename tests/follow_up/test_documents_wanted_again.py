"""A document that an agent turned down: its sender reads which and why, and sends that one again, but not the same file."""

import hashlib

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments.judging import judge, take_back
from attachments.models import Attachment
from attachments.reasons import Reason
from attachments.states import FileState
from outbox.models import Letter
from tests.customer import Customer
from tests.factories import a_file, confirmed
from tests.follow_up.asking import a_sender, status_url, ticket_of
from tests.forms_catalog.test_filing_a_request import a_photo
from tests.letters import text_of, written
from tickets import telling
from tickets.models import Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db

PASSPORT = a_photo()


@pytest.fixture
def sender() -> Customer:
    """Somebody who has sent a request, and proven their address."""
    customer = a_sender()
    confirmed(ticket_of(customer))
    customer.get(customer.url)
    return customer


@pytest.fixture
def agent() -> User:
    """Somebody who judges."""
    return create_agent(email="lea@example.com", name="Léa Martin", role=Role.AGENT)


def turned_down(ticket: Ticket, agent: User, reason: Reason = Reason.BLURRY) -> Attachment:
    """A document of a request that an agent has looked at."""
    now = timezone.now()
    file = a_file(
        now=now,
        ticket=ticket,
        name="my-passport.jpg",
        state=FileState.ACCEPTED,
        role="id_front",
        sha256=hashlib.sha256(PASSPORT).hexdigest(),
    )
    judge(file_id=file.id, reason=reason, actor=agent, now=now)
    return file


def again(customer: Customer) -> None:
    """Press the button that sends this one again, and answer up to the documents."""
    ticket = ticket_of(customer)
    customer.get(status_url(customer))
    token = customer.url.rstrip("/").rsplit("/", 1)[-1]
    customer.post(f"/{customer.language}/requests/documents-general/begin/", {"for": token})
    customer.answer(skip="1")
    customer.answer(consent="on")
    assert customer.step == "files", ticket.reference


def test_the_status_page_says_which_document_why_and_how_to_mend_it(sender: Customer, agent: User) -> None:
    turned_down(ticket_of(sender), agent)
    sender.get(status_url(sender))
    assert "We need something from you" in sender.text
    assert "Send this again" in sender.text
    assert "my-passport.jpg" in sender.text
    assert "Blurred" in sender.text
    assert "hold the phone still and take it again" in sender.text
    assert "Send this one again" in sender.text


def test_what_few_may_open_is_sent_again_the_way_that_few_may_open(sender: Customer, agent: User) -> None:
    ticket, status = ticket_of(sender), status_url(sender)
    turned_down(ticket, agent)
    for restricted, way in ((False, "documents-general"), (True, "documents-security")):
        Ticket.objects.filter(id=ticket.id).update(restricted=restricted)
        sender.get(status)
        card = sender.text.split("Send this again</h2>")[1].split("Send this one again")[0]
        assert f"/en/requests/{way}/begin/" in card


def test_whoever_only_has_the_link_reads_neither_name_nor_reason(sender: Customer, agent: User) -> None:
    turned_down(ticket_of(sender), agent, Reason.NAME_MISMATCH)
    stranger = Customer()
    stranger.get(status_url(sender))
    assert "A document is needed again" in stranger.text
    assert "my-passport.jpg" not in stranger.text
    assert "The name differs" not in stranger.text
    assert "Send this one again" not in stranger.text


@pytest.mark.parametrize("reason", [Reason.SUSPECTED_FORGERY, Reason.COMPROMISED_ID])
def test_what_only_colleagues_may_know_is_told_as_not_verified(sender: Customer, agent: User, reason: Reason) -> None:
    turned_down(ticket_of(sender), agent, reason)
    sender.get(status_url(sender))
    assert "Could not be verified" in sender.text
    assert str(reason.label) not in sender.text
    assert reason.value not in sender.text


def test_the_letter_is_fixed_text_and_is_not_sent_once_nothing_is_wanted(sender: Customer, agent: User) -> None:
    ticket = ticket_of(sender)
    turned_down(ticket, agent, Reason.EXPIRED)
    letter = Letter.objects.get(about=ticket.id, kind=telling.DOCUMENT_AGAIN)
    content = text_of(letter)
    assert "one or more of them will not do" in content
    assert "my-passport" not in content
    assert "run out" not in content
    take_back(file_id=Attachment.objects.get(name="my-passport.jpg").id, actor=agent, now=timezone.now())
    assert written(letter) is None


def test_nothing_is_wanted_once_the_request_is_over(sender: Customer, agent: User) -> None:
    ticket = ticket_of(sender)
    turned_down(ticket, agent)
    Ticket.objects.filter(id=ticket.id).update(state=State.SOLVED)
    sender.get(status_url(sender))
    assert "Send this again" not in sender.text


def test_the_documents_page_says_what_is_wanted_again_and_refuses_the_very_same_file(
    sender: Customer, agent: User
) -> None:
    turned_down(ticket_of(sender), agent)
    again(sender)
    assert "Wanted again" in sender.text
    assert "my-passport.jpg" in sender.text
    assert sender.text.index("Identity document <span") < sender.text.index("What other documents must look like")
    page = sender.url
    sender.add(("renamed.jpg", PASSPORT))
    assert "The same file as before" in sender.text
    sender.post(page)
    assert sender.page.status_code == 422
    assert "“renamed.jpg” is the very file that an agent has already looked at" in sender.text
    sender.post(page.replace("/files/", "/send/"))
    assert Ticket.objects.count() == 1
    file = Attachment.objects.get(tray__isnull=False)
    sender.post(f"{page.replace('/add/', '/')}{file.id}/remove/")
    sender.add(("better.jpg", PASSPORT + b"in daylight"))
    sender.post(page)
    assert sender.step == "check"
    sender.post(sender.url.replace("/check/", "/send/"))
    assert Ticket.objects.count() == 2


def test_the_same_file_may_come_again_when_only_its_back_was_missing(sender: Customer, agent: User) -> None:
    turned_down(ticket_of(sender), agent, Reason.MISSING_BACK)
    again(sender)
    page = sender.url
    sender.add(("front.jpg", PASSPORT), ("back.jpg", PASSPORT + b"back"))
    sender.post(page)
    assert sender.step == "check"


def test_a_file_that_came_again_ends_the_wish_for_it(sender: Customer, agent: User) -> None:
    ticket = ticket_of(sender)
    turned_down(ticket, agent)
    status = status_url(sender)
    again(sender)
    page = sender.url
    sender.add(("better.jpg", PASSPORT + b"in daylight"))
    sender.post(page)
    sender.post(sender.url.replace("/check/", "/send/"))
    sender.get(status)
    assert "Send this again" not in sender.text
    assert "Blurred" in sender.text
