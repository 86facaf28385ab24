"""What tests of the agents' way in do again and again: a browser, its forms, the two factors."""

import re
import time
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from agent_desk.second_factor import new_secret, set_up
from tests.customer import assert_a_good_page
from tests.services import authenticator

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
    page: Any = client.get(path)
    assert_a_good_page(page)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
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
