"""Agents' pages open to agents only: every address, by enumeration."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import URLPattern, reverse

from agent_desk.compartments import RIGHTS
from agent_desk.roles import GROUP_OF, MERGE_ACROSS_PEOPLE, SEE
from agent_desk.site import support_site
from attachments.models import Attachment
from tests.agent_desk.conftest import browser_of, url_of
from tests.factories import a_file
from tickets.compartments import Compartment
from tickets.models import Ticket

OPEN_TO_ALL = {"login", "set_up"}
ON_THE_WAY_IN = {"second_factor", "recovery_code", "set_up_app"}
"""Addresses for whoever has shown the password in this session; tests/agent_desk/test_signing_in.py goes through them."""
ELSEWHERE = {"jsi18n", "autocomplete", "app_list", "logout"}
"""Django's own addresses with arguments of their own; they are checked by name below."""


def every_name() -> list[str]:
    """The names of all addresses of the site that take no arguments, a reference or a file."""
    return [each.name for each in support_site.get_urls() if isinstance(each, URLPattern) and each.name]


def address(name: str, ticket: Ticket, file: Attachment) -> str:
    """An address by name, for this ticket and file."""
    arguments: dict[str, list[Any]] = {
        **{
            key: [ticket.reference]
            for key in (
                *("ticket", "reply", "assign", "state", "merge", "unmerge", "invite", "withdraw"),
                *("propose", "judge", "stop", "carry_out"),
                *("call_agree", "call_propose", "call_settle", "call_off"),
            )
        },
        **{key: [file.id] for key in ("file", "flat_copy", "original", "retry", "judge_file", "take_back")},
        "preview": [file.id, 1],
        "app_list": ["tickets"],
        "set_up": ["no-such-token"],
    }
    return reverse(f"staff:{name}", args=arguments.get(name, []))


@pytest.fixture
def pages(a_french_ticket: Ticket, an_accepted_file: Callable[[Ticket], Attachment]) -> dict[str, str]:
    """Every address of the site by its name."""
    file = an_accepted_file(a_french_ticket)
    return {name: address(name, a_french_ticket, file) for name in every_name()}


def test_nobody_signed_in_sees_only_the_sign_in_page(pages: dict[str, str]) -> None:
    browser = browser_of(None)
    assert len(pages) > 15
    for name in set(pages) - OPEN_TO_ALL - {"logout"}:
        for response in (browser.get(pages[name]), browser.post(pages[name])):
            assert response.status_code == 302, name
            assert response.headers["Location"].startswith("/staff/login/"), name


@pytest.mark.parametrize("is_staff", [False, True])
def test_an_account_without_a_role_opens_nothing(pages: dict[str, str], is_staff: bool) -> None:
    browser = browser_of(User.objects.create_user("nobody@example.com", is_staff=is_staff))
    for name in set(pages) - OPEN_TO_ALL - {"logout"}:
        response = browser.get(pages[name])
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith("/staff/login/"), name


@pytest.mark.parametrize("role", ["agent", "supervisor"])
def test_agents_and_supervisors_open_every_page(pages: dict[str, str], role: str, request: Any) -> None:
    browser = browser_of(request.getfixturevalue(role))
    for name in set(pages) - ELSEWHERE - OPEN_TO_ALL - ON_THE_WAY_IN:
        response = browser.get(pages[name], follow=True)
        assert response.status_code == 200, name


def test_signing_in_needs_a_role_as_well_as_a_password(db: None, agent: User) -> None:
    agent.set_password("correct horse battery")
    agent.save()
    User.objects.create_user("plain@example.com", password="correct horse battery", is_staff=True)
    for name, status in (("Lea@example.com", 302), ("plain@example.com", 200)):
        sent = {"username": name, "password": "correct horse battery", "next": "/staff/"}
        assert browser_of(None).post(reverse("staff:login"), sent).status_code == status, name


def test_only_supervisors_may_merge_across_people(agent: User, supervisor: User) -> None:
    assert agent.has_perm(SEE)
    assert supervisor.has_perm(SEE)
    assert not agent.has_perm(MERGE_ACROSS_PEOPLE)
    assert supervisor.has_perm(MERGE_ACROSS_PEOPLE)
    assert set(Group.objects.values_list("name", flat=True)) == set(GROUP_OF.values())


def test_an_agent_who_may_only_look_changes_nothing(a_french_ticket: Ticket) -> None:
    watcher = User.objects.create_user("watcher@example.com", is_staff=True)
    for right in (SEE, RIGHTS[Compartment.CUSTOMERS]):
        app, _dot, codename = right.partition(".")
        watcher.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    browser = browser_of(watcher)
    page = browser.get(url_of(a_french_ticket))
    assert page.status_code == 200
    assert b"Send to the customer" not in page.content
    for verb in ("reply", "assign", "state", "merge", "unmerge", "invite", "withdraw"):
        assert browser.post(url_of(a_french_ticket, verb), {"body": "x"}).status_code == 403, verb


def test_files_of_drafts_that_nobody_sent_are_not_shown(agent: User, now: Any) -> None:
    browser = browser_of(agent)
    for file_id in (a_file(now=now).id, uuid4()):
        assert browser.get(reverse("staff:file", args=[file_id])).status_code == 404
