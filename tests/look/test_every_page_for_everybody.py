"""Every page can be used by everybody: judged by axe, in French dark and narrow, in English light and wide."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys import papers
from tests.journeys.mailbox import link_in, wait_for
from tests.journeys.person import Person
from tests.journeys.test_proving_and_following import lose_the_codes
from tests.journeys.test_the_main_job import lose_a_phone, sign_in
from tests.services import authenticator
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
NARROWEST = 320
LOOKS = (
    {"language": "fr", "viewport": {"width": NARROWEST, "height": 640}, "color_scheme": "dark"},
    {"language": "en", "viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
)
PLAIN_PAGES = (
    "",
    "requests/",
    "requests/?group=access",
    "i/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/",
    "requests/lost-device/",
    "requests/2fa-unavailable/try/",
    "requests/email-change/",
    "requests/reaching-us/",
    "search/?q=telephone",
    "search/?q=zzzz",
    "track/",
    "safety/",
    "safety/check/",
    "sign-in/",
    "privacy/",
    "accessibility/",
    "no-such-page/",
    "t/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/",
)
STAFF_PAGES = (
    *("", "tickets/", "tickets/?show=all", "tickets/?show=unconfirmed", "password_change/", "recovery-codes/"),
    "tickets/?q=nobody@example.com",
    "calls/",
)
PLAIN_SPACE_IN_FRENCH = re.compile(r"(?<=\w) [;:!?»%]|« ")


@pytest.fixture(params=LOOKS, ids=["french-320-dark", "english-1280-light"])
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A language, a width and a theme."""
    return dict(request.param)


@pytest.fixture
def person(browser: Browser, portal: Portal, look: dict[str, Any]) -> Iterator[Person]:
    """Somebody with this look and language."""
    somebody = Person(browser, portal.url, **look)
    yield somebody
    somebody.close()


def judge(page: Page, language: str) -> None:
    """Nothing that axe knows of is wrong, nothing is wider than the screen, French has its spaces."""
    page.wait_for_load_state()
    page.evaluate(Axe().axe_script)
    # Only what is wrong comes back: the account of all that is right is long.
    wrong = page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES)
    told = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in wrong]
    assert told == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
    assert page.evaluate("document.querySelectorAll('h1').length") == 1, page.url
    if language == "fr":
        text = page.locator("body").inner_text()
        assert not PLAIN_SPACE_IN_FRENCH.search(text), (page.url, PLAIN_SPACE_IN_FRENCH.findall(text))


def test_pages_that_inform(person: Person) -> None:
    for path in PLAIN_PAGES:
        person.go(path)
        judge(person.page, person.language)


def test_pages_of_a_request_with_their_errors(person: Person, tmp_path: Path) -> None:
    person.begin("lost-device")
    judge(person.page, person.language)
    person.on()
    assert person.page.locator("[role=alert]").is_visible()
    judge(person.page, person.language)
    person.choose("stolen")
    person.choose("phone")
    judge(person.page, person.language)
    person.page.locator("input[name=when]").fill("2099-01-01")
    person.on()
    judge(person.page, person.language)
    person.skip()
    person.choose("wallet")
    person.choose("no")
    person.write("camille@")
    judge(person.page, person.language)
    person.write("camille@example.com")
    person.choose("no")
    person.write("camille.durand@example.net")
    person.choose("unsure")
    person.choose("yes")
    person.skip()
    judge(person.page, person.language)
    person.write("On m’a volé mon téléphone ce matin à la gare, dans mon sac.")
    judge(person.page, person.language)
    person.add_files(tmp_path, {"photo.jpg": papers.phone_photo(800, 600), "coffre.pdf": papers.password_statement()})
    judge(person.page, person.language)
    person.on()
    judge(person.page, person.language)
    person.send()
    judge(person.page, person.language)
    person.page.locator("main a[href*='/t/']").first.click()
    judge(person.page, person.language)
    person.go("track/")
    judge(person.page, person.language)


def test_pages_of_who_proves_an_address_and_follows(person: Person, browser: Browser, portal: Portal) -> None:
    mine = f"look.{person.language}@example.com"
    status = portal.url + lose_the_codes(person, mine)
    for summary in person.page.locator("main summary").all():
        summary.click()
    judge(person.page, person.language)
    person.page.locator("form[action$='/address/'] button").click()
    judge(person.page, person.language)
    other = Person(browser, portal.url, language=person.language)
    other.page.goto(status)
    judge(other.page, person.language)
    other.page.goto(link_in(wait_for(portal.data, mine, "/a/"), "/a/"))
    judge(other.page, person.language)
    other.page.locator("main form button").click()
    judge(other.page, person.language)
    other.page.locator("main summary").click()
    other.page.locator("form[action$='/close/'] button").click()
    judge(other.page, person.language)
    person.page.goto(status)
    person.page.locator("form[action$='/reopen/'] button").click()
    judge(person.page, person.language)
    for typed in ("", "KS-0000-0000"):
        person.go("track/")
        person.page.locator("#id_reference").fill(typed)
        person.page.locator("#id_email").fill("nobody@example.com")
        person.page.locator("main form button").first.click()
        judge(person.page, person.language)
    other.close()


def test_pages_of_agents(browser: Browser, portal: Portal, look: dict[str, Any], tmp_path: Path) -> None:
    customer = Person(browser, portal.url)
    reference = lose_a_phone(customer, tmp_path)
    customer.close()
    language = look.pop("language")
    agent = sign_in(browser, portal, **look)
    agent.page.goto(f"{portal.url}/staff/tickets/?show=all")
    other = agent.page.locator(f"a.reference:not(:text-is('{reference}'))").first.inner_text()
    agent.page.locator(f"form.languages button[value={language}]").click()
    agent.page.wait_for_load_state()
    ticket = f"tickets/{reference}/"
    for path in (*STAFF_PAGES, ticket, ticket + "merge/", ticket + f"merge/?other={other}"):
        agent.page.goto(f"{portal.url}/staff/{path}")
        judge(agent.page, language)
    agent.page.goto(f"{portal.url}/staff/{ticket}")
    agent.page.locator(".file-card a.file-name").first.click()
    judge(agent.page, language)
    agent.close()


def test_pages_on_an_agents_way_in_with_their_errors(person: Person, portal: Portal) -> None:
    email, password = f"look-{person.language}@example.com", "a long password of an agent"
    made = portal.manage("agent_create", "--email", email, "--name", "Look", "--json")
    page, language = person.page, person.language

    def go(path: str) -> None:
        page.goto(f"{portal.url}/staff/{path}")
        judge(page, language)

    def send(*texts: str) -> None:
        for number, text in enumerate(texts):
            page.locator("main form input:not([type=hidden]):visible").nth(number).fill(text)
        page.locator("main form button").first.click()
        judge(page, language)

    go("")
    go("set-up/no-such-link/")
    go(urlsplit(json.loads(made)["link"]).path.removeprefix("/staff/"))
    send("short", "other")
    send(password, password)
    page.locator("main summary").click()
    judge(page, language)
    send("000000")
    secret = str(page.locator("#key").text_content())
    send(authenticator.code(secret))
    page.locator("button[name=kept]").click()
    go("recovery-codes/")
    send("000000")
    page.locator(".me form[action$='/logout/'] button").click()
    judge(page, language)
    go("")
    send(email, password)
    send("000000")
    go("login/recovery-code/")
    send("000000")


def test_a_request_can_be_begun_answered_and_mended_by_keyboard_alone(browser: Browser, portal: Portal) -> None:
    person = Person(browser, portal.url, language="en")
    keys = person.page.keyboard
    person.go("requests/lost-device/")
    keys.press("Tab")
    assert person.page.evaluate("document.activeElement.className") == "skip"
    keys.press("Enter")
    focus_on(person, "form[action$='/begin/'] button")
    keys.press("Enter")
    person.page.wait_for_url("**/what-happened/")
    focus_on(person, ".actions button")
    keys.press("Enter")
    person.page.wait_for_selector("[role=alert]")
    assert person.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    keys.press("Tab")
    keys.press("Enter")
    assert person.page.evaluate("document.activeElement.name") == "device_state"
    keys.press("ArrowDown")
    focus_on(person, ".actions button")
    keys.press("Enter")
    person.page.wait_for_url("**/device/")
    person.close()


def test_back_opens_a_page_whose_errors_were_mended(browser: Browser, portal: Portal) -> None:
    person = Person(browser, portal.url, language="en")
    person.begin("lost-device")
    person.on()
    person.page.wait_for_selector("[role=alert]")
    person.choose("stolen")
    person.page.wait_for_url("**/device/")
    person.page.go_back()
    assert person.step == "what-happened"
    assert person.page.locator("input[value=stolen]").is_checked()
    person.close()


def focus_on(person: Person, selector: str) -> None:
    """Press Tab until something has the focus; each stop can be seen on the screen."""
    for _each in range(40):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("selector => document.activeElement.matches(`main ${selector}`)", selector):
            box = person.page.locator("*:focus").bounding_box()
            assert box
            assert 0 <= box["y"] < 740
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")
