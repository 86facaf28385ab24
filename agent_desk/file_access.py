"""Hands out what agents may see of a file, and writes down who looked and who took the original."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agent_desk.problems import refuse
from attachments import storage
from attachments.checking import retry
from attachments.models import Attachment, FlatCopy, Preview
from attachments.states import FileState
from operations.doorbell import ring
from secret_guard import refuse_secrets
from tickets.compartments import Compartment
from tickets.models import Event, Ticket, Verb
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SAME_LOOK = timedelta(minutes=10)
"""Opening a file's page again within this time is the same look, not another line of the trail."""
SHORTEST_REASON, LONGEST_REASON = 5, 200


class NothingToShow(Exception):
    """Only files that were found good are shown or handed out, and this is not one (or its bytes are gone)."""


def note_viewing(*, file: Attachment, ticket: Ticket, actor: "User", now: datetime) -> None:
    """Write in the trail that an agent opened a file's page: once per look, not once per image of a page."""
    recent = Event.objects.filter(ticket=ticket, verb=Verb.FILE_VIEWED, actor=actor, at__gte=now - SAME_LOOK)
    if not recent.filter(details__file=str(file.id)).exists():
        record(ticket_id=ticket.id, verb=Verb.FILE_VIEWED, now=now, actor=actor, file=str(file.id))


def waits_for_a_reason(*, file: Attachment, ticket: Ticket, actor: "User", now: datetime) -> bool:
    """Whether an agent must first say why they open a document: in the tax vault each look needs a reason of its own."""
    if ticket.compartment != Compartment.VAULT or file.state != FileState.ACCEPTED:
        return False
    opened = Event.objects.filter(ticket=ticket, verb=Verb.FILE_VIEWED, actor=actor, at__gte=now - SAME_LOOK)
    return not opened.filter(details__file=str(file.id)).exists()


def open_for_a_reason(*, file: Attachment, ticket: Ticket, reason: str, actor: "User", now: datetime) -> None:
    """Write down that an agent opens a document, and why; it is then open for one look. Raises NotDone or SecretFound."""
    _check_reason(reason)
    record(ticket_id=ticket.id, verb=Verb.FILE_VIEWED, now=now, actor=actor, file=str(file.id), reason=reason)


def _check_reason(reason: str) -> None:
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise refuse(
            _("Say in a few words why you need it, in at most %(number)d characters.") % {"number": LONGEST_REASON}
        )
    refuse_secrets(text=reason)


def page_image(*, file: Attachment, number: int) -> Path:
    """Where the image of a page lies. Raises NothingToShow."""
    if file.state != FileState.ACCEPTED or not Preview.objects.filter(attachment=file, number=number).exists():
        raise NothingToShow
    return _present(storage.preview_path(file.id, number))


def take_original(*, file: Attachment, ticket: Ticket, reason: str, actor: "User", now: datetime) -> Path:
    """Write down that an agent takes the original, and why; then where it lies.

    Raises NothingToShow, NotDone when the reason does not do, and SecretFound.
    """
    if file.state != FileState.ACCEPTED:
        raise NothingToShow
    _check_reason(reason)
    path = _present(storage.quarantine_path(file.id))
    record(ticket_id=ticket.id, verb=Verb.FILE_DOWNLOADED, now=now, actor=actor, file=str(file.id), reason=reason)
    return path


def take_flat_copy(*, file: Attachment, ticket: Ticket, actor: "User", now: datetime) -> Path:
    """Write down that an agent takes the flat copy; then where it lies. It is ours and safe: no reason is asked for.

    Raises NothingToShow.
    """
    made = FlatCopy.objects.filter(attachment=file, attachment__state=FileState.ACCEPTED, made_at__isnull=False)
    if not made.exists():
        raise NothingToShow
    path = _present(storage.flat_copy_path(file.id))
    record(ticket_id=ticket.id, verb=Verb.FILE_COPIED, now=now, actor=actor, file=str(file.id))
    return path


def check_again(*, file: Attachment, ticket: Ticket, actor: "User", now: datetime) -> None:
    """Queue a file that could not be checked once more. Raises NotDone when it is not such a file."""
    with transaction.atomic():
        if not retry(file_id=file.id, now=now):
            raise refuse(_("This file is not waiting for a new check."), status=409)
        record(ticket_id=ticket.id, verb=Verb.FILE_RETRIED, now=now, actor=actor, file=str(file.id))
    ring(task="attachments.tasks.check_file", file_id=str(file.id))


def _present(path: Path) -> Path:
    if not path.is_file():
        raise NothingToShow
    return path
