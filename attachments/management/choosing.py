"""What the commands on files share: which request, how long ago, which part."""

import re
from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta

from django.core.management.base import CommandError

from operations.commands import REFUSED, USAGE
from tickets.models import Ticket
from tickets.references import parse_reference

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def ticket_named(said: str) -> Ticket:
    """The request with this reference, in any spelling. Ends the command when it is none, or nobody’s."""
    reference = parse_reference(said)
    if reference is None:
        raise CommandError(f"{said!r} is not a reference. One looks like KS-7G2M-94TX.", returncode=USAGE)
    ticket = Ticket.objects.filter(reference=reference).first()
    if ticket is None:
        raise CommandError(f"There is no request {reference}.", returncode=REFUSED)
    return ticket


def how_long(said: str) -> timedelta:
    """A length of time like 90s, 10m, 6h, 7d or 2w."""
    found = re.fullmatch(r"(\d{1,6})([smhdw])", said)
    if not found:
        raise ArgumentTypeError(f"{said!r} is not a length of time like 90s, 10m, 6h, 7d or 2w")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def how_long_or_when(said: str) -> timedelta | datetime:
    """A length of time, or a day or moment like 2026-03-01 or 2026-03-01T12:00 (UTC unless it says otherwise)."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return how_long(said)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def moment_of(said: timedelta | datetime, *, now: datetime) -> datetime:
    """The moment that was meant."""
    return said if isinstance(said, datetime) else now - said


def a_part(said: str) -> float:
    """A part like 1% or 100%, as a number from 0 to 1."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)%?", said)
    if not found or float(found[1]) > 100:
        raise ArgumentTypeError(f"{said!r} is not a part like 1% or 50%")
    return float(found[1]) / 100
