"""Children that draw as ever, but die on certain pages: the second crashes, the fourth cannot be read, the fifth finds no room."""

import errno
import os
import signal
from collections.abc import Callable
from typing import IO, Any

from attachments.inspection import examine


def work(file: IO[bytes], request: dict[str, Any], tell: Callable[[dict[str, object]], None]) -> dict[str, object]:
    """What the warm process lets its children do."""

    def die(message: dict[str, object]) -> None:
        tell(message)
        if message == {"drawing": {"page": 2}}:
            os.kill(os.getpid(), signal.SIGSEGV)
        if message == {"drawing": {"page": 4}}:
            raise OSError(errno.EIO, "Input/output error")
        if message == {"drawing": {"page": 5}}:
            raise OSError(errno.ENOSPC, "No space left on device")

    return examine.work(file, request, die)


rehearse = examine.rehearse
