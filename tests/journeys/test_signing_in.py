"""Somebody signs in with a code from their mailbox, in a real browser, with and without scripts, in both languages."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.mailbox import code_in, letters_to, link_in, text_of, wait_for_letter
from tests.journeys.person import Person
from tests.look.test_every_page_for_everybody import LOOKS, judge
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]


def sign_in(person: Person, portal: Portal, address: str) -> None:
    """Ask for a code, read it, type it."""
    before = len(letters_to(portal.data, address))
    person.go("account/")
    person.write(address)
    person.page.wait_for_url("**/sign-in/code/")
    person.write(code_in(wait_for_letter(portal.data, address, after=before)))
    person.page.wait_for_url("**/account/")


@pytest.mark.parametrize(
    ("language", "scripts"), [("fr", True), ("en", False)], ids=["french-with-scripts", "english-without"]
)
def test_sign_in_see_where_end_the_other_and_sign_out(
    browser: Browser, portal: Portal, language: str, scripts: bool
) -> None:
    address = f"camille.{language}@example.com"
    phone = Person(browser, portal.url, language=language, scripts=scripts)
    laptop = Person(browser, portal.url, language=language, scripts=scripts, viewport={"width": 1280, "height": 800})
    sign_in(phone, portal, address)
    sign_in(laptop, portal, address)
    expect(laptop.page.locator(".sign-ins > li")).to_have_count(2)
    laptop.page.locator("form[action*='/account/end/'] button").click()
    expect(laptop.page.locator(".sign-ins > li")).to_have_count(1)
    phone.go("account/")
    assert phone.step == "sign-in"
    laptop.page.locator("form[action$='/account/sign-out/'] button").click()
    laptop.go("account/")
    assert laptop.step == "sign-in"
    phone.close()
    laptop.close()


@pytest.mark.parametrize("look", LOOKS, ids=["french-320-dark", "english-1280-light"])
def test_every_page_of_it_is_for_everybody(browser: Browser, portal: Portal, look: dict[str, object]) -> None:
    language = str(look["language"])
    address = f"sam.{language}@example.com"
    person = Person(browser, portal.url, **look)  # type: ignore[arg-type]
    person.go("sign-in/")
    person.on()
    judge(person.page, language)
    person.write(address)
    judge(person.page, language)
    letter = wait_for_letter(portal.data, address)
    person.write("no code")
    judge(person.page, language)
    person.write(code_in(letter))
    judge(person.page, language)
    person.go("safety/check/")
    person.on()
    judge(person.page, language)
    number = next(word for word in text_of(letter).split() if word.count("-") == 2 and len(word) == 14)
    person.write(number)
    expect(person.page.locator(".notice.ok")).to_be_visible()
    judge(person.page, language)
    person.write("7K2M-94TX-B3QD")
    judge(person.page, language)
    person.page.goto(link_in(letter, "/safety/stop/"))
    judge(person.page, language)
    person.on()
    judge(person.page, language)
    person.close()
    told = letter.get_body(("html",))
    assert told
    page = browser.new_page(viewport={"width": 320, "height": 640}, color_scheme=look["color_scheme"])  # type: ignore[arg-type]
    page.set_content(told.get_content())
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.close()
