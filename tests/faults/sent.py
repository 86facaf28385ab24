"""Files that were sent and have not ended yet, with everything the ledger looks at."""

import hashlib
from typing import Any

from django.utils import timezone

from attachments.ledger import prove
from attachments.models import Attachment, Offer
from tests.attachments.conftest import an_arrived_file
from tests.customer import Customer
from tests.factories import a_message, a_ticket
from tests.follow_up.asking import a_quick_sender, ticket_of
from tickets.links import issue_link, live_links, token_of
from tickets.models import Ticket


def a_last_file(*, content: bytes, name: str, **overrides: Any) -> tuple[Customer, Attachment]:
    """Documents for a request, sent, of which one file has not ended yet. Out: who sent them, and that file."""
    sender = a_quick_sender()
    parent = ticket_of(sender)
    documents = a_ticket(
        now=timezone.now(),
        joins=parent,
        request_type="documents-general",
        device=parent.device,
        contact_email="",
        worked_unconfirmed=False,
    )
    issue_link(ticket=documents, now=timezone.now())
    return sender, a_file_of(documents, content=content, name=name, **overrides)


def a_file_of(ticket: Ticket, *, content: bytes, name: str, **overrides: Any) -> Attachment:
    """The only file of a request, as it arrived."""
    digest = hashlib.sha256(content).hexdigest()
    file = an_arrived_file(now=timezone.now(), content=content, ticket=ticket, name=name, sha256=digest, **overrides)
    Offer.objects.create(message=a_message(ticket=ticket), files=1)
    return file


def status_page_of(ticket: Ticket) -> str:
    """The address of the page on which a customer sees how their request stands."""
    return f"/en/t/{token_of(link=live_links(tickets=[ticket])[ticket.id])}/"


def the_ledger_is_clean() -> None:
    """Every file that was offered is where it should be, byte for byte."""
    proof = prove(now=timezone.now(), share=1)
    assert proof.breaches == []
    assert proof.account.offered == proof.account.stands
