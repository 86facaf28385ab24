"""Streams uploads to quarantine under our own names: hashed and counted on the way, never whole in memory."""

import hashlib
import os
from collections.abc import Callable
from typing import IO, Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest
from django.utils import timezone

from attachments import storage
from attachments.limits import MAX_BODY_BYTES, MAX_FILE_BYTES
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
    """A completely received file: its bytes are on the disk under `id`, unless it was larger than the limit."""

    def __init__(self, *, file_id: UUID, name: str, size: int, sha256: str, role: str = "") -> None:
        # Django gets a name of ours, never the customer's: a nameless file counts as none at all there.
        super().__init__(file=None, name=str(file_id), size=size)
        self.id, self.raw_name, self.sha256, self.role = file_id, name, sha256, role

    @property
    def is_too_large(self) -> bool:
        """True when more than the allowed bytes arrived; none of them were kept."""
        return bool(self.size and self.size > MAX_FILE_BYTES)

    def close(self) -> None:
        """Nothing to close: the bytes are already safe on the disk."""


class ToQuarantine(FileUploadHandler):
    """Writes each file to the incoming folder; the count of bytes received, not a header, decides its size."""

    chunk_size = 256 * 1024

    def __init__(self, request: Any = None, *, before_each: Callable[[], None] = lambda: None) -> None:
        """In: `before_each` is called before a file is taken, and may raise to end the whole request."""
        super().__init__(request)
        self.target: IO[bytes] | None = None
        self.begun: list[UUID] = []
        self.before_each = before_each
        self.received_in_all = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a file of our own name for the bytes to come."""
        super().new_file(*args, **kwargs)
        self.file_id = new_id(now=timezone.now())
        self.digest = hashlib.sha256()
        self.received = 0
        self.before_each()
        self.target = self._opened()
        raise StopFutureHandlers

    def _opened(self) -> IO[bytes] | None:
        storage.check_room(wanted_bytes=MAX_FILE_BYTES)
        descriptor = os.open(storage.incoming_path(self.file_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.begun.append(self.file_id)
        return os.fdopen(descriptor, "wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write and hash one chunk; past the limit the bytes are only counted."""
        self.received += len(raw_data)
        self.received_in_all += len(raw_data)
        if self.target is None:
            return
        if self.received > MAX_FILE_BYTES:
            self._abandon()
            return
        self.target.write(raw_data)
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile:
        """Sync the bytes to the disk and hand the file on."""
        if self.target is not None:
            self.target.flush()
            os.fsync(self.target.fileno())
            self.target.close()
            self.target = None
        return ReceivedFile(
            file_id=self.file_id,
            name=self.file_name or "",
            size=self.received,
            sha256=self.digest.hexdigest(),
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
