"""Gives a sent draft's files to the ticket and message they came with, for ever."""

from uuid import UUID

from attachments.models import Attachment, Tray
from tickets.models import Message


def attach_tray(*, tray_id: UUID, message: Message) -> int:
    """Move every file of a tray to a message and remove the tray, in the caller's transaction.

    Out: how many files. A check under way is not disturbed: it settles the same row, wherever it belongs.
    """
    tray = Tray.objects.select_for_update().get(id=tray_id)
    moved = Attachment.objects.filter(tray_id=tray_id).update(tray=None, ticket=message.ticket, message=message)
    tray.delete()
    return moved
