"""Somebody names the owners of their company on a phone, in a real browser, with scripts and without."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.forms_catalog.answering import ALICE, LISTS
from tests.journeys.mailbox import code_in, wait_for_letter
from tests.journeys.person import Person
from tests.look.test_every_page_for_everybody import judge
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]

LOOKS = (
    {"language": "fr", "color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
    {"language": "en", "scripts": False},
)
BEN = {"name": "Ben Test", "born": "1975-05-05", "country": "Belgium", "shares": "40"}
FIRST_PAGES: tuple[dict[str, str], ...] = (
    {"company_name": "Example Trading", "trading_name": ""},
    {"company_country": "France", "registration_number": "552 100 554"},
    {"company_type": "private"},
    {"registered_on": "2019-04-01"},
    {"company_street": "1 rue du Test", "company_city": "Paris"},
    {"company_postal_code": "75001"},
    {"exemption": "none"},
)


def fill(person: Person, answers: dict[str, Any]) -> None:
    """Fill the boxes of a page and go on."""
    for name, value in answers.items():
        for each in value if isinstance(value, list) else [value]:
            if name == "born":
                for part, typed in zip(("year", "month", "day"), each.split("-"), strict=True):
                    person.page.locator(f"main form [name='born_{part}']").fill(typed)
                continue
            box = person.page.locator(f"main form [name='{name}']")
            kind = box.first.get_attribute("type")
            if kind in {"radio", "checkbox"}:
                person.page.locator(f"main form [name='{name}'][value='{each}']").check()
            elif person.page.locator(f"main form select[name='{name}']").count():
                box.select_option(each)
            else:
                box.fill(each)
    person.on()


def add(person: Person, kind: str, answers: dict[str, Any], under: str = "") -> None:
    """Add an owner by the links of the page."""
    if under:
        person.page.locator("main a[href*='under=']", has_text=under).click()
    else:
        person.page.locator("main a[href='add/']").click()
    person.page.locator(f"main a[href*='/{kind}/']").click()
    fill(person, answers)
    person.page.wait_for_url("**/owners/")


@pytest.mark.parametrize("look", LOOKS, ids=["french-320-dark-with-scripts", "english-without"])
def test_owners_are_named_on_a_phone_and_the_result_is_confirmed(
    browser: Browser, portal: Portal, look: dict[str, Any]
) -> None:
    person = Person(browser, portal.url, **look)
    page, address = person.page, f"company.{person.language}@example.com"

    def look_at() -> None:
        if person.scripts:
            judge(page, person.language)

    person.go("requests/kyc-business/")
    look_at()
    page.locator("main form[action$='/begin/'] button").click()
    page.locator("main a[href*='/sign-in/?next=']").click()
    person.write(address)
    page.wait_for_url("**/code/**")
    person.write(code_in(wait_for_letter(portal.data, address)))
    for answers in FIRST_PAGES:
        fill(person, answers)
    page.wait_for_url("**/people/")
    person.on()
    look_at()
    page.locator("main a[href='add/']").click()
    person.on()
    look_at()
    fill(person, {name: each for name, each in LISTS["people"][0].items() if name not in {"id", "kind"}})
    person.on()

    page.wait_for_url("**/owners/")
    page.locator("main summary").first.click()
    look_at()
    page.locator("main a[href='add/']").click()
    look_at()
    page.go_back()
    add(person, "company", {"name": "Holding", "country": "France", "shares": "60", "note": ""})
    add(person, "person", BEN | {"shares": "50"})
    add(person, "person", ALICE | {"shares": "1/2", "votes": "60"}, under="Holding")
    person.on()
    expect(page.locator("main .problem a")).to_have_count(1)
    look_at()
    expect(page.locator(".files.entries > li")).to_have_count(3)
    page.locator("main a[href$='/remove/']").last.click()
    look_at()
    page.locator("main form button").click()
    expect(page.locator(".files.entries > li")).to_have_count(2)
    add(person, "person", BEN)
    person.on()
    page.wait_for_url("**/rest/")
    look_at()
    fill(person, {"rest": "many"})

    page.wait_for_url("**/control/")
    page.locator("main a[href='add/']").click()
    fill(person, {name: each for name, each in LISTS["control"][0].items() if name not in {"id", "kind"}})
    person.on()
    page.wait_for_url("**/result/")
    look_at()
    expect(page.locator("main .card li strong")).to_have_text(["Ben Test", "Alice Example"])
    fill(person, {"result": "right"})
    page.wait_for_url("**/declarations/")
    for name in ("declared", "consent"):
        page.locator(f"main [name='{name}']").check()
    person.on()
    page.wait_for_url("**/check/")
    look_at()
    person.send()
    person.close()
