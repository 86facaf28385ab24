"""In a real browser: a deposit under the minimum is told so, over the question with scripts, on a page without (R9)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.person import Person
from tests.journeys.test_gates import sign_in
from tests.look.test_every_page_for_everybody import judge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def with_scripts(browser: Browser, live_server: LiveServer) -> Iterator[Person]:
    """Somebody with a small dark phone, in French."""
    person = Person(browser, live_server.url, color_scheme="dark", viewport={"width": 320, "height": 640})
    yield person
    person.close()


@pytest.fixture
def without_scripts(browser: Browser, live_server: LiveServer) -> Iterator[Person]:
    """Somebody whose browser runs none."""
    person = Person(browser, live_server.url, scripts=False)
    yield person
    person.close()


def amount_of(person: Person) -> None:
    """Up to the question how much was sent, and the answer."""
    person.begin("crypto-deposit")
    sign_in(person)
    person.choose("not_credited")
    person.page.locator("select[name=asset]").select_option("ETH")
    person.on()
    person.choose("ethereum")
    person.page.wait_for_url("**/amount/**")
    person.write("0,04")


def dialog(page: Page) -> str:
    """What the open dialog says."""
    expect(page.locator("dialog[open]")).to_be_visible()
    return page.locator("dialog[open]").inner_text().replace("\u00a0", " ")


def test_r9_the_dialog_opens_over_the_question_and_escape_stays(with_scripts: Person) -> None:
    person, page = with_scripts, with_scripts.page
    amount_of(person)
    said = dialog(page)
    assert "Ce dépôt est inférieur au minimum" in said
    assert "0,04 ETH" in said
    judge(page, "fr")
    expect(page.locator("dialog .button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert person.step == "amount"
    expect(page.locator("input[name=amount]")).to_have_value("0,04")
    expect(page.locator("main form[data-dialog] .button")).to_be_focused()
    person.on()
    page.wait_for_url("**/transaction/**")


def test_r9_cancel_stays_and_ok_opens_more_without_losing_anything(with_scripts: Person) -> None:
    person, page = with_scripts, with_scripts.page
    amount_of(person)
    dialog(page)
    page.locator("dialog form button").click()
    expect(page.locator("dialog")).to_have_count(0)
    assert person.step == "amount"
    page.locator("input[name=amount]").fill("0,03")
    person.on()
    assert "0,03 ETH" in dialog(page)
    page.locator("dialog a").click()
    page.wait_for_url("**/end-minimum/**")
    judge(page, "fr")
    page.locator("button[name=anyway]").click()
    page.wait_for_url("**/transaction/**")
    page.goto(re.sub("/transaction/.*", "/amount/", page.url))
    expect(page.locator("input[name=amount]")).to_have_value("0.03")


def test_r9_what_is_no_number_and_what_is_enough_have_no_dialog(with_scripts: Person) -> None:
    person, page = with_scripts, with_scripts.page
    amount_of(person)
    dialog(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("input[name=amount]").fill("1.000,05")
    person.on()
    expect(page.locator("[role=alert]")).to_be_visible()
    page.locator("input[name=amount]").fill("0,05")
    person.on()
    page.wait_for_url("**/transaction/**")


def test_r9_without_scripts_a_page_has_the_same_two_buttons(without_scripts: Person) -> None:
    person, page = without_scripts, without_scripts.page
    amount_of(person)
    page.wait_for_url("**/end-minimum/**")
    expect(page.locator("h1")).to_have_text("Ce dépôt est inférieur au minimum")
    assert "0,04 ETH" in page.locator("main").inner_text().replace("\u00a0", " ")
    page.locator("button[name=stay]").click()
    assert person.step == "amount"
    expect(page.locator("input[name=amount]")).to_have_value("0.04")
    page.locator("input[name=amount]").fill("0,03")
    person.on()
    page.locator("main .actions a.button").first.click()
    page.wait_for_url("**/end-minimum/?more=1")
    page.locator("button[name=anyway]").click()
    assert person.step == "transaction"
