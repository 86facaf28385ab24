"""Somebody who cannot sign in proves an address, follows from another device, answers, closes and reopens: by real letters."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.mailbox import code_in, link_in, wait_for
from tests.journeys.person import Person
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]

STORY = "J’ai un nouveau téléphone."
WAYS = [("fr", True), ("en", True), ("fr", False), ("en", False)]
NAMES = [f"{language}-{'with' if scripts else 'without'}-scripts" for language, scripts in WAYS]


def lose_the_codes(person: Person, address: str) -> str:
    """File a request from an address that nobody has proven. Out: the path of its status page."""
    person.begin("2fa-unavailable")
    for code in ("changed", "authenticator", "sign_in", "no", "yes"):
        person.choose(code)
    person.write(address)
    person.choose("yes")
    person.skip()
    person.write(STORY)
    person.send()
    return str(person.page.locator("main a[href*='/t/']").first.get_attribute("href"))


@pytest.fixture(params=WAYS, ids=NAMES)
def person(request: pytest.FixtureRequest, browser: Browser, portal: Portal) -> Iterator[Person]:
    """Somebody with a phone, in each language, with scripts and without."""
    language, scripts = request.param
    somebody = Person(browser, portal.url, language=language, scripts=scripts)
    yield somebody
    somebody.close()


def another_device(person: Person, browser: Browser) -> Person:
    """The same person elsewhere, with none of the first browser's cookies."""
    return Person(browser, person.base, language=person.language, scripts=person.scripts)


def test_an_address_is_corrected_and_proven_by_its_code_and_the_request_followed_from_elsewhere(
    person: Person, browser: Browser, portal: Portal
) -> None:
    mine = f"camille.{person.language}.{person.scripts}@example.com".lower()
    status = lose_the_codes(person, f"typo.{mine}")
    page = person.page
    expect(page.locator("main strong", has_text=f"typo.{mine}")).to_be_visible()
    page.locator("summary").first.click()
    page.locator("#id_contact_email").fill(mine)
    page.locator("form[action$='/address/'] button").click()
    expect(page.locator("main strong", has_text=mine).first).to_be_visible()
    page.locator("#id_code").fill("12")
    page.locator("form[action$='/code/'] button").click()
    expect(page.locator(".problem")).to_be_visible()
    code = code_in(wait_for(portal.data, mine, "/a/"))
    page.locator("#id_code").fill(f"{code[:3]} {code[3:]}")
    page.locator("form[action$='/code/'] button").click()
    expect(page.locator(".notice.ok[role=status]")).to_be_visible()
    expect(page.locator("#id_code")).to_have_count(0)

    elsewhere = another_device(person, browser)
    elsewhere.page.goto(link_in(wait_for(portal.data, mine, "/t/"), "/t/"))
    assert STORY not in elsewhere.page.locator("main").inner_text()
    elsewhere.page.locator("form[action$='/open/'] button").click()
    elsewhere.page.goto(link_in(wait_for(portal.data, mine, "/c/"), "/c/"))
    elsewhere.page.locator("main form button").click()
    expect(elsewhere.page.locator("main")).to_contain_text(STORY)
    elsewhere.page.locator("#id_body").fill("C’est moi, d’un autre appareil.")
    elsewhere.page.locator("form[action$='/write/'] button").click()
    expect(elsewhere.page.locator(".said")).to_contain_text("d’un autre appareil")
    elsewhere.page.locator("summary").last.click()
    elsewhere.page.locator("form[action$='/close/'] button").click()
    expect(elsewhere.page.locator("form[action$='/reopen/'] button")).to_be_visible()
    elsewhere.page.locator("form[action$='/reopen/'] button").click()
    expect(elsewhere.page.locator("form[action$='/reopen/'] button")).to_have_count(0)
    assert elsewhere.page.evaluate("document.documentElement.scrollWidth") <= 360 if elsewhere.scripts else True
    elsewhere.close()
    page.goto(portal.url + status)
    expect(page.locator(".said")).to_contain_text("d’un autre appareil")


def test_an_address_is_proven_by_the_link_on_another_device_and_a_lost_link_comes_back_by_email(
    person: Person, browser: Browser, portal: Portal
) -> None:
    mine = f"noor.{person.language}.{person.scripts}@example.com".lower()
    lose_the_codes(person, mine)
    reference = person.step
    elsewhere = another_device(person, browser)
    elsewhere.page.goto(link_in(wait_for(portal.data, mine, "/a/"), "/a/"))
    assert STORY not in elsewhere.page.locator("main").inner_text()
    elsewhere.page.locator("main form button").click()
    expect(elsewhere.page.locator("main")).to_contain_text(STORY)
    elsewhere.close()

    third = another_device(person, browser)
    third.go("track/")
    third.page.locator("#id_reference").fill(reference.lower())
    third.page.locator("#id_email").fill(mine.upper())
    third.page.locator("main form button").first.click()
    expect(third.page.locator(".notice.ok[role=status]")).to_be_visible()
    upper = mine.upper().replace("EXAMPLE.COM", "example.com")
    third.page.goto(link_in(wait_for(portal.data, upper, "/t/"), "/t/"))
    expect(third.page.locator("main")).to_contain_text(reference)
    third.close()
