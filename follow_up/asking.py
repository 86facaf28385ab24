"""Asks for the way in to a request: by its link or by its reference, a letter goes to its own address or to nobody."""

from datetime import datetime

from django.db import transaction

from operations.ids import new_id
from outbox.budgets import asking_for_a_letter, mailbox_with_room
from outbox.posting import post
from tickets import passes
from tickets.actions.ask_for_proof import ask_for_proof
from tickets.models import Ticket
from tickets.references import parse_reference

LETTER = "way_back"


def ask_for_words(*, ticket: Ticket, network: str, now: datetime) -> None:
    """Write to a ticket's address how to open its words. Raises TooManyTries: nobody is sent to an empty mailbox.

    A proven address gets a link to the conversation; one that is not, the letter that proves it.
    """
    if not ticket.contact_email:
        return
    if ticket.contact_proven_at is None:
        ask_for_proof(ticket=ticket, network=network, now=now)
        return
    with asking_for_a_letter(to=ticket.contact_email, network=network), transaction.atomic():
        mailbox_with_room(address=ticket.contact_email, now=now)
        passes.mail(ticket=ticket, now=now)


def ask_for_link(*, reference: str, address: str, language: str, network: str, now: datetime) -> None:
    """Write a link to the status page to whoever names a reference and the address of its request. Raises TooManyTries.

    A letter is posted whether or not they fit, with the same queries; the worker that is about to send it compares, and
    drops one that does not. So nobody learns here which references and which addresses there are.
    """
    with asking_for_a_letter(to=address, network=network), transaction.atomic():
        mailbox = mailbox_with_room(address=address, now=now)
        found = Ticket.objects.filter(reference=parse_reference(reference) or "").values_list("id", flat=True).first()
        about = found or new_id(now=now)
        post(kind=LETTER, about=about, to=address, language=language, asker_proven=False, now=now, mailbox=mailbox)
