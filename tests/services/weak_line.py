"""A weak line: passes bytes to the portal and back, cuts connections after so many bytes, and counts what was sent."""

import contextlib
import socket
import threading
from collections.abc import Sequence

from tests.services.programs import free_port


class WeakLine:
    """A small proxy on a port of its own. Each cut ends one connection after that many bytes towards the portal.

    Only connections that carry so much are cut; when the cuts are used up, the line holds.
    """

    def __init__(self, portal_port: int, *, cuts: Sequence[int] = ()) -> None:
        self.portal_port, self.port = portal_port, free_port()
        self.cuts = list(cuts)
        self.sent = 0
        self.cut = 0
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._open, daemon=True).start()

    @property
    def url(self) -> str:
        """The portal's address through this line."""
        return f"http://localhost:{self.port}"

    def close(self) -> None:
        """Let nobody in any more."""
        self._door.close()

    def _open(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _address = self._door.accept()
                portal = socket.create_connection(("127.0.0.1", self.portal_port))
                threading.Thread(target=self._out, args=(caller, portal), daemon=True).start()
                threading.Thread(target=self._back, args=(portal, caller), daemon=True).start()

    def _out(self, caller: socket.socket, portal: socket.socket) -> None:
        carried = 0
        with contextlib.suppress(OSError), caller:
            while data := caller.recv(65536):
                with self._lock:
                    carried += len(data)
                    self.sent += len(data)
                    ends = bool(self.cuts) and carried >= self.cuts[0]
                    if ends:
                        self.cuts.pop(0)
                        self.cut += 1
                portal.sendall(data)
                if ends:
                    # The caller learns of it at once, as from a network that changed; what has passed has passed.
                    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    portal.shutdown(socket.SHUT_WR)
                    return

    def _back(self, portal: socket.socket, caller: socket.socket) -> None:
        with contextlib.suppress(OSError), portal:
            while data := portal.recv(65536):
                caller.sendall(data)
            caller.shutdown(socket.SHUT_WR)
