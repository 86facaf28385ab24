"""A proxy that lets only bodies of so many bytes through, as one does whose operator left its limit where it was."""

import contextlib
import re
import socket
import threading

from tests.services.programs import free_port

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_REFUSED = b"HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class NarrowDoor:
    """Stands before the portal on a port of its own and judges a request by the length that it announces."""

    def __init__(self, portal_port: int, *, widest: int) -> None:
        self.portal_port, self.port, self.widest = portal_port, free_port(), widest
        self._door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._open, daemon=True).start()

    @property
    def url(self) -> str:
        """The portal's address through this door."""
        return f"http://localhost:{self.port}"

    def close(self) -> None:
        """Let nobody in any more."""
        self._door.close()

    def _open(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _address = self._door.accept()
                threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with contextlib.suppress(OSError), caller:
            begun = b""
            while b"\r\n\r\n" not in begun:
                begun += caller.recv(65536)
            announced = _LENGTH.search(begun.partition(b"\r\n\r\n")[0])
            if announced and int(announced[1]) > self.widest:
                caller.sendall(_REFUSED)
                return
            with socket.create_connection(("127.0.0.1", self.portal_port)) as portal:
                portal.sendall(begun)
                threading.Thread(target=_pass_on, args=(caller, portal), daemon=True).start()
                _pass_on(portal, caller)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
