"""Posts a letter: writes its row in the caller's transaction and rings for a worker once that is committed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from operations.doorbell import ring
from operations.ids import new_id
from outbox.addresses import can_be_written_to
from outbox.budgets import locked_mailbox, wait_of
from outbox.codes import new_number
from outbox.models import Letter, LetterState, Mailbox

SKEW = timedelta(seconds=2)
"""Due by the database's clock at once, even when the clock of who posts is a little ahead of it."""
BAD_ADDRESS = "address"
"""The fault of a letter whose address cannot stand in a header."""


def post(
    *,
    kind: str,
    about: UUID,
    to: str,
    language: str,
    asker_proven: bool,
    now: datetime,
    mailbox: Mailbox | None = None,
) -> Letter | None:
    """Write a letter that will be sent after the caller's transaction.

    In: the kind (see outbox.letters), the row it tells of, the address, and whether whoever caused it has proven that
    the address is theirs; `mailbox` when the caller has locked it and seen that it has room. Out: the letter; None when
    somebody unproven asks and the mailbox's owner has stopped such letters, or its budget is spent (limits.py). A letter
    that cannot be addressed is kept, given up.
    """
    # Nobody goes on without the letter when writing it has failed: the caller's transaction needs no point to go back to.
    with transaction.atomic(savepoint=False):
        if not asker_proven:
            has_room = mailbox is not None
            mailbox = mailbox or locked_mailbox(address=to, now=now)
            if mailbox.silenced_at or (not has_room and wait_of(mailbox=mailbox, now=now)):
                return None
        good = can_be_written_to(to)
        posted = Letter.objects.create(
            id=new_id(now=now),
            kind=kind,
            about=about,
            address=to if good else "",
            language=language,
            asker_proven=asker_proven,
            mailbox=mailbox,
            number=new_number(),
            state=LetterState.WAITING if good else LetterState.GIVEN_UP,
            fault="" if good else BAD_ADDRESS,
            next_try_at=now - SKEW,
            created_at=now,
        )
        if good:
            ring(task="outbox.tasks.deliver", letter_id=str(posted.id))
    return posted
