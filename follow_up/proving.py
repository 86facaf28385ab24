"""Proves a request's contact address from the browser that sent it: by a code, or by what it has proven before."""

from datetime import datetime

from django.db import transaction

from accounts import challenges
from accounts.challenges import CodeNotAccepted
from accounts.proofs import has_proven, person_with
from tickets.actions.ask_for_proof import PURPOSE, ask_for_proof
from tickets.actions.confirm_address import confirm_address
from tickets.actions.correct_address import correct_address
from tickets.models import Ticket

__all__ = ["CodeNotAccepted", "ask_again", "correct", "enter", "is_known"]


def is_known(*, ticket: Ticket, now: datetime) -> bool:
    """Whether the browser that sent the ticket has proven its contact address already, by signing in for example."""
    return has_proven(device=ticket.device, address=ticket.contact_email, now=now)


def enter(*, ticket: Ticket, code: str, network: str, now: datetime) -> None:
    """Take the code of the newest letter. Raises CodeNotAccepted, alike for every reason, and TooManyTries.

    With it all that this browser sent with this address is confirmed. A browser that is known needs no code.
    """
    if ticket.contact_proven_at or _confirm_known(ticket, now):
        return
    with challenges.one_guess(network=network):
        asked = challenges.latest(purpose=PURPOSE, device=ticket.device, now=now, about=ticket.id)
        if asked is None or asked.address != ticket.contact_email:
            raise CodeNotAccepted
        # Not in one transaction with what follows: a wrong code must count, though it is refused.
        challenges.enter(challenge_id=asked.id, device=ticket.device, code=code, now=now)
    _confirm_known(ticket, now)


def correct(*, ticket: Ticket, address: str, network: str, now: datetime) -> None:
    """Set another contact address and write to it. Raises AddressIsProven; TooManyTries, and then nothing is changed."""
    with transaction.atomic():
        corrected = correct_address(ticket_id=ticket.id, address=address, now=now)
        if not _confirm_known(corrected, now):
            ask_for_proof(ticket=corrected, network=network, now=now)


def ask_again(*, ticket: Ticket, network: str, now: datetime) -> None:
    """Write another letter, unless there is nothing left to prove. Raises TooManyTries."""
    if ticket.contact_email and not ticket.contact_proven_at and not _confirm_known(ticket, now):
        ask_for_proof(ticket=ticket, network=network, now=now)


def _confirm_known(ticket: Ticket, now: datetime) -> bool:
    person = person_with(address=ticket.contact_email) if is_known(ticket=ticket, now=now) else None
    if person is None:
        return False
    confirm_address(ticket_id=ticket.id, person=person, device=ticket.device, now=now)
    return True
