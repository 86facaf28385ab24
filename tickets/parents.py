"""Finds the ticket that documents belong with, and says which of them join it by themselves (domain §4.7 M4, M5)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from tickets.models import Event, Joining, Ticket, Verb
from tickets.references import parse_reference

STILL_TO_JOIN = (Joining.WAITING, Joining.NOTHING_USABLE)


def find_parent(*, reference: str, device: str, person: Person | None = None) -> Ticket | None:
    """The ticket with this reference if it was sent from this same browser, or by whoever is signed in, else None.

    The same answer whether the ticket belongs to somebody else or does not exist: a reference opens nothing.
    """
    parsed = parse_reference(reference)
    if parsed is None or not device:
        return None
    theirs = Q(device=device) | Q(account=person) if person else Q(device=device)
    return Ticket.objects.filter(theirs, reference=parsed).first()


def joining_by_themselves() -> QuerySet[Ticket]:
    """Every ticket that joins another without anybody's doing, as soon as it has a usable file and none unchecked.

    One that was merged before, by anybody, is not among them: whoever undid that has the last word.
    """
    return Ticket.objects.filter(
        ~Exists(Event.objects.filter(ticket=OuterRef("pk"), verb=Verb.MERGED)),
        joining__in=STILL_TO_JOIN,
        joins__isnull=False,
        merged_into__isnull=True,
    )


def joins_by_itself(*, ticket: Ticket) -> bool:
    """Whether this ticket is one of them."""
    return joining_by_themselves().filter(id=ticket.id).exists()
