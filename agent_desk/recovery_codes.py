"""Codes kept on paper for the day an agent's phone is lost: each works once, and only hashes of them are kept."""

import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from agent_desk.models import RecoveryCode
from agent_desk.second_factor import WrongCode

if TYPE_CHECKING:
    from django.contrib.auth.models import User

log = structlog.get_logger(__name__)

CODES = 10
# Nothing that looks like something else, in capitals.
SYMBOLS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 4, 4
"""Sixteen symbols hold 78 bits: too many to be found from a hash, which need not be a slow one."""


def make_codes(*, agent: "User") -> list[str]:
    """Give an agent fresh codes; those before stop working. Out: the codes, which nobody can read again."""
    codes = [_new_code() for _each in range(CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(agent=agent).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(agent=agent, digest=_digest(agent, code)) for code in codes)
    log.info("recovery_codes_made", agent_id=agent.pk)
    return codes


def enter_recovery_code(*, agent: "User", code: str, now: datetime) -> None:
    """Use one up. Raises WrongCode, also for one that was used before."""
    unused = RecoveryCode.objects.filter(agent=agent, digest=_digest(agent, code), used_at__isnull=True)
    if not unused.update(used_at=now):
        raise WrongCode
    log.warning("recovery_code_used", agent_id=agent.pk)


def codes_left(*, agent: "User") -> int:
    """How many an agent still has."""
    return RecoveryCode.objects.filter(agent=agent, used_at__isnull=True).count()


def _new_code() -> str:
    return "-".join("".join(secrets.choice(SYMBOLS) for _symbol in range(GROUP)) for _group in range(GROUPS))


def _digest(agent: "User", code: str) -> str:
    typed = "".join(each for each in code.upper() if each.isalnum())
    return hashlib.sha256(f"{agent.pk}:{typed}".encode()).hexdigest()
