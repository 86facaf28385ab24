"""A person's browser: one connection kept open, cookies, compression, and an address of its own."""

import base64
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from select import select
from typing import IO, Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from accounts.devices import device_of
from attachments.limits import LARGEST_CHUNK_BYTES
from attachments.tus import VERSION

_CSRF_LETTERS = 32
_BOUNDARY = "bench-7d3f2a"


class AnotherAnswer(Exception):
    """The portal answered otherwise than the bench expected: what it measured would not be what it names."""

    def __init__(self, request: str, *, status: int, wanted: int) -> None:
        super().__init__(f"{request} answered {status} instead of {wanted}")
        self.status = status


@dataclass
class Upload:
    """One file to send, in the pieces it is sent in."""

    name: str
    pieces: list[bytes] = field(repr=False)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return sum(len(each) for each in self.pieces)


class Visitor:
    """One browser. Who measures many at once gives each an address of its own, as no budget means one person."""

    def __init__(self, url: str, *, session: str = "") -> None:
        self.host = urlsplit(url).netloc
        self.link = HTTPConnection(self.host, timeout=60)
        self.key, self.token = secrets.token_urlsafe(32), secrets.token_hex(_CSRF_LETTERS // 2)
        cookies = {settings.DEVICE_COOKIE_NAME: self.key, settings.CSRF_COOKIE_NAME: self.token}
        if session:
            cookies[settings.SESSION_COOKIE_NAME] = session
        self.headers = {
            "Host": self.host,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en",
            "Origin": url,
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }

    def signed_in(self, customer: str) -> "Visitor":
        """The same browser with a sign-in. In: the key of the customer's cookie."""
        other = Visitor(self.headers["Origin"])
        other.key, other.token = self.key, self.token
        other.headers |= {"Cookie": f"{self.headers['Cookie']}; {settings.CUSTOMER_COOKIE_NAME}={customer}"}
        return other

    @property
    def device(self) -> str:
        """What rows store of this browser."""
        request = HttpRequest()
        request.COOKIES[settings.DEVICE_COOKIE_NAME] = self.key
        return device_of(request=request)

    def get(self, path: str, *, status: int = 200) -> None:
        """Open a page. Raises AnotherAnswer for any other status."""
        self._ask("GET", path, status)

    def post(self, path: str, fields: Mapping[str, Any] | None = None, *, status: int = 302) -> str:
        """Send a form. Out: the path it leads to."""
        body = urlencode({"csrfmiddlewaretoken": self.token} | dict(fields or {}), doseq=True).encode()
        return self._ask("POST", path, status, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, files: list[Upload], *, status: int) -> str:
        """Send files in one multipart form, piece by piece. Out: the path it leads to."""
        around = [_part("csrfmiddlewaretoken") + self.token.encode()] + [_part("files", each.name) for each in files]
        end = f"\r\n--{_BOUNDARY}--\r\n".encode()
        length = sum(len(each) for each in around) + sum(each.size for each in files) + len(end)

        def body() -> Iterator[bytes]:
            yield around[0]
            for start, each in zip(around[1:], files, strict=True):
                yield start
                yield from each.pieces
            yield end

        headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}", "Content-Length": str(length)}
        return self._ask("POST", path, status, body(), headers)

    def upload_in_pieces(self, path: str, file: Upload) -> None:
        """Announce one file at the address of its tray and send it by the tus protocol, one request for each piece."""
        spoken, name = {"Tus-Resumable": VERSION}, base64.b64encode(file.name.encode()).decode()
        announced = {"Upload-Length": str(file.size), "Upload-Metadata": f"filename {name}"}
        there, offset = self._ask("POST", path, 201, b"", spoken | announced), 0
        for each in as_sent(file.pieces, of=LARGEST_CHUNK_BYTES):
            headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
            self._ask("PATCH", there, 204, each, spoken | headers)
            offset += len(each)

    def _ask(
        self,
        method: str,
        path: str,
        status: int,
        body: bytes | Iterator[bytes] | IO[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        if self._was_hung_up():
            self.link.close()
        own = {"X-Forwarded-For": f"10.{'.'.join(str(each) for each in secrets.token_bytes(3))}"}
        self.link.request(method, path, body, self.headers | own | dict(headers or {}))
        answer = self.link.getresponse()
        answer.read()
        if answer.status != status:
            raise AnotherAnswer(f"{method} {path}", status=answer.status, wanted=status)
        return urlsplit(answer.headers.get("Location", "")).path

    def _was_hung_up(self) -> bool:
        """Whether the server has closed the line since, as it does when nothing was asked for a while."""
        return self.link.sock is not None and bool(select([self.link.sock], [], [], 0)[0])


def as_sent(pieces: list[bytes], *, of: int) -> Iterator[bytes]:
    """The pieces as our script sends them on a quick line: each request holds twice as many as the last, up to a size."""
    count = 1
    while pieces:
        yield b"".join(pieces[:count])
        pieces, count = pieces[count:], min(2 * count, max(1, of // len(pieces[0])))


def _part(name: str, filename: str = "") -> bytes:
    disposition = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename else "")
    kind = "Content-Type: application/octet-stream\r\n" if filename else ""
    return f"\r\n--{_BOUNDARY}\r\nContent-Disposition: {disposition}\r\n{kind}\r\n".encode()


def step_path(draft_id: UUID, page: str) -> str:
    """The address of a page of a draft, as a visitor types it."""
    return f"/en/d/{draft_id}/{page}/"
