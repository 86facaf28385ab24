"""What a parser that was taken over would try, run in the place of a real inspection."""

import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Any


def work(_file: IO[bytes], request: dict[str, Any], _tell: Callable[[dict[str, object]], None]) -> dict[str, object]:
    """Try everything. Out: what happened, by what was tried."""
    return {
        "is_root": os.geteuid() == 0,
        "connect": _try(partial(_connect, request["port"])),
        "read": {path: _try(Path(path).read_bytes) for path in request["read"]},
        "write": {path: _try(partial(Path(path).write_bytes, b"x")) for path in request["write"]},
        "write_here": _try(partial(Path("here").write_bytes, b"x")),
        "fork": _try(_fork),
        "memory": _try(partial(bytearray, 2 * 2**30)),
        "environment": sorted(os.environ),
    }


def _try(action: Callable[[], object]) -> str:
    """The name of the fault, or that it worked."""
    try:
        action()
    except (OSError, MemoryError) as fault:
        return type(fault).__name__
    return "worked"


def _connect(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as link:
        link.settimeout(2)
        link.connect(("127.0.0.1", port))


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)
