"""What must hold for each row of a file: its bytes, its images, its end, its line on the trail."""

import hashlib
import secrets
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from attachments import storage
from attachments.lateness import is_late
from attachments.ledger.breaches import Breach, Laws, breach
from attachments.models import Attachment, FlatCopy, Preview
from attachments.states import ENDS, FileState
from attachments.sweeping import UNFINISHED_GRACE_SECONDS
from tickets.models import Event, Verb

NOBODY_TRIES_SECONDS = 120
"""The sweeper comes every 15 seconds: what has been due for so long is tried by nobody."""
SURELY_SWEPT_SECONDS = 2 * UNFINISHED_GRACE_SECONDS
"""What may lie for an hour, and is looked for once an hour, is gone after two."""


def files(*, now: datetime, share: float) -> Callable[[list[UUID]], list[Breach]]:
    """A look at some files by id. In: `share` is which part of them has its SHA-256 computed anew, from 0 to 1."""
    salt = secrets.token_bytes(8)

    def hashed(file_id: UUID) -> bool:
        return zlib.crc32(salt + file_id.bytes) < share * 2**32

    def look(ids: list[UUID]) -> list[Breach]:
        rows = list(Attachment.objects.filter(id__in=ids).select_related("message").order_by("id"))
        found: list[Breach] = []
        for file in rows:
            found += _bytes(file, now, deep=hashed(file.id))
            found += _end(file, now)
        return [*found, *_images(rows), *_flat_copies(rows, now), *_trail(rows)]

    return look


def _bytes(file: Attachment, now: datetime, *, deep: bool) -> Iterator[Breach]:
    path = storage.quarantine_path(file.id)
    try:
        status = path.stat()
    except FileNotFoundError:
        # What could not be checked says so on every page; what was refused has nothing to keep.
        if file.state not in {FileState.REFUSED, FileState.FAILED} and not storage.aside_path(file.id).exists():
            yield breach(Laws.BYTES_MISSING, file.id, f"{file.state} and its bytes are not on the disk")
        return
    if file.state == FileState.REFUSED:
        if now.timestamp() - status.st_ctime > SURELY_SWEPT_SECONDS:
            yield breach(Laws.BYTES_OF_REFUSED, file.id, "refused, and its bytes are still on the disk")
    elif status.st_size != file.size:
        yield breach(Laws.BYTES_ALTERED, file.id, f"has {status.st_size} bytes, its row says {file.size}")
    elif deep and (said := file.sha256) and _sha256(path) != said:
        yield breach(Laws.BYTES_ALTERED, file.id, "its bytes are not those that were received: another SHA-256")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _end(file: Attachment, now: datetime) -> Iterator[Breach]:
    """Late is one thing and may have its reason; that nobody tries any more is the breach."""
    attempt = file.lease_until or file.next_try_at
    if is_late(attachment=file, now=now) and attempt < now - timedelta(seconds=NOBODY_TRIES_SECONDS):
        why = f", last said to wait for the {file.waiting_for}" if file.waiting_for else ""
        yield breach(Laws.OVERDUE, file.id, f"{file.state} since {file.received_at:%F %T} UTC and nobody tries it{why}")
    if file.message and file.message.ticket_id != file.ticket_id:
        yield breach(Laws.WRONG_REQUEST, file.id, "belongs to another request than the message it came with")


def _images(rows: list[Attachment]) -> Iterator[Breach]:
    states = {file.id: file.state for file in rows}
    drawn = Preview.objects.filter(attachment__in=states).order_by("attachment", "number")
    undue, missing = set(), set()
    for file_id, number in drawn.values_list("attachment_id", "number"):
        if states[file_id] != FileState.ACCEPTED:
            undue.add(file_id)
        elif not storage.preview_path(file_id, number).is_file():
            missing.add(file_id)
    for file_id in sorted(undue):
        yield breach(Laws.PREVIEW_UNDUE, file_id, f"{states[file_id]}, and has images for agents")
    for file_id in sorted(missing):
        yield breach(Laws.PREVIEW_MISSING, file_id, "accepted, and images of its pages are not on the disk")


def _flat_copies(rows: list[Attachment], now: datetime) -> Iterator[Breach]:
    copies = FlatCopy.objects.in_bulk([file.id for file in rows])
    for file in rows:
        copy, lies = copies.get(file.id), _size(storage.flat_copy_path(file.id))
        if copy and file.state != FileState.ACCEPTED:
            yield breach(Laws.PREVIEW_UNDUE, file.id, f"{file.state}, and has a flat copy for agents")
        elif copy and copy.made_at and lies != copy.size:
            yield breach(Laws.FLAT_COPY_WRONG, file.id, "accepted, and its flat copy is not on the disk as it was made")
        elif copy and copy.due_at and copy.due_at < now - timedelta(seconds=NOBODY_TRIES_SECONDS):
            yield breach(Laws.FLAT_COPY_OVERDUE, file.id, "nobody goes on with its flat copy")
        elif lies and not (copy and (copy.made_at or copy.due_at)):
            yield breach(Laws.FLAT_COPY_WRONG, file.id, "a flat copy is on the disk, and no row speaks of it")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _trail(rows: list[Attachment]) -> Iterator[Breach]:
    ended = {str(file.id): file for file in rows if file.ticket_id and file.state in ENDS}
    told = Event.objects.filter(
        ticket__in={file.ticket_id for file in ended.values()}, verb__in=(Verb.FILE_SETTLED, Verb.FILE_WITHDRAWN)
    )
    for details in told.order_by("id").values_list("details", flat=True).iterator():
        ended.pop(str(details.get("file")), None)
    for file in ended.values():
        yield breach(Laws.NOT_ON_THE_TRAIL, file.id, f"{file.state}, and no event tells how it ended")
