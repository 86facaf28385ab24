"""Posts the largest body that we take, and one byte more, through the front door, and says who there disagrees."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.urls import reverse

from attachments import limits
from attachments.limits_probe import BODY_TOO_LARGE, FIELD, FILE_TOO_LARGE, HEADER, ONLY_ANNOUNCED, TAKEN, probe_token

CONNECT_SECONDS = 5.0
PATIENCE_SECONDS = 30.0
"""How long to wait for the answer to bytes that were sent."""
SILENCE_SECONDS = 3.0
"""Whoever says nothing for so long to a body that was only announced waits for it: the size is no reason to refuse."""
TOO_LARGE = 413
SILENT, HUNG_UP = 0, -1
"""Stand for a status where there is none."""
_BOUNDARY = "limits-of-the-front-door"
_HEAD = (
    f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{FIELD}"; filename="probe.pdf"\r\n'
    "Content-Type: application/pdf\r\n\r\n"
).encode()
_TAIL = f"\r\n--{_BOUNDARY}--\r\n".encode()
_ZEROS = bytes(256 * 1024)


class NobodyThere(Exception):
    """Nothing answers at this address; the text says why."""


@dataclass(frozen=True)
class Answer:
    """What came back: a status, and what the portal judged, empty when it did not speak."""

    status: int
    judgement: str


@dataclass(frozen=True)
class Disagreement:
    """Who at the front door has another limit than `attachments/limits.py`: the portal, or something before it."""

    who: str
    sentence: str


PROXY, PORTAL, ANOTHER = "proxy", "portal", "another"


def ask(*, url: str, now: datetime) -> Disagreement | None:
    """Ask at an address. Out: the first who disagrees, None when all agree. Raises NobodyThere.

    Two files are really sent and nowhere kept; the largest body is only announced, as that is what proxies judge by.
    """
    path = reverse("limits_probe", args=[probe_token(now=now)])
    file, body = limits.MAX_FILE_BYTES, limits.MAX_BODY_BYTES
    return (
        _read(_post(url, path, file), TAKEN, f"a file of {file:,} bytes")
        or _read(_post(url, path, file + 1), FILE_TOO_LARGE, f"a file of {file + 1:,} bytes")
        or _read(_announce(url, path, body), TAKEN, f"a request of {body:,} bytes", or_silent=True)
        or _read(_announce(url, path, body + 1), BODY_TOO_LARGE, f"a request of {body + 1:,} bytes", or_refused=True)
    )


def _read(
    answer: Answer, wanted: str, what: str, *, or_silent: bool = False, or_refused: bool = False
) -> Disagreement | None:
    if answer.judgement == wanted or (or_silent and answer.status == SILENT):
        return None
    if answer.judgement:
        does = "takes" if answer.judgement == TAKEN else "refuses"
        return Disagreement(
            PORTAL, f"the portal that answers {does} {what}: it runs with other limits than these files"
        )
    if answer.status in {TOO_LARGE, HUNG_UP}:
        # What nobody may send may be stopped by whoever comes first.
        return None if or_refused else Disagreement(PROXY, f"something before the portal refuses {what}")
    if answer.status == SILENT:
        return Disagreement(PROXY, f"something before the portal neither passes on {what} nor refuses it")
    return Disagreement(ANOTHER, f"{what} is answered with {answer.status}, and not by this portal")


def _post(url: str, path: str, size: int) -> Answer:
    """Send a form with one file of so many bytes."""
    connection = _connection(url)
    try:
        _begin(connection, path, len(_HEAD) + size + len(_TAIL))
        try:
            for piece in _body(size):
                connection.send(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # Refused before its end; the answer may still be there to be read.
        return _answer(connection)
    finally:
        connection.close()


def _announce(url: str, path: str, size: int) -> Answer:
    """Say that so many bytes will come, and wait for what is said to that."""
    connection = _connection(url)
    try:
        _begin(connection, f"{path}?{ONLY_ANNOUNCED}", size, ("Expect", "100-continue"))
        connection.sock.settimeout(SILENCE_SECONDS)
        return _answer(connection)
    finally:
        connection.close()


def _connection(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=CONNECT_SECONDS)
    try:
        connection.connect()
    except OSError as fault:
        raise NobodyThere(f"{type(fault).__name__} at {url}") from fault
    connection.sock.settimeout(PATIENCE_SECONDS)
    return connection


def _begin(connection: http.client.HTTPConnection, path: str, length: int, *headers: tuple[str, str]) -> None:
    connection.putrequest("POST", path)
    kind = ("Content-Type", f"multipart/form-data; boundary={_BOUNDARY}")
    for name, value in (kind, ("Content-Length", str(length)), *headers):
        connection.putheader(name, value)
    connection.endheaders()


def _body(size: int) -> Iterator[bytes]:
    yield _HEAD
    for _each in range(size // len(_ZEROS)):
        yield _ZEROS
    yield _ZEROS[: size % len(_ZEROS)]
    yield _TAIL


def _answer(connection: http.client.HTTPConnection) -> Answer:
    """What is answered. A line that is closed without a word, or kept waiting, is an answer too."""
    try:
        response = connection.getresponse()
    except TimeoutError:
        return Answer(SILENT, "")
    except (http.client.HTTPException, OSError):
        return Answer(HUNG_UP, "")
    return Answer(response.status, response.headers.get(HEADER, ""))
