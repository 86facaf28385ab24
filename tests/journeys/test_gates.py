"""In a real browser: sent away at a gate and back with everything, five files become ten, an invitation is answered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from forms_catalog.invitations import invite, token_of
from tests.factories import a_ticket
from tests.journeys.papers import phone_photo
from tests.journeys.person import Person
from tests.look.test_every_page_for_everybody import LOOKS, judge
from tests.signing_in import end_sign_ins, newest_code
from tickets.actions.edit import last_event_id
from tickets.models import Ticket

# The types are made up, so the portal runs here, in the test's own process.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("made_up_types")]

ADDRESS = "camille@example.com"
STORY = "J’ai déménagé le mois dernier, dans la même ville."


@pytest.fixture(params=[("fr", True), ("fr", False), ("en", True)], ids=["fr", "fr-without-scripts", "en"])
def person(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Person]:
    """Somebody with a phone."""
    language, scripts = request.param
    somebody = Person(browser, live_server.url, language=language, scripts=scripts)
    yield somebody
    somebody.close()


def sign_in(person: Person) -> None:
    """By the page's own button, with the code of the letter."""
    person.page.locator("main a.button[href*='/sign-in/']:visible").first.click()
    person.page.locator("input[name=address]").fill(ADDRESS)
    person.page.locator("main form .actions button").first.click()
    person.page.wait_for_url("**/sign-in/code/**")
    person.page.locator("input[name=code]").fill(newest_code(ADDRESS))
    person.page.locator("main form .actions button").first.click()
    person.page.wait_for_url("**/d/**")


def gate(person: Person) -> Any:
    """The gate's way to the sign-in."""
    return person.page.locator("main .actions a.button[href*='/sign-in/']")


def test_sent_away_at_a_gate_a_person_comes_back_with_everything(person: Person, tmp_path: Path) -> None:
    person.begin("new-address")
    expect(gate(person)).to_be_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    here = person.page.url
    sign_in(person)
    assert person.page.url == here
    person.choose("home")
    person.write(STORY)
    person.page.wait_for_load_state()
    person.add_files(tmp_path, {"bail.jpg": phone_photo(800, 600)})
    end_sign_ins()
    person.on()
    expect(gate(person)).to_be_visible()
    sign_in(person)
    assert person.step == "check"
    shown = person.page.locator("main").inner_text()
    for each in (STORY, "bail.jpg", ADDRESS):
        assert each in shown
    end_sign_ins()
    person.page.locator("main form[action$='/send/'] button").click()
    expect(gate(person)).to_be_visible()
    sign_in(person)
    reference = person.send()
    assert Ticket.objects.get().reference == reference
    assert Ticket.objects.get().files.count() == 1


def test_five_files_become_ten_on_signing_in(person: Person, tmp_path: Path) -> None:
    person.begin("documents-general")
    person.skip()
    person.write(ADDRESS)
    person.skip()
    person.agree()
    photos = {f"page-{number}.jpg": phone_photo(80 + 8 * number, 60) for number in range(1, 11)}
    person.page.wait_for_load_state()
    person.add_files(tmp_path, dict(list(photos.items())[:5]))
    expect(person.page.locator("[data-more]")).to_have_count(1)
    person.page.reload()
    expect(person.page.locator("[data-more]")).to_be_visible()
    sign_in(person)
    assert person.step == "files"
    expect(person.page.locator("[data-file]")).to_have_count(5)
    person.page.wait_for_load_state()
    person.add_files(tmp_path, dict(list(photos.items())[5:]))
    person.on()
    assert person.step == "check"
    person.send()
    assert Ticket.objects.get().files.count() == 10


def test_the_sixth_file_shows_the_way_to_more_at_once(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    person = Person(browser, live_server.url, language="en")
    person.begin("documents-general")
    person.skip()
    person.write(ADDRESS)
    person.skip()
    person.agree()
    paths = []
    for number in range(6):
        path = tmp_path / f"page-{number}.jpg"
        path.write_bytes(phone_photo(80 + 8 * number, 60))
        paths.append(path)
    expect(person.page.locator("[data-more]")).to_be_hidden()
    person.page.locator("#id_files").set_input_files(paths)
    expect(person.page.locator("[data-file]")).to_have_count(5, timeout=20_000)
    expect(person.page.locator("[data-more]")).to_be_visible()
    person.close()


def test_an_invitation_is_answered_from_its_link(person: Person) -> None:
    token = an_invitation()
    person.go(f"i/{token}/")
    person.page.locator("main form button").click()
    person.choose("trip")
    person.write("Je suis en voyage, sur l’ordinateur d’un ami.")
    assert person.step == "check"
    person.send()
    person.go(f"i/{token}/")
    assert "72" in person.page.locator("main").inner_text()


@pytest.mark.parametrize("look", LOOKS, ids=["french-320-dark", "english-1280-light"])
def test_every_page_at_a_gate_can_be_used_by_everybody(
    browser: Browser, live_server: LiveServer, look: dict[str, Any], tmp_path: Path
) -> None:
    person = Person(browser, live_server.url, **look)
    for path in ("requests/new-address/", "requests/trip-questions/", f"i/{an_invitation()}/", "i/nonsense/"):
        person.go(path)
        judge(person.page, person.language)
    person.begin("new-address")
    judge(person.page, person.language)
    sign_in(person)
    person.choose("home")
    person.write(STORY)
    person.page.wait_for_load_state()
    person.add_files(tmp_path, {f"page-{number}.jpg": phone_photo(80 + 8 * number, 60) for number in range(6)})
    person.on()
    judge(person.page, person.language)
    person.begin("documents-general")
    person.skip()
    person.skip()
    person.agree()
    person.page.wait_for_load_state()
    person.add_files(tmp_path, {f"page-{number}.jpg": phone_photo(80 + 8 * number, 60) for number in range(6)})
    end_sign_ins()
    person.on()
    assert person.page.locator("[role=alert]").is_visible()
    judge(person.page, person.language)
    person.close()


def an_invitation() -> str:
    """The token of an invitation to the made-up form."""
    now = timezone.now()
    ticket = a_ticket(now=now)
    agent = get_user_model().objects.create_user("lea@example.com", is_staff=True)
    seen = last_event_id(ticket=ticket)
    return token_of(
        invitation=invite(ticket_id=ticket.id, request_type="trip-questions", actor=agent, now=now, seen_event=seen)
    )
