"""Every request that a customer can begin is filed in a real browser, with scripts and without, page by page."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Access, RequestType, Step
from tests.forms_catalog.answering import variants
from tests.journeys.papers import phone_photo
from tests.journeys.person import Person
from tests.look.test_every_page_for_everybody import judge
from tests.services.portal import Portal

OPEN = [
    each
    for slug, each in catalogue().items()
    # Documents need files and a request sent before: a test of their own sends them.
    if each.access in {Access.ANYONE, Access.LOCKED_OUT} and not slug.startswith("documents-")
]
LOOKS: tuple[dict[str, Any], ...] = (
    {"language": "fr", "color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
    {"language": "en"},
    {"language": "en", "color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
)
TO_THE_END = {
    "device_state": "lost",
    "cause": "changed",
    "master_key_set": "no",
    "problem": "link_refused",
    "can_sign_in": "no",
    "ever_used": "yes",
    "stopped_at": "credentials",
    "reminder": "same",
    "did_you_enable_it": "yes",
    "unlock_wait_days": "0",
    "which_mail": ["all"],
    "still_have_email": "yes",
}
"""Answers that lead to a ticket, where the usual ones lead elsewhere."""


WITHOUT_SCRIPTS: tuple[dict[str, Any], ...] = (
    {"language": "fr", "scripts": False},
    {"language": "en", "scripts": False},
)


@pytest.fixture(
    params=[
        pytest.param((each, looks[number % len(looks)]), id=f"{each.slug}-{name}")
        for number, each in enumerate(OPEN)
        for name, looks in (("scripts", LOOKS), ("no-scripts", WITHOUT_SCRIPTS))
    ]
)
def asked(request: pytest.FixtureRequest, browser: Browser, portal: Portal) -> Iterator[tuple[Person, RequestType]]:
    """A person and what they ask; each type is seen with scripts and without, in a look of its own."""
    request_type, look = request.param
    person = Person(browser, portal.url, **look)
    yield person, request_type
    assert person.complaints == []
    person.context.close()


def look_at(page: Page, language: str, *, scripts: bool) -> None:
    """Judge a page. Without scripts axe cannot run in it; that look proves that the way to the end needs none."""
    if scripts:
        judge(page, language)


def test_it_ends_as_a_request_sent(asked: tuple[Person, RequestType]) -> None:
    file_a_request(*asked)


@pytest.mark.parametrize("look", [LOOKS[0], WITHOUT_SCRIPTS[1]], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("slug", ["documents-general", "documents-security"])
def test_documents_are_sent_for_a_request(
    slug: str, look: dict[str, Any], browser: Browser, portal: Portal, tmp_path: Path
) -> None:
    person = Person(browser, portal.url, **look)
    file_a_request(person, catalogue()["lost-device"], judged=False)
    reference = person.step
    person.begin(slug)
    person.page.wait_for_url("**/reference/**")
    for step, answer in (
        ("reference", lambda: person.write(reference)),
        ("note", person.skip),
        ("consent", person.agree),
    ):
        person.page.wait_for_url(f"**/{step}/**")
        look_at(person.page, person.language, scripts=person.scripts)
        answer()
    person.page.wait_for_url("**/files/**")
    person.add_files(tmp_path, {"passport.jpg": phone_photo(800, 600)})
    person.on()
    person.page.wait_for_url("**/check/**")
    look_at(person.page, person.language, scripts=person.scripts)
    person.send()
    assert reference in person.page.locator("main").inner_text()
    assert person.complaints == []
    person.close()


def file_a_request(person: Person, request_type: RequestType, *, judged: bool = True) -> None:
    """From the start page to the confirmation, in the usual way."""

    def look(page: Page, language: str) -> None:
        look_at(page, language, scripts=person.scripts and judged)

    steps = {step.slug: step for step in request_type.steps}
    person.begin(request_type.slug)
    person.page.wait_for_url("**/d/**")
    while person.step in steps:
        look(person.page, person.language)
        here = person.step
        fill(person.page, steps[here])
        del steps[here]
        person.page.wait_for_url(re.compile(rf"^(?!.*/{here}/)"))
    if person.step == "files":
        look(person.page, person.language)
        add_needed_documents(person, request_type)
        person.page.locator("main .actions button").first.click()
        person.page.wait_for_url("**/check/**")
    look(person.page, person.language)
    assert person.step == "check"
    person.page.locator("main form[action$='/send/'] button").click()
    person.page.wait_for_url("**/sent/**")
    look(person.page, person.language)


def add_needed_documents(person: Person, request_type: RequestType) -> None:
    """Add a file for each document without which the request is not sent, and say what each is."""
    answers = {name: value for step in request_type.steps for name, value in variants(step)[0].items()}
    roles = request_type.files.needed(answers | TO_THE_END) if request_type.files else []
    with TemporaryDirectory() as folder:
        for number, role in enumerate(roles):
            person.add_files(Path(folder), {f"{role}.jpg": phone_photo(800 + number, 600)})
    for role in roles:
        person.page.get_by_label(f"{role}.jpg").and_(person.page.locator("select")).select_option(role)


def fill(page: Page, step: Step) -> None:
    """Answer a page the usual way and go on."""
    usual = variants(step)[0]
    for name, value in usual.items():
        wanted = TO_THE_END.get(name, value)
        for each in wanted if isinstance(wanted, list) else [wanted]:
            box = page.locator(f"main form [name='{name}']")
            if box.count() == 0:
                continue
            if box.first.get_attribute("type") == "checkbox" and box.count() == 1:
                box.check()
            elif box.first.get_attribute("type") in {"radio", "checkbox"}:
                page.locator(f"main form [name='{name}'][value='{each}']").check()
            elif page.locator(f"main form select[name='{name}']").count():
                box.select_option(each)
            elif each:
                box.fill(str(each))
    skip = page.locator("main form button[name=skip]")
    parts = page.locator("main form .parts")
    (skip if skip.count() and parts.count() else page.locator("main form[data-answers] .actions button")).first.click()
