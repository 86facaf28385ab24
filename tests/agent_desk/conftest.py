"""Agents with a browser each, and conversations for them to look at."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from agent_desk.roles import Role
from agent_desk.signed_in import SEEN_AT, SIGNED_IN_AT
from agent_desk.staffing import create_agent
from attachments import storage
from attachments.models import Attachment, Preview
from attachments.states import FileState
from operations import rate_limits
from tests.agent_desk.way_in import PASSWORD, app_of
from tests.customer import assert_a_good_page
from tests.factories import a_file, a_ticket
from tests.services.programs import Valkey
from tickets.actions.edit import last_event_id
from tickets.models import Ticket

SENT = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
QUESTIONS = [
    {
        "step": "what-happened",
        "name": "device_state",
        "kind": "choice",
        "label": {"en": "What happened to your device?", "fr": "Qu’est-il arrivé à votre appareil ?"},
        "choices": [{"code": "stolen", "label": {"en": "Stolen", "fr": "Volé"}}],
    },
    {
        "step": "police",
        "name": "police_reference",
        "kind": "text",
        "label": {"en": "Police report number", "fr": "Numéro de plainte"},
    },
]


@pytest.fixture
def agent(db: None) -> User:
    """Somebody of the group “agents”."""
    return create_agent(email="lea@example.com", name="Léa Martin", role=Role.AGENT)


@pytest.fixture
def supervisor(db: None) -> User:
    """Somebody of the group “supervisors”."""
    return create_agent(email="sam@example.com", name="Sam Doe", role=Role.SUPERVISOR)


@pytest.fixture
def counts_of_this_test(settings: LazySettings, valkey: Valkey) -> Iterator[None]:
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


def browser_of(user: User | None) -> Client:
    """A browser in which somebody is signed in with both factors, or nobody."""
    client = Client()
    if user is not None:
        client.force_login(user)
        session = client.session
        session[SIGNED_IN_AT] = session[SEEN_AT] = time.time()
        session.save()
    return client


@pytest.fixture
def at_work(agent: User) -> Client:
    """An agent's browser."""
    return browser_of(agent)


@pytest.fixture
def a_french_ticket(db: None) -> Ticket:
    """A request sent in French, with answers by choice and in free words."""
    return a_ticket(
        now=SENT,
        language="fr",
        form={"title": {"en": "Lost or stolen device", "fr": "Appareil perdu ou volé"}, "questions": QUESTIONS},
        answers={"device_state": "stolen", "police_reference": "Plainte déposée à Lyon"},
        body="On m’a volé mon téléphone.",
    )


@pytest.fixture
def an_accepted_file() -> Callable[[Ticket], Attachment]:
    """Makes a file that was found good, with its bytes and the image of its one page on the disk."""

    def make(ticket: Ticket) -> Attachment:
        file = a_file(
            now=SENT,
            ticket=ticket,
            name="Reçu.pdf",
            state=FileState.ACCEPTED,
            media_type="application/pdf",
            pages=1,
            flags=["active_content", "not_scanned"],
        )
        Preview.objects.create(attachment=file, number=1, width=800, height=600)
        storage.quarantine_path(file.id).write_bytes(b"%PDF-1.4 original")
        path = storage.preview_path(file.id, 1)
        path.parent.mkdir(parents=True)
        path.write_bytes(b"RIFF image")
        return file

    return make


def url_of(ticket: Ticket, name: str = "ticket") -> str:
    """The address of a ticket's page or of one of its verbs."""
    return reverse(f"staff:{name}", args=[ticket.reference])


def seen(ticket: Ticket, **data: Any) -> dict[str, Any]:
    """What a form of a fresh page sends."""
    return {"seen_event": last_event_id(ticket=Ticket.objects.get(id=ticket.survivor_id)), **data}


def good(response: Any) -> Any:
    """The answer, after a look at what every page must keep."""
    assert_a_good_page(response)
    return response


def another(**overrides: Any) -> Ticket:
    """One more request."""
    return a_ticket(now=SENT, draft_id=uuid4(), **overrides)
