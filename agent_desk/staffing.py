"""Makes agents and lets them in again: by a link they set themselves up with; no password is taken from an argument."""

import secrets
from typing import TYPE_CHECKING

import structlog
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from agent_desk.roles import GROUP_OF, Role
from agent_desk.second_factor import forget

if TYPE_CHECKING:
    from django.contrib.auth.models import User

log = structlog.get_logger(__name__)

PASSWORD_BYTES = 18


class NotAnAddress(Exception):
    """The text is not an email address, which is what agents sign in with."""


class AgentExists(Exception):
    """There already is somebody with this address."""


class NoSuchAgent(Exception):
    """Nobody who works here has this address."""


def create_agent(*, email: str, name: str, role: Role) -> "User":
    """Make an agent, who has no password yet. Raises NotAnAddress or AgentExists."""
    people = get_user_model().objects
    with transaction.atomic():
        address = new_address(email=email)
        agent = people.create_user(address, email=address, first_name=name.strip(), is_staff=True)
        agent.groups.set([Group.objects.get(name=GROUP_OF[role])])
    log.info("agent_created", agent_id=agent.pk, role=role.value)
    return agent


def new_address(*, email: str) -> str:
    """The address that an agent-to-be would sign in with. Raises NotAnAddress or AgentExists."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as mistake:
        raise NotAnAddress(email) from mistake
    if get_user_model().objects.filter(username=address).exists():
        raise AgentExists(address)
    return address


def find_agent(*, email: str) -> "User":
    """The agent with this address. Raises NoSuchAgent."""
    agent = get_user_model().objects.filter(username=email.strip().lower(), is_staff=True).first()
    if agent is None:
        raise NoSuchAgent(email)
    return agent


def lock_out(*, agent: "User") -> None:
    """Take an agent's password, app and recovery codes away, which ends their sessions."""
    with transaction.atomic():
        agent.set_unusable_password()
        # Sessions carry a hash of the password: with another one they are all signed out.
        agent.save(update_fields=["password"])
        forget(agent=agent)
    log.info("agent_locked_out", agent_id=agent.pk)


def new_password(*, agent: "User") -> str:
    """Give an agent a fresh password and end their sessions. Out: the password."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    agent.set_password(password)
    agent.save(update_fields=["password"])
    log.info("agent_password_renewed", agent_id=agent.pk)
    return password
