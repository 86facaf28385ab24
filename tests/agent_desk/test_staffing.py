"""Commands that make agents and fill a demo: a way in told once, no password taken, nothing done twice."""

import json
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from agent_desk.demo_door import DEMO_AGENT
from agent_desk.recovery_codes import codes_left, make_codes
from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments.models import Attachment, FlatCopy
from tickets.models import Ticket


def run(*arguments: str) -> tuple[int, Any]:
    """A command's exit code and its JSON."""
    out = StringIO()
    try:
        call_command(*arguments, "--json", stdout=out, stderr=StringIO())
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, json.loads(out.getvalue())


def path_of(link: str) -> str:
    """Where a printed link leads, on this portal."""
    assert link.startswith(f"{settings.PUBLIC_URL}/staff/set-up/")
    return link.removeprefix(settings.PUBLIC_URL)


@pytest.mark.django_db
def test_an_agent_is_made_without_a_password_and_with_a_link_to_choose_one() -> None:
    code, told = run("agent_create", "--email", "Lea@Example.com", "--name", "Léa", "--role", "supervisor")
    agent = User.objects.get(username="lea@example.com")
    assert code == 0
    assert not agent.has_usable_password()
    assert Client().get(path_of(told["link"])).status_code == 200
    assert [group.name for group in agent.groups.order_by("name")] == ["supervisors"]
    assert not agent.is_superuser
    again, _told = run("agent_create", "--email", "lea@example.com", "--name", "Léa")
    assert again == 5


@pytest.mark.django_db
def test_a_renewed_way_in_ends_the_old_one_and_its_link() -> None:
    _code, first = run("agent_create", "--email", "lea@example.com", "--name", "Léa")
    agent = User.objects.get()
    agent.set_password("a long password that is right")
    agent.save()
    make_codes(agent=agent)
    code, told = run("agent_password", "--email", "lea@example.com")
    agent.refresh_from_db()
    assert (code, told["password"]) == (0, "")
    assert not agent.has_usable_password()
    assert codes_left(agent=agent) == 0
    assert Client().get(path_of(told["link"])).status_code == 200
    assert Client().get(path_of(first["link"])).status_code == 404


@pytest.mark.django_db
def test_the_demo_agent_gets_a_password_where_that_is_enough_and_a_link_everywhere_else(settings: Any) -> None:
    create_agent(email=DEMO_AGENT, name="Demo", role=Role.SUPERVISOR)
    _code, elsewhere = run("agent_password", "--email", DEMO_AGENT)
    assert (elsewhere["password"], bool(elsewhere["link"])) == ("", True)
    settings.DEMO_AGENT_BY_PASSWORD = True
    _code, here = run("agent_password", "--email", DEMO_AGENT)
    assert here["link"] == ""
    assert User.objects.get().check_password(here["password"])


@pytest.mark.django_db
def test_mistakes_end_with_their_exit_code() -> None:
    assert run("agent_create", "--email", "not an address", "--name", "x")[0] == 2
    assert run("agent_password", "--email", "ghost@example.com")[0] == 5
    assert not User.objects.exists()


@pytest.mark.django_db
def test_demo_data_fills_an_empty_portal_once(settings: Any) -> None:
    assert run("demo_data", "--dry-run")[1]["requests"] == Ticket.objects.count() + 9
    code, told = run("demo_data")
    assert (code, told["requests"], told["files"]) == (0, 9, 5)
    assert {ticket.language for ticket in Ticket.objects.order_by("id")} == {"en", "fr"}
    assert Ticket.objects.filter(merged_into__isnull=False).count() == 1
    assert run("demo_data")[1]["requests"] == 0
    FlatCopy.objects.bulk_create(FlatCopy(attachment=each) for each in Attachment.objects.all())
    assert run("demo_data", "--reset", "--yes")[1]["requests"] == 9
    settings.SESSION_COOKIE_SECURE = True
    assert run("demo_data", "--reset", "--yes")[0] == 5
    assert Ticket.objects.count() == 9
