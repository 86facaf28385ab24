"""Posts the letters about calls: to a proven address only, in the ticket's language, in the transaction that gives the news."""

from datetime import datetime

from calls.models import Appointment, CallState
from outbox.posting import post
from tickets.telling import told

LETTER_OF = {
    CallState.PROPOSED: "call_proposed",
    CallState.AGREED: "call_agreed",
    CallState.NO_SHOW: "call_missed",
    CallState.CANCELLED: "call_cancelled",
}
"""The kind of the letter that tells of an appointment in this state."""


def tell(*, appointment: Appointment, now: datetime) -> None:
    """Post the letter about what an appointment now is; whoever has proven no address reads it on the status page."""
    ticket = told(ticket=appointment.ticket)
    if ticket.contact_proven_at is None:
        return
    kind = LETTER_OF[CallState(appointment.state)]
    address, language = ticket.contact_email, ticket.language
    post(kind=kind, about=appointment.id, to=address, language=language, asker_proven=True, now=now)
