"""Tells whoever is on duty of an urgent request, at once and once; the letter's words are the agents' desk's."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings

from outbox.models import Letter
from outbox.posting import post
from tickets.models import Ticket
from tickets.states import WORK, Priority

log = structlog.get_logger(__name__)

URGENT = "urgent"
MOST_AN_HOUR = 20
"""Somebody who sends us urgent requests by the hundred wakes nobody a hundred times; the agents' pages count them all."""


def tell_on_duty(*, ticket: Ticket, now: datetime) -> Letter | None:
    """Post the letter of an urgent request, in the caller's transaction, if anybody is on duty; safe to call again.

    Out: the letter; None when none is due: not urgent, not confirmed yet, told already, documents for another request.
    """
    if ticket.priority != Priority.URGENT or ticket.state not in WORK or ticket.joins_id:
        return None
    letters = Letter.objects.filter(kind=URGENT)
    if not settings.ON_DUTY_ADDRESS or letters.filter(about=ticket.id).exists():
        return None
    if letters.filter(created_at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        log.warning("on_duty_told_enough", ticket=ticket.reference)
        return None
    return post(
        kind=URGENT,
        about=ticket.id,
        to=settings.ON_DUTY_ADDRESS,
        language=settings.LANGUAGE_CODE,
        # Nobody but the operator chose the address.
        asker_proven=True,
        now=now,
    )
