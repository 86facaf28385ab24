"""Hands a file to the warm process and brings back what its child said, or why it died."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from attachments.inspection.confine import NOBODY
from attachments.inspection.verdicts import InspectionDied
from attachments.limits import CHILD_WALL_SECONDS

START_SECONDS = 30.0
# The warm process kills a child at its deadline; only when it does not is it itself given up.
GRACE_SECONDS = 5.0
LONGEST_ANSWER = 1024 * 1024

_CODE_FOLDER = str(Path(__file__).resolve().parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from attachments.inspection.warm import main; main(sys.argv[2])"


@dataclass
class Outcome:
    """How a child ended and what it said on its way."""

    result: dict[str, Any] | None = None
    drawing: dict[str, Any] | None = None
    fault: str = ""
    signal: int = 0
    timed_out: bool = False
    cpu_seconds: float = 0.0
    peak_bytes: int = 0


class Job:
    """One file in the hands of a child."""

    def __init__(self, workshop: "Workshop", answer: socket.socket) -> None:
        self.workshop = workshop
        self.answer = answer

    def wait(self) -> Outcome:
        """What became of it. Raises InspectionDied when the warm process itself is gone or stuck."""
        outcome = Outcome()
        try:
            with self.answer, self.answer.makefile("rb") as lines:
                for line in lines:
                    if _note(outcome, line):
                        return outcome
        except TimeoutError as fault:
            self.workshop.close()
            raise InspectionDied("The inspecting process is stuck.") from fault
        except OSError as fault:
            raise InspectionDied("The inspecting process is gone.") from fault
        self.workshop.close()
        raise InspectionDied("The inspecting process is gone.")

    def drop(self) -> None:
        """Ask no further: the answer is not needed any more."""
        self.answer.close()


def _note(outcome: Outcome, line: bytes) -> bool:
    """Read one line. Out: True when it was the last. What a child says is data, never trusted to be well formed."""
    try:
        message = json.loads(line[:LONGEST_ANSWER])
    except ValueError:
        return False
    if not isinstance(message, dict):
        return False
    if isinstance(message.get("result"), dict):
        outcome.result = message["result"]
    if isinstance(message.get("drawing"), dict):
        outcome.drawing = message["drawing"]
    if isinstance(message.get("fault"), str):
        outcome.fault = f"{message['fault']} {message.get('number') or ''}".strip()
    ended = message.get("ended")
    if not isinstance(ended, dict):
        return False
    outcome.signal = int(ended["signal"])
    outcome.timed_out = bool(ended["timed_out"])
    outcome.cpu_seconds = float(ended["cpu_seconds"])
    outcome.peak_bytes = int(ended["peak_bytes"])
    return True


@dataclass
class Workshop:
    """One warm process, started when first needed and again when it has died. Threads may share it; forks may not."""

    work: str
    owner: int = 0
    process: subprocess.Popen[bytes] | None = None
    link: socket.socket | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, file: IO[bytes], request: dict[str, object], *, folder: Path | None) -> Job:
        """Hand over a file, and a folder to write into. Raises InspectionDied when that is not possible."""
        ours, theirs = socket.socketpair()
        ours.settimeout(CHILD_WALL_SECONDS + GRACE_SECONDS)
        descriptors = [theirs.fileno(), file.fileno()]
        folder_descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY) if folder else None
        if folder_descriptor is not None:
            descriptors.append(folder_descriptor)
        message = json.dumps(request).encode()
        try:
            for attempt in (1, 2):
                link = self._link()
                try:
                    socket.send_fds(link, [message], descriptors)
                    return Job(self, ours)
                except OSError as fault:
                    # It died since the last file; the second attempt has a fresh one.
                    self.close()
                    if attempt == 2:
                        raise InspectionDied("The inspecting process cannot be reached.") from fault
        finally:
            theirs.close()
            if folder_descriptor is not None:
                os.close(folder_descriptor)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """End the warm process and all its children."""
        with self.lock:
            self._forget()

    def _link(self) -> socket.socket:
        with self.lock:
            if self.owner != os.getpid():
                # After a fork the process belongs to our parent: leave it alone, only let go of the socket.
                if self.link:
                    self.link.close()
                self.process = self.link = None
            if self.process is not None and self.process.poll() is not None:
                self._forget()
            if self.link is None:
                self._begin()
            assert self.link is not None
            return self.link

    def _begin(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, _CODE_FOLDER, self.work],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                start_new_session=True,
            )
        self.owner, self.process, self.link = os.getpid(), process, ours
        ours.settimeout(START_SECONDS)
        try:
            ready = ours.recv(16)
        except OSError:
            ready = b""
        if ready != b"ready":
            self._forget()
            raise InspectionDied("The inspecting process does not start.")
        ours.settimeout(GRACE_SECONDS)

    def _forget(self) -> None:
        if self.link:
            self.link.close()
        if self.process is not None and self.owner == os.getpid():
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()
        self.process = self.link = None


def give_to_child(folder: Path) -> None:
    """Let the child, which is not root, write into a folder that root has made."""
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)


@contextmanager
def working_folder(out_dir: Path | None) -> Iterator[Path | None]:
    """A folder for the child alone, on the same disk as the final place of what it makes; None when it makes nothing."""
    if out_dir is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix=".making-", dir=out_dir))
    try:
        give_to_child(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def take(made: Path, out_dir: Path, *, is_sound: Callable[[Path], bool]) -> Path:
    """Move what a child has made out of its folder, after a look that it is a plain file, and what it should be.

    Raises InspectionDied when it is anything else.
    """
    status = made.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
        raise InspectionDied("What was made is not a plain file.")
    if not is_sound(made):
        raise InspectionDied("What was made is not an image as agreed.")
    if os.geteuid() == 0:
        os.chown(made, 0, 0)
    kept = out_dir / made.name
    os.replace(made, kept)
    return kept
