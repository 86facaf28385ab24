"""A form by invitation opens by its own link, once, before a day, for one ticket, and tells nothing to anybody else."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments.checking import check_file
from attachments.models import Attachment
from forms_catalog import invitations
from forms_catalog.drafts import purge_expired
from forms_catalog.invitations import AskedOftenEnough, InvitationOver, NotByInvitation, invite, withdraw
from forms_catalog.models import Draft, Invitation
from outbox.letters import content_of
from outbox.models import Letter
from tests.customer import Customer
from tests.factories import a_proven_ticket
from tests.forms_catalog.test_filing_a_request import a_photo
from tests.signing_in import sign_in
from tickets.actions.edit import last_event_id
from tickets.models import Joining, Ticket, Verb
from tickets.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_types")]


@pytest.fixture
def agent() -> User:
    """Somebody who invites."""
    return create_agent(email="lea@example.com", name="Léa Martin", role=Role.AGENT)


@pytest.fixture
def ticket() -> Ticket:
    """A request that an agent works on."""
    return a_proven_ticket(now=timezone.now(), language="fr")


def invited(ticket: Ticket, agent: User, slug: str = "trip-questions", **over: Any) -> Invitation:
    """An agent invites the sender of a ticket."""
    values: dict[str, Any] = {"now": timezone.now(), "seen_event": last_event_id(ticket=ticket)} | over
    return invite(ticket_id=ticket.id, request_type=slug, actor=agent, **values)


def link_of(invitation: Invitation, language: str = "en") -> str:
    """The address that the letter brings."""
    return f"/{language}/i/{invitations.token_of(invitation=invitation)}/"


def begin(customer: Customer, invitation: Invitation) -> None:
    """Open the link and press the button."""
    customer.get(link_of(invitation, customer.language))
    customer.post(customer.url)


def answer_and_send(customer: Customer) -> Any:
    """Fill the form in and press Send."""
    customer.answer(where="trip")
    customer.answer(description="I am on a trip with a friend’s laptop.")
    assert customer.step == "check"
    return customer.post(customer.url.replace("/check/", "/send/"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_an_invited_person_answers_joins_the_ticket_and_opens_it(
    ticket: Ticket, agent: User, language: str
) -> None:
    invitation = invited(ticket, agent)
    ticket.refresh_from_db()
    assert ticket.state == State.PENDING
    customer = Customer(language)
    begin(customer, invitation)
    assert customer.step == "where"
    answer_and_send(customer)
    answers = Ticket.objects.get(reference=customer.step)
    ticket.refresh_from_db()
    assert (answers.joins_id, answers.merged_into_id, answers.queue) == (ticket.id, ticket.id, ticket.queue)
    assert answers.answers["where"] == "trip"
    assert ticket.state == State.OPEN
    # It was sent from another browser, which reads nothing of the request it was asked for.
    assert ticket.reference not in customer.text


def test_the_files_of_an_invited_request_are_waited_for(ticket: Ticket, agent: User) -> None:
    invitation = invited(ticket, agent, "plan-papers")
    customer = Customer()
    begin(customer, invitation)
    customer.answer(where="home")
    customer.add(("paper.jpg", a_photo()))
    customer.post(customer.url)
    customer.post(customer.url.replace("/check/", "/send/"))
    answers = Ticket.objects.get(reference=customer.step)
    assert (answers.merged_into_id, answers.joining) == (None, Joining.WAITING)
    check_file(file_id=Attachment.objects.get().id)
    answers.refresh_from_db()
    assert answers.merged_into_id == ticket.id


def test_looking_at_the_link_changes_nothing_and_sets_no_cookie(ticket: Ticket, agent: User) -> None:
    invitation = invited(ticket, agent)
    scanner = Customer()
    for _each in range(3):
        assert scanner.get(link_of(invitation)).status_code == 200
        assert scanner.client.head(link_of(invitation)).status_code == 200
    assert not Draft.objects.exists()
    assert "device" not in scanner.client.cookies
    begin(Customer(), invitation)
    assert Draft.objects.count() == 1


def test_the_page_of_an_invitation_tells_nothing_of_the_ticket(ticket: Ticket, agent: User) -> None:
    customer = Customer()
    customer.get(link_of(invited(ticket, agent)))
    for word in (ticket.reference, ticket.account_email, "Lost or stolen"):
        assert word not in customer.text


@pytest.mark.parametrize("way", ["page", "begin", "try"])
def test_without_a_link_a_page_says_that_the_form_is_by_invitation(way: str) -> None:
    customer = Customer()
    address = "/en/requests/trip-questions/"
    customer.get("/en/requests/lost-device/")
    response = customer.post(address + "begin/") if way == "begin" else customer.get(address + "try/" * (way == "try"))
    assert response.status_code == 200
    assert "by invitation" in customer.text
    assert not Draft.objects.exists()


def over(invitation: Invitation, agent: User, why: str) -> str:
    """The link of an invitation after something happened to it."""
    link = link_of(invitation)
    now = timezone.now()
    if why == "expired":
        Invitation.objects.update(created_at=now - timedelta(hours=73), expires_at=now - timedelta(hours=1))
    elif why == "withdrawn":
        withdraw(
            invitation_id=invitation.id,
            ticket_id=invitation.ticket_id,
            actor=agent,
            now=now,
            seen_event=last_event_id(ticket=invitation.ticket),
        )
    elif why == "used":
        invitations.use(invitation_id=invitation.id, now=now)
    elif why == "other ticket’s":
        other = invited(a_proven_ticket(now=now), agent)
        # Its id, with this one's signature.
        return link_of(other)[:27] + link[27:]
    elif why == "altered":
        return link[:-3] + ("A" if link[-3] != "A" else "B") + link[-2:]
    elif why == "truncated":
        return link[:-12] + "/"
    elif why == "unknown":
        return link_of(Invitation(id=uuid4()))
    elif why == "replaced":
        invited(invitation.ticket, agent)
    return link


WHYS = ["expired", "withdrawn", "used", "other ticket’s", "altered", "truncated", "unknown", "replaced"]


@pytest.mark.parametrize("why", WHYS)
def test_a_link_that_opens_nothing_is_a_403_with_one_explanation_and_no_data(
    ticket: Ticket, agent: User, why: str
) -> None:
    link = over(invited(ticket, agent), agent, why)
    pages = set()
    for address in (link, "/en/i/nonsense/"):
        customer = Customer()
        response = customer.get(address)
        assert response.status_code == 403, why
        pages.add(customer.text.replace(address, "").replace(address.replace("/en/", "/fr/"), ""))
        assert customer.client.post(address, {"csrfmiddlewaretoken": "x"}).status_code == 403
    assert len(pages) == 1, why
    assert "An invitation can be used once, within 72 hours" in pages.pop()
    assert not Draft.objects.exists()


def test_the_second_use_of_a_link_is_refused_and_the_first_stays(ticket: Ticket, agent: User) -> None:
    invitation = invited(ticket, agent)
    first, second = Customer(), Customer()
    begin(first, invitation)
    begin(second, invitation)
    answer_and_send(first)
    assert second.get(second.url).status_code == 403
    assert Ticket.objects.exclude(id=ticket.id).count() == 1
    # Pressed again, the first leads to what it made.
    again = Ticket.objects.get(reference=first.step)
    first.post(f"/en/d/{again.draft_id}/send/")
    assert first.step == again.reference


def test_two_browsers_that_send_at_the_same_moment_use_it_once(ticket: Ticket, agent: User) -> None:
    invitation = invited(ticket, agent)
    invitations.use(invitation_id=invitation.id, now=timezone.now())
    with pytest.raises(InvitationOver):
        invitations.use(invitation_id=invitation.id, now=timezone.now())


def test_opened_again_in_the_same_browser_the_link_goes_on_with_what_was_begun(ticket: Ticket, agent: User) -> None:
    invitation = invited(ticket, agent)
    customer = Customer()
    begin(customer, invitation)
    customer.answer(where="home")
    customer.get(link_of(invitation))
    assert "Continue where you left off" in customer.text
    customer.post(customer.url)
    assert customer.step == "details"
    assert Draft.objects.count() == 1


def test_begun_in_time_a_form_may_be_sent_after_the_invitations_day(ticket: Ticket, agent: User) -> None:
    invitation = invited(ticket, agent)
    customer = Customer()
    begin(customer, invitation)
    over(invitation, agent, "expired")
    answer_and_send(customer)
    assert "/sent/KS-" in customer.url


def test_a_withdrawn_invitation_takes_back_what_was_begun_by_it(ticket: Ticket, agent: User) -> None:
    invitation = invited(ticket, agent)
    customer = Customer()
    begin(customer, invitation)
    customer.answer(where="home")
    customer.answer(description="I am at home with my own laptop.")
    over(invitation, agent, "withdrawn")
    assert customer.post(customer.url.replace("/check/", "/send/")).status_code == 403
    assert Ticket.objects.count() == 1


def test_a_draft_of_such_a_form_without_an_invitation_opens_nothing(agent: User) -> None:
    customer = Customer()
    customer.begin("lost-device")
    Draft.objects.update(request_type="trip-questions")
    for page in ("where", "check", "files"):
        assert customer.get(re.sub(r"[^/]+/$", f"{page}/", customer.url)).status_code == 403
    assert customer.post(re.sub(r"[^/]+/$", "send/", customer.url)).status_code == 403


def test_the_form_can_be_asked_three_times_and_no_more(ticket: Ticket, agent: User) -> None:
    for _each in range(settings.INVITED_SUBMISSIONS):
        customer = Customer()
        begin(customer, invited(ticket, agent))
        answer_and_send(customer)
    with pytest.raises(AskedOftenEnough):
        invited(ticket, agent)
    assert Ticket.objects.filter(survivor=ticket).count() == 1 + settings.INVITED_SUBMISSIONS


def test_only_forms_that_open_by_invitation_can_be_invited_to(ticket: Ticket, agent: User) -> None:
    for slug in ("lost-device", "new-address", "no-such-form", ""):
        with pytest.raises(NotByInvitation):
            invited(ticket, agent, slug)


def test_the_letter_brings_the_link_in_the_tickets_language_and_nothing_that_was_typed(
    ticket: Ticket, agent: User
) -> None:
    invitation = invited(ticket, agent)
    letter = Letter.objects.get(about=invitation.id)
    assert (letter.kind, letter.address, letter.language) == ("invitation", ticket.contact_email, "fr")
    content = content_of(letter=letter, now=timezone.now())
    assert content
    assert content.action
    customer = Customer()
    assert customer.get(content.action.url).status_code == 200
    assert "Questions about a trip" in customer.text
    said = " ".join([content.subject, *content.paragraphs, *content.closing])
    assert ticket.reference in said
    assert ticket.account_email not in said


def test_a_letter_that_would_come_too_late_is_not_sent(ticket: Ticket, agent: User) -> None:
    invitation = invited(ticket, agent)
    over(invitation, agent, "used")
    assert content_of(letter=Letter.objects.get(about=invitation.id), now=timezone.now()) is None


def test_the_owner_who_is_signed_in_needs_no_link_and_nobody_else_gets_in(ticket: Ticket, agent: User) -> None:
    invited(ticket, agent)
    owner, other = Customer(), Customer()
    for customer, address in ((owner, "alice@example.com"), (other, "mallory@example.com")):
        customer.begin("new-address")
        sign_in(customer, address)
    owner.get("/en/requests/trip-questions/")
    owner.post(owner.url)
    assert owner.step == "where"
    other.get("/en/requests/trip-questions/")
    assert "by invitation" in other.text


def test_an_invitation_and_its_use_are_in_the_trail(ticket: Ticket, agent: User) -> None:
    customer = Customer()
    begin(customer, invited(ticket, agent))
    answer_and_send(customer)
    verbs = list(ticket.events.order_by("id").values_list("verb", flat=True))
    assert verbs == [Verb.SUBMITTED, Verb.INVITED, Verb.RECEIVED_MERGE]
    assert ticket.events.get(verb=Verb.INVITED).details["after"] == State.PENDING


def test_an_invitations_draft_expires_like_any_other(ticket: Ticket, agent: User) -> None:
    begin(Customer(), invited(ticket, agent))
    assert purge_expired(now=timezone.now() + timedelta(days=8)) == 1
