"""Corrects a mistyped contact address, as long as nobody has proven it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tickets import telling
from tickets.locking import lock_tickets
from tickets.models import Ticket, Verb
from tickets.trail import record


class AddressIsProven(Exception):
    """Somebody has shown that they read the mail of this address: it is no longer a slip of the keyboard."""


def correct_address(*, ticket_id: UUID, address: str, now: datetime) -> Ticket:
    """Set the contact address of a ticket and of the documents that its browser sent for it. Raises AddressIsProven.

    The account's own address is told when the new one is another: that is what a thief would do as well.
    """
    with transaction.atomic():
        ticket = Ticket.objects.get(id=ticket_id)
        documents = Q(joins=ticket_id, device=ticket.device, contact_email=ticket.contact_email) & ~Q(device="")
        locked = lock_tickets(ids=Ticket.objects.filter(Q(id=ticket_id) | documents).values_list("id", flat=True))
        if locked[ticket_id].contact_proven_at:
            raise AddressIsProven
        for each in locked.values():
            if not each.contact_proven_at:
                each.contact_email = address
                each.save(update_fields=["contact_email"])
                record(ticket_id=each.id, verb=Verb.ADDRESS_CORRECTED, now=now)
        telling.hold_mailboxes(ticket=locked[ticket_id], now=now)
        telling.tell_account(ticket=locked[ticket_id], now=now)
        return locked[ticket_id]
