"""A video call from the page of times, errors included, to the code on the status page, in a real browser on both sides."""

import re
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from calls.slots import candidates, is_weekend
from forms_catalog.catalogue import catalogue
from tests.forms_catalog.answering import variants
from tests.journeys.person import Person
from tests.journeys.test_every_request import LOOKS, fill, look_at
from tests.journeys.test_the_main_job import sign_in
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]
WITHOUT_SCRIPTS: dict[str, Any] = {"language": "en", "scripts": False}


def choose_times(person: Person, days: list[date], at: str = "12:00") -> None:
    """Choose three days at one time of day, and go on."""
    for number, day in enumerate(days, start=1):
        person.page.locator(f"input[name=date_{number}][value='{day}']").check()
        person.page.locator(f"input[name=time_{number}][value='{at}']").check()
    person.on()


@pytest.mark.parametrize("look", [LOOKS[0], WITHOUT_SCRIPTS], ids=["french-320-dark", "no-scripts"])
def test_a_call_is_agreed_and_called_off(browser: Browser, portal: Portal, look: dict[str, Any]) -> None:
    person = Person(browser, portal.url, **look)

    def seen() -> None:
        look_at(person.page, person.language, scripts=person.scripts)

    person.begin("video-verification")
    for step in catalogue()["video-verification"].steps:
        if step.narrow:
            break
        if person.step == step.slug:
            fill(person.page, step)
            person.page.wait_for_url(re.compile(rf"^(?!.*/{step.slug}/)"))
    person.page.wait_for_url("**/times/**")
    seen()
    weekend = [day for day in candidates(now=timezone.now(), zone="Europe/Paris") if is_weekend(day)]
    choose_times(person, [weekend[0], weekend[1], weekend[1]])
    assert person.page.locator(".sentence-error").count() == 2
    seen()
    usual = variants(step)[0]
    choose_times(person, [date.fromisoformat(usual[f"date_{number}"]) for number in (1, 2, 3)])
    person.page.wait_for_url("**/check/**")
    person.page.locator("main form[action$='/send/'] button").click()
    person.page.wait_for_url("**/sent/**")
    reference = person.step
    person.page.locator("main a[href*='/t/']").first.click()
    person.page.wait_for_url("**/t/**")
    seen()
    agent = sign_in(browser, portal)
    agent.page.goto(f"{portal.url}/staff/tickets/{reference}/")
    agent.page.locator("#call-start").select_option(index=1)
    agent.page.locator("form[action$='/call/agree/'] button").click()
    agent.page.wait_for_load_state()
    code = agent.page.locator("#call strong.reference").inner_text()
    look_at(agent.page, "en", scripts=True)
    agent.page.goto(f"{portal.url}/staff/calls/")
    look_at(agent.page, "en", scripts=True)
    person.page.reload()
    assert code in person.page.locator("main").inner_text()
    person.page.locator("main form[action$='/call/off/']").locator("xpath=..").locator("summary").click()
    seen()
    person.page.locator("main form[action$='/call/off/'] button").click()
    person.page.wait_for_url("**call-off")
    assert code not in person.page.locator("main").inner_text()
    seen()
    agent.page.reload()
    assert reference not in agent.page.locator("main").inner_text()
    assert person.complaints == []
    for each in (person, agent):
        each.close()
