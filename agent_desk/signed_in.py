"""Who is signed in to the agents' pages: password and code in this very session, not left alone, not for ever.

Between the two factors the session only knows who has shown the password; nobody is signed in. Its key changes after each.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare

from agent_desk import demo_door
from agent_desk.roles import is_agent
from agent_desk.second_factor import has_second_factor, new_secret
from operations.sealed import SealBroken, seal, unseal

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF_LIFE = timedelta(minutes=10)
"""So long after the password the code may come."""
SEEN_EVERY = timedelta(minutes=1)
"""An agent at work is written down no more often than this."""

HALF = "half_signed_in"
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
BY_PASSWORD = "by_password_alone"  # noqa: S105  (a key of the session)
FRESH_CODES = "fresh_recovery_codes"


@dataclass(frozen=True)
class HalfSignedIn:
    """Somebody who has shown the password: who, where they wanted to go, and the secret for a new app, if they need one."""

    agent: "User"
    next_page: str
    new_secret: str


def after_password(*, request: HttpRequest, agent: "User", next_page: str, now: datetime) -> None:
    """Remember in a new session who has shown the password; the demo agent of a local portal is signed in by that."""
    request.session.flush()
    rotate_token(request)
    if demo_door.opens_for(agent):
        sign_in(request=request, agent=agent, now=now)
        request.session[BY_PASSWORD] = True
        return
    request.session[HALF] = {
        "agent": agent.pk,
        "password": agent.get_session_auth_hash(),
        "at": now.timestamp(),
        "next": next_page,
        "secret": "" if has_second_factor(agent=agent) else seal(new_secret()).decode(),
    }


def half_signed_in(*, request: HttpRequest, now: datetime) -> HalfSignedIn | None:
    """Who has shown the password in this session a short while ago, and whose password is still the same."""
    half = request.session.get(HALF)
    if not half or now.timestamp() - half["at"] > HALF_LIFE.total_seconds():
        return None
    agent = get_user_model().objects.filter(pk=half["agent"]).first()
    if (
        agent is None
        or not is_agent(agent)
        or not constant_time_compare(agent.get_session_auth_hash(), half["password"])
    ):
        return None
    return HalfSignedIn(agent, half["next"], _opened(half["secret"]))


def sign_in(*, request: HttpRequest, agent: "User", now: datetime) -> None:
    """Sign an agent in who has shown all that is asked of them; the session goes on under a new key."""
    request.session.pop(HALF, None)
    login(request, agent, BACKEND)
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now.timestamp()


def is_signed_in(request: HttpRequest) -> bool:
    """Whether an agent asks, signed in with both factors in this session, or by the door that only a demo has."""
    if not is_agent(request.user) or SIGNED_IN_AT not in request.session:
        return False
    return not request.session.get(BY_PASSWORD) or demo_door.opens_for(request.user)


def end_when_over(*, request: HttpRequest, now: datetime) -> bool:
    """End a session that was left alone, or that is as old as one may be. Out: whether it ended."""
    if SIGNED_IN_AT not in request.session:
        return False
    moment = now.timestamp()
    idle = moment - request.session.get(SEEN_AT, 0)
    age = moment - request.session[SIGNED_IN_AT]
    if idle <= settings.AGENT_IDLE_MINUTES * 60 and age <= settings.SESSION_COOKIE_AGE:
        return False
    request.session.flush()
    request.user = AnonymousUser()
    return True


def seen(*, request: HttpRequest, now: datetime) -> None:
    """Write down that the agent is at work."""
    if SEEN_AT in request.session and now.timestamp() - request.session[SEEN_AT] >= SEEN_EVERY.total_seconds():
        request.session[SEEN_AT] = now.timestamp()


def keep_fresh_codes(*, request: HttpRequest, codes: list[str]) -> None:
    """Keep new recovery codes, sealed, until the agent says they are written down."""
    request.session[FRESH_CODES] = seal(codes).decode()


def fresh_codes(*, request: HttpRequest) -> list[str]:
    """The recovery codes that this agent has not yet said to have written down."""
    return _opened(request.session.get(FRESH_CODES, "")) or []


def forget_fresh_codes(*, request: HttpRequest) -> None:
    """They are on paper now."""
    request.session.pop(FRESH_CODES, None)


def _opened(sealed: str) -> Any:
    try:
        return unseal(sealed.encode()) if sealed else ""
    except SealBroken:
        return ""
