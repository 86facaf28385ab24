"""Files sent in pieces: begun, continued from whatever arrived, and taken into their tray once whole."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from attachments import storage
from attachments.limits import MAX_FILE_BYTES, MAX_OPEN_UPLOADS, UPLOAD_DAYS
from attachments.models import Attachment, Tray, Upload
from attachments.names import clean_name
from attachments.receive import take_files
from attachments.signatures import HEAD_BYTES
from attachments.states import FileState, Outcome
from attachments.upload_handler import ReceivedFile
from operations.ids import new_id
from secret_guard import refuse_secrets

PIECE_BYTES = 64 * 1024
"""Written at once; of a line that is cut no more than this is lost."""


class TrayGone(Exception):
    """The request these files were for was sent or erased."""


class UploadGone(Exception):
    """There is no such upload in this tray: never begun, removed, or its time is over."""


class TooManyOnTheirWay(Exception):
    """So many files of one tray are on their way that it takes no more."""


class NoRoomInTray(Exception):
    """The tray already holds as many usable files as it may."""


class RefusedUnsent(Exception):
    """The announced size says enough: the file was written down as refused, and need not be sent."""


class NotWhereItStands(Exception):
    """The bytes offered do not go on where those that have arrived end; `offset` is where they end."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"{offset} bytes have arrived.")
        self.offset = offset


class ChecksumDiffers(Exception):
    """The bytes were altered on their way; none of them was kept."""


def customer_of(*, tray_id: UUID) -> str:
    """Whose tray it is, as a hash; empty for nobody known. Raises TrayGone."""
    customer = Tray.objects.filter(id=tray_id).values_list("customer", flat=True).first()
    if customer is None:
        raise TrayGone
    return customer


def begin(*, tray_id: UUID, limit: int, name: str, length: int, now: datetime) -> Upload:
    """Announce a file. In: its name as it was typed, its size in bytes, and how many usable files the tray may hold.

    Raises SecretFound or TextTooLong for its name, TrayGone, NoRoomInTray, TooManyOnTheirWay, RefusedUnsent or
    DiskNearlyFull.
    """
    refuse_secrets(text=name)
    with transaction.atomic():
        if not Tray.objects.select_for_update().filter(id=tray_id).exists():
            raise TrayGone
        if 0 < length <= MAX_FILE_BYTES:
            return _announce(tray_id, limit, name, length, now)
    refused = ReceivedFile(file_id=new_id(now=now), name=name, size=length, sha256="", head=b"")
    take_files(tray_id=tray_id, received=[refused], limit=limit, now=now)
    raise RefusedUnsent


def _announce(tray_id: UUID, limit: int, name: str, length: int, now: datetime) -> Upload:
    if Attachment.objects.filter(tray_id=tray_id).exclude(state=FileState.REFUSED).count() >= limit:
        raise NoRoomInTray
    if Upload.objects.filter(tray_id=tray_id, outcome="", expires_at__gt=now).count() >= MAX_OPEN_UPLOADS:
        raise TooManyOnTheirWay
    storage.check_room(wanted_bytes=length)
    upload = Upload.objects.create(
        id=new_id(now=now),
        tray_id=tray_id,
        name=clean_name(name),
        length=length,
        expires_at=now + timedelta(days=UPLOAD_DAYS),
    )
    os.close(os.open(storage.incoming_path(upload.id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return upload


def find(*, tray_id: UUID, upload_id: UUID, now: datetime) -> Upload:
    """An upload of this tray. Raises UploadGone."""
    upload = Upload.objects.filter(id=upload_id, tray_id=tray_id, expires_at__gt=now).first()
    if upload is None:
        raise UploadGone
    return upload


def arrived(*, upload: Upload) -> int:
    """How many bytes of it have arrived. Raises UploadGone when they were erased."""
    if upload.outcome:
        return upload.length
    try:
        return storage.incoming_path(upload.id).stat().st_size
    except FileNotFoundError:
        raise UploadGone from None


def add_bytes(*, upload: Upload, offset: int, read: Callable[[int], bytes], checksum: bytes | None = None) -> int:
    """Write what comes, from where the bytes that have arrived end. Out: how many have arrived then.

    Each piece is written under a lock and only where it belongs: two senders of one file, or one whose old connection
    still drips, can never mix it up. Without a checksum, what came before a fault is kept; with one (SHA-256 of these
    bytes), all or nothing. Never writes more than was announced, and never holds more than a piece in memory. Raises
    NotWhereItStands, ChecksumDiffers, UploadGone, DiskNearlyFull.
    """
    if checksum is None:
        position = offset
        while piece := read(min(PIECE_BYTES, upload.length - position)):
            position = _write(upload, position, [piece])
        return _write(upload, position, [])
    # Beside the file until they are known to be right: how far it got is what lies in it. Nameless, so gone if we die, and
    # counted by nobody: the room kept for the file is not enough for both.
    storage.check_room(wanted_bytes=upload.length - offset)
    with storage.nameless_file() as beside:
        digest, position = hashlib.sha256(), offset
        while piece := read(min(PIECE_BYTES, upload.length - position)):
            beside.write(piece)
            digest.update(piece)
            position += len(piece)
        if digest.digest() != checksum:
            raise ChecksumDiffers
        beside.seek(0)
        return _write(upload, offset, iter(partial(beside.read, PIECE_BYTES), b""))


def _write(upload: Upload, position: int, pieces: Iterable[bytes]) -> int:
    try:
        with storage.incoming_path(upload.id).open("r+b") as file, _alone(file.fileno()):
            end = file.seek(0, os.SEEK_END)
            if end != position:
                raise NotWhereItStands(end)
            file.writelines(pieces)
            return file.tell()
    except FileNotFoundError:
        raise UploadGone from None


@contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    yield  # Closing the file gives the lock back, once what was written is in it.


def finish(*, upload: Upload, limit: int, now: datetime, person_id: UUID | None = None) -> Upload:
    """Take a file that has arrived whole into its tray; asked again, say what became of it. Raises UploadGone.

    In: whoever is signed in, whose earlier files are recognised.

    The bytes are synced to the disk before the row says that we have them.
    """
    # Before any lock: others must not wait for a disk. When another was quicker, there is nothing to read any more.
    whole = _whole(upload)
    with transaction.atomic():
        # The tray first, as everywhere: its lock decides who counts first.
        Tray.objects.select_for_update().filter(id=upload.tray_id).first()
        fresh = Upload.objects.select_for_update().filter(id=upload.id).first()
        if fresh and fresh.outcome:
            return fresh
        if fresh is None or whole is None:
            raise UploadGone
        taken = take_files(tray_id=fresh.tray_id, received=[whole], limit=limit, now=now, person_id=person_id)
        outcome = (
            Outcome.DUPLICATE if taken.duplicates else Outcome.OVER_LIMIT if taken.over_the_limit else Outcome.KEPT
        )
        # Plain text, as it comes back from the row: some web servers take nothing else in a header.
        fresh.outcome = outcome.value
        fresh.save(update_fields=["outcome"])
        return fresh


def _whole(upload: Upload) -> ReceivedFile | None:
    try:
        with storage.incoming_path(upload.id).open("rb") as file:
            head = file.read(HEAD_BYTES)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256")
            size = file.tell()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return None
    return ReceivedFile(file_id=upload.id, name=upload.name, size=size, sha256=digest.hexdigest(), head=head)


def give_up(*, upload: Upload) -> None:
    """Stop an upload and erase what arrived of it; a file that was taken stays, and is removed as any other."""
    removed, _rows = Upload.objects.filter(id=upload.id, outcome="").delete()
    if removed:
        storage.incoming_path(upload.id).unlink(missing_ok=True)


def forget_expired(*, now: datetime) -> int:
    """Remove the rows of uploads whose time is over; their bytes then lie there for nobody. Out: how many."""
    return Upload.objects.filter(expires_at__lte=now).delete()[0]
