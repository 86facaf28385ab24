"""Gives a sent draft's files to the ticket and message they came with, for ever."""

from uuid import UUID

from attachments.models import Attachment, Offer, Tray
from attachments.states import ENDS
from tickets.models import Message, Verb
from tickets.trail import record_each


def attach_tray(*, tray_id: UUID, message: Message) -> int:
    """Move every file of a tray to a message and remove the tray, in the caller's transaction.

    Out: how many files. A check under way is not disturbed: it settles the same row, wherever it belongs. What had
    ended before is told to the trail now; what ends later, by whoever settles it.
    """
    tray = Tray.objects.select_for_update().get(id=tray_id)
    moved = Attachment.objects.filter(tray_id=tray_id).update(tray=None, ticket=message.ticket, message=message)
    tray.delete()
    if moved:
        Offer.objects.create(message=message, files=moved)
        ended = Attachment.objects.filter(message=message, state__in=ENDS).order_by("received_at", "id")
        record_each(
            ticket_id=message.ticket_id,
            verb=Verb.FILE_SETTLED,
            now=message.created_at,
            details=[{"file": str(file.id), "state": file.state, "code": file.code} for file in ended],
        )
    return moved
