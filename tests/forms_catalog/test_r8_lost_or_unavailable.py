"""R8 of domain §11: lost or unavailable, two addresses, and no oracle."""

import re
from datetime import datetime
from typing import Any

import pytest

from agent_desk.merge_preview import candidates
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Ending, HandOver
from forms_catalog.journey import Journey, StepForm, Walk
from forms_catalog.models import Draft
from forms_catalog.requests import access_follow_up
from tests.customer import Customer
from tests.factories import a_ticket
from tests.forms_catalog.answering import variants
from tests.forms_catalog.opening import open_request
from tickets.models import Ticket

DRAFT_AND_TOKEN = re.compile(r'/d/[0-9a-f-]{36}/|name="csrfmiddlewaretoken" value="[^"]+"')


def walk(slug: str, answers: dict[str, Any], now: datetime) -> Walk:
    """Where these answers lead."""
    return Journey(request_type=catalogue()[slug], answers=answers, now=now, device="this-browser").walk()


def answer_until(customer: Customer, slug: str, page: str, **over: Any) -> None:
    """Begin a request and answer it as usual up to a page."""
    open_request(customer, catalogue()[slug])
    steps = {step.slug: step for step in catalogue()[slug].steps}
    while customer.step != page:
        usual = variants(steps[customer.step])[0]
        here = customer.step
        customer.answer(**{name: over.get(name, value) for name, value in usual.items()})
        assert customer.step != here, customer.text


@pytest.mark.django_db
def test_r8_a2_device_state_broken_moves_to_a3_with_answers_kept_and_says_why() -> None:
    customer = Customer()
    answer_until(customer, "lost-device", "master-key", account_email="alice+kraken@example.com")
    first = customer.url.replace("master-key", "what-happened")
    customer.get(first)
    response = customer.client.post(
        first, {"device_state": "broken", "csrfmiddlewaretoken": customer.token}, follow=True
    )
    assert "is not lost: these questions fit better" in response.content.decode()
    draft = Draft.objects.get()
    assert draft.request_type == "2fa-unavailable"
    assert (draft.answers["cause"], draft.answers["account_email"]) == ("broken", "alice+kraken@example.com")


def test_r8_a3_cause_stolen_moves_to_a2_p1(now: datetime) -> None:
    found = walk("2fa-unavailable", {"cause": "stolen"}, now)
    assert isinstance(found.exit, HandOver)
    assert found.exit.to == "lost-device"
    assert catalogue()["lost-device"].priority({"device_state": "stolen"}).value == 1


def test_r8_a3_master_key_yes_ends_without_ticket_and_no_field_takes_a_key(now: datetime) -> None:
    answers = {"cause": "changed", "method": "passkey", "which": "sign_in", "master_key_set": "yes"}
    found = walk("2fa-unavailable", answers, now)
    assert isinstance(found.exit, Ending)
    assert not found.exit.anyway
    fields = [field for step in catalogue()["2fa-unavailable"].steps for field in step.fields()]
    assert [name for name in fields if "key" in name] == ["master_key_set"]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["no-emails", "lost-email-access"])
def test_r8_a8_and_a7_refuse_the_accounts_own_address_as_contact(slug: str) -> None:
    customer = Customer()
    answer_until(customer, slug, "contact-email", account_email="alice@example.com", still_have_email="yes")
    assert customer.answer(contact_email="alice@EXAMPLE.com").status_code == 422
    assert "Give a different address" in customer.text
    assert customer.answer(contact_email="alice@example.net").status_code == 200
    assert customer.step != "contact-email"


def test_r8_e_same_email_is_the_code_of_that_refusal(now: datetime) -> None:
    journey = Journey(request_type=catalogue()["no-emails"], answers={}, now=now, device="this-browser")
    step = next(step for step in journey.request_type.steps if step.slug == "contact-email")
    asking = journey.asking({"account_email": "alice@example.com"})
    form = StepForm(step=step, asking=asking, data={"contact_email": "alice@example.com"})
    assert [each.code for each in form.errors.as_data()["contact_email"]] == ["same_email"]


@pytest.mark.django_db
def test_r8_a8_with_another_address_the_letters_go_there() -> None:
    customer = Customer()
    answer_until(customer, "no-emails", "files", contact_email="alice@example.net", which_mail=["all"])
    customer.post(customer.url)
    customer.post(customer.url.replace("/check/", "/send/"))
    ticket = Ticket.objects.get()
    assert (ticket.account_email, ticket.contact_email) == ("alice@example.com", "alice@example.net")


@pytest.mark.parametrize("slug", ["no-emails", "lost-email-access"])
@pytest.mark.parametrize(
    ("account", "contact", "stops", "warns"),
    [
        ("a@x.example", "a@X.Example", True, False),
        ("A@X.example", "a@x.example", False, True),
        ("me@x.example", "me+2@x.example", False, False),
    ],
)
def test_r8_addresses_compare_without_the_domains_case_and_warn_when_only_capitals_differ(
    now: datetime, slug: str, account: str, contact: str, stops: bool, warns: bool
) -> None:
    request_type = catalogue()[slug]
    answers: dict[str, Any] = {name: value for step in request_type.steps for name, value in variants(step)[0].items()}
    answers |= {"account_email": account, "contact_email": contact, "can_sign_in": "no"}
    journey = Journey(request_type=request_type, answers=answers, now=now, device="this-browser")
    found = journey.walk()
    assert bool(found.current and found.current.slug == "contact-email") is stops
    assert ["capital letters" in str(each.text) for each in journey.warnings(found)] == [True] * warns


@pytest.mark.django_db
def test_r8_a_plus_part_is_kept_and_the_ticket_without_it_is_no_duplicate(now: datetime) -> None:
    other = a_ticket(now=now, account_email="me@x.example", contact_email="me@x.example", device="one")
    plus = a_ticket(now=now, account_email="me+2@x.example", contact_email="me+2@x.example", device="two")
    assert plus.account_email == "me+2@x.example"
    assert other.id not in [each.ticket.id for each in candidates(root=plus, language="en")]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["password-reset", "invalid-login", "account-disabled"])
def test_r8_a_known_and_an_unknown_account_get_the_same_page(now: datetime, slug: str) -> None:
    a_ticket(now=now, account_email="known@example.com", contact_email="known@example.com")
    pages = []
    for address in ("known@example.com", "stranger@example.com"):
        customer = Customer()
        answer_until(customer, slug, "email-access", account_email=address, problem="link_expired")
        pages.append((customer.page.status_code, DRAFT_AND_TOKEN.sub("", customer.text)))
        Draft.objects.all().delete()
    assert pages[0] == pages[1]


@pytest.mark.django_db
def test_r8_a10_without_link_a_page_explains_and_shows_no_data() -> None:
    customer = Customer()
    for address in ("/en/requests/access-follow-up/", "/en/requests/access-follow-up/begin/"):
        customer.get(address)
        assert "by invitation" in customer.text
    customer.post("/en/requests/access-follow-up/begin/")
    assert not Draft.objects.exists()
    assert str(access_follow_up.request.steps[0].title) not in customer.text


@pytest.mark.django_db
def test_r8_a10_used_once_its_answers_join_the_ticket_and_its_link_is_spent() -> None:
    customer = Customer()
    answer_until(customer, "access-follow-up", "check")
    asked = Ticket.objects.get()
    customer.post(customer.url.replace("/check/", "/send/"))
    answered = Ticket.objects.exclude(id=asked.id).get()
    assert answered.joins_id == asked.id
    assert answered.queue == asked.queue
    assert answered.answers["told_to_move_funds"] == "yes"
