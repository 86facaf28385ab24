"""How much of a request somebody may see: its link shows where it stands; words are for whoever sent it."""

from datetime import datetime
from enum import Enum

from django.http import HttpRequest

from accounts.devices import device_of
from accounts.proofs import has_proven
from accounts.signed_in import person_of
from tickets import passes
from tickets.models import Ticket


class Reader(Enum):
    """Who looks at a request, from what we know."""

    LINK = "link"
    """Whoever holds the link: state, dates, and files by number."""
    BROWSER = "browser"
    """The browser that sent it: also the words of what it sent."""
    PERSON = "person"
    """Its sender, who has proven the address: all that is theirs."""

    @property
    def reads_words(self) -> bool:
        """Whether messages and names of files are shown."""
        return self is not Reader.LINK


def reader_of(*, request: HttpRequest, ticket: Ticket, now: datetime) -> Reader:
    """Who looks: somebody signed in, a browser with a pass, the browser that sent it, or nobody in particular."""
    person, device = person_of(request=request), device_of(request=request)
    if person and person.id == ticket.account_id:
        return Reader.PERSON
    if passes.is_open(ticket=ticket, device=device, now=now):
        return Reader.PERSON
    if not device or device != ticket.device:
        return Reader.LINK
    proven = ticket.contact_proven_at and has_proven(device=device, address=ticket.contact_email, now=now)
    return Reader.PERSON if proven else Reader.BROWSER
