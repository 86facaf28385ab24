"""A session of an agent has new keys, ends by itself and at an operator's word; one that needs less is for a demo only."""

import time

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from agent_desk import signed_in
from agent_desk.demo_door import DEMO_AGENT
from agent_desk.roles import Role
from agent_desk.second_factor import has_second_factor
from agent_desk.staffing import create_agent, lock_out
from tests.agent_desk.conftest import browser_of, good
from tests.agent_desk.way_in import CODE, LOGIN, PASSWORD, browser, is_inside, send, show_password
from tests.services import authenticator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counts_of_this_test")]


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


def test_who_does_not_bring_the_code_within_ten_minutes_begins_again(secret: str) -> None:
    client = browser()
    show_password(client)
    assert client.get(CODE).status_code == 200
    session = client.session
    session[signed_in.HALF] = session[signed_in.HALF] | {"at": time.time() - 601}
    session.save()
    assert client.get(CODE).headers["Location"] == LOGIN


def test_a_session_that_somebody_planted_is_not_the_one_that_an_agent_signs_in_with(
    secret: str, agent: User, supervisor: User
) -> None:
    supervisor.set_password(PASSWORD)
    supervisor.save()
    thief, victim = browser(), browser()
    show_password(thief, supervisor.username)
    planted = thief.cookies["agent"].value
    victim.cookies["agent"] = planted
    show_password(victim)
    assert victim.cookies["agent"].value != planted
    send(victim, CODE, code=authenticator.code(secret))
    assert is_inside(victim)
    assert not is_inside(thief)
    assert thief.get(CODE).headers["Location"] == LOGIN
