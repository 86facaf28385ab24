"""Business requests: usual proposals first, listings elsewhere, borrowed names flagged, applications kept apart (domain F)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from forms_catalog import business_steps
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Access, Group
from forms_catalog.fields import website
from forms_catalog.journey import Journey, StepForm
from tests.attachments import samples
from tests.customer import Customer
from tests.forms_catalog.test_filing_a_request import a_photo, send
from tests.forms_catalog.test_r7_tax_numbers import answer_all
from tickets.compartments import Compartment
from tickets.models import Ticket

BUSINESS = [each for each in catalogue().values() if each.group is Group.BUSINESS]
LETTER = "I have kept servers running for ten years, and I would like to keep yours running too. " * 3


def judged(slug: str, step: str, typed: dict[str, Any], now: datetime) -> dict[str, list[str | None]]:
    """What a page says to these answers, by field."""
    kind = catalogue()[slug]
    journey = Journey(request_type=kind, answers={}, now=now, device="this-browser")
    page = next(each for each in kind.steps if each.slug == step)
    form = StepForm(step=page, asking=journey.asking({}), data=typed)
    return {name: [each.code for each in found] for name, found in form.errors.as_data().items()}


def test_every_one_is_open_to_anybody_and_shows_the_usual_proposals_first() -> None:
    assert len(BUSINESS) == 5
    for each in BUSINESS:
        assert each.access is Access.ANYONE
        assert each.self_help, each.slug
        assert each.compartment == (Compartment.HR if each.slug == "job-application" else Compartment.BUSINESS)
        assert not {"account_email", "public_account_id"} & {name for step in each.steps for name in step.fields()}


@pytest.mark.django_db
def test_what_answers_a_question_does_not_speak_of_mending() -> None:
    customer = Customer()
    for slug, answered in (("event-proposal", True), ("no-emails", False)):
        customer.get(f"/en/requests/{slug}/try/")
        assert ("That answers it" in customer.text, "Done, it works" in customer.text) == (answered, not answered)
        customer.post(f"/en/requests/{slug}/solved/")
        assert ("this answers it" in customer.text) is answered


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_token_listing_ends_without_a_ticket_and_says_that_no_fee_is_asked(language: str) -> None:
    customer = Customer(language)
    customer.begin("business-development")
    customer.answer(area="listing")
    assert customer.step == "end-listing"
    assert {"en": "No fee is ever asked", "fr": "frais ne sont jamais demandés"}[language] in customer.text
    assert "http" not in customer.text.split("<main")[1].split("</main")[0]
    customer.get(customer.url.replace("end-listing", "check"))
    assert customer.step == "end-listing"
    assert not Ticket.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", BUSINESS, ids=lambda each: each.slug)
def test_each_takes_pdfs_only_and_lands_with_its_own_people(kind: Any) -> None:
    customer = Customer()
    customer.begin(kind.slug)
    answer_all(customer, kind.slug)
    assert customer.step == "files"
    customer.add(("photo.jpg", a_photo()))
    assert "must be a PDF here" in customer.text
    customer.add(("paper.pdf", samples.pdf(1)))
    customer.post(customer.url)
    ticket = send(customer)
    assert (ticket.compartment, ticket.queue, ticket.account_email) == (kind.compartment, kind.queue, "")
    assert ticket.contact_email == "alice@example.net"
    assert {each.name for each in ticket.tags.all()} >= set(kind.tags)


def test_the_days_of_an_event_are_to_come_and_in_order(now: datetime) -> None:
    today = now.date()

    def days(first: date, last: date) -> dict[str, list[str | None]]:
        return judged("event-proposal", "days", {"date_from": str(first), "date_to": str(last)}, now)

    one, two = today + timedelta(days=60), today + timedelta(days=61)
    assert days(one, two) == days(one, one) == {}
    assert days(two, one) == {"date_to": ["before_start"]}
    assert days(today - timedelta(days=2), two) == {"date_from": ["past"]}
    assert judged("event-proposal", "days", {"date_from": "2026-02-30", "date_to": str(two)}, now) == {
        "date_from": ["date"]
    }


@pytest.mark.parametrize(
    ("length", "code"), [(199, "short"), (200, ""), (10_000, ""), (10_001, "long"), (0, "required")]
)
def test_a_cover_letter_has_200_to_10000_characters(length: int, code: str, now: datetime) -> None:
    letter = (LETTER * 50)[:length].replace(" ", "-")
    found = judged("job-application", "letter", {"cover_letter": letter}, now)
    assert found == ({"cover_letter": [code]} if code else {})


@pytest.mark.parametrize(("length", "code"), [(49, "short"), (50, ""), (5_000, ""), (5_001, "long")])
def test_a_summary_has_50_to_5000_characters(length: int, code: str, now: datetime) -> None:
    found = judged("commercial-proposal", "summary", {"summary": "x" * length}, now)
    assert found == ({"summary": [code]} if code else {})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_applicants_are_told_how_long_their_application_is_kept(language: str) -> None:
    customer = Customer(language)
    customer.get(f"/{language}/requests/job-application/")
    assert {"en": "for six months at most", "fr": "six mois au plus"}[language] in customer.text


@pytest.mark.parametrize(
    ("company", "address", "flagged"),
    [
        ("Google Ireland", "ann@gmail.com", True),
        ("google", "ann@Outlook.fr", True),
        ("Google Ireland", "ann@example.com", False),
        ("Example Ltd", "ann@gmail.com", False),
        ("Visage Beauty", "ann@gmail.com", False),
    ],
)
def test_a_well_known_name_from_a_free_mailbox_is_flagged_to_agents(
    company: str, address: str, flagged: bool, now: datetime
) -> None:
    for field in ("company", "entity"):
        found = business_steps.facts({field: company, "contact_email": address}, now)
        assert bool(found) is flagged


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.example.com/about", "www.example.com/about"),
        ("HTTP://Example.com", "Example.com"),
        ("//example.com", "example.com"),
        ("bücher.example", "bücher.example"),
        ("", ""),
    ],
)
def test_a_website_is_kept_as_text_that_no_program_takes_for_a_link(typed: str, kept: str) -> None:
    assert website("Website").clean(typed) == kept


@pytest.mark.parametrize("typed", ["no site", "example", "javascript:alert(1)", "a..example.com", "-x.com"])
def test_what_is_no_website_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        website("Website").clean(typed)
