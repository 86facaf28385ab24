"""Whatever is typed into any field of any type: a sentence or the next page, never a fault, and nothing else is lost."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import RequestType
from forms_catalog.journey import SIGNED_IN_AS
from forms_catalog.models import Draft
from tests.customer import Customer
from tests.forms_catalog.answering import variants
from tests.forms_catalog.filling import fill_lists
from tests.forms_catalog.opening import open_request

pytestmark = pytest.mark.django_db

EVERY_TYPE = [pytest.param(each, id=slug) for slug, each in catalogue().items()]
NAUGHTY = (
    "",
    " \t\n ",
    "x" * 20_000,
    "a" + "\u0301" * 10_000,
    "\u202egnp.exe",
    "\u200b\u200e\ufeff",
    "\x00\x01\x07\x1b[31m",
    "<script>alert(1)</script>",
    "'; DROP TABLE tickets_ticket; --",
    "%s%(x)s{0}${x}",
    "../../etc/passwd",
    "اكتب هنا ما حدث",
    "我的手机丢了",
    "👩‍👩‍👧‍👦🇫🇷",
    "\ud7ff\ue000\uffff",
    "NaN",
    "-1",
    "9" * 400,
    "0000-00-00",
    "2026-02-30",
    "99999-12-31",
    '=HYPERLINK("http://example.com")',
    "a@b",
    "a@" + "b" * 300 + ".example.com",
    '"a b"@example.com',
    "a@example.com\r\nBcc: b@example.com",
)


def kind_of(field: forms.Field) -> tuple[object, ...]:
    """What decides how a field takes a text: its class, its box, and its limits."""
    limits = {name: str(value) for name, value in vars(field).items() if isinstance(value, (bool, int, Decimal, date))}
    validators = sorted(
        (getattr(each, "__qualname__", type(each).__qualname__), str(getattr(each, "limit_value", "")))
        for each in field.validators
    )
    return type(field), type(field.widget), tuple(sorted(limits.items())), tuple(validators)


def first_of_their_kinds() -> set[tuple[str, str]]:
    """One field of each kind and each set of limits, by its type and its name."""
    found: dict[tuple[object, ...], tuple[str, str]] = {}
    for slug, each in catalogue().items():
        for step in each.steps:
            for name, field in step.fields().items():
                found.setdefault(kind_of(field), (slug, name))
    return set(found.values())


TYPED_EVERYTHING = first_of_their_kinds()


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_naughty_strings_get_a_sentence_or_the_next_page(
    request_type: RequestType, request: pytest.FixtureRequest
) -> None:
    """Every kind of field gets all of them; of its further fields each gets some, and all of them with --long."""
    customer = Customer(random.choice(("en", "fr")))
    open_request(customer, request_type)
    assert customer.step == request_type.steps[0].slug
    for step in request_type.steps:
        if customer.step != step.slug:
            continue
        here, kept = customer.url, dict(Draft.objects.get().answers)
        good = variants(step)[0]
        for name, field in step.fields().items():
            everything = (request_type.slug, name) in TYPED_EVERYTHING or request.config.getoption("--long")
            for text in NAUGHTY if everything else random.sample(NAUGHTY, 4):
                value: Any = [text] if isinstance(field, forms.MultipleChoiceField) else text
                response = customer.post(here, good | {name: value})
                assert response.status_code in {200, 422}, (name, text)
                if response.status_code == 422:
                    assert 'role="alert"' in customer.text, (name, text)
                    assert f"id_{name}" in customer.text
                answers = Draft.objects.get().answers
                assert {key: answers[key] for key in kept} == kept
        customer.get(here)
        fill_lists(customer, step, good)
        customer.post(here, good)


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_fields_of_another_page_or_type_are_not_stored(request_type: RequestType) -> None:
    customer = Customer()
    open_request(customer, request_type)
    first = request_type.steps[0]
    customer.post(customer.url, variants(first)[0] | {"priority": "1", "description": "x" * 30, "_files": "yes"})
    given = {name for way in request_type.exits for name in (*way.gives, *way.carry.values())}
    assert set(Draft.objects.get().answers) <= {*first.fields(), *given, SIGNED_IN_AS}


def test_pages_can_be_answered_again_and_in_any_order_once_they_are_open() -> None:
    customer = Customer()
    customer.begin("lost-device")
    first = customer.url
    customer.answer(device_state="lost")
    customer.answer(device_type="phone")
    second = first.replace("what-happened", "device")
    for url, answer in ((second, {"device_type": "tablet"}), (first, {"device_state": "stolen"})):
        customer.get(url)
        customer.post(url, answer)
        customer.post(url, answer)
    answers = Draft.objects.get().answers
    assert (answers["device_state"], answers["device_type"]) == ("stolen", "tablet")
    assert customer.step == "when"


def test_a_draft_of_an_older_definition_is_asked_again_only_what_no_longer_fits() -> None:
    customer = Customer()
    customer.begin("lost-device")
    draft = Draft.objects.get()
    draft.answers = {"device_state": "lost", "device_type": "pager", "gone_field": "x", "when": ""}
    draft.save(update_fields=["answers"])
    customer.get(customer.url.replace("what-happened", "check"))
    assert customer.step == "device"
    customer.answer(device_type="phone")
    assert customer.step == "on-it"
