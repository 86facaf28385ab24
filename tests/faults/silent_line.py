"""A line to a server on a private socket that falls silent: connections stay open, and nothing passes or ever ends them."""

import contextlib
import socket
import threading
from pathlib import Path


class SilentLine:
    """A small proxy. While it is silent it takes connections and whatever is said on them, and passes nothing on.

    Those that were open when it fell silent stay so for ever, as to a host that is gone without a word.
    """

    def __init__(self, server: Path) -> None:
        self.server = server
        self.path = server.with_name("line.sock")
        self.url = f"unix://{self.path}"
        self._silence = threading.Event()
        self._kept: list[socket.socket] = []
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._door.bind(str(self.path))
        self._door.listen()
        threading.Thread(target=self._open, daemon=True).start()

    def fall_silent(self) -> None:
        """From now on nothing passes."""
        self._silence.set()

    def speak_again(self) -> None:
        """New connections pass; the old ones are as dead as they were."""
        self._silence = threading.Event()

    def close(self) -> None:
        """Let nobody in any more."""
        self._silence.set()
        self._door.close()
        for each in self._kept:
            each.close()

    def _open(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _address = self._door.accept()
                server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                server.connect(str(self.server))
                self._kept += [caller, server]
                for one, other in ((caller, server), (server, caller)):
                    threading.Thread(target=self._pass, args=(one, other, self._silence), daemon=True).start()

    @staticmethod
    def _pass(one: socket.socket, other: socket.socket, silence: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if silence.is_set():
                    return
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)
