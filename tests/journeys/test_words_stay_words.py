"""What a stranger types, or calls a file, stays words on every page that shows it: it becomes no mark-up and runs nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import papers
from tests.journeys.person import Person
from tests.journeys.test_the_main_job import sign_in, wait_until_settled
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]

PLANTED = "planted"
"""Every piece of mark-up below would make an element with this name, or say this in a dialog."""
WORDS = (
    "<script>alert('planted')</script>",
    "<img name=planted src=x onerror=alert('planted')>",
    "\"><svg name='planted' onload=alert('planted')>",
    "'-alert('planted')-'",
    "</textarea></title></style><iframe name=planted srcdoc='<script>parent.alert(1)</script>'>",
    "<a name=planted href=\"javascript:alert('planted')\">here</a>",
    "{{ 7|add:'planted' }}{% load static %}",
    "<form name=planted action=//planted.example><button formaction=javascript:alert('planted')>",
    "<meta name=planted http-equiv=refresh content='0;url=//planted.example'>",
    "<base name=planted href=//planted.example>",
)
FILE_NAMES = ("<img name=planted src=x onerror=alert(1)>.jpg", "\" name=planted onfocus='alert(1)' x=\".pdf")


def listening(person: Person) -> list[str]:
    """What any dialog says, from now on; what a policy refuses is among the person's complaints."""
    said: list[str] = []

    def note(dialog: object) -> None:
        said.append(str(dialog))
        dialog.dismiss()  # type: ignore[attr-defined]

    person.page.on("dialog", note)
    return said


def assert_only_words(page: Page, *words: str) -> None:
    """The words stand there as typed, and made no element."""
    assert page.locator(f"[name={PLANTED}]").count() == 0, page.url
    shown = page.locator("body").inner_text() + " ".join(
        page.locator("textarea, input").evaluate_all("boxes => boxes.map(box => box.value)")
    )
    for each in words:
        assert " ".join(each.split()) in " ".join(shown.split()), (page.url, each)


def test_on_every_page_of_customer_and_agent(browser: Browser, portal: Portal, tmp_path: Path) -> None:
    person = Person(browser, portal.url, language="en")
    said = listening(person)
    person.begin("lost-device")
    person.choose("stolen")
    person.choose("phone")
    person.skip()
    person.choose("authenticator")
    person.choose("no")
    person.write("words@example.com")
    person.choose("yes")
    person.choose("unsure")
    person.choose("yes")
    person.skip()
    text = "\n".join(WORDS)
    person.write(text)
    person.add_files(tmp_path, dict(zip(FILE_NAMES, (papers.phone_photo(64, 48), papers.statement()), strict=True)))
    assert_only_words(person.page, *FILE_NAMES)
    person.on()
    assert_only_words(person.page, *WORDS, *FILE_NAMES)
    reference = person.send()
    status = portal.url + str(person.page.locator("main a[href*='/t/']").first.get_attribute("href"))
    wait_until_settled(person, status, 2)
    assert_only_words(person.page, *FILE_NAMES)
    person.page.locator("main textarea").fill(f"{text}\nonce more")
    person.page.locator("form[action$='/write/'] .actions button").click()
    assert_only_words(person.page, *WORDS, "once more")
    # Neither is what a search for it says.
    for each in WORDS:
        person.go("")
        person.page.locator("input[type=search]").first.fill(each)
        person.page.keyboard.press("Enter")
        person.page.wait_for_url("**/search/**")
        assert_only_words(person.page)
    person.close()
    assert said == []

    agent = sign_in(browser, portal)
    said = listening(agent)
    agent.page.goto(f"{portal.url}/staff/tickets/?show=all&q={reference}")
    agent.page.goto(f"{portal.url}/staff/tickets/{reference}/")
    assert_only_words(agent.page, *WORDS, "once more", *FILE_NAMES)
    files = agent.page.locator("main a[href*='/staff/files/']").evaluate_all("links => links.map(each => each.href)")
    assert files
    for url in sorted(set(files)):
        agent.page.goto(url)
        assert_only_words(agent.page)
    agent.page.goto(f"{portal.url}/staff/tickets/?show=all")
    assert_only_words(agent.page)
    agent.page.goto(f"{portal.url}/staff/tickets/{reference}/")
    agent.page.locator("form[action$='/reply/'] textarea").first.fill(text)
    agent.page.locator("form[action$='/reply/'] button").first.click()
    agent.page.wait_for_load_state()
    assert_only_words(agent.page, *WORDS)
    agent.close()
    assert said == []
