"""Deposits, withdrawals, transfers, purchases, orders and faults: the rules of each, as its people meet them (domain D)."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from forms_catalog.assets import ACH_EXCLUDED, ASSETS, MINIMUMS, WITH_MEMO, minimum_of
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Asking, Ending, HandOver
from forms_catalog.fields import Moment
from forms_catalog.journey import Journey, Walk, carried
from forms_catalog.models import Draft
from forms_catalog.requests.crypto_withdrawal import wait_for_the_hold
from tests.customer import Customer
from tests.forms_catalog.answering import variants
from tests.signing_in import sign_in
from tickets.models import Ticket

NOON = datetime(2026, 3, 5, 11, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0"


def kept(at: datetime, zone: str = "Europe/Paris") -> str:
    """A moment as a draft keeps it."""
    return Moment(at, zone).isoformat()


def walk(slug: str, **answers: Any) -> Walk:
    """Where usual answers lead with these among them."""
    request_type = catalogue()[slug]
    usual = {name: value for step in request_type.steps for name, value in variants(step)[0].items()}
    return Journey(request_type=request_type, answers=usual | answers, now=NOON, device="this-browser").walk()


def pages(found: Walk) -> list[str]:
    """The pages passed."""
    return [step.slug for step in found.passed]


def begin(slug: str, **browser: str) -> Customer:
    """Somebody signed in, at the first question."""
    customer = Customer()
    customer.client.defaults.update({f"HTTP_{name.upper()}": value for name, value in browser.items()})
    customer.begin(slug)
    if "/sign-in/?next=" in customer.text:
        sign_in(customer)
    return customer


# Which coin, over which network


@pytest.mark.parametrize("slug", ["crypto-deposit", "crypto-withdrawal"])
@pytest.mark.parametrize("asset", [*ASSETS, "other"])
def test_a_coin_offers_its_networks_and_no_answer_of_another(slug: str, asset: str) -> None:
    more = {"asset_name": "Some coin", "memo": "1234", "amount": "1"}
    for network in ("unsure", "other", *(ASSETS[asset].networks if asset in ASSETS else ("tron",))):
        assert walk(slug, asset=asset, network=network, **more).is_complete, network
    if asset in ASSETS:
        foreign = "monero" if asset != "XMR" else "bitcoin"
        current = walk(slug, asset=asset, network=foreign, **more).current
        assert current
        assert current.slug == "network"


@pytest.mark.django_db
def test_the_page_of_networks_shows_those_of_the_coin_and_asks_again_when_it_changes() -> None:
    customer = begin("crypto-deposit")
    customer.answer(problem="not_credited")
    asset = customer.url
    customer.answer(asset="USDT")
    assert 'value="tron"' in customer.text
    assert 'value="bitcoin"' not in customer.text
    customer.answer(network="bitcoin")
    assert customer.page.status_code == 422
    customer.answer(network="tron")
    customer.get(asset)
    customer.answer(asset="BTC")
    assert customer.step == "network"
    assert 'value="bitcoin"' in customer.text
    assert 'value="tron"' not in customer.text


@pytest.mark.parametrize("asset", ASSETS)
def test_a_memo_is_asked_where_the_coin_has_one_and_not_when_it_is_what_is_missing(asset: str) -> None:
    network = ASSETS[asset].networks[0]
    assert ("memo" in pages(walk("crypto-deposit", asset=asset, network=network))) is (asset in WITH_MEMO)
    lost = walk("crypto-deposit", asset=asset, network=network, problem="memo_missing")
    assert "memo" not in pages(lost)
    assert any(each.when(lost.answers) for each in catalogue()["crypto-deposit"].cautions)


def test_a_lost_memo_needs_the_picture_of_the_sending_side() -> None:
    policy = catalogue()["crypto-deposit"].files
    assert policy
    assert policy.needed({"problem": "memo_missing"}) == ["transfer_proof"]
    assert policy.needed({"problem": "not_credited"}) == []


@pytest.mark.django_db
def test_a_strange_transaction_or_address_is_said_and_taken() -> None:
    customer = begin("crypto-deposit")
    for answer in ({"problem": "other"}, {"asset": "BTC"}, {"network": "bitcoin"}, {"amount": "1"}):
        customer.answer(**answer)
    customer.answer(tx_hash="not a hash")
    assert customer.step == "address"
    assert "does not look like one of this network" in customer.text
    customer.answer(to_address="https://explorer.example.com/address/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb?x=1")
    assert customer.step == "when"
    assert "has a slip" in customer.text
    assert Draft.objects.get().answers["to_address"] == "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"


@pytest.mark.django_db
def test_a_recovery_phrase_in_place_of_an_address_is_refused_and_kept_nowhere() -> None:
    customer = begin("crypto-deposit")
    for answer in ({"problem": "other"}, {"asset": "BTC"}, {"network": "bitcoin"}, {"amount": "1"}):
        customer.answer(**answer)
    customer.answer(tx_hash="abandon " * 11 + "about")
    assert customer.page.status_code == 422
    assert "tx_hash" not in Draft.objects.get().answers


def test_minimums_are_dated_and_the_newest_that_holds_counts() -> None:
    for each in MINIMUMS:
        assert minimum_of(asset=each.asset, on=each.since) is not None
        assert str(each.source)
        assert minimum_of(asset=each.asset, on=each.since - timedelta(days=1)) != each
    assert minimum_of(asset="BTC", on=NOON.date()) is None


# How soon


@pytest.mark.parametrize(("hours", "priority"), [(47, 3), (49, 2), (24 * 30, 2)])
def test_a_deposit_under_way_for_more_than_two_days_is_looked_at_sooner(hours: int, priority: int) -> None:
    answers = {"sent_at": kept(NOON - timedelta(hours=hours))}
    assert catalogue()["crypto-deposit"].priority(answers, NOON) == priority
    assert bool(catalogue()["crypto-deposit"].facts(answers, NOON)) is (priority == 2)  # type: ignore[misc]


def test_of_a_day_alone_the_last_moment_counts() -> None:
    deposit = catalogue()["crypto-deposit"]
    assert deposit.priority({"sent_at": "2026-03-03"}, NOON) == 3
    assert deposit.priority({"sent_at": "2026-03-01"}, NOON) == 2


@pytest.mark.parametrize(
    ("slug", "answers", "priority"),
    [
        ("crypto-withdrawal", {"problem": "pending"}, 2),
        ("crypto-withdrawal", {"problem": "on_hold"}, 2),
        ("crypto-withdrawal", {"problem": "limits"}, 3),
        ("bank-transfer", {"problem": "not_arrived"}, 3),
        ("card-or-purchase", {"problem": "declined"}, 3),
        ("trading-order", {"impact": "stuck"}, 2),
        ("trading-order", {"impact": "everybody"}, 2),
        ("trading-order", {"impact": "display"}, 3),
        ("technical-issue", {"impact": "money"}, 3),
    ],
)
def test_how_soon_hangs_on_what_is_blocked(slug: str, answers: dict[str, str], priority: int) -> None:
    assert catalogue()[slug].priority(answers, NOON) == priority


def test_a_withdrawal_that_nobody_asked_for_goes_to_security_at_once() -> None:
    found = walk("crypto-withdrawal", problem="not_mine", tx_hash="ab" * 32)
    assert isinstance(found.exit, HandOver)
    there = catalogue()[found.exit.to]
    answers = carried(exit=found.exit, answers=found.answers | {"tx_hash": "ab" * 32}, to=there)
    assert (there.slug, answers["what_happened"], answers["tx_hashes"]) == (
        "suspicious-activity",
        "unknown_withdrawal",
        "ab" * 32,
    )
    assert there.priority(answers) == 1


# Holds


@pytest.mark.parametrize(
    ("cause", "hours"), [("first_purchase", 72), ("bank_link", 7 * 24), ("new_password", 24), ("unsure", 0)]
)
def test_a_hold_ends_by_the_clock_and_its_end_is_told(cause: str, hours: int) -> None:
    for before, told in ((max(hours - 1, 0), hours > 0), (hours + 1, False)):
        answers = {"hold_cause": cause, "hold_since": kept(NOON - timedelta(hours=before))}
        ending = wait_for_the_hold(Asking(answers=answers, now=NOON, device=""))
        assert (ending is not None) is told
        if ending:
            assert "13:30" in str(ending.title)
            assert ending.anyway


def test_a_hold_runs_by_duration_when_the_clocks_change() -> None:
    begun = datetime(2026, 3, 27, 10, 0, tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)
    answers = {"hold_cause": "first_purchase", "hold_since": kept(begun)}
    ending = wait_for_the_hold(Asking(answers=answers, now=begun + timedelta(hours=1), device=""))
    assert ending
    assert "11:00 on 30 March" in str(ending.title)
    with override("fr"):
        assert "11\u00a0h\u00a000 le 30 mars" in str(ending.title)


def test_what_was_bought_first_is_held_and_its_end_is_told() -> None:
    bought = kept(NOON - timedelta(hours=70))
    held = walk("card-or-purchase", purchase_way="card", problem="hold", when=bought)
    assert isinstance(held.exit, Ending)
    assert "14:30" in str(held.exit.title)
    assert walk("card-or-purchase", purchase_way="card", problem="declined", when=bought).is_complete


@pytest.mark.parametrize("problem", ["wrong_address", "wrong_network"])
def test_a_transfer_on_a_chain_is_called_final_before_and_after_sending(problem: str) -> None:
    found = walk("crypto-withdrawal", problem=problem)
    assert isinstance(found.exit, Ending)
    assert found.exit.anyway
    (caution,) = catalogue()["crypto-withdrawal"].cautions
    assert caution.when({"problem": problem})


@pytest.mark.parametrize(
    ("problem", "can_go_on"), [("confirming", False), ("wrong_network", True), ("unsupported", True)]
)
def test_a_deposit_that_only_waits_makes_no_ticket_and_one_gone_astray_may(problem: str, can_go_on: bool) -> None:
    found = walk("crypto-deposit", problem=problem)
    assert isinstance(found.exit, Ending)
    assert bool(found.exit.anyway) is can_go_on


# Cards and banks

HINT = "You paid from a bank account?"


def pay(customer: Customer, **answers: str) -> None:
    """Answer the pages of a purchase up to the documents."""
    given = {
        "way": {"purchase_way": "card"},
        "paid-from": {"paid_from": "card"},
        "residence": {"ach_residence": "us"},
        "problem": {"problem": "not_credited"},
        "asset": {"asset": "BTC"},
        "amount": {"amount": "250.50", "currency": "EUR"},
        "when": {"when_day": "2026-03-01", "when_time": "", "when_zone": ""},
        "card": {"card_last4": "1234"},
        "bank": {"bank_name": "Example Bank", "account_last4": "1234"},
        "details": {"description": "It was taken and nothing came."},
    }
    while customer.step in given:
        page = given.pop(customer.step)
        customer.answer(**{name: answers.get(name, value) for name, value in page.items()})


@pytest.mark.django_db
def test_h1_chosen_a_card_but_paid_from_a_bank_is_a_hint_and_no_block() -> None:
    customer = begin("card-or-purchase")
    way = customer.url
    customer.answer(purchase_way="card")
    customer.answer(paid_from="bank")
    assert customer.step == "problem"
    assert HINT in html.unescape(customer.text)
    assert f'href="{way}"' in customer.text
    pay(customer)
    assert customer.step == "files"
    customer.get(way)
    customer.answer(purchase_way="ach")
    assert customer.step == "residence"
    pay(customer)
    assert customer.step == "files"
    customer.post(customer.url)
    assert customer.step == "check"
    shown = html.unescape(customer.text)
    assert HINT not in shown
    assert "Example Bank" in shown
    assert "250.5" in shown
    assert "Last 4 digits of the card" not in shown
    customer.post(re.sub("check/$", "send/", customer.url))
    answers = Ticket.objects.get().answers
    assert answers["purchase_way"] == "ach"
    assert "card_last4" not in answers


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "hinted"),
    [
        ("It was taken from my bank account twice.", True),
        ("Mon compte bancaire a été débité.", True),
        ("I used Plaid to pay.", True),
        ("My card was charged by the bank.", False),
        ("The coach attached nothing.", False),
    ],
)
def test_h1_words_that_speak_of_a_bank_account_are_a_hint_too(told: str, hinted: bool) -> None:
    customer = begin("card-or-purchase")
    pay(customer, description=told)
    assert (HINT in html.unescape(customer.text)) is hinted
    customer.post(customer.url)
    assert customer.step == "check"
    assert (HINT in html.unescape(customer.text)) is hinted


@pytest.mark.parametrize("residence", [*ACH_EXCLUDED, "abroad"])
def test_ach_is_said_not_to_be_offered_where_it_is_not(residence: str) -> None:
    found = walk("card-or-purchase", purchase_way="ach", ach_residence=residence)
    assert isinstance(found.exit, Ending)
    assert found.exit.slug == "end-ach"
    assert found.exit.anyway
    assert walk("card-or-purchase", purchase_way="ach", ach_residence="us").is_complete


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["4111111111111111", "12345", "123", "DE89370400440532013000", "12a4"])
def test_more_of_a_card_than_its_last_four_digits_is_refused_and_kept_nowhere(typed: str) -> None:
    customer = begin("card-or-purchase")
    pay(customer, card_last4=typed)
    assert customer.step == "card"
    assert customer.page.status_code == 422
    assert typed not in str(Draft.objects.get().answers)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["FR7630006000011234567890189", "30006 00001", "18"])
def test_more_of_an_iban_than_its_last_four_digits_is_refused_and_kept_nowhere(typed: str) -> None:
    customer = begin("bank-transfer")
    customer.answer(direction="deposit")
    customer.answer(problem="not_arrived")
    customer.answer(method="sepa")
    customer.answer(amount="1250,50", currency="EUR")
    customer.answer(bank_name="Example Bank", iban_last4=typed)
    assert customer.page.status_code == 422
    assert "iban_last4" not in Draft.objects.get().answers
    customer.answer(bank_name="Example Bank", iban_last4="0189")
    assert customer.step == "sender"


def test_two_names_that_differ_are_settled_first_and_money_under_way_is_still_traced() -> None:
    found = walk("bank-transfer", problem="name_mismatch")
    assert isinstance(found.exit, Ending)
    assert (found.exit.slug, bool(found.exit.anyway)) == ("end-name", True)


# Faults


def at_the_versions(where: str, same_device: str) -> Customer:
    """Somebody with Firefox who is asked for system and versions."""
    customer = begin("technical-issue", user_agent=FIREFOX)
    customer.answer(where=where)
    customer.answer(same_device=same_device)
    assert customer.step == "versions"
    return customer


@pytest.mark.django_db
def test_a_browser_is_read_only_with_consent_and_can_be_corrected() -> None:
    customer = at_the_versions("web", "yes")
    assert 'value="Linux"' in customer.text
    assert 'value="Firefox 124.0"' in customer.text
    assert "os_version" not in Draft.objects.get().answers
    versions = customer.url
    customer.answer(os_version="Debian 12", browser_or_app_version="Firefox 115")
    customer.get(versions)
    assert 'value="Debian 12"' in customer.text
    assert "Firefox 124.0" not in customer.text


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "same_device", "system"), [("web", "no", False), ("app", "yes", True)])
def test_without_consent_nothing_is_read_and_of_an_app_only_the_system(
    where: str, same_device: str, system: bool
) -> None:
    customer = at_the_versions(where, same_device)
    assert ('value="Linux"' in customer.text) is system
    assert "Firefox 124.0" not in customer.text


@pytest.mark.django_db
def test_a_fault_needs_its_exact_time() -> None:
    customer = at_the_versions("api", "no")
    customer.answer(os_version="Debian 12", browser_or_app_version="curl")
    assert customer.step == "when"
    customer.answer(when_day=f"{timezone.now():%Y-%m-%d}", when_time="", when_zone="Europe/Paris")
    assert customer.page.status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["crypto-deposit", "bank-transfer", "trading-order"])
def test_a_request_about_money_asks_for_a_sign_in_first(slug: str) -> None:
    customer = Customer()
    customer.begin(slug)
    assert "Sign in to go on" in html.unescape(customer.text)


def test_a_technical_fault_needs_no_account() -> None:
    assert catalogue()["technical-issue"].access.value == "ANYONE"
