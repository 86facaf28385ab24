"""A request made of the shared fields: asked, corrected, kept, read back and switched between languages, without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms_catalog import catalogue as catalogue_module
from forms_catalog import requests, search, versions
from forms_catalog.models import Draft
from forms_catalog.views import question_page
from tests.customer import Customer

pytestmark = pytest.mark.django_db

SOURCE = '''"""A request that asks for one of everything."""

from forms_catalog import fields
from forms_catalog.definition import Access, Group, RequestType, Step
from tickets.states import Priority

request = RequestType(
    slug="one-of-everything", group=Group.GENERAL, title="Everything", summary="Everything", access=Access.ANYONE,
    queue="general", base_priority=Priority.LOW,
    steps=(
        Step(
            slug="moment", title="When was it?", fields=lambda: {"happened": fields.moment("When was it?", required="Say when")},
            check=fields.moment_has_come("happened"),
        ),
        Step(slug="call", title="Which number?", fields=lambda: {"phone": fields.phone("Which number?")}),
        Step(slug="home", title="Which country?", fields=lambda: {"country": fields.country("Which country?")}),
        Step(
            slug="more", title="And these",
            fields=lambda: {"hashes": fields.transactions("Hashes"), "mail": fields.email("Your address")},
        ),
    ),
)
'''


@pytest.fixture(autouse=True)
def _everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "one_of_everything.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(requests, "__path__", [*requests.__path__, str(tmp_path)])
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Let the catalogue be found again."""
    catalogue_module.catalogue.cache_clear()
    versions.version.cache_clear()
    search.forget_index()


def at(step: str, language: str = "en") -> Customer:
    """A customer on one of its pages."""
    customer = Customer(language)
    customer.begin("one-of-everything")
    answers = {
        "moment": {"happened_day": "2026-03-05", "happened_time": "12:30", "happened_zone": "paris"},
        "call": {"phone_number": "01 99 00 12 34", "phone_country": "France"},
        "home": {"country": "Belgique"},
    }
    while customer.step != step:
        customer.answer(**answers[customer.step])
    return customer


def box(customer: Customer, name: str) -> str:
    """One input of the present page."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]*>', customer.text)
    assert found, name
    return found.group()


def test_a_question_in_several_boxes_is_one_group_with_a_label_for_each() -> None:
    customer = at("moment")
    assert re.search(r"<fieldset[^>]*>\s*<legend><h1>When was it\?", customer.text)
    for name in ("happened_day", "happened_time", "happened_zone"):
        found = re.search(r' id="([^"]+)"', box(customer, name))
        assert found
        assert f'<label for="{found.group(1)}">' in customer.text


def test_an_error_leads_to_the_first_box_and_keeps_what_was_typed() -> None:
    customer = at("moment")
    page = customer.answer(happened_day="2026-03-29", happened_time="02:30", happened_zone="Paris")
    assert page.status_code == 422
    linked = re.search(r'<a href="#(id_happened_\w+)">Enter another time', customer.text)
    assert linked
    assert f'id="{linked.group(1)}"' in box(customer, "happened_day")
    assert 'value="2026-03-29"' in box(customer, "happened_day")
    assert 'value="02:30"' in box(customer, "happened_time")
    assert 'aria-invalid="true"' in box(customer, "happened_zone")


def test_an_empty_question_is_asked_for_in_its_own_words() -> None:
    customer = at("moment")
    assert customer.answer(happened_zone="Europe/Paris").status_code == 422
    assert "Say when" in customer.text


def test_what_was_answered_stands_in_the_boxes_again_and_on_the_review() -> None:
    customer = at("more")
    more = customer.url
    customer.get(more.replace("/more/", "/moment/"))
    assert 'value="12:30"' in box(customer, "happened_time")
    assert 'value="Europe/Paris"' in box(customer, "happened_zone")
    customer.get(more.replace("/more/", "/call/"))
    assert 'value="+33 1 99 00 12 34"' in box(customer, "phone_number")
    customer.get(more.replace("/more/", "/home/"))
    assert 'value="Belgium"' in box(customer, "country")
    assert customer.text.count("<option") == 250
    customer.get(more)
    customer.answer(hashes="ab" * 32, mail="alice@gmial.com")
    assert customer.step == "check"
    for words in ("5 March 2026, 12:30 (Europe/Paris)", "+33 1 99 00 12 34", "Belgium", "alice@gmail.com"):
        assert words in customer.text, words


def test_the_other_language_keeps_what_was_typed_and_names_the_country_anew() -> None:
    customer = at("moment")
    customer.post(customer.url, {"happened_day": "2026-03-05", "happened_time": "", "to_language": "fr"})
    assert 'value="2026-03-05"' in box(customer, "happened_day")
    customer = at("more")
    customer.get(customer.url.replace("/en/", "/fr/").replace("/more/", "/home/"))
    assert 'value="Belgique"' in box(customer, "country")
    assert Draft.objects.order_by("created_at").last().answers["country"] == "BE"  # type: ignore[union-attr]


def test_who_shows_a_recovery_phrase_is_offered_the_way_to_report_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_page, "REPORT", "lost-device")
    customer = at("more")
    assert customer.answer(hashes="abandon " * 11 + "about", mail="a@example.com").status_code == 422
    assert '<a href="/en/requests/lost-device/">Report unusual activity</a>' in customer.text
    assert "abandon" not in str(Draft.objects.get().answers)
    customer.answer(hashes="my SSN is 123-45-6789", mail="a@example.com")
    assert "Report unusual activity" not in customer.text
