"""The one exception at the agents' door: the demo agent of a portal on somebody's own machine needs the password only."""

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

DEMO_AGENT = "demo.agent@example.com"


def is_open() -> bool:
    """Whether this portal lets its demo agent in so; the settings of one that others can reach never do."""
    return bool(settings.DEMO_AGENT_BY_PASSWORD)


def opens_for(user: "User | AnonymousUser") -> bool:
    """Whether a password is enough for this person."""
    return is_open() and user.get_username() == DEMO_AGENT
