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
from forms_catalog.fields.parts import Parts
from forms_catalog.requests.close_account import TO_DO
from tests.attachments import samples
from tests.forms_catalog.answering import variants
from tests.journeys.mailbox import code_in, wait_for_letter
from tests.journeys.papers import phone_photo
from tests.journeys.person import Person
from tests.look.test_every_page_for_everybody import judge
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]

BEGUN_BY_PEOPLE = [
    each
    for slug, each in catalogue().items()
    # Documents need files and a request sent before, a company its lists: tests of their own send them.
    if each.access is not Access.INVITED and not slug.startswith("documents-") and slug != "kyc-business"
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
    "gsl_on": "no",
    "topic": "funds_blocked",
    "old_still_works": "no",
    "old_number_last4": "9876",
    "done": [*TO_DO],
}
"""Answers that lead to a ticket, where the usual ones lead elsewhere."""


WITHOUT_SCRIPTS: tuple[dict[str, Any], ...] = (
    {"language": "fr", "scripts": False},
    {"language": "en", "scripts": False},
)


def meets(request_type: RequestType) -> set[str]:
    """What a person without scripts has to do with in a request: kinds of fields, and who may ask it."""
    kinds = {type(field.widget).__name__ for step in request_type.steps for field in step.fields().values()}
    return kinds | {request_type.access.name} | ({"files"} if request_type.files else set())


def enough_to_meet_everything() -> set[str]:
    """The types, those that ask most kinds of questions first, each of which asks something that none before did."""
    met: set[str] = set()
    enough = set()
    for each in sorted(BEGUN_BY_PEOPLE, key=lambda each: len(meets(each)), reverse=True):
        if meets(each) - met:
            enough.add(each.slug)
            met |= meets(each)
    return enough


WALKED_WITHOUT_SCRIPTS = enough_to_meet_everything()


@pytest.fixture(
    params=[
        pytest.param((each, looks[number % len(looks)]), id=f"{each.slug}-{name}")
        for number, each in enumerate(BEGUN_BY_PEOPLE)
        for name, looks in (("scripts", LOOKS), ("no-scripts", WITHOUT_SCRIPTS))
    ]
)
def asked(request: pytest.FixtureRequest, browser: Browser, portal: Portal) -> Iterator[tuple[Person, RequestType]]:
    """A person and what they ask; each type is seen with scripts and without, in a look of its own."""
    request_type, look = request.param
    if "scripts" in look and request_type.slug not in WALKED_WITHOUT_SCRIPTS and not request.config.getoption("--long"):
        pytest.skip("asks nothing that others do not ask without scripts: with --long")
    person = Person(browser, portal.url, **look)
    yield person, request_type
    assert person.complaints == []
    person.context.close()


def look_at(page: Page, language: str, *, scripts: bool) -> None:
    """Judge a page. Without scripts axe cannot run in it; that look proves that the way to the end needs none."""
    if scripts:
        judge(page, language)


def test_it_ends_as_a_request_sent(asked: tuple[Person, RequestType], portal: Portal) -> None:
    person, request_type = asked
    person.begin(request_type.slug)
    person.page.wait_for_url("**/d/**")
    pass_the_gate(person, portal, f"{request_type.slug}.{person.language}.{person.scripts}@example.com".lower())
    file_a_request(person, request_type)


def pass_the_gate(person: Person, portal: Portal, address: str) -> None:
    """Sign in where that is asked first, with the code of the letter."""
    gate = person.page.locator("main .actions a.button[href*='/sign-in/']")
    if gate.count() == 0:
        return
    look_at(person.page, person.language, scripts=person.scripts)
    gate.click()
    person.write(address)
    person.page.wait_for_url("**/sign-in/code/**")
    person.write(code_in(wait_for_letter(portal.data, address)))
    person.page.wait_for_url("**/d/**")


@pytest.mark.parametrize("look", [LOOKS[0], WITHOUT_SCRIPTS[1]], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("slug", ["documents-general", "documents-security"])
def test_documents_are_sent_for_a_request(
    slug: str, look: dict[str, Any], browser: Browser, portal: Portal, tmp_path: Path
) -> None:
    person = Person(browser, portal.url, **look)
    person.begin("lost-device")
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
    """From the first question to the confirmation, in the usual way."""

    def look(page: Page, language: str) -> None:
        look_at(page, language, scripts=person.scripts and judged)

    steps = {step.slug: step for step in request_type.steps}
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
        if request_type.files and request_type.files.required:
            with TemporaryDirectory() as folder:
                person.add_files(Path(folder), {"paper.pdf": samples.pdf(1)})
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
        field: Any = step.fields()[name]
        wanted = TO_THE_END.get(name, value)
        codes = {code for code, _label in getattr(field, "choices", ())}
        if codes and not codes.issuperset(wanted if isinstance(wanted, list) else [wanted]):
            wanted = value  # Another type's question has the same name.
        for each in wanted if isinstance(wanted, list) else [wanted]:
            box = page.locator(f"main form [name='{name}']")
            if box.count() == 0:
                fill_parts(page, name, step, each)
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


def fill_parts(page: Page, name: str, step: Step, value: str) -> None:
    """Fill the boxes of an answer that has several."""
    boxes = step.fields()[name].widget
    if not isinstance(boxes, Parts) or not value or step.skip:
        return
    for part, text in zip(boxes.names, boxes.decompress(value), strict=True):
        page.locator(f"main form [name='{name}_{part}']").fill(text)
