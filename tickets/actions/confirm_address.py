"""Notes that a contact address is proven: its tickets are somebody's now, and one that waited for it begins to be worked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import Person
from outbox.addresses import address_key
from tickets import telling
from tickets.locking import lock_tickets
from tickets.models import Ticket, Verb
from tickets.on_duty import tell_on_duty
from tickets.states import State
from tickets.trail import record


def confirm_address(*, ticket_id: UUID, person: Person, now: datetime, device: str = "") -> list[Ticket]:
    """Give a ticket, with the documents its browser sent for it, to the person who proved its contact address.

    In: `device` when the proof came from that browser itself, as a code entered there: then it holds for every ticket
    that this browser sent with this address. A link in a letter speaks for one ticket only.
    Out: the tickets that were not proven before; their receipts are posted.
    """
    with transaction.atomic():
        ticket = Ticket.objects.get(id=ticket_id)
        meant = Q(id=ticket_id) | (Q(joins=ticket_id, device=ticket.device) & ~Q(device=""))
        if device:
            meant |= Q(device=device)
        unproven = Ticket.objects.filter(
            meant, contact_email__iexact=person.address_key, contact_proven_at__isnull=True
        ).values_list("id", flat=True)
        locked = lock_tickets(ids=unproven)
        return [each for each in locked.values() if _confirm(each, person, now)]


def _confirm(ticket: Ticket, person: Person, now: datetime) -> bool:
    if ticket.contact_proven_at or address_key(ticket.contact_email) != person.address_key:
        # Proven or corrected by somebody else, between our look and our lock.
        return False
    if ticket.waits_for_proof:
        ticket.state = State.NEW
    ticket.contact_proven_at = now
    ticket.account = ticket.account or person
    ticket.save(update_fields=["contact_proven_at", "account", "state"])
    record(ticket_id=ticket.id, verb=Verb.ADDRESS_PROVEN, now=now)
    telling.tell(ticket=ticket, letter=telling.RECEIVED, now=now)
    tell_on_duty(ticket=ticket, now=now)
    return True
