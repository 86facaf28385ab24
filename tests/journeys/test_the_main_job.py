"""From a customer's browser to one ticket with its documents in the agents' admin: the product in one test."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import papers
from tests.journeys.person import Person
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]

CHECKED = 60_000


def lose_a_phone(person: Person, tmp_path: Path) -> str:
    """File the first request. Out: its reference."""
    person.begin("lost-device")
    person.choose("stolen")
    person.choose("phone")
    person.page.locator("input[name=when]").fill("2026-03-04")
    person.on()
    person.choose("authenticator", "sim")
    person.choose("no")
    person.write("camille+kraken@example.com")
    person.choose("yes")
    person.choose("unsure")
    person.choose("yes")
    person.skip()
    person.write("On m’a volé mon téléphone ce matin à la gare, dans mon sac.")
    assert person.step == "files"
    person.add_files(tmp_path, {"photo.jpg": papers.phone_photo(), "relevé.pdf": papers.owner_locked_statement()})
    person.on()
    assert person.step == "check"
    return person.send()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_three_requests_in_french_on_a_phone_end_as_one_ticket_with_everything_in_it(
    browser: Browser, portal: Portal, tmp_path: Path, scripts: bool
) -> None:
    person = Person(browser, portal.url, scripts=scripts)
    reference = lose_a_phone(person, tmp_path)
    status = person.page.locator("main a[href*='/t/']").first.get_attribute("href")
    assert status

    # The second request: a device that is only reset belongs elsewhere, and the answers come along.
    person.begin("lost-device")
    person.choose("reset")
    assert person.step == "method"
    assert person.page.locator("main .notice").is_visible()
    person.choose("authenticator")
    person.choose("sign_in")
    person.choose("no")
    person.choose("unsure")
    person.write("camille+kraken@example.com")
    person.choose("yes")
    person.skip()
    person.write("Mon téléphone a été réinitialisé, l’application est vide.")
    second = person.send()
    assert second != reference

    # The third: documents for the first request, two of which cannot be taken.
    person.begin("documents-general")
    person.write(reference.lower())
    person.skip()
    person.agree()
    bad = {"coffre.pdf": papers.password_statement(), "facture.pdf": papers.malware()}
    person.add_files(tmp_path, {"passeport.jpg": papers.phone_photo(1200, 900), **bad})
    person.on()
    documents = person.send()
    documents_url = person.page.locator("main a[href*='/t/']").first.get_attribute("href")
    wait_until_settled(person, f"{portal.url}{documents_url}", 3)
    states = person.page.locator("[data-file]").evaluate_all("rows => rows.map(row => row.dataset.state).sort()")
    assert states == ["accepted", "refused", "refused"]
    refusals = person.page.locator("[data-state=refused]").all_inner_texts()
    assert any("mot de passe" in text for text in refusals)
    assert any("dangereux" in text for text in refusals)
    assert reference in person.page.locator("main").inner_text()
    person.page.goto(portal.url + status)
    # What has joined is listed with the request it joined.
    wait_until_settled(person, portal.url + status, 5)
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 360 if scripts else True
    person.close()

    agent = sign_in(browser, portal)
    agent.page.goto(f"{portal.url}/staff/tickets/{documents}/")
    assert agent.step == reference
    shown = agent.page.locator("main").inner_text()
    for name in ("photo.jpg", "relevé.pdf", "passeport.jpg", "coffre.pdf", "facture.pdf"):
        assert name in shown
    assert "Needs a password to open" in shown or "protected by a password" in shown
    assert "unsafe" in shown.lower()
    assert "Lost or stolen device" in shown
    assert agent.page.locator("main img").count() >= 3
    agent.page.wait_for_function("() => document.querySelector('main img').naturalWidth > 0")
    agent.close()


def wait_until_settled(person: Person, url: str, files: int) -> None:
    """Look at a page until its files have ended, by reloading as a person without scripts would."""
    for _each in range(60):
        person.page.goto(url)
        expect(person.page.locator("[data-file]")).to_have_count(files)
        if (
            person.page.locator("[data-settled=true]").count()
            and person.page.locator("[data-state=checking], [data-state=queued]").count() == 0
        ):
            return
        person.page.wait_for_timeout(1000)
    raise AssertionError(person.page.locator("main").inner_text())


def sign_in(browser: Browser, portal: Portal, **look: Any) -> Person:
    """The demo agent, reading English."""
    agent = Person(browser, portal.url, language="en", **({"viewport": {"width": 1280, "height": 800}} | look))
    agent.page.goto(f"{portal.url}/staff/")
    agent.page.locator("input[name=username]").fill("demo.agent@example.com")
    agent.page.locator("input[name=password]").fill(portal.agent_password)
    agent.page.locator("main button[type=submit], main input[type=submit], main form button").first.click()
    agent.page.wait_for_url("**/staff/")
    return agent


def test_an_agents_reply_is_read_on_the_status_page_in_the_sending_browser_only(
    browser: Browser, portal: Portal, tmp_path: Path
) -> None:
    person = Person(browser, portal.url)
    reference = lose_a_phone(person, tmp_path)
    status = portal.url + str(person.page.locator("main a[href*='/t/']").first.get_attribute("href"))
    agent = sign_in(browser, portal)
    agent.page.goto(f"{portal.url}/staff/tickets/{reference}/")
    form = agent.page.locator("form[action$='/reply/']").first
    form.locator("textarea").fill("Nous avons bloqué vos sessions.")
    form.locator("button").first.click()
    agent.page.wait_for_load_state()
    agent.close()
    person.page.goto(status)
    assert "Nous avons bloqué vos sessions." in person.page.locator("main").inner_text()
    person.close()
    stranger = Person(browser, portal.url)
    stranger.page.goto(status)
    assert reference in stranger.page.locator("main").inner_text()
    assert "sessions" not in stranger.page.locator("main").inner_text()
    assert "camille" not in stranger.page.content()
    stranger.close()


def test_a_customer_answers_where_the_agent_asked_and_the_agents_half_written_reply_survives(
    browser: Browser, portal: Portal, tmp_path: Path
) -> None:
    person = Person(browser, portal.url, language="en")
    reference = lose_a_phone(person, tmp_path)
    status = portal.url + str(person.page.locator("main a[href*='/t/']").first.get_attribute("href"))
    agent = sign_in(browser, portal)
    agent.page.goto(f"{portal.url}/staff/tickets/{reference}/")
    agent.page.locator("#reply-body").fill("Which phone is it?")
    agent.page.get_by_role("button", name="Assign to me").click()
    agent.page.wait_for_load_state()
    assert agent.page.locator("#reply-body").input_value() == "Which phone is it?"
    agent.page.locator("#then").select_option("PENDING")
    agent.page.get_by_role("button", name="Send to the customer").click()
    agent.page.wait_for_load_state()
    assert agent.page.locator("#reply-body").input_value() == ""
    person.page.goto(status)
    assert "We need something from you" in person.page.locator("main").inner_text()
    person.page.locator("#id_body").fill("A green one.")
    person.page.get_by_role("button", name="Send the message").click()
    person.page.wait_for_load_state()
    assert "With an agent" in person.page.locator("main").inner_text()
    agent.page.reload()
    assert "A green one." in agent.page.locator("main").inner_text()
    person.close()
    agent.close()
