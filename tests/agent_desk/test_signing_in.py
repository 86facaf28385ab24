"""Agents get in with a password and a code in this very session; a new one is led there from a link."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from agent_desk.models import SetUpLink
from agent_desk.recovery_codes import codes_left, make_codes
from agent_desk.set_up_links import issue_set_up_link
from agent_desk.staffing import lock_out
from operations.rate_limits import WRONG_CODES_OF_AGENT
from tests.agent_desk.conftest import browser_of, good
from tests.agent_desk.way_in import (
    APP,
    CODE,
    CODES,
    LOGIN,
    PAPER,
    PASSWORD,
    app_of,
    browser,
    is_inside,
    send,
    show_password,
)
from tests.services import authenticator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counts_of_this_test")]


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


def test_the_first_set_up_leads_through_password_app_and_codes_and_ends_inside(agent: User) -> None:
    link = issue_set_up_link(agent=agent, now=timezone.now()).removeprefix("http://localhost:8000")
    client = browser("fr")
    weak = good(send(client, link, new_password1="short", new_password2="short"))
    assert weak.status_code == 422
    first, _repeated = weak.content.decode().split('name="new_password2"')
    assert "Ce mot de passe est trop court." in first.partition('name="new_password1"')[0]
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


def test_new_recovery_codes_need_a_code_of_the_app(secret: str, agent: User) -> None:
    old = make_codes(agent=agent)
    client = browser_of(agent)
    assert good(client.post(CODES, {"code": "000000"})).status_code == 422
    assert client.post(CODES, {"code": authenticator.code(secret)}).headers["Location"] == CODES
    shown = re.findall(r"<code>([^<]+)</code>", client.get(CODES).content.decode())
    assert len(shown) == 10
    assert not set(shown) & set(old)
