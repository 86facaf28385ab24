"""Commands that make agents and fill a demo: passwords told once and never taken, nothing done twice."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

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


@pytest.mark.django_db
def test_an_agent_signs_in_with_the_password_that_was_printed() -> None:
    code, told = run("agent_create", "--email", "Lea@Example.com", "--name", "Léa", "--role", "supervisor")
    agent = User.objects.get(username="lea@example.com")
    assert (code, agent.check_password(told["password"])) == (0, True)
    assert [group.name for group in agent.groups.order_by("name")] == ["supervisors"]
    assert not agent.is_superuser
    again, _told = run("agent_create", "--email", "lea@example.com", "--name", "Léa")
    assert again == 5
    _code, renewed = run("agent_password", "--email", "lea@example.com")
    agent.refresh_from_db()
    assert agent.check_password(renewed["password"])
    assert not agent.check_password(told["password"])


@pytest.mark.django_db
def test_mistakes_end_with_their_exit_code() -> None:
    assert run("agent_create", "--email", "not an address", "--name", "x")[0] == 2
    assert run("agent_password", "--email", "ghost@example.com")[0] == 5
    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_agent_without_a_password_cannot_sign_in() -> None:
    _code, told = run("agent_create", "--email", "sam@example.com", "--name", "Sam", "--no-password")
    assert told["password"] == ""
    assert not User.objects.get().has_usable_password()


@pytest.mark.django_db
def test_demo_data_fills_an_empty_portal_once(settings: Any) -> None:
    assert run("demo_data", "--dry-run")[1]["requests"] == Ticket.objects.count() + 7
    code, told = run("demo_data")
    assert (code, told["requests"], told["files"]) == (0, 7, 5)
    assert {ticket.language for ticket in Ticket.objects.order_by("id")} == {"en", "fr"}
    assert Ticket.objects.filter(merged_into__isnull=False).count() == 1
    assert run("demo_data")[1]["requests"] == 0
    assert run("demo_data", "--reset", "--yes")[1]["requests"] == 7
    settings.SESSION_COOKIE_SECURE = True
    assert run("demo_data", "--reset", "--yes")[0] == 5
    assert Ticket.objects.count() == 7
