"""What the fault tests do again and again: an agent who looks, a moment waited for, what became of the files."""

import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.services import authenticator
from tests.services.plugin import FOLDER, prepared
from tests.services.portal import Portal
from tests.services.visitor import Visitor

ENDINGS = """
    SELECT state, errors, (
        SELECT count(*) FROM tickets_event
        WHERE verb = 'FILE_SETTLED' AND replace(json_extract(details, '$.file'), '-', '') = file.id
    ) FROM attachments_attachment AS file ORDER BY received_at, id
"""


@contextmanager
def a_portal(**addresses: str) -> Iterator[Portal]:
    """A portal for the tests of one module, ended whatever happens. In: the addresses of what it leans on, as Portal takes them."""
    running = Portal(Path(tempfile.mkdtemp(prefix="p", dir=os.environ[FOLDER])), **addresses)
    running.begin_with(prepared())
    try:
        running.up("--no-demo")
        yield running
    finally:
        running.down()


def an_agent(portal: Portal) -> Visitor:
    """Somebody of the desk, who has set themselves up and so is signed in."""
    made = json.loads(portal.manage("agent_create", "--email", "lea@example.com", "--name", "Léa", "--json"))
    agent = Visitor(portal.url)
    choose_password(agent, made["link"], "a long password of an agent")
    shown = re.search(r'id="key">([A-Z2-7 ]+)<', agent.page.text)
    assert shown, agent.page.text
    agent.post("/staff/login/app/", {"code": authenticator.code(shown.group(1))})
    assert agent.get("/staff/").url.endswith("/staff/"), agent.page.text
    return agent


def choose_password(agent: Visitor, link: str, password: str) -> None:
    """Follow a printed set-up link as far as the page that shows the key for an app."""
    path = urlsplit(link).path
    agent.get(path)
    agent.post(path, {"new_password1": password, "new_password2": password})
    assert agent.page.url.endswith("/staff/login/app/"), agent.page.text


def until(true: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait for something outside."""
    patience = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < patience, f"{what}: not within {seconds} s"
        time.sleep(0.02)


def endings(portal: Portal) -> list[tuple[str, int, int]]:
    """For each file: its state, the tries that ended in an error, and how often its end was written down."""
    return [tuple(row) for row in portal.rows(ENDINGS)]


def the_law_holds(portal: Portal) -> None:
    """Every offered file is accounted for, with its bytes, its images and its line on the trail."""
    said = portal.try_to_manage("ledger", "--check", "--deep")
    assert said.returncode == 0, said.stdout + said.stderr
