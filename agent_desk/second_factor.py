"""The codes of an agent's authenticator app: set up with a first one, then each good once, a minute around its time."""

import base64
import secrets
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import structlog
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

from agent_desk.models import RecoveryCode, SecondFactor

if TYPE_CHECKING:
    from django.contrib.auth.models import User

log = structlog.get_logger(__name__)

SECRET_BYTES = 20
DIGITS = 6
STEP_SECONDS = 30
STEPS_OF_SKEW = 1
"""A phone's clock may be wrong by so many steps, either way."""
GROUP = 4
"""A secret is typed by hand in groups of so many letters."""


class WrongCode(Exception):
    """The code is not one of this moment, or was used before."""


def new_secret() -> str:
    """What an app and the portal share, as apps spell it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def in_groups(*, secret: str) -> str:
    """A secret as a person types it."""
    return " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))


def app_address(*, secret: str, agent: "User") -> str:
    """What the square picture says: whose secret it is, for an app to read."""
    label = quote(f"{settings.BRAND_NAME}:{agent.get_username()}", safe="")
    # Not a plus for a space: some apps show it.
    return f"otpauth://totp/{label}?" + urlencode({"secret": secret, "issuer": settings.BRAND_NAME}, quote_via=quote)


def has_second_factor(*, agent: "User") -> bool:
    """Whether an agent has set up an app."""
    return SecondFactor.objects.filter(agent=agent).exists()


def set_up(*, agent: "User", secret: str, code: str, now: datetime) -> None:
    """Keep an agent's app, shown to work by a first code. Raises WrongCode, also when another app was faster."""
    step = _step_of(secret=secret, code=code, now=now)
    if step is None:
        raise WrongCode
    found = {"secret": secret, "last_step": step, "set_up_at": now}
    _factor, is_new = SecondFactor.objects.get_or_create(agent=agent, defaults=found)
    if not is_new:
        raise WrongCode
    log.info("second_factor_set_up", agent_id=agent.pk)


def enter_code(*, agent: "User", code: str, now: datetime) -> None:
    """Use a code of an agent's app. Raises WrongCode, also for one that was used: somebody may have looked on."""
    factor = SecondFactor.objects.filter(agent=agent).first()
    step = _step_of(secret=factor.secret, code=code, now=now) if factor else None
    if step is None:
        raise WrongCode
    # Of two who bring the same code at once, one moves the row on; the other finds it moved.
    if not SecondFactor.objects.filter(agent=agent, last_step__lt=step).update(last_step=step):
        log.warning("second_factor_replayed", agent_id=agent.pk)
        raise WrongCode


def forget(*, agent: "User") -> None:
    """Take an agent's app and recovery codes away; the next sign-in begins with a new app."""
    SecondFactor.objects.filter(agent=agent).delete()
    RecoveryCode.objects.filter(agent=agent).delete()


def code_at(*, secret: str, step: int) -> str:
    """The code of a time step."""
    app = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  (RFC 6238, which all apps speak)
    return app.generate(step * STEP_SECONDS).decode()


def step_at(*, now: datetime) -> int:
    """The time step of a moment."""
    return int(now.timestamp()) // STEP_SECONDS


def _step_of(*, secret: str, code: str, now: datetime) -> int | None:
    """The newest step around now that a code belongs to."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit()):
        return None
    present = step_at(now=now)
    steps = range(present + STEPS_OF_SKEW, present - STEPS_OF_SKEW - 1, -1)
    right = [step for step in steps if secrets.compare_digest(code_at(secret=secret, step=step), typed)]
    return right[0] if right else None
