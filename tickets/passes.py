"""Makes, opens and ends passes to a conversation: mailed, opened once, by one browser, for a short while."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from operations.ids import new_id
from operations.tokens import row_of, token_for
from outbox.posting import post
from tickets.models import Pass, Ticket

_PURPOSE = b"conversation-pass"
LETTER = "conversation"


def _end(now: datetime) -> datetime:
    return now + timedelta(minutes=settings.PASS_MINUTES)


def mail(*, ticket: Ticket, now: datetime) -> None:
    """Write a link to a ticket's conversation to its contact address, in the caller's transaction.

    Whoever asks holds a link to the status page and has proven nothing: the mailbox's budget counts.
    """
    made = Pass.objects.create(id=new_id(now=now), ticket=ticket, created_at=now, ends_at=_end(now))
    address, language = ticket.contact_email, ticket.language
    post(kind=LETTER, about=made.id, to=address, language=language, asker_proven=False, now=now)


def token_of(*, made: Pass) -> str:
    """The token of its link."""
    return token_for(purpose=_PURPOSE, row=made.id)


def unopened(*, token: str, now: datetime) -> Pass | None:
    """The pass that a link still opens; None for one that is used, ended, altered or nothing."""
    row = row_of(purpose=_PURPOSE, token=token)
    found = Pass.objects.select_related("ticket").filter(id=row, device="", ends_at__gt=now) if row else None
    return found.first() if found is not None else None


def open_in(*, device: str, token: str, now: datetime) -> Ticket | None:
    """Give a pass to a browser: of two that open it at the same moment, one gets it. Out: the ticket it opens."""
    made = unopened(token=token, now=now)
    if made is None:
        return None
    taken = Pass.objects.filter(id=made.id, device="", ends_at__gt=now).update(device=device, ends_at=_end(now))
    return made.ticket if taken else None


def give(*, ticket: Ticket, device: str, now: datetime) -> None:
    """Open a ticket's words in a browser whose person has proven the address in this moment, by a link of a letter."""
    Pass.objects.create(id=new_id(now=now), ticket=ticket, device=device, created_at=now, ends_at=_end(now))


def is_open(*, ticket: Ticket, device: str, now: datetime) -> bool:
    """Whether this browser may read the ticket's words now."""
    return bool(device) and Pass.objects.filter(ticket=ticket, device=device, ends_at__gt=now).exists()


def go_on(*, ticket: Ticket, device: str, now: datetime) -> None:
    """Whoever writes is still there: the browser's time begins anew."""
    Pass.objects.filter(ticket=ticket, device=device, ends_at__gt=now).exclude(device="").update(ends_at=_end(now))


def withdraw(*, ticket_id: UUID) -> None:
    """End every pass to a ticket, opened or not."""
    Pass.objects.filter(ticket=ticket_id).delete()


def purge(*, now: datetime) -> int:
    """Erase what ended; the letter that brought it is kept for as long as letters are. Out: how many."""
    return Pass.objects.filter(ends_at__lte=now - timedelta(days=1)).delete()[0]


def was_open(*, ticket: Ticket, device: str) -> bool:
    """Whether this browser could read the ticket's words today: a person of the ticket sat at it."""
    return bool(device) and Pass.objects.filter(ticket=ticket, device=device).exists()
