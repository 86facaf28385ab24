"""Gates and rules of name, address and phone changes, and of closing (domain §5 B1 to B3, B8; §11, the fifteenth)."""

import html
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Ending, HandOver
from forms_catalog.journey import ANYWAY, Journey, StepForm, Walk
from forms_catalog.models import Draft
from forms_catalog.requests.close_account import TO_DO
from forms_catalog.same_name import is_the_same_name, shares_a_name
from tests.customer import Customer
from tests.forms_catalog.answering import variants
from tests.forms_catalog.opening import open_request
from tests.forms_catalog.test_filing_a_request import a_photo
from tickets.models import Message, Ticket
from tickets.states import Priority

READY: dict[str, dict[str, Any]] = {
    "name-change": {"gsl_on": "no", "current_name": "Zoé Durand", "reason": "marriage"},
    "address-change": {"gsl_on": "no", "situation": "home"},
    "phone-change": {"gsl_on": "no", "reason": "closed", "old_number_last4": "9876"},
    "close-account": {"reason": "not_needed", "done": list(TO_DO), "remaining_balance": "none"},
}
"""Answers that lead to a ticket."""


def answered(slug: str, **answers: Any) -> dict[str, Any]:
    """Good answers to every page, with some of one's own."""
    usual = {name: value for step in catalogue()[slug].steps for name, value in variants(step)[0].items()}
    return usual | READY[slug] | answers


def walk(slug: str, now: datetime, **answers: Any) -> Walk:
    """Where these answers lead."""
    given = answered(slug, **answers)
    return Journey(request_type=catalogue()[slug], answers=given, now=now, device="this-browser").walk()


def refused(slug: str, step: str, now: datetime, **answers: Any) -> dict[str, str]:
    """The codes by field with which a page refuses an answer."""
    request_type = catalogue()[slug]
    page = next(each for each in request_type.steps if each.slug == step)
    journey = Journey(request_type=request_type, answers={}, now=now, device="this-browser")
    given = answered(slug, **answers)
    form = StepForm(step=page, asking=journey.asking(given), data=given)
    return {name: " ".join(str(each.code) for each in errors) for name, errors in form.errors.as_data().items()}


@pytest.mark.parametrize(
    ("slug", "answers", "ends"),
    [
        ("name-change", {"bank_updated": "no"}, "end-bank-first"),
        ("name-change", {"gsl_on": "yes"}, "end-lock"),
        ("name-change", {"current_name": "Alice Example", "reason": "spelling"}, "end-other-name"),
        ("address-change", {"gsl_on": "yes"}, "end-lock"),
        ("address-change", {"situation": "travelling"}, "end-travelling"),
        ("phone-change", {"gsl_on": "yes"}, "end-lock"),
        ("phone-change", {"reason": "new_number", "old_still_works": "yes"}, "end-settings"),
        ("phone-change", {"old_number_last4": "0123"}, "end-same-number"),
        ("close-account", {"done": ["balances"]}, "end-to-do"),
        ("close-account", {"remaining_balance": "cannot_withdraw"}, "end-withdraw-first"),
    ],
)
def test_a_gate_stops_where_going_on_would_not_help(
    slug: str, answers: dict[str, Any], ends: str, now: datetime
) -> None:
    found = walk(slug, now, **answers)
    assert isinstance(found.exit, Ending)
    assert found.exit.slug == ends
    assert walk(slug, now).is_complete


@pytest.mark.parametrize(
    ("slug", "answers", "to", "priority"),
    [
        ("phone-change", {"reason": "taken"}, "suspicious-activity", Priority.URGENT),
        ("phone-change", {"reason": "stolen_phone"}, "lost-device", Priority.URGENT),
        ("close-account", {"reason": "hacked"}, "suspicious-activity", Priority.URGENT),
    ],
)
def test_a_theft_goes_to_whoever_can_stop_it(
    slug: str, answers: dict[str, Any], to: str, priority: Priority, now: datetime
) -> None:
    found = walk(slug, now, **answers)
    assert isinstance(found.exit, HandOver)
    assert found.exit.to == to
    assert catalogue()[to].priority(found.exit.gives) == priority


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_name_change_with_the_bank_not_updated_stops_and_keeps_the_draft(language: str, settings: LazySettings) -> None:
    customer = Customer(language)
    open_request(customer, catalogue()["name-change"])
    customer.answer(gsl_on="no")
    customer.answer(account_type="personal")
    stopped = customer.answer(bank_updated="no")
    assert customer.step == "end-bank-first"
    said = {"en": "Your answers are saved.", "fr": "Vos réponses sont enregistrées."}
    assert said[language] in customer.text
    draft = Draft.objects.get()
    assert (draft.expires_at - timezone.now()).days == settings.DRAFT_DAYS - 1
    assert draft.expires_at.isoformat() in stopped.content.decode()
    customer.get(f"/{language}/d/{draft.id}/bank/")
    customer.answer(bank_updated="yes")
    assert customer.step == "hold"
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize(
    ("current", "given", "family", "same"),
    [
        ("Anne-Marie Dupont", "anne marie", "DUPONT", True),
        ("Anne  Marie Dupont", "Anne-Marie", "Dupont", True),
        ("Jose\u0301 Garci\u0301a", "José", "García", True),
        ("Eleonore Dupont", "Éléonore", "Dupont", False),
        ("Dupont Anne", "Anne", "Dupont", False),
        ("Анна Иванова", "Anna", "Ivanova", False),
    ],
)
def test_a_new_name_that_is_the_current_one_is_refused(
    current: str, given: str, family: str, same: bool, now: datetime
) -> None:
    found = refused("name-change", "new-name", now, current_name=current, new_given=given, new_family=family)
    assert found == ({"new_given": "same_name"} if same else {})
    assert is_the_same_name(current, f"{given} {family}") is same


def test_half_a_name_is_not_compared_with_the_current_one(now: datetime) -> None:
    found = refused("name-change", "new-name", now, current_name="Dupont", new_given="", new_family="Dupont")
    assert found == {"new_given": "required"}


def test_a_company_that_keeps_its_name_is_refused_too(now: datetime) -> None:
    same = {"account_type": "business", "current_name": "Example & Fils SARL"}
    assert refused("name-change", "new-company-name", now, **same, new_company_name="EXAMPLE & FILS sarl") == {
        "new_company_name": "same_name"
    }
    found = walk("name-change", now, account_type="business", new_company_name="Exemple SAS")
    assert found.is_complete
    assert "new_given" not in found.answers


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("Marie Dupont", "Marie Dupond", True),
        ("Marie Dupont", "Maria Dupond", True),
        ("Jon Smith", "John Smyth", True),
        ("Marie Dupont", "Ahmed Benali", False),
        ("Li Wei", "Xu Na", False),
        ("", "Xu Na", False),
    ],
)
def test_a_spelling_mistake_leaves_something_of_the_name(one: str, other: str, shared: bool) -> None:
    assert shares_a_name(one, other) is shared


def test_a_name_that_is_wholly_another_needs_a_legal_paper_and_agents_read_that_it_was_said(now: datetime) -> None:
    other = {"current_name": "Alice Example", "reason": "spelling"}
    past = {ANYWAY: {"end-other-name": {"reason": "spelling"}}}
    found = walk("name-change", now, **other, **past)
    assert found.is_complete
    assert [each.slug for each in found.went_past] == ["end-other-name"]
    request_type = catalogue()["name-change"]
    assert request_type.tags_of(found.answers) == ["kyc:name", "kyc:name_proof"]
    assert request_type.facts
    assert len(request_type.facts(found.answers, now)) == 1


@pytest.mark.parametrize(
    ("answers", "needed"),
    [
        ({"reason": "marriage", "new_id_type": "passport"}, ["id_front", "name_proof"]),
        ({"reason": "divorce", "new_id_type": "card"}, ["id_front", "id_back", "name_proof"]),
        ({"reason": "court", "new_id_type": "licence"}, ["id_front", "name_proof"]),
        ({"reason": "spelling", "current_name": "Alice Exampel"}, ["id_front"]),
        ({"reason": "spelling", "current_name": "Bob Another"}, ["id_front", "name_proof"]),
        ({"reason": "middle_name"}, ["id_front"]),
        ({"account_type": "business", "new_company_name": "Exemple SAS"}, ["company_paper"]),
    ],
)
def test_the_papers_a_change_of_name_needs_hang_on_its_reason(answers: dict[str, Any], needed: list[str]) -> None:
    policy = catalogue()["name-change"].files
    assert policy
    assert policy.needed({"new_given": "Alice", "new_family": "Example", **answers}) == needed


def test_a_change_of_address_needs_its_proof_but_of_nobody_without_a_street() -> None:
    policy = catalogue()["address-change"].files
    assert policy
    assert policy.needed({"situation": "home"}) == ["proof_of_address"]
    assert policy.needed({"situation": "no_fixed"}) == []


def test_a_document_that_has_ended_will_not_do(now: datetime) -> None:
    assert refused("name-change", "document-ends", now, new_id_expiry="2026-03-01") == {"new_id_expiry": "past"}
    assert refused("name-change", "document-ends", now, new_id_expiry="2026-03-06") == {}


def test_the_hold_on_transfers_is_understood_in_its_own_words(now: datetime) -> None:
    page = next(each for each in catalogue()["name-change"].steps if each.slug == "hold")
    journey = Journey(request_type=catalogue()["name-change"], answers={}, now=now, device="this-browser")
    form = StepForm(step=page, asking=journey.asking({}), data={})
    assert list(form.errors["hold_understood"]) == ["Tick the box to show that you know: transfers may be held"]


@pytest.mark.parametrize(
    ("field", "answers", "code"),
    [
        ("line_1", {"line_1": "PO Box 12"}, "po_box"),
        ("line_1", {"line_1": "Boîte postale 12"}, "po_box"),
        ("line_1", {"line_1": "12 rue des Postes"}, ""),
        ("postal_code", {"country": "FR", "postal_code": "7500"}, "postal_code"),
        ("postal_code", {"country": "FR", "postal_code": "75 003"}, ""),
        ("postal_code", {"country": "AE", "postal_code": ""}, ""),
        ("region", {"country": "US", "region": ""}, "required"),
        ("moved_on", {"moved_on": "2026-03-20"}, "future"),
    ],
)
def test_an_address_is_one_where_somebody_lives(field: str, answers: dict[str, Any], code: str, now: datetime) -> None:
    step = next(each.slug for each in catalogue()["address-change"].steps if field in each.fields())
    assert refused("address-change", step, now, **answers).get(field, "") == code


def test_the_state_is_asked_for_where_addresses_have_one(now: datetime) -> None:
    pages = {
        country: [each.slug for each in walk("address-change", now, country=country, postal_code=code).passed]
        for country, code in (("US", "02108"), ("FR", "75003"))
    }
    assert "region" in pages["US"]
    assert "region" not in pages["FR"]


@pytest.mark.parametrize("situation", ["no_fixed", "military"])
def test_whoever_has_no_street_is_never_turned_away(situation: str, now: datetime) -> None:
    found = walk("address-change", now, situation=situation)
    assert found.is_complete
    assert not {"line_1", "postal_code"} & set(found.answers)
    assert "kyc:address_manual" in catalogue()["address-change"].tags_of(found.answers)


def test_a_new_country_brings_a_caution_and_a_tag(now: datetime) -> None:
    request_type = catalogue()["address-change"]
    found = walk("address-change", now, situation="country", tax_residence_changed="no").answers
    assert {"kyc:new_country", "tax:self_certification"} < set(request_type.tags_of(found))
    assert [each for each in request_type.cautions if each.when(found)]
    at_home = walk("address-change", now, tax_residence_changed="no").answers
    assert request_type.tags_of(at_home) == ["kyc:address"]
    assert not [each for each in request_type.cautions if each.when(at_home)]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+12025550123", ""),
        ("+33199001234", "phone_mobile"),
        ("+33899701234", "phone_premium"),
        ("0612345678", "phone"),
        ("12", "phone"),
    ],
)
def test_a_new_number_is_a_mobile_one_that_exists(number: str, code: str, now: datetime) -> None:
    assert refused("phone-change", "new-number", now, new_number=number).get("new_number", "") == code


@pytest.mark.parametrize(
    ("reason", "priority"),
    [("closed", Priority.HIGH), ("lost_phone", Priority.HIGH), ("new_country", Priority.NORMAL)],
)
def test_a_lost_number_comes_sooner(reason: str, priority: Priority) -> None:
    assert catalogue()["phone-change"].priority({"reason": reason}) == priority


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_closing_list_helps_with_what_is_left_and_blocks_nobody(language: str) -> None:
    customer = Customer(language)
    open_request(customer, catalogue()["close-account"])
    customer.answer(reason="fees")
    assert customer.text.count("</label><details>") == len(TO_DO)
    customer.answer(done=[code for code in TO_DO if code not in {"keys", "banks"}])
    text = html.unescape(customer.text)
    assert customer.step == "end-to-do"
    assert {"en": "2 things to do", "fr": "2 étapes à faire"}[language] in text
    assert {"en": "API keys and other apps:", "fr": "Clés API et autres applications"}[language] in text
    assert {"en": "Recurring purchases:", "fr": "Achats récurrents"}[language] not in text
    customer.post(customer.url, {"anyway": "1"})
    assert customer.step == "balance"


@pytest.mark.django_db
def test_closing_names_the_account_and_agents_read_what_was_not_done(now: datetime) -> None:
    customer = Customer()
    open_request(customer, catalogue()["close-account"])
    customer.answer(reason="another")
    customer.answer(done=[code for code in TO_DO if code != "history"])
    customer.post(customer.url, {"anyway": "1"})
    customer.answer(remaining_balance="none")
    customer.answer(data_request="copy")
    customer.answer(skip="1")
    assert customer.answer(confirm="not an account").status_code == 422
    customer.answer(confirm="aa12 bcde fghi 3456")
    customer.post(customer.url.replace("/check/", "/send/"))
    ticket = Ticket.objects.get()
    request_type = catalogue()["close-account"]
    assert (ticket.answers["confirm"], ticket.account_email) == ("AA12BCDEFGHI3456", "alice@example.com")
    assert request_type.facts
    assert [str(each) for each in request_type.facts(ticket.answers, now)] == [
        "Not done: “I have saved my history and my tax papers”"
    ]
    assert {"account:close", "account:not_ready", "privacy:copy"} <= set(ticket.tags.values_list("name", flat=True))
    assert ticket.form["four_eyes"] == "CLOSING"


@pytest.mark.django_db
def test_a_reason_that_was_picked_is_an_answer_and_not_the_customers_message() -> None:
    customer = Customer()
    open_request(customer, catalogue()["phone-change"])
    for answers in ({"reason": "closed"}, {"gsl_on": "no"}, {"old_number_last4": "9876"}):
        customer.answer(**answers)
    customer.answer(new_number_number="+1 202 555 0123", new_number_country="")
    customer.answer(description="My operator went out of business.")
    customer.add(("letter.jpg", a_photo()))
    customer.post(customer.url)
    customer.post(customer.url.replace("/check/", "/send/"))
    assert Message.objects.get().body == "My operator went out of business."
    assert Ticket.objects.get().answers["reason"] == "closed"
