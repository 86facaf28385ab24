"""The link by which the owner of an account's address says: this request is not mine."""

from operations.tokens import row_of, token_for
from tickets.models import Ticket

_PURPOSE = b"not-mine"


def token_to_disown(*, ticket: Ticket) -> str:
    """The token for the letter to the account's address."""
    return token_for(purpose=_PURPOSE, row=ticket.id)


def ticket_to_disown(*, token: str) -> Ticket | None:
    """The ticket that it speaks of; None once it has been said, and for every token that is none of ours."""
    row = row_of(purpose=_PURPOSE, token=token)
    return Ticket.objects.filter(id=row, disowned_at__isnull=True).first() if row else None
