"""Somebody whose identity card was refused sends both sides of it, and the one that will not do once more, in a real browser."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.journeys.papers import phone_photo
from tests.journeys.person import Person
from tests.journeys.test_signing_in import sign_in
from tests.look.test_every_page_for_everybody import judge
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]


def _pick(person: Person, code: str) -> None:
    person.page.locator("main select").select_option(code)
    person.on()


def _born(person: Person) -> None:
    for part, number in (("day", "27"), ("month", "3"), ("year", "1985")):
        person.page.locator(f"[name=date_of_birth_{part}]").fill(number)
    person.on()


def up_to_the_documents(person: Person) -> None:
    """Answer every page before the documents; each is judged where scripts run."""
    page = person.page
    answers: tuple[tuple[str, Callable[[], object]], ...] = (
        ("stuck-at", lambda: person.choose("id_refused")),
        ("country", lambda: person.write("France")),
        ("level", lambda: person.choose("pro")),
        ("settings-lock", lambda: person.choose("no")),
        ("reason-shown", lambda: _pick(person, "missing_back")),
        ("document", lambda: person.choose("card")),
        ("document-country", person.on),
        ("document-end", lambda: person.write(f"{timezone.localdate() + timedelta(days=900)}")),
        ("born", lambda: _born(person)),
        ("details", lambda: person.write("On me dit que le verso manque.")),
        ("consent", person.agree),
    )
    for step, answer in answers:
        page.wait_for_url(f"**/{step}/**")
        if person.scripts:
            judge(page, person.language)
        answer()
    page.wait_for_url("**/files/**")


@pytest.mark.parametrize(
    "look",
    [
        {"language": "fr", "color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
        {"language": "en", "scripts": False},
    ],
    ids=["french-320-dark", "english-no-scripts"],
)
def test_both_sides_of_a_card_are_sent(
    browser: Browser, portal: Portal, tmp_path: Path, look: dict[str, object]
) -> None:
    person = Person(browser, portal.url, **look)  # type: ignore[arg-type]
    sign_in(person, portal, f"lea.{person.language}@example.com")
    person.begin("kyc-individual")
    up_to_the_documents(person)
    page = person.page
    page.locator("main details summary").first.click()
    if person.scripts:
        judge(page, person.language)
    person.add_files(tmp_path, {"recto.jpg": phone_photo(800, 600), "verso.jpg": phone_photo(801, 600)})
    front, back = (page.get_by_label(f"{name}.jpg").and_(page.locator("select")) for name in ("recto", "verso"))
    front.select_option("id_front")
    person.on()
    expect(page.locator(".problem")).to_contain_text("verso" if person.language == "fr" else "back")
    if person.scripts:
        judge(page, person.language)
    back.select_option("id_back")
    person.on()
    page.wait_for_url("**/check/**")
    person.send()
    person.close()
