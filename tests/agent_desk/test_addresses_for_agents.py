"""Agents see which address is proven, what did not arrive, and what its owner disowned; unproven requests stand apart."""

from datetime import timedelta

from django.test import Client

from outbox.models import Letter, LetterState
from tests.agent_desk.conftest import SENT, another, good, seen, url_of
from tests.factories import a_proven_ticket, confirmed
from tickets import passes
from tickets.actions.close import close
from tickets.actions.disown import disown
from tickets.actions.reopen import reopen
from tickets.models import Ticket
from tickets.states import State


def page_of(browser: Client, path: str) -> str:
    """A page's HTML, after a look at what every page must keep."""
    page = browser.get(path)
    good(page)
    assert page.status_code == 200
    return page.content.decode()


def test_an_unproven_request_stands_apart_from_the_work_list_until_its_address_is_proven(at_work: Client) -> None:
    waiting, stolen = another(worked_unconfirmed=False), another(worked_unconfirmed=True)
    listed = page_of(at_work, "/staff/tickets/ticket/")
    assert waiting.reference not in listed
    assert stolen.reference in listed
    assert waiting.reference in page_of(at_work, "/staff/tickets/ticket/?show=unconfirmed")
    overview = page_of(at_work, "/staff/")
    assert waiting.reference not in overview
    assert "Address not proven" in overview
    confirmed(waiting)
    assert waiting.reference in page_of(at_work, "/staff/tickets/ticket/")


def test_the_page_says_whether_the_address_is_proven(at_work: Client) -> None:
    waiting, proven = another(worked_unconfirmed=False), a_proven_ticket(now=SENT)
    html = page_of(at_work, url_of(waiting))
    assert "Nobody has proven the contact address yet." in html
    assert ">Not proven<" in html
    html = page_of(at_work, url_of(proven))
    assert ">Proven<" in html
    assert "Nobody has proven" not in html


def test_letters_that_did_not_arrive_are_named_on_the_page(at_work: Client) -> None:
    ticket = another(worked_unconfirmed=False)
    passes.mail(ticket=ticket, now=SENT + timedelta(hours=1))
    assert "could not be delivered" not in page_of(at_work, url_of(ticket))
    Letter.objects.update(state=LetterState.GIVEN_UP, fault="550")
    html = page_of(at_work, url_of(ticket))
    assert "could not be delivered" in html
    assert "Confirm your address" in html
    assert "The link to your messages" in html
    other = another(device="another-browser")
    assert "could not be delivered" not in page_of(at_work, url_of(other))


def test_a_disowned_request_says_so_loudly_and_stops_nothing(at_work: Client) -> None:
    ticket = another(account_email="owner@example.com")
    form = seen(ticket, kind="reply", body="Who are you?")
    disown(ticket_id=ticket.id, now=SENT)
    html = page_of(at_work, url_of(ticket))
    assert "“This was not me”: the owner of the account’s address" in html
    # An agent who had not seen it yet is shown it before anything is sent.
    assert at_work.post(url_of(ticket, "reply"), form).status_code == 409
    assert at_work.post(url_of(ticket, "reply"), seen(ticket, kind="reply", body="Who are you?")).status_code == 302


def test_the_trail_tells_what_the_customer_did(at_work: Client) -> None:
    ticket = confirmed(another(worked_unconfirmed=False))
    close(ticket_id=ticket.id, now=SENT)
    reopen(ticket_id=ticket.id, now=SENT)
    html = page_of(at_work, url_of(ticket))
    for words in ("Contact address proven", "Closed by the customer", "Reopened by the customer", "Solved → Open"):
        assert words in html
    assert Ticket.objects.get().state == State.OPEN
