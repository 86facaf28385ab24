"""A new agent sets up by one link, signs in with two factors, and hears of an urgent request while a page stands open."""

import json
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.person import Person
from tests.journeys.test_the_main_job import lose_a_phone, sign_in
from tests.services import authenticator
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]

PASSWORD = "a long password of an agent"
ASKED_EVERY = 21_000
COUNT_TONES = """() => {
  window.tones = 0;
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.tones += 1; return make.call(this); };
}"""


def send(page: Page, *texts: str) -> None:
    """Fill the boxes of the page's form in their order and send it by keyboard."""
    boxes = page.locator("main form input:not([type=hidden]):visible")
    for number, text in enumerate(texts):
        boxes.nth(number).fill(text)
    boxes.nth(len(texts) - 1).press("Enter")
    page.wait_for_load_state()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_new_agent_is_led_from_the_printed_link_to_the_first_page_and_comes_back_with_a_recovery_code(
    browser: Browser, portal: Portal, scripts: bool
) -> None:
    email = f"new-{scripts}@example.com".lower()
    link = json.loads(portal.manage("agent_create", "--email", email, "--name", "Noé", "--json"))["link"]
    agent = Person(browser, portal.url, scripts=scripts)
    agent.page.goto(portal.url + urlsplit(link).path)
    send(agent.page, PASSWORD, PASSWORD)
    expect(agent.page.locator("h1")).to_have_text("Reliez votre application d’authentification")
    expect(agent.page.locator("svg.qr")).to_be_visible()
    agent.page.locator("main summary").click()
    secret = agent.page.locator("#key").inner_text()
    send(agent.page, authenticator.code(secret))
    codes = agent.page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    assert agent.page.locator("[data-print]").is_visible() == scripts
    agent.page.locator("button[name=kept]").click()
    expect(agent.page.locator("h1")).to_have_text("Vue d’ensemble")
    agent.page.goto(f"{portal.url}/staff/recovery-codes/")
    assert codes[0] not in agent.page.content()
    agent.close()

    elsewhere = Person(browser, portal.url, scripts=scripts)
    elsewhere.page.goto(f"{portal.url}/staff/tickets/")
    send(elsewhere.page, email, PASSWORD)
    expect(elsewhere.page.locator("h1")).to_have_text("Saisissez le code de votre application")
    send(elsewhere.page, authenticator.code(secret, time.time() - 3600))
    assert elsewhere.page.evaluate("document.activeElement.id") == "id_code"
    elsewhere.page.locator("main a[href$='/recovery-code/']").click()
    send(elsewhere.page, codes[7].lower())
    expect(elsewhere.page).to_have_url(f"{portal.url}/staff/tickets/")
    assert "Il vous reste 9 codes de secours." in elsewhere.page.locator("main").inner_text()
    elsewhere.close()


def test_an_urgent_request_is_told_to_an_open_page_and_the_sound_is_off_until_it_is_wanted(
    browser: Browser, portal: Portal, tmp_path: Path
) -> None:
    agent = sign_in(browser, portal)
    page = agent.page
    page.clock.install()
    page.goto(f"{portal.url}/staff/password_change/")
    switch = page.locator("[data-sound]")
    expect(switch).to_have_text("Sound: off")
    page.evaluate(COUNT_TONES)

    def told(customer_language: str) -> int:
        """Let a phone be stolen, and the page ask. Out: how many urgent requests it then tells of."""
        before = page.title()
        customer = Person(browser, portal.url, language=customer_language)
        lose_a_phone(customer, tmp_path)
        customer.close()
        page.clock.fast_forward(ASKED_EVERY)
        page.wait_for_function("before => document.title !== before", arg=before)
        return int(page.title().removeprefix("(").partition(")")[0])

    first = told("fr")
    expect(page.get_by_role("status")).to_have_text(f"{first} urgent, unassigned")
    assert page.evaluate("window.tones") == 0
    switch.click()
    expect(switch).to_have_text("Sound: on")
    page.wait_for_function("window.tones === 2")
    assert told("fr") == first + 1
    page.wait_for_function("window.tones === 4")

    page.goto(f"{portal.url}/staff/")
    assert page.title().startswith(f"({first + 1}) ")
    expect(page.locator("[data-sound]")).to_have_text("Sound: on")
    page.get_by_role("status").locator("a").click()
    expect(page.locator("main a.reference")).to_have_count(first + 1)
    agent.close()


def test_a_page_left_open_says_when_its_session_has_ended(browser: Browser, portal: Portal) -> None:
    agent = sign_in(browser, portal)
    agent.page.clock.install()
    agent.page.goto(f"{portal.url}/staff/")
    agent.context.clear_cookies(name="agent")
    agent.page.clock.fast_forward(ASKED_EVERY)
    expect(agent.page.get_by_role("status")).to_have_text(
        "You are signed out. What you typed is kept: open the page again."
    )
    agent.close()
