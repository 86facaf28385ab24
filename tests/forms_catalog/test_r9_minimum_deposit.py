"""R9 of domain §11: a deposit of ether strictly under 0.05 is told so by a dialog that informs and does not block."""

import html
import re
from typing import Any

import pytest
from django.utils.translation import override

from attachments.models import Attachment
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Ending
from forms_catalog.journey import ANYWAY
from forms_catalog.models import Draft
from tests.customer import Customer
from tests.forms_catalog.answering import variants
from tests.forms_catalog.test_filing_a_request import a_photo
from tests.signing_in import sign_in
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

DEPOSIT = catalogue()["crypto-deposit"]
STEPS = {step.slug: step for step in DEPOSIT.steps}
DIALOG = "end-minimum"
SENTENCES = {"en": "This deposit is under the minimum", "fr": "Ce dépôt est inférieur au minimum"}


def at_the_amount(language: str = "en", asset: str = "ETH") -> Customer:
    """Somebody signed in who is asked how much it was."""
    customer = Customer(language)
    customer.begin("crypto-deposit")
    sign_in(customer)
    customer.answer(problem="not_credited")
    customer.answer(asset=asset)
    customer.answer(network="ethereum" if asset == "ETH" else "bitcoin")
    assert customer.step == "amount"
    return customer


def go_on(customer: Customer) -> None:
    """Answer the pages after the amount the usual way, up to the documents."""
    for _page in STEPS:
        if customer.step not in STEPS:
            break
        step = STEPS[customer.step]
        if step.skip:
            customer.answer(skip="1")
        elif step.slug == "when":
            customer.answer(sent_at_day="2026-03-01", sent_at_time="12:30", sent_at_zone="Europe/Paris")
        else:
            customer.answer(**variants(step)[0])
    assert customer.step == "files"


@pytest.mark.parametrize("typed", ["0.05", "0,05", "0.050", "٠٫٠٥", "1 000", "12"])
def test_r9_at_the_minimum_and_above_no_dialog(typed: str) -> None:
    customer = at_the_amount()
    customer.answer(amount=typed)
    assert customer.step == "transaction"


@pytest.mark.parametrize("typed", ["0,04", "0.04", "0.0499999999999999999", "0,0499999999999999999", "0"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_r9_strictly_under_it_the_dialog_with_its_two_buttons(typed: str, language: str) -> None:
    customer = at_the_amount(language)
    customer.answer(amount=typed)
    assert customer.step == DIALOG
    assert SENTENCES[language] in html.unescape(customer.text)
    assert 'name="stay"' in customer.text
    assert f'href="{customer.url}?more=1"' in customer.text


def test_r9_another_coin_has_no_dialog() -> None:
    customer = at_the_amount(asset="BTC")
    customer.answer(amount="0.01")
    assert customer.step == "transaction"


@pytest.mark.parametrize("typed", ["1.000,05", "-1", "NaN", "5e-2", "+0.04", "Infinity", "0x4", "0.0.4", ""])
def test_r9_what_is_no_plain_number_is_refused_and_has_no_dialog(typed: str) -> None:
    customer = at_the_amount()
    customer.answer(amount=typed)
    assert customer.page.status_code == 422
    assert customer.step == "amount"
    assert 'role="alert"' in customer.text
    assert "amount" not in Draft.objects.get().answers


@pytest.mark.parametrize("language", ["en", "fr"])
def test_r9_cancel_stays_keeps_everything_and_then_goes_on_with_the_same_amount(language: str) -> None:
    customer = at_the_amount(language)
    customer.answer(amount="0,04")
    before = dict(Draft.objects.get().answers)
    customer.post(customer.url, {"stay": "1"})
    assert customer.step == "amount"
    assert 'value="0.04"' in customer.text
    answers = Draft.objects.get().answers
    assert {name: value for name, value in answers.items() if name != ANYWAY} == before
    customer.answer(amount="0,04")
    assert customer.step == "transaction"


def test_r9_another_small_amount_is_told_again() -> None:
    customer = at_the_amount()
    amount = customer.url
    customer.answer(amount="0.04")
    customer.post(customer.url, {"stay": "1"})
    customer.get(amount)
    customer.answer(amount="0.03")
    assert customer.step == DIALOG


@pytest.mark.parametrize("language", ["en", "fr"])
def test_r9_ok_opens_more_and_loses_nothing(language: str) -> None:
    customer = at_the_amount(language)
    customer.answer(amount="0,04")
    before = Draft.objects.get().answers
    dialog = customer.url
    customer.get(f"{dialog}?more=1")
    said = html.unescape(customer.text)
    assert ("0,04" if language == "fr" else "0.04") in said
    assert 'name="anyway"' in said
    assert Draft.objects.get().answers == before
    customer.post(dialog, {"anyway": "1"})
    assert customer.step == "transaction"


def test_r9_from_the_review_files_and_answers_stay_and_the_request_can_be_sent() -> None:
    customer = at_the_amount()
    amount = customer.url
    customer.answer(amount="1")
    go_on(customer)
    customer.add(("transfer.jpg", a_photo()))
    customer.post(customer.url)
    assert customer.step == "check"
    kept = {name: value for name, value in Draft.objects.get().answers.items() if name != "amount"}
    customer.get(amount)
    customer.answer(amount="0.04")
    assert customer.step == DIALOG
    customer.post(customer.url, {"stay": "1"})
    assert Attachment.objects.count() == 1
    assert kept.items() <= Draft.objects.get().answers.items()
    customer.answer(amount="0.04")
    assert customer.step == "check"
    customer.post(re.sub("check/$", "send/", customer.url))
    ticket = Ticket.objects.get()
    assert (ticket.answers["amount"], ticket.files.count()) == ("0.04", 1)
    # It was sent months ago.
    assert (ticket.queue, ticket.priority) == ("crypto-ops", 2)
    assert ticket.tags.filter(name="funds:crypto_in").exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_figure_and_its_source_are_told_to_the_agent(language: str, now: Any) -> None:
    assert DEPOSIT.facts
    with override(language):
        told = " ".join(str(each) for each in DEPOSIT.facts({"asset": "ETH", "amount": "0.04"}, now))
    assert ("0,05" if language == "fr" else "0.05") in told
    assert DEPOSIT.facts({"asset": "ETH", "amount": "0.05"}, now) == []


def test_a_dialog_stands_only_before_a_soft_stop() -> None:
    """What blocks has nothing to stay for."""
    assert not [each for kind in catalogue().values() for each in kind.endings if each.dialog and not each.anyway]
    assert Ending(slug="end", title="End").dialog is None
