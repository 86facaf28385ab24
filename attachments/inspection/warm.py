"""The warm process: has everything imported, and forks one confined child for each file it is handed.

Started by `workshop.py` with a socket as its standard input. It never opens a file itself, holds no settings and no
secrets, and ends by itself when the process that started it is gone.
"""

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from attachments.inspection.confine import confine_child, confine_warm_process, die_with_parent
from attachments.limits import CHILD_WALL_SECONDS

LONGEST_REQUEST = 4096
LOOK_ROUND_SECONDS = 0.5

Tell = Callable[[dict[str, object]], None]
Work = Callable[[IO[bytes], dict[str, Any], Tell], dict[str, object]]


@dataclass
class Child:
    """A child at work."""

    pid: int
    ends: int
    answer: socket.socket
    deadline: float
    timed_out: bool = False


class WarmProcess:
    """Takes requests, watches children, tells how each ended."""

    def __init__(self, requests: socket.socket, work: Work) -> None:
        self.requests = requests
        self.work = work
        self.starter = os.getppid()
        self.children: dict[int, Child] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(requests, selectors.EVENT_READ)

    def serve(self) -> None:
        """Work until the other end of the socket is closed or its owner is gone."""
        while os.getppid() == self.starter:
            for key, _events in self.selector.select(self._patience()):
                if key.fileobj is not self.requests:
                    self._bury(self.children[key.fd])
                elif not self._take_request():
                    return
            now = time.monotonic()
            for child in self.children.values():
                if now > child.deadline:
                    child.timed_out = True
                    _kill(child.pid)

    def stop(self) -> None:
        """Kill whoever is still at work."""
        for child in self.children.values():
            _kill(child.pid)

    def _patience(self) -> float:
        deadlines = [child.deadline - time.monotonic() for child in self.children.values()]
        return max(0.01, min([LOOK_ROUND_SECONDS, *deadlines]))

    def _take_request(self) -> bool:
        message, descriptors, _flags, _address = socket.recv_fds(self.requests, LONGEST_REQUEST, 3)
        if not message:
            return False
        answer = socket.socket(fileno=descriptors[0])
        pid = os.fork()
        if pid == 0:
            self._be_child(json.loads(message), answer, descriptors[1:])
        for descriptor in descriptors[1:]:
            os.close(descriptor)
        ends = os.pidfd_open(pid)
        self.children[ends] = Child(pid, ends, answer, time.monotonic() + CHILD_WALL_SECONDS)
        self.selector.register(ends, selectors.EVENT_READ)
        return True

    def _be_child(self, request: dict[str, Any], answer: socket.socket, descriptors: list[int]) -> None:
        """Never returns: the child does its work, tells, and is gone."""

        def tell(message: dict[str, object]) -> None:
            answer.sendall(json.dumps(message).encode() + b"\n")

        try:
            os.setpgid(0, 0)
            die_with_parent()
            self._let_go_of_the_others()
            if len(descriptors) > 1:
                os.fchdir(descriptors[1])
            else:
                os.chdir("/")
            os.umask(0o077)
            confine_child()
            with os.fdopen(descriptors[0], "rb") as file:
                tell({"result": self.work(file, request, tell)})
        except BaseException as fault:  # Nothing may escape into the warm process's own code.
            tell({"fault": type(fault).__name__, "number": getattr(fault, "errno", None)})
        finally:
            os._exit(0)

    def _let_go_of_the_others(self) -> None:
        self.requests.close()
        self.selector.close()
        for sibling in self.children.values():
            os.close(sibling.ends)
            sibling.answer.close()

    def _bury(self, child: Child) -> None:
        self.selector.unregister(child.ends)
        os.close(child.ends)
        del self.children[child.ends]
        _pid, status, usage = os.wait4(child.pid, 0)
        _kill(child.pid)
        ended = {
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "timed_out": child.timed_out,
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "peak_bytes": usage.ru_maxrss * 1024,
        }
        try:
            child.answer.sendall(json.dumps({"ended": ended}).encode() + b"\n")
        except OSError:
            pass  # Whoever asked is gone.
        child.answer.close()


def _kill(process_group: int) -> None:
    try:
        os.killpg(process_group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def main(work: str) -> None:
    """Load the work (a `module:function`), give up all rights, say that we are ready, and serve."""
    module, _colon, function = work.partition(":")
    loaded = importlib.import_module(module)
    rehearse = getattr(loaded, "rehearse", None)
    if rehearse:
        rehearse()
    requests = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    os.set_inheritable(requests.fileno(), False)
    confine_warm_process()
    # Else each child would copy, page by page, what its collector only looks at.
    gc.freeze()
    requests.sendall(b"ready")
    warm = WarmProcess(requests, getattr(loaded, function))
    try:
        warm.serve()
    finally:
        warm.stop()
