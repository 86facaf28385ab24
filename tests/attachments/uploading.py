"""Sends files the way a browser does: through the real parser and the real handler, from memory or made on the way."""

import io
from collections.abc import Iterable
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from attachments.upload_handler import ReceivedFile, ToQuarantine

PIECE = 64 * 1024


def receive(*files: tuple[str, bytes]) -> list[ReceivedFile]:
    """Upload some files."""
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return received(RequestFactory().post("/", {"files": uploads}))


def received(request: HttpRequest) -> list[ReceivedFile]:
    """What the handler makes of a request's files."""
    request.upload_handlers = [ToQuarantine(request)]
    found = request.FILES.getlist("files")
    assert all(isinstance(each, ReceivedFile) for each in found)
    return [each for each in found if isinstance(each, ReceivedFile)]


def a_large_upload(name: str, size: int) -> HttpRequest:
    """A request with one file of zeros, which are never in memory together."""
    boundary = uuid4().hex
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    tail = f"\r\n--{boundary}--\r\n".encode()
    whole, rest = divmod(size, PIECE)
    pieces = [head, *[bytes(PIECE)] * whole, bytes(rest), tail]
    environ = {
        "CONTENT_LENGTH": str(len(head) + size + len(tail)),
        "CONTENT_TYPE": f"multipart/form-data; boundary={boundary}",
        "wsgi.input": MadeOnTheWay(pieces),
    }
    return RequestFactory().generic("POST", "/", **environ)  # type: ignore[arg-type]


class MadeOnTheWay(io.RawIOBase):
    """A body that is handed out piece by piece, and can break off."""

    def __init__(self, pieces: Iterable[bytes], *, breaks: bool = False) -> None:
        super().__init__()
        self._pieces = iter(pieces)
        self._rest = b""
        self._breaks = breaks

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        if not self._rest and self._breaks:
            raise ConnectionResetError
        given, self._rest = self._rest[:size], self._rest[size:]
        return given
