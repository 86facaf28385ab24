"""Has files checked once more on an operator’s word: what failed, what is stuck, what is named."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from attachments import storage
from attachments.models import Attachment, FlatCopy, Preview
from attachments.states import UNFINISHED, FileState
from operations.doorbell import ring
from tickets.models import Verb
from tickets.trail import record

WITH_BYTES = (*UNFINISHED, FileState.ACCEPTED, FileState.FAILED)
"""What was refused is erased; nothing is left to check."""


def to_requeue(
    *, states: Collection[str], stuck_for: timedelta, now: datetime, ticket: UUID | None = None
) -> "QuerySet[Attachment]":
    """Files in these states that need somebody: those that could not be checked, and those stuck for so long.

    Stuck is what was due, or held by a worker that gave no sign of life, for that long. In: `ticket` is the survivor of
    the only conversation to look at.
    """
    since = now - stuck_for
    stuck = Q(state=FileState.QUEUED, next_try_at__lte=since) | Q(state=FileState.CHECKING, lease_until__lt=since)
    found = Attachment.objects.filter(Q(state=FileState.FAILED) | stuck, state__in=states)
    return found.filter(ticket__survivor=ticket) if ticket else found


def requeue(*, file_id: UUID, now: datetime, by: Mapping[str, str]) -> bool:
    """Queue one file afresh, all its tries renewed, and ring. Out: False when it has no bytes to check, or is in good hands.

    An accepted file is taken from agents until it is checked again. In: `by` says for the trail who wanted it.
    """
    with transaction.atomic():
        file = Attachment.objects.select_for_update().filter(id=file_id, state__in=WITH_BYTES).first()
        if file is None or (file.lease_until and file.lease_until >= now):
            return False
        Attachment.objects.filter(id=file_id).update(
            state=FileState.QUEUED,
            settled_at=None,
            lease=None,
            lease_until=None,
            errors=0,
            dead_leases=0,
            waiting_for="",
            next_try_at=now,
            turn_at=now,
        )
        Preview.objects.filter(attachment=file_id).delete()
        FlatCopy.objects.filter(attachment=file_id).delete()
        if file.ticket_id:
            record(
                ticket_id=file.ticket_id,
                verb=Verb.FILE_RETRIED,
                now=now,
                file=str(file_id),
                os_user=by["os_user"],
                command=by["command"],
            )
        storage.show_previews(file_id, {})
    ring(task="attachments.tasks.check_file", file_id=str(file_id))
    return True
