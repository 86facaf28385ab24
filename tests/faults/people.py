"""What the fault tests do again and again: an agent who looks, a moment waited for, what became of the files."""

import json
import time
from collections.abc import Callable

from tests.services.portal import Portal
from tests.services.visitor import Visitor

ENDINGS = """
    SELECT state, errors, (
        SELECT count(*) FROM tickets_event
        WHERE verb = 'FILE_SETTLED' AND replace(json_extract(details, '$.file'), '-', '') = file.id
    ) FROM attachments_attachment AS file ORDER BY received_at, id
"""


def an_agent(portal: Portal) -> Visitor:
    """Somebody of the desk, signed in."""
    made = json.loads(portal.manage("agent_create", "--email", "lea@example.com", "--name", "Léa", "--json"))
    agent = Visitor(portal.url)
    agent.get("/staff/")
    agent.post("/staff/login/?next=/staff/", {"username": "lea@example.com", "password": made["password"]})
    assert agent.get("/staff/").url.endswith("/staff/"), agent.page.text
    return agent


def until(true: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait for something outside."""
    patience = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < patience, f"{what}: not within {seconds} s"
        time.sleep(0.02)


def endings(portal: Portal) -> list[tuple[str, int, int]]:
    """For each file: its state, the tries that ended in an error, and how often its end was written down."""
    return [tuple(row) for row in portal.rows(ENDINGS)]
