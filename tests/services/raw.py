"""Requests written by hand onto a socket: cut in the middle, dripping, or announcing more than they send."""

import socket
from urllib.parse import urlsplit

from tests.services.visitor import Visitor, multipart


def connected(visitor: Visitor) -> socket.socket:
    """A connection to the portal that the visitor uses."""
    parts = urlsplit(visitor.base)
    return socket.create_connection(("127.0.0.1", parts.port or 80), timeout=20)


def head(visitor: Visitor, path: str, kind: str, length: int) -> bytes:
    """The head of the visitor's POST, announcing a body."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {urlsplit(visitor.base).netloc}",
        f"Cookie: {visitor.cookie_header}",
        "Accept: text/html",
        f"Content-Type: {kind}",
        f"Content-Length: {length}",
        "Connection: close",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def upload(visitor: Visitor, *files: tuple[str, bytes]) -> tuple[bytes, bytes]:
    """The visitor's POST of files on their documents page. Out: its head and its body."""
    kind, body = multipart({"csrfmiddlewaretoken": visitor.token}, files)
    return head(visitor, visitor.files_path + "add/", kind, len(body)), body


def everything(link: socket.socket) -> str:
    """All that the portal says on a connection."""
    received = b""
    while part := link.recv(65536):
        received += part
    return received.decode(errors="replace")
