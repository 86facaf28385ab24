"""Finds the ticket that documents belong with, for the person who sends them and nobody else (domain §4.7 M4, M5)."""

from tickets.models import Ticket
from tickets.references import parse_reference


def find_parent(*, reference: str, device: str) -> Ticket | None:
    """The ticket with this reference if it was sent from this same browser, else None.

    The same answer whether the ticket belongs to somebody else or does not exist: a reference opens nothing.
    """
    parsed = parse_reference(reference)
    if parsed is None or not device:
        return None
    return Ticket.objects.filter(reference=parsed, device=device).first()
