"""Asks the sender of a ticket to show that they read the mail of its contact address: by a code, or by a link."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts import challenges
from accounts.models import Challenge
from operations.rate_limits import TooManyTries
from operations.tokens import row_of, token_for
from tickets.models import Ticket

PURPOSE = "confirm_address"
"""Of the code, and the kind of its letter."""
_LINK = b"confirm-address"


def ask_for_proof(*, ticket: Ticket, network: str, now: datetime) -> None:
    """Post the letter with the code and the link, in the caller's transaction.

    The code works in the browser that sent the ticket, and in no other. Raises TooManyTries; then nothing was written.
    """
    if ticket.device:
        challenges.ask(
            purpose=PURPOSE,
            address=ticket.contact_email,
            device=ticket.device,
            language=ticket.language,
            network=network,
            now=now,
            about=ticket.id,
        )


def ask_if_there_is_room(*, ticket: Ticket, network: str, now: datetime) -> None:
    """The same at Send: a spent budget costs the letter, which can be asked for again, and never the request."""
    try:
        ask_for_proof(ticket=ticket, network=network, now=now)
    except TooManyTries:
        return


def was_asked(*, ticket: Ticket) -> bool:
    """Whether the sender was asked to prove the ticket's present address: not when a budget for letters was spent."""
    return Challenge.objects.filter(purpose=PURPOSE, about=ticket.id, address=ticket.contact_email).exists()


def link_token(*, challenge: Challenge) -> str:
    """The token of the link that stands beside the code."""
    return token_for(purpose=_LINK, row=challenge.id)


def ticket_of_link(*, token: str, now: datetime) -> Ticket | None:
    """The ticket whose address a link proves. None for one that is old, used, altered, or of an address since corrected."""
    row = row_of(purpose=_LINK, token=token)
    since = now - timedelta(days=settings.CONFIRM_LINK_DAYS)
    asked = Challenge.objects.filter(id=row, purpose=PURPOSE, created_at__gt=since).first() if row else None
    if asked is None or asked.about is None:
        return None
    return Ticket.objects.filter(id=asked.about, contact_email=asked.address, contact_proven_at__isnull=True).first()
