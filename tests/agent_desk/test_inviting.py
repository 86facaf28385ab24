"""An agent invites the customer to a form from the ticket page, sees that it waits, and can take it back."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from forms_catalog.invitations import token_of
from forms_catalog.models import Invitation
from outbox.limits import MOST_AN_HOUR
from outbox.models import Letter
from tests.agent_desk.conftest import another, good, seen, url_of
from tests.customer import Customer
from tests.factories import confirmed
from tests.follow_up.asking import a_quick_sender, status_url, ticket_of
from tickets.actions.write import write
from tickets.models import Ticket
from tickets.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_types")]


def test_the_ticket_page_offers_the_forms_that_open_by_invitation_and_no_others(
    at_work: Client, a_french_ticket: Ticket
) -> None:
    page = good(at_work.get(url_of(a_french_ticket))).content.decode()
    assert '<option value="trip-questions">Questions about a trip</option>' in page
    assert '<option value="lost-device">' not in page
    assert '<option value="new-address">' not in page


def test_an_invitation_writes_a_letter_waits_for_the_customer_and_says_so(
    at_work: Client, a_french_ticket: Ticket
) -> None:
    answer = at_work.post(url_of(a_french_ticket, "invite"), seen(a_french_ticket, form="trip-questions"), follow=True)
    page = good(answer).content.decode()
    assert "Invitation sent: “Questions about a trip”." in page
    assert "Invited to “Questions about a trip”" in page
    assert "Customer invited to fill in a form" in page
    a_french_ticket.refresh_from_db()
    assert a_french_ticket.state == State.PENDING
    letter = Letter.objects.get(kind="invitation")
    assert (letter.about, letter.address) == (Invitation.objects.get().id, a_french_ticket.contact_email)


def test_a_withdrawn_invitation_is_gone_from_the_page_and_in_the_trail(
    at_work: Client, a_french_ticket: Ticket
) -> None:
    at_work.post(url_of(a_french_ticket, "invite"), seen(a_french_ticket, form="trip-questions"))
    chosen = seen(a_french_ticket, invitation=Invitation.objects.get().id)
    page = good(at_work.post(url_of(a_french_ticket, "withdraw"), chosen, follow=True)).content.decode()
    assert "Invited to “Questions about a trip”" not in page
    assert "Invitation withdrawn" in page
    assert Invitation.objects.get().withdrawn_at is not None
    again = at_work.post(url_of(a_french_ticket, "withdraw"), seen(a_french_ticket, invitation=chosen["invitation"]))
    assert again.status_code == 409


@pytest.mark.parametrize("invitation", ["", "nonsense", "another ticket’s", "nobody’s"])
def test_only_an_invitation_of_this_ticket_can_be_withdrawn(
    at_work: Client, agent: User, a_french_ticket: Ticket, invitation: str
) -> None:
    other = another()
    at_work.post(url_of(other, "invite"), seen(other, form="trip-questions"))
    ids = {"another ticket’s": str(Invitation.objects.get().id), "nobody’s": str(uuid4())}
    sent = seen(a_french_ticket, invitation=ids.get(invitation, invitation))
    assert at_work.post(url_of(a_french_ticket, "withdraw"), sent).status_code == 409
    assert Invitation.objects.get().withdrawn_at is None


@pytest.mark.parametrize("form", ["", "lost-device", "no-such-form"])
def test_any_other_form_is_refused_and_nothing_is_made(at_work: Client, a_french_ticket: Ticket, form: str) -> None:
    answer = at_work.post(url_of(a_french_ticket, "invite"), seen(a_french_ticket, form=form))
    assert answer.status_code == 422
    assert "Select a form." in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_over_another_agents_change_is_refused(at_work: Client, a_french_ticket: Ticket) -> None:
    outdated = seen(a_french_ticket, form="trip-questions")
    at_work.post(url_of(a_french_ticket, "reply"), seen(a_french_ticket, kind="reply", body="Bonjour"))
    assert at_work.post(url_of(a_french_ticket, "invite"), outdated).status_code == 409
    assert not Invitation.objects.exists()


def test_a_ticket_without_an_address_and_a_closed_one_offer_no_invitation(at_work: Client) -> None:
    for ticket in (another(contact_email="", account_email=""), another()):
        sent = seen(ticket, form="trip-questions")
        if ticket.contact_email:
            Ticket.objects.filter(id=ticket.id).update(state=State.CLOSED)
        assert b"Invite to a form" not in at_work.get(url_of(ticket)).content
        assert at_work.post(url_of(ticket, "invite"), sent).status_code in {409, 422}
    assert not Invitation.objects.exists()


def test_agents_cannot_be_used_to_flood_an_address_that_nobody_has_proven(at_work: Client) -> None:
    for _each in range(MOST_AN_HOUR):
        ticket = another()
        at_work.post(url_of(ticket, "invite"), seen(ticket, form="trip-questions"))
    ticket = another()
    answer = at_work.post(url_of(ticket, "invite"), seen(ticket, form="trip-questions"))
    assert answer.status_code == 409
    assert "No email can be sent" in answer.content.decode()
    assert Letter.objects.filter(kind="invitation").count() == Invitation.objects.count() == MOST_AN_HOUR
    ticket.refresh_from_db()
    assert ticket.state == State.NEW
    confirmed(ticket)
    assert at_work.post(url_of(ticket, "invite"), seen(ticket, form="trip-questions")).status_code == 302


def test_the_answers_stand_in_the_conversation_as_a_part_of_their_own(at_work: Client, a_french_ticket: Ticket) -> None:
    at_work.post(url_of(a_french_ticket, "invite"), seen(a_french_ticket, form="trip-questions"))
    customer = Customer("fr")
    customer.get(f"/fr/i/{token_of(invitation=Invitation.objects.get())}/")
    customer.post(customer.url)
    customer.answer(where="trip")
    customer.answer(description="Je suis en voyage, sur l’ordinateur d’un ami.")
    customer.post(customer.url.replace("/check/", "/send/"))
    page = good(at_work.get(url_of(a_french_ticket))).content.decode()
    assert "Questions about a trip" in page
    assert "On a trip" in page
    assert "Je suis en voyage" in page
    assert "Invited to" not in page
    a_french_ticket.refresh_from_db()
    assert a_french_ticket.state == State.OPEN


def test_what_agents_wait_for_is_on_the_status_page_and_opens_from_there(at_work: Client, agent: User) -> None:
    customer = a_quick_sender()
    ticket = confirmed(ticket_of(customer))
    customer.get(customer.url)
    page = status_url(customer)
    at_work.post(url_of(ticket, "invite"), seen(ticket, form="trip-questions"))
    link = f"/en/i/{token_of(invitation=Invitation.objects.get())}/"
    write(ticket_id=ticket.id, body="Here I am again.", now=timezone.now())
    customer.get(page)
    assert "A form waits for you" in customer.text
    assert f'href="{link}"' in customer.text
    stranger = Customer()
    stranger.get(page)
    assert "Its link is in the email that we sent you" in stranger.text
    assert link not in stranger.text
    assert "Questions about a trip" not in stranger.text
    at_work.post(url_of(ticket, "state"), seen(ticket, state="SOLVED"))
    customer.get(page)
    assert "A form waits for you" not in customer.text


@pytest.mark.parametrize("state", [State.SOLVED, State.CLOSED])
def test_an_invitation_of_a_request_that_is_over_opens_nothing_and_cannot_be_withdrawn(
    at_work: Client, a_french_ticket: Ticket, state: State
) -> None:
    customer = Customer()
    at_work.post(url_of(a_french_ticket, "invite"), seen(a_french_ticket, form="trip-questions"))
    Ticket.objects.update(state=state)
    link, dead = token_of(invitation=Invitation.objects.get()), token_of(invitation=Invitation(id=uuid4()))
    pages = [(customer.get(f"/en/i/{each}/").status_code, customer.text.replace(each, "")) for each in (link, dead)]
    assert pages[0] == pages[1]
    page = good(at_work.get(url_of(a_french_ticket))).content.decode()
    assert "Withdraw" not in page
    assert "Invite to a form" not in page
    again = at_work.post(url_of(a_french_ticket, "invite"), seen(a_french_ticket, form="trip-questions"))
    assert again.status_code == 409
