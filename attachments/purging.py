"""Erases files for good, rows, bytes and images: what drafts left behind, and what may no longer be kept."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import F, ManyToOneRel, QuerySet

from attachments import storage
from attachments.models import Attachment, Offer, Tray, Upload
from attachments.states import ENDS, FileState
from tickets.models import Verb
from tickets.states import State
from tickets.trail import record_each


class Kind(StrEnum):
    """Which files."""

    DRAFT = "draft"
    """In trays that no draft points to any more."""
    REFUSED = "refused"
    """Refused ones of sent requests: their bytes are long gone, this removes what is still told of them."""
    CLOSED = "closed"
    """Files of conversations that are closed, and in which nothing has happened since."""


class TrayInUse(Exception):
    """A draft still points to this tray; its own clock erases it."""


def old_trays(*, before: datetime) -> "QuerySet[Tray]":
    """Trays made before a moment; which of them a draft still needs, the database knows."""
    return Tray.objects.filter(created_at__lt=before).order_by("id")


def purge_tray(*, tray_id: UUID) -> int:
    """Erase a tray with its files and uploads. Out: how many files. Raises TrayInUse; then nothing has changed."""
    with transaction.atomic():
        tray = Tray.objects.select_for_update().filter(id=tray_id).first()
        if tray is None:
            return 0
        if _is_needed(tray):
            raise TrayInUse
        files = list(Attachment.objects.filter(tray=tray).order_by("id").values_list("id", flat=True))
        uploads = list(tray.uploads.order_by("id").values_list("id", flat=True))
        Attachment.objects.filter(tray=tray).delete()
        tray.delete()
    for each in {*files, *uploads}:
        storage.discard(each)
    return len(files)


def _is_needed(tray: Tray) -> bool:
    """Whether anything but its own files points to a tray; what that is, the apps above know."""
    pointers = [each for each in Tray._meta.get_fields(include_hidden=True) if isinstance(each, ManyToOneRel)]
    others = [each for each in pointers if each.related_model not in (Attachment, Upload)]
    return any(each.related_model._base_manager.filter(**{each.field.name: tray}).exists() for each in others)


def old_files(*, kind: Kind, before: datetime) -> "QuerySet[Attachment]":
    """Refused files, or those of closed conversations, that have been so since before a moment."""
    sent = Attachment.objects.filter(ticket__isnull=False, state__in=ENDS, settled_at__lt=before).order_by("id")
    if kind == Kind.REFUSED:
        return sent.filter(state=FileState.REFUSED)
    return sent.filter(ticket__survivor__state=State.CLOSED, ticket__survivor__updated_at__lt=before)


def purge_file(*, file_id: UUID, kind: Kind, before: datetime, now: datetime, by: Mapping[str, str]) -> bool:
    """Erase one file of a request, if it is still of that kind. Out: False when it is not. In: `by` is for the trail.

    The row goes first: what a crash then leaves on the disk belongs to nobody, and the sweeper erases it.
    """
    with transaction.atomic():
        file = Attachment.objects.select_for_update().filter(id=file_id).first()
        if (
            file is None
            or file.ticket_id is None
            or not old_files(kind=kind, before=before).filter(id=file_id).exists()
        ):
            return False
        Offer.objects.filter(message=file.message_id).update(erased=F("erased") + 1)
        record_each(
            ticket_id=file.ticket_id,
            verb=Verb.FILE_ERASED,
            now=now,
            details=[{"file": str(file_id), "state": file.state, **by}],
        )
        file.delete()
    storage.discard(file_id)
    return True
