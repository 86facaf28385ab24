"""Streams uploads to quarantine under our own names: hashed and counted on the way, never whole in memory."""

import hashlib
import os
from collections.abc import Sequence
from typing import IO, Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest
from django.utils import timezone

from attachments import storage
from attachments.limits import MAX_BODY_BYTES, MAX_FILE_BYTES, MAX_FILES_SIGNED_IN
from attachments.names import kind_of_secret
from attachments.quotas import Meter
from attachments.signatures import HEAD_BYTES, is_another_image
from operations.ids import new_id

FILE_IGNORED = "kraken_support.file_ignored"
"""Stands in the META of a request that brought a file to a form that takes none."""


def body_is_too_large(request: HttpRequest) -> bool:
    """Whether a request announces more than all files of the fullest request weigh together; nothing of it is read then."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isdigit() and int(announced) > MAX_BODY_BYTES


class RefuseFiles(FileUploadHandler):
    """The handler of every form that takes no files: whatever is sent as one is read past and forgotten."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip the file, and let the view know that there was one."""
        if self.request is not None:
            self.request.META[FILE_IGNORED] = "1"
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: new_file skips."""

    def file_complete(self, file_size: int) -> None:
        """No file comes of it."""


class ReceivedFile(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """A completely received file: its bytes are on the disk under `id`, unless it was too large or one too many.

    In: `head` is how it begins; `is_written` is False for one of which only size and digest were noted.
    """

    def __init__(
        self, *, file_id: UUID, name: str, size: int, sha256: str, head: bytes, role: str = "", is_written: bool = True
    ) -> None:
        # Django gets a name of ours, never the customer's: a nameless file counts as none at all there.
        super().__init__(file=None, name=str(file_id), size=size)
        self.id, self.raw_name, self.sha256, self.role = file_id, name, sha256, role
        self.head, self.is_written = head[:HEAD_BYTES], is_written

    @property
    def is_too_large(self) -> bool:
        """True when more than the allowed bytes arrived; none of them were kept."""
        return bool(self.size and self.size > MAX_FILE_BYTES)

    def close(self) -> None:
        """Nothing to close: the bytes are already safe on the disk."""


class ToQuarantine(FileUploadHandler):
    """Writes each file to the incoming folder; what is received, not a header, decides its size and what there is room for."""

    chunk_size = 512 * 1024
    """Larger ones cost more memory for each who sends, smaller ones more turns of the parser."""

    def __init__(
        self,
        request: Any = None,
        *,
        meter: Meter | None = None,
        most: int = MAX_FILES_SIGNED_IN,
        only: Sequence[str] = (),
    ) -> None:
        """In: `meter` counts what comes, and may raise to end the whole request; so many different files of the media
        types `only` are written, if not of all; of what comes after them the bytes are only counted and hashed.
        """
        super().__init__(request)
        self.target: IO[bytes] | None = None
        self.begun: list[UUID] = []
        self.meter, self.most, self.only = meter, most, only
        self.usable: set[str] = set()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a file of our own name for the bytes to come."""
        super().new_file(*args, **kwargs)
        self.file_id = new_id(now=timezone.now())
        self.digest, self.head = hashlib.sha256(), b""
        self.received = 0
        if self.meter:
            self.meter.begin()
        # One that is refused for its name takes nobody's place.
        self.is_written = len(self.usable) < self.most and not kind_of_secret(self.file_name or "")
        self.target = self._opened() if self.is_written else None
        raise StopFutureHandlers

    def _opened(self) -> IO[bytes] | None:
        storage.check_room(wanted_bytes=MAX_FILE_BYTES)
        descriptor = os.open(storage.incoming_path(self.file_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.begun.append(self.file_id)
        return os.fdopen(descriptor, "wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write and hash one chunk; past the limit the bytes are only counted."""
        self.head = self.head or raw_data[:HEAD_BYTES]
        self.received += len(raw_data)
        if self.meter:
            self.meter.take(len(raw_data))
        if self.received > MAX_FILE_BYTES:
            self._abandon()
            return
        if self.target is not None:
            self.target.write(raw_data)
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile:
        """Sync the bytes to the disk and hand the file on."""
        if self.target is not None:
            self.target.flush()
            os.fsync(self.target.fileno())
            self.target.close()
            self.target = None
            if self.received and not is_another_image(self.head, only=self.only):
                self.usable.add(self.digest.hexdigest())
        return ReceivedFile(
            file_id=self.file_id,
            name=self.file_name or "",
            size=self.received,
            sha256=self.digest.hexdigest(),
            head=self.head,
            is_written=self.is_written,
        )

    def upload_interrupted(self) -> None:
        """The body ended early: no file of this request comes of it."""
        self.erase_what_was_not_taken()

    def erase_what_was_not_taken(self) -> None:
        """Remove every file of this request that was not moved to quarantine."""
        self._abandon()
        for file_id in self.begun:
            storage.incoming_path(file_id).unlink(missing_ok=True)

    def _abandon(self) -> None:
        if self.target is not None:
            self.target.close()
            self.target = None
            storage.incoming_path(self.file_id).unlink(missing_ok=True)


class OnlyCounted(ToQuarantine):
    """Counts and judges a file as ever, and keeps nothing of it: what doctor posts to learn the limits."""

    def _opened(self) -> None:
        return None
