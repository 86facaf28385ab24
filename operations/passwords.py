"""Hashes passwords so that a crowd at the sign-in cannot take the memory that everybody else needs."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.contrib.auth.hashers import Argon2PasswordHasher

from operations.rate_limits import TooManyTries

AT_ONCE = 2
"""Passwords hashed at the same moment in one process; more would only wait for the same processor."""
LARGEST_QUEUE = 32
"""Those hashed and waiting together; a thread that waits here serves no customer meanwhile."""
COME_AGAIN_SECONDS = 5

# Threads of their own, not just a turn for each: the C library keeps what was freed for the thread that asked for it,
# so hashing in every thread of a web server would in the end hold the memory of all of them.
_hashing = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="passwords")
_places = threading.BoundedSemaphore(LARGEST_QUEUE)

Result = TypeVar("Result")


class FrugalArgon2(Argon2PasswordHasher):
    """Argon2id with the parameters OWASP names for it: 19 MiB, two passes, one lane; few at once.

    Django's own take 100 MiB each, for as many as there are threads.
    """

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash. Raises TooManyTries when too many wait already."""
        return _in_turn(super().encode, password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare. Raises TooManyTries when too many wait already."""
        return _in_turn(super().verify, password, encoded)


def _in_turn(work: Callable[[str, str], Result], password: str, other: str) -> Result:
    if not _places.acquire(blocking=False):
        raise TooManyTries(retry_after=COME_AGAIN_SECONDS)
    try:
        return _hashing.submit(work, password, other).result()
    finally:
        _places.release()
