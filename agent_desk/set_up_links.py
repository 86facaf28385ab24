"""The link an operator gives a new agent, or one who is locked out: for a day, for one use, known here by its hash only."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from agent_desk.models import SetUpLink
from agent_desk.second_factor import forget

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LIFE = timedelta(hours=24)
TOKEN_BYTES = 32


class LinkIsOver(Exception):
    """There is no such link: it was used, replaced, ran out, or never was. Nobody is told which."""


def issue_set_up_link(*, agent: "User", now: datetime) -> str:
    """Make the one link that works for an agent from now on. Out: its address, which nobody can read again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    found = {"digest": _digest(token), "expires_at": now + LIFE}
    SetUpLink.objects.update_or_create(agent=agent, defaults=found)
    return settings.PUBLIC_URL + reverse("staff:set_up", args=[token])


def agent_of_link(*, token: str, now: datetime) -> "User":
    """Whom a link is for. Looking changes nothing. Raises LinkIsOver."""
    link = SetUpLink.objects.select_related("agent").filter(digest=_digest(token), expires_at__gt=now).first()
    if link is None or not link.agent.is_active:
        raise LinkIsOver
    return link.agent


def use_link(*, token: str, password: str, now: datetime) -> "User":
    """Give the link's agent the password they chose, and use the link up. Out: the agent. Raises LinkIsOver."""
    with transaction.atomic():
        agent = agent_of_link(token=token, now=now)
        if not SetUpLink.objects.filter(digest=_digest(token)).delete()[0]:
            raise LinkIsOver
        agent.set_password(password)
        agent.save(update_fields=["password"])
        forget(agent=agent)
    return agent


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
