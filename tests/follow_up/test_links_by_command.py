"""Operators withdraw a link that came into the wrong hands, and make a new one; the trail says so."""

import json
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.factories import a_ticket
from tickets.links import issue_link, resolve_link, token_of
from tickets.models import Event, StatusLink, Ticket, Verb

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, Any]:
    """A command's exit code and its JSON."""
    out = StringIO()
    try:
        call_command(*words, "--json", stdout=out, stderr=StringIO())
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, json.loads(out.getvalue())


def trail(ticket: Ticket) -> list[str]:
    """What happened to a ticket."""
    return [each.verb for each in Event.objects.filter(ticket=ticket).order_by("id")]


def test_a_withdrawn_link_opens_nothing_and_withdrawing_again_changes_nothing(now: datetime) -> None:
    ticket, other = a_ticket(now=now), a_ticket(now=now)
    links = [issue_link(ticket=each, now=now) for each in (ticket, ticket, other)]
    typed = ticket.reference.lower().replace("-", " ")
    assert run("link_revoke", typed) == (0, {"reference": ticket.reference, "withdrawn": 2})
    assert [resolve_link(token=token_of(link=each)) for each in links] == [None, None, other]
    assert run("link_revoke", ticket.reference) == (0, {"reference": ticket.reference, "withdrawn": 0})
    assert trail(ticket) == [Verb.SUBMITTED, Verb.LINKS_WITHDRAWN]


@pytest.mark.parametrize(("words", "language"), [((), "fr"), (("--lang", "en"), "en")])
def test_a_new_link_opens_the_page_in_the_wanted_language(now: datetime, words: tuple[str, ...], language: str) -> None:
    ticket = a_ticket(now=now, language="fr")
    code, told = run("link_issue", ticket.reference, *words)
    path = told["link"].partition("//")[2].partition("/")[2]
    assert (code, path[:5]) == (0, f"{language}/t/")
    assert ticket.reference in Client().get(f"/{path}").content.decode()
    assert trail(ticket) == [Verb.SUBMITTED, Verb.LINK_ISSUED]


@pytest.mark.parametrize("command", ["link_revoke", "link_issue"])
def test_a_dry_run_changes_nothing(now: datetime, command: str) -> None:
    ticket = a_ticket(now=now)
    issue_link(ticket=ticket, now=now)
    assert run(command, ticket.reference, "--dry-run")[0] == 0
    assert StatusLink.objects.filter(revoked_at__isnull=True).count() == 1
    assert trail(ticket) == [Verb.SUBMITTED]


@pytest.mark.parametrize("command", ["link_revoke", "link_issue"])
def test_a_reference_that_names_nothing_is_refused(db: None, command: str) -> None:
    assert run(command, "hello") == (2, {"error": "not_a_reference"})
    assert run(command, "KS-0000-0000") == (5, {"error": "unknown"})
