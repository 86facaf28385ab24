"""A call-back is asked for by whoever is signed in, or by an agent's invitation, with the same rules for both."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from calls.actions.agree import agree
from calls.code_words import call_code
from calls.opening import teams
from calls.proposals import proposals_of
from follow_up.calls import shown
from forms_catalog.catalogue import catalogue
from forms_catalog.invitations import invite, token_of
from forms_catalog.models import Draft, Invitation
from tests.customer import Customer
from tests.factories import a_proven_ticket, a_ticket
from tests.forms_catalog.answering import variants
from tests.forms_catalog.test_every_way_through import _as_posted
from tests.letters import posted, text_of
from tests.signing_in import sign_in
from tickets.actions.edit import last_event_id
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Ticket:
    """A request whose sender has proven their address."""
    return a_proven_ticket(now=timezone.now())


@pytest.fixture
def invited(asked: Ticket) -> Invitation:
    """An agent asks its sender to say when they can be called."""
    return invite(
        ticket_id=asked.id,
        request_type="phone-callback",
        actor=User.objects.create_user("lea@example.com", is_staff=True),
        now=timezone.now(),
        seen_event=last_event_id(ticket=asked),
    )


def begin(invitation: Invitation, customer: Customer | None = None) -> Customer:
    """Open the invitation, in a browser that nobody is signed in at unless one is given."""
    customer = customer or Customer()
    customer.get(f"/en/i/{token_of(invitation=invitation)}/")
    customer.post(customer.url)
    return customer


def go_on(customer: Customer, **chosen: str) -> None:
    """Answer every page that comes, in the usual way or as chosen."""
    steps = {step.slug: step for step in catalogue()["phone-callback"].steps}
    while customer.step in steps:
        here, step = customer.step, steps[customer.step]
        usual = _as_posted(step, variants(step)[0])
        customer.answer(**{name: chosen.get(name, value) for name, value in usual.items()})
        if customer.step == here:
            return


def test_without_a_sign_in_and_without_an_invitation_the_gate_stands_there(asked: Ticket) -> None:
    customer = Customer()
    customer.begin("phone-callback")
    assert "/sign-in/?next=" in customer.text


def test_whoever_is_invited_asks_without_a_sign_in_and_it_joins_their_request(
    asked: Ticket, invited: Invitation
) -> None:
    customer = begin(invited)
    assert customer.step == "topic"
    go_on(customer, topic="funds_blocked")
    assert customer.step == "check", customer.text
    assert "alice@example.com" not in customer.text
    customer.post(customer.url.replace("/check/", "/send/"))
    sent = Ticket.objects.get(request_type="phone-callback")
    assert sent.survivor_id == asked.id
    assert sent.contact_email == ""


def test_the_call_of_an_invited_person_is_told_to_the_address_of_the_request_it_came_from(
    asked: Ticket, invited: Invitation
) -> None:
    customer = begin(invited)
    go_on(customer, topic="funds_blocked")
    customer.post(customer.url.replace("/check/", "/send/"))
    sent = Ticket.objects.get(request_type="phone-callback")
    appointment = agree(
        root_id=asked.id,
        part_id=sent.id,
        starts_at=proposals_of(ticket=sent)[0].open(teams())[0].start,
        actor=User.objects.get(),
        now=timezone.now(),
        seen_event=last_event_id(ticket=asked),
    )
    letter = posted("call_agreed").get()
    assert letter.address == asked.contact_email
    assert asked.reference in text_of(letter)
    root = Ticket.objects.get(id=asked.id)
    call = shown(theirs=[root, sent], root=root, token="x", now=timezone.now())
    assert call is not None
    assert call.code == call_code(appointment=appointment)


@pytest.mark.parametrize("signed_in", ["", "bob@example.com"], ids=["nobody-signed-in", "somebody-else-signed-in"])
def test_an_invitation_opens_no_way_round_the_rule_on_new_numbers(
    asked: Ticket, invited: Invitation, signed_in: str
) -> None:
    a_ticket(
        now=timezone.now() - timedelta(days=3),
        request_type="phone-change",
        account=asked.account,
        answers={"new_number": "+33199001234"},
    )
    customer = Customer()
    if signed_in:
        customer.begin("phone-callback")
        sign_in(customer, signed_in)
    begin(invited, customer)
    go_on(customer, topic="funds_blocked")
    assert customer.step == "phone"
    assert "Give your earlier number" in customer.text


def test_a_used_invitation_leads_to_the_sign_in(asked: Ticket, invited: Invitation) -> None:
    customer = begin(invited)
    page = customer.url
    Invitation.objects.update(used_at=timezone.now())
    customer.get(page)
    assert "/sign-in/?next=" in customer.text


def test_one_open_call_back_is_named_to_whoever_asks_for_another() -> None:
    customer = Customer()
    customer.begin("phone-callback")
    sign_in(customer)
    go_on(customer, topic="funds_blocked")
    customer.post(customer.url.replace("/check/", "/send/"))
    first = Ticket.objects.get(request_type="phone-callback")
    customer.begin("phone-callback")
    customer.answer(topic="funds_blocked")
    assert customer.page.status_code == 422
    assert first.reference in customer.text


def test_somebody_else_is_in_the_account_the_report_comes_first_and_the_call_is_still_possible() -> None:
    customer = Customer()
    customer.begin("phone-callback")
    sign_in(customer)
    customer.answer(topic="hacked")
    assert "Report it now, do not wait for a call" in customer.text
    customer.post(customer.url, {"anyway": "1"})
    assert customer.step == "reference"
    customer.get(customer.url.replace("/reference/", "/topic/"))
    customer.answer(topic="hacked")
    customer.post(customer.url, {"anyway": "1"})
    assert Draft.objects.get().request_type == "phone-callback"


def test_nobody_reports_anything_by_asking_for_a_call(invited: Invitation) -> None:
    customer = Customer()
    for slug, label in (("phone-callback", "Start"), ("video-verification", "Start"), ("lost-device", "Report now")):
        customer.get(f"/en/requests/{slug}/")
        assert f'<button class="button">{label}</button>' in customer.text
    customer.get("/en/requests/phone-callback/")
    assert "You sign in with a code" in customer.text
    customer.get(f"/en/i/{token_of(invitation=invited)}/")
    assert "You sign in with a code" not in customer.text
