"""Asks clamd about a file, over clamd's own protocol: never clean by default, never waiting for ever."""

import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from attachments.inspection.verdicts import ScanInconclusive, ScannerDied, ScannerUnavailable

CONNECT_SECONDS = 2.0
PING_SECONDS = 5.0
SCAN_SECONDS = 60.0
CHUNK_BYTES = 256 * 1024
LONGEST_REPLY = 4096

PROGRAM = "ClamAV "
BEYOND_LIMITS = "Heuristics.Limits.Exceeded"
TOO_LONG_FOR_IT = "INSTREAM size limit exceeded"
# Whether a password is needed is told by opening the file: the scanner also counts documents that open without one.
OUR_OWN_CHECK = "Heuristics.Encrypted."


class Scanner(Protocol):
    """Anything that can say whether a file is malware."""

    signatures: str
    """What version() said just before the last scan; empty before the first."""

    def scan(self, path: Path) -> str:
        """The name of the malware found, empty when the file is clean."""
        ...

    def ping(self) -> bool:
        """True when the scanner answers."""
        ...

    def version(self) -> str:
        """The program's version and the number and date of its signatures, as it tells them."""
        ...


class ClamdScanner:
    """A clamd behind a unix socket (a path) or a TCP port (a host and a port)."""

    def __init__(
        self,
        address: str | tuple[str, int],
        *,
        connect_seconds: float = CONNECT_SECONDS,
        ping_seconds: float = PING_SECONDS,
        scan_seconds: float = SCAN_SECONDS,
    ) -> None:
        self.address = address
        self.connect_seconds = connect_seconds
        self.ping_seconds = ping_seconds
        self.scan_seconds = scan_seconds
        self.signatures = ""

    def scan(self, path: Path) -> str:
        """The name of the malware found, empty when clean. Raises ScannerUnavailable, ScannerDied, ScanInconclusive."""
        # A hung scanner still takes connections; a short question notices that in seconds, before the whole file is sent.
        self.signatures = self.version()
        with path.open("rb") as file, self._connected(self.scan_seconds) as link:
            try:
                link.send(b"zINSTREAM\0")
                for chunk in _chunks(file):
                    link.send(struct.pack("!I", len(chunk)) + chunk)
                link.send(struct.pack("!I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # It hung up in the middle; what it had to say may still be waiting to be read.
            try:
                return _malware_in(link.reply())
            except _HungUp as fault:
                raise ScannerDied("The virus scanner hung up in the middle of the file.") from fault

    def ping(self) -> bool:
        """True when the scanner answers; never raises."""
        try:
            return self._ask(b"zPING\0") == "PONG"
        except ScannerUnavailable:
            return False

    def version(self) -> str:
        """Version of the program, number and date of its signatures. Raises ScannerUnavailable."""
        told = self._ask(b"zVERSION\0")
        if not told.startswith(PROGRAM):
            raise ScannerUnavailable("The virus scanner does not say who it is.")
        return told

    def _ask(self, command: bytes) -> str:
        with self._connected(self.ping_seconds) as link:
            link.send(command)
            return link.reply()

    @contextmanager
    def _connected(self, seconds: float) -> Iterator["_Link"]:
        """A connection for one question; whatever goes wrong on it is the scanner's outage."""
        try:
            with _Link(self.address, connect_seconds=self.connect_seconds, seconds=seconds) as link:
                yield link
        except _Unreadable as fault:
            raise fault.cause from fault
        except _HungUp as fault:
            raise ScannerUnavailable("The virus scanner hung up before its answer was complete.") from fault
        except OSError as fault:
            raise ScannerUnavailable(f"The virus scanner did not answer ({type(fault).__name__}).") from fault


class _Link:
    """One connection, with one deadline for all that is sent and received on it."""

    def __init__(self, address: str | tuple[str, int], *, connect_seconds: float, seconds: float) -> None:
        if isinstance(address, str):
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.socket.settimeout(connect_seconds)
            try:
                self.socket.connect(address)
            except OSError:
                self.socket.close()
                raise
        else:
            self.socket = socket.create_connection(address, timeout=connect_seconds)
        self.deadline = time.monotonic() + seconds

    def __enter__(self) -> "_Link":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self._wait_no_longer()
        self.socket.sendall(data)

    def reply(self) -> str:
        """The answer, without its closing zero byte. Raises _HungUp when it is cut short."""
        received = b""
        while b"\0" not in received and len(received) < LONGEST_REPLY:
            self._wait_no_longer()
            try:
                more = self.socket.recv(LONGEST_REPLY)
            except ConnectionResetError as fault:
                raise _HungUp from fault
            if not more:
                break
            received += more
        text, end, _rest = received.partition(b"\0")
        if not end:
            raise _HungUp
        return text.decode("utf-8", "replace").strip()

    def _wait_no_longer(self) -> None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.socket.settimeout(left)


class _HungUp(Exception):
    """The scanner closed the line before its answer was complete."""


class _Unreadable(Exception):
    """Our own file cannot be read, which is not the scanner's fault."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
    except OSError as fault:
        raise _Unreadable(fault) from fault


def signatures_made(version: str) -> datetime | None:
    """When the signatures were made, by what the scanner says of its version; None when it does not say (of its own ones)."""
    try:
        # It does not say in which zone: a matter of hours, where days count.
        return datetime.strptime(version.rpartition("/")[2], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _malware_in(reply: str) -> str:
    if reply == "stream: OK":
        return ""
    found = re.fullmatch(r"stream: (\S+?)(?:\([0-9a-f]+:\d+\))? FOUND", reply)
    if reply.startswith(TOO_LONG_FOR_IT):
        # No outage: it would say the same for ever.
        raise ScanInconclusive("The file goes beyond the limits of the virus scanner.")
    if not found:
        raise ScannerUnavailable("The virus scanner answered with an error.")
    name = found[1]
    if name.startswith(BEYOND_LIMITS):
        raise ScanInconclusive("The file goes beyond the limits of the virus scanner.")
    return "" if name.startswith(OUR_OWN_CHECK) else name


def scanner_from_url(url: str, *, ping_seconds: float = PING_SECONDS) -> Scanner | None:
    """The scanner at `unix:///path` or `tcp://host:port`; None for an empty string, which means there is none.

    In: how long it may take to answer a short question; one that is busy takes its time. Raises ScannerUnavailable for
    any other address: files wait until somebody has mended it.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme == "unix" and parts.path:
            return ClamdScanner(parts.path, ping_seconds=ping_seconds)
        if parts.scheme == "tcp" and parts.hostname:
            return ClamdScanner((parts.hostname, parts.port or 3310), ping_seconds=ping_seconds)
    except ValueError:
        pass  # A port that is no number, or half an IPv6 address.
    raise ScannerUnavailable("The address of the scanner must look like unix:///path or tcp://host:port.")
