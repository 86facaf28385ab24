"""“This was not me”: whoever reads a mailbox stops, and allows again, what people who have not proven it ask us to send there."""

from datetime import datetime

from django.db import transaction

from operations.tokens import row_of, token_for
from outbox.models import Letter, LetterState, Mailbox

_PURPOSE = b"letters-stop"


def stop_token(*, mailbox: Mailbox) -> str:
    """What opens the page of a mailbox: its id and 128 bits of signature. It stands in letters to that mailbox alone."""
    return token_for(purpose=_PURPOSE, row=mailbox.id)


def mailbox_of(*, token: str) -> Mailbox | None:
    """The mailbox of a token, or None: unknown, altered and truncated ones are all alike."""
    row = row_of(purpose=_PURPOSE, token=token)
    return Mailbox.objects.filter(id=row).first() if row else None


def silence(*, mailbox: Mailbox, now: datetime) -> None:
    """Stop every letter to this mailbox that somebody unproven asks for, those that wait already too.

    Letters about what its owner has proven go on: they have asked for those.
    """
    with transaction.atomic():
        Mailbox.objects.filter(id=mailbox.id, silenced_at__isnull=True).update(silenced_at=now)
        waiting = Letter.objects.filter(mailbox=mailbox, state=LetterState.WAITING, lease__isnull=True)
        waiting.update(state=LetterState.STOPPED)


def allow_again(*, mailbox: Mailbox) -> None:
    """Undo silence(): from now on letters may be asked for again."""
    Mailbox.objects.filter(id=mailbox.id).update(silenced_at=None)
