"""Agents get in with a password and a code in this very session, and do not stay in when they leave."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from agent_desk import signed_in
from agent_desk.demo_door import DEMO_AGENT
from agent_desk.models import SetUpLink
from agent_desk.recovery_codes import codes_left, make_codes
from agent_desk.roles import Role
from agent_desk.second_factor import has_second_factor, new_secret, set_up
from agent_desk.set_up_links import issue_set_up_link
from agent_desk.staffing import create_agent, lock_out
from operations import rate_limits
from operations.rate_limits import WRONG_CODES_OF_AGENT
from tests.agent_desk.conftest import browser_of, good
from tests.services import authenticator
from tests.services.programs import Valkey

pytestmark = pytest.mark.django_db

AGENT = "lea@example.com"
PASSWORD = "a long password that is right"
LOGIN, CODE, PAPER, APP, CODES = (
    "/staff/login/",
    "/staff/login/code/",
    "/staff/login/recovery-code/",
    "/staff/login/app/",
    "/staff/recovery-codes/",
)
INSIDE = ("/staff/", "/staff/tickets/", "/staff/password_change/", CODES, "/staff/urgent/")


@pytest.fixture(autouse=True)
def _counts_of_this_test(settings: LazySettings, valkey: Valkey) -> Iterator[None]:
    """A Redis of the test's own; what this process counts is forgotten with it."""
    settings.REDIS_URL = valkey.url
    yield
    rate_limits._counters.cache_clear()


@pytest.fixture
def secret(agent: User) -> str:
    """An agent with a password and an app that was set up ten minutes ago. Out: the app's secret."""
    agent.set_password(PASSWORD)
    agent.save()
    return app_of(agent)


def app_of(agent: User) -> str:
    """Set up an app for an agent, ten minutes ago. Out: its secret."""
    secret, before = new_secret(), time.time() - 600
    moment = timezone.now() - timedelta(minutes=10)
    set_up(agent=agent, secret=secret, code=authenticator.code(secret, before), now=moment)
    return secret


def browser(language: str = "en") -> Client:
    """A browser that checks forms as a real one's are."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": language})


def send(client: Client, path: str, **fields: str) -> Any:
    """Open a page and send its form. Out: the answer, redirects not followed."""
    page = good(client.get(path)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page
    return client.post(path, {"csrfmiddlewaretoken": token.group(1)} | fields)


def show_password(client: Client, email: str = AGENT, **more: str) -> Any:
    """The first of the two."""
    return send(client, LOGIN, username=email, password=PASSWORD, **more)


def is_inside(client: Client) -> bool:
    """Whether this browser's pages open; all of them or none."""
    opened = {client.get(path).status_code == 200 for path in INSIDE}
    assert len(opened) == 1
    return opened.pop()


def test_a_password_alone_opens_no_page(secret: str) -> None:
    client = browser()
    assert show_password(client).headers["Location"] == CODE
    assert not is_inside(client)
    assert "_auth_user_id" not in client.session


def test_password_and_code_open_the_page_that_was_wanted(secret: str) -> None:
    client = browser()
    asked = client.get("/staff/tickets/?state=NEW")
    assert asked.headers["Location"] == f"{LOGIN}?next=/staff/tickets/%3Fstate%3DNEW"
    show_password(client, next="/staff/tickets/?state=NEW")
    let_in = send(client, CODE, code=authenticator.code(secret))
    assert let_in.headers["Location"] == "/staff/tickets/?state=NEW"
    assert is_inside(client)


@pytest.mark.parametrize(
    "elsewhere", ["https://example.net/", "//example.net", "javascript:alert(1)", "\\\\example.net"]
)
def test_nobody_is_sent_off_site_after_signing_in(secret: str, elsewhere: str) -> None:
    client = browser()
    show_password(client, next=elsewhere)
    assert send(client, CODE, code=authenticator.code(secret)).headers["Location"] == "/staff/"


def test_the_same_code_does_not_open_a_second_browser(secret: str) -> None:
    shown = authenticator.code(secret)
    for status in (302, 422):
        client = browser()
        show_password(client)
        assert send(client, CODE, code=shown).status_code == status


def test_the_session_and_its_forms_get_new_keys_after_each_factor(secret: str) -> None:
    client = browser()
    client.get(LOGIN)
    tokens, sessions = [client.cookies["csrf"].value], []
    show_password(client)
    sessions.append(str(client.session.session_key))
    tokens.append(client.cookies["csrf"].value)
    send(client, CODE, code=authenticator.code(secret))
    sessions.append(str(client.session.session_key))
    tokens.append(client.cookies["csrf"].value)
    assert len(set(tokens)) == 3
    assert len(set(sessions)) == 2
    stolen = browser()
    stolen.cookies["agent"] = sessions[0]
    assert not is_inside(stolen)
    assert stolen.get(CODE).headers["Location"] == LOGIN


@pytest.mark.parametrize("path", [CODE, PAPER])
def test_after_a_few_wrong_codes_even_the_right_one_waits_in_every_browser(
    secret: str, supervisor: User, agent: User, path: str
) -> None:
    papers = make_codes(agent=agent)
    for number in range(WRONG_CODES_OF_AGENT.tries):
        client = browser()
        show_password(client)
        assert good(send(client, (CODE, PAPER)[number % 2], code="wrong")).status_code == 422
    right = authenticator.code(secret) if path == CODE else papers[0]
    client = browser()
    show_password(client)
    refused = good(send(client, path, code=right))
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 60
    assert codes_left(agent=agent) == len(papers)
    supervisor.set_password(PASSWORD)
    supervisor.save()
    other = browser()
    show_password(other, supervisor.username)
    assert send(other, APP, code="000000").status_code == 422


def test_a_recovery_code_opens_the_door_once_and_says_how_many_are_left(secret: str, agent: User) -> None:
    paper = make_codes(agent=agent)[0]
    client = browser()
    show_password(client)
    assert send(client, PAPER, code=paper).headers["Location"] == "/staff/"
    assert "You have 9 recovery codes left." in client.get("/staff/").content.decode()
    again = browser()
    show_password(again)
    refused = good(send(again, PAPER, code=paper))
    assert refused.status_code == 422
    assert "was used already" in refused.content.decode()


def test_who_does_not_bring_the_code_within_ten_minutes_begins_again(secret: str) -> None:
    client = browser()
    show_password(client)
    assert client.get(CODE).status_code == 200
    session = client.session
    session[signed_in.HALF] = session[signed_in.HALF] | {"at": time.time() - 601}
    session.save()
    assert client.get(CODE).headers["Location"] == LOGIN


def test_the_first_set_up_leads_through_password_app_and_codes_and_ends_inside(agent: User) -> None:
    link = issue_set_up_link(agent=agent, now=timezone.now()).removeprefix("http://localhost:8000")
    client = browser("fr")
    weak = good(send(client, link, new_password1="short", new_password2="short"))
    assert weak.status_code == 422
    assert send(client, link, new_password1=PASSWORD, new_password2=PASSWORD).headers["Location"] == APP
    assert not is_inside(client)
    page = good(client.get(APP)).content.decode()
    assert "Scannez cette image." in page
    assert "<svg" in page
    shown = re.search(r'id="key">([A-Z2-7 ]+)<', page)
    assert shown
    assert good(send(client, APP, code="000000")).status_code == 422
    assert f'id="key">{shown.group(1)}<' in client.get(APP).content.decode()
    done = send(client, APP, code=authenticator.code(shown.group(1)))
    assert done.headers["Location"] == f"{CODES}?set-up=yes"
    assert is_inside(client)
    papers = re.findall(r"<code>([^<]+)</code>", good(client.get(CODES)).content.decode())
    assert len(papers) == 10 == codes_left(agent=agent)
    assert re.findall(r"<code>([^<]+)</code>", client.get(CODES).content.decode()) == papers
    assert send(client, CODES, kept="yes").headers["Location"] == "/staff/"
    assert "<code>" not in good(client.get(CODES)).content.decode()
    elsewhere = browser()
    show_password(elsewhere)
    assert send(elsewhere, PAPER, code=papers[3]).headers["Location"] == "/staff/"


def test_an_agent_without_an_app_is_led_to_set_one_up_before_anything_else(agent: User) -> None:
    agent.set_password(PASSWORD)
    agent.save()
    client = browser()
    assert show_password(client).headers["Location"] == CODE
    assert client.get(CODE).headers["Location"] == APP
    assert client.get(PAPER).status_code == 200
    assert not is_inside(client)
    keys = set()
    for each in (client, browser()):
        show_password(each)
        keys.add(re.search(r'id="key">([A-Z2-7 ]+)<', each.get(APP).content.decode()).group(1))  # type: ignore[union-attr]
    assert len(keys) == 2


def test_a_password_alone_connects_no_other_app(secret: str, agent: User) -> None:
    client = browser()
    show_password(client)
    assert client.get(APP).headers["Location"] == CODE
    assert send(client, CODE, code="000000").status_code == 422
    late = browser()
    lock_out(agent=agent)
    agent.set_password(PASSWORD)
    agent.save()
    show_password(late)
    late.get(APP)
    first = app_of(agent)
    assert late.get(APP).headers["Location"] == CODE
    assert send(late, CODE, code=authenticator.code(first)).status_code == 302


def test_looking_at_a_set_up_link_changes_nothing(agent: User) -> None:
    link = issue_set_up_link(agent=agent, now=timezone.now()).removeprefix("http://localhost:8000")
    for look in (Client().get, Client().head, Client().get):
        assert look(link).status_code == 200
    assert SetUpLink.objects.count() == 1
    wrong = [Client().get(f"/staff/set-up/{each}/") for each in ("x", "y" * 43, link.split("/")[3][:-1])]
    # The forms of the page's head know the page's own address.
    answers = {re.sub(r'value="[^"]+"', "", each.content.decode()) for each in wrong}
    assert len(answers) == 1
    assert good(wrong[0]).status_code == 404
    assert "This link no longer works" in answers.pop()


def test_an_operator_ends_an_agents_sessions_and_half_sessions_at_once(secret: str, agent: User) -> None:
    inside, half = browser(), browser()
    show_password(inside)
    send(inside, CODE, code=authenticator.code(secret))
    show_password(half)
    assert is_inside(inside)
    lock_out(agent=agent)
    assert not is_inside(inside)
    assert half.get(CODE).headers["Location"] == LOGIN
    assert not has_second_factor(agent=agent)


def left_alone(client: Client, *, minutes: float, hours: float = 0) -> None:
    """Let an agent's session be as if its last click and its beginning were so long ago."""
    session = client.session
    session[signed_in.SEEN_AT] = time.time() - minutes * 60
    session[signed_in.SIGNED_IN_AT] = time.time() - max(hours * 3600, minutes * 60)
    session.save()


def test_a_session_ends_after_half_an_hour_without_a_click_and_says_so(agent: User) -> None:
    client = browser_of(agent)
    left_alone(client, minutes=29)
    assert is_inside(client)
    left_alone(client, minutes=31)
    page = client.get("/staff/tickets/", follow=True)
    assert page.redirect_chain == [(f"{LOGIN}?next=/staff/tickets/", 302)]
    assert "Your session has ended, to keep requests safe." in page.content.decode()
    assert not is_inside(client)


def test_a_click_keeps_the_session_but_a_script_that_asks_by_itself_does_not(agent: User) -> None:
    client = browser_of(agent)
    for path, kept in (("/staff/urgent/", False), ("/staff/urgent/?active", True), ("/staff/", True)):
        left_alone(client, minutes=20)
        client.get(path)
        assert (time.time() - client.session[signed_in.SEEN_AT] < 60) is kept, path


def test_no_session_lasts_longer_than_twelve_hours(agent: User) -> None:
    client = browser_of(agent)
    left_alone(client, minutes=1, hours=11.9)
    assert is_inside(client)
    left_alone(client, minutes=1, hours=12.1)
    assert not is_inside(client)


def test_how_long_an_agent_may_be_idle_is_a_setting(agent: User, settings: LazySettings) -> None:
    settings.AGENT_IDLE_MINUTES = 5
    client = browser_of(agent)
    left_alone(client, minutes=6)
    assert not is_inside(client)


def test_changing_the_password_keeps_this_session_and_ends_all_others(secret: str, agent: User) -> None:
    here, there = browser(), browser_of(agent)
    show_password(here)
    send(here, CODE, code=authenticator.code(secret))
    new = "another password that is long"
    changed = send(here, "/staff/password_change/", old_password=PASSWORD, new_password1=new, new_password2=new)
    assert changed.status_code == 302
    assert is_inside(here)
    assert not is_inside(there)


def test_new_recovery_codes_need_a_code_of_the_app(secret: str, agent: User) -> None:
    old = make_codes(agent=agent)
    client = browser_of(agent)
    assert good(client.post(CODES, {"code": "000000"})).status_code == 422
    assert client.post(CODES, {"code": authenticator.code(secret)}).headers["Location"] == CODES
    shown = re.findall(r"<code>([^<]+)</code>", client.get(CODES).content.decode())
    assert len(shown) == 10
    assert not set(shown) & set(old)


def the_demo_agent() -> User:
    """As `./portal up` makes them."""
    agent = create_agent(email=DEMO_AGENT, name="Demo", role=Role.SUPERVISOR)
    agent.set_password(PASSWORD)
    agent.save()
    return agent


def test_the_demo_agent_of_a_portal_on_ones_own_machine_needs_the_password_only_and_the_pages_say_so(
    settings: LazySettings, secret: str
) -> None:
    settings.DEMO_AGENT_BY_PASSWORD = True
    the_demo_agent()
    client = browser()
    assert "signs in with the password alone" in client.get(LOGIN).content.decode()
    assert show_password(client, DEMO_AGENT).headers["Location"] == "/staff/"
    assert "signs in with the password alone" in good(client.get("/staff/")).content.decode()
    assert is_inside(client)
    nobody_else = browser()
    show_password(nobody_else)
    assert not is_inside(nobody_else)
    # Moved to where others can reach it, the same data lets nobody in so any more.
    settings.DEMO_AGENT_BY_PASSWORD = False
    assert not is_inside(client)


def test_the_demo_agent_of_any_other_portal_needs_both(settings: LazySettings) -> None:
    the_demo_agent()
    client = browser()
    assert "password alone" not in client.get(LOGIN).content.decode()
    assert show_password(client, DEMO_AGENT).headers["Location"] == CODE
    assert not is_inside(client)


def test_a_session_that_only_django_signed_in_opens_nothing(agent: User) -> None:
    client = Client()
    client.force_login(agent)
    assert not is_inside(client)
