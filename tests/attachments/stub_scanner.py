"""A scanner that misbehaves on order: a real server on loopback or a private socket that speaks clamd's protocol badly."""

import socket
import struct
import tempfile
import threading
import time
from pathlib import Path

PATIENCE_SECONDS = 20


class StubScanner:
    """Answers pings, and files with whatever `reply` says; can pause, hang up early, or fall silent.

    It finds files that hold `knows` to be malware, and dies of those that hold `dies_of`.
    """

    def __init__(self, *, tcp: bool = False) -> None:
        self.reply = b"stream: OK\0"
        self.signatures = b"ClamAV 1.0.3/27210/Mon Mar 11 09:28:12 2024\0"
        self.answer_pings = True
        self.hang_up_at_once = False
        self.knows = self.dies_of = b""
        self._going = threading.Event()
        self._going.set()
        self._has_a_file = threading.Event()
        self._done = threading.Event()
        self._folder = tempfile.TemporaryDirectory(prefix="ks-stub-", dir="/tmp")
        self.address: str | tuple[str, int]
        if tcp:
            self._server = socket.create_server(("127.0.0.1", 0))
            self.address = ("127.0.0.1", self._server.getsockname()[1])
            self.url = f"tcp://127.0.0.1:{self.address[1]}"
        else:
            self.address = str(Path(self._folder.name) / "clamd.sock")
            self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._server.bind(self.address)
            self._server.listen()
            self.url = f"unix://{self.address}"
        threading.Thread(target=self._serve, daemon=True).start()

    def pause(self) -> None:
        """Take files, and let whoever sent them wait."""
        self._going.clear()

    def go_on(self) -> None:
        """Answer whoever waits."""
        self._going.set()

    def wait_for_a_file(self) -> None:
        """Return once a whole file has arrived."""
        assert self._has_a_file.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        """Answer nobody any more."""
        self._done.set()
        self._going.set()
        self._server.close()
        self._folder.cleanup()

    def _serve(self) -> None:
        while not self._done.is_set():
            try:
                link, _address = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        with link, link.makefile("rb") as said:
            try:
                command = b"".join(iter(lambda: said.read(1), b"\0"))
                if command in {b"zPING", b"zVERSION"}:
                    if self.answer_pings:
                        link.sendall(b"PONG\0" if command == b"zPING" else self.signatures)
                    else:
                        self._done.wait(PATIENCE_SECONDS)
                    return
                if self.hang_up_at_once:
                    return
                sent = b""
                while size := struct.unpack("!I", said.read(4))[0]:
                    sent += said.read(size)
                self._has_a_file.set()
                self._going.wait(PATIENCE_SECONDS)
                if self.dies_of and self.dies_of in sent:
                    return
                link.sendall(b"stream: Known FOUND\0" if self.knows and self.knows in sent else self.reply)
                time.sleep(0.01)
            except (OSError, struct.error):
                return
