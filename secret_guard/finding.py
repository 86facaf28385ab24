"""Asks every detector about a text."""

import importlib
import pkgutil
import secrets
from collections.abc import Callable
from functools import cache
from hashlib import blake2b

from secret_guard import detectors
from secret_guard.undressing import undressed

LONGEST_TEXT = 20_000
"""Characters of the longest text that is judged: an agent's message; customers' are half as long.

A longer one is refused unread, so that nobody can keep the guard busy and nothing is stored that it has not seen.
"""

MOST_REMEMBERED = 20_000
"""So many texts are remembered as free of secrets, in about 2 MB; then remembering begins anew."""

_KEY = secrets.token_bytes(32)
_free: set[bytes] = set()
"""Marks of texts that no detector found anything in. A draft is judged at every page, and its texts stay the same.

The key is this process's own and is written nowhere, so the marks tell nothing of the texts; both end with the process,
as the detectors do that judged them.
"""


class SecretFound(Exception):
    """The text holds a secret of this kind; it was not stored. The secret itself is not told."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"The text holds a secret: {kind}.")
        self.kind = kind


class TextTooLong(Exception):
    """The text is longer than the guard reads; it must not be stored."""

    def __init__(self) -> None:
        super().__init__(f"The text is longer than {LONGEST_TEXT} characters.")


Detector = Callable[[str], bool]


@cache
def _detectors() -> tuple[tuple[str, Detector], ...]:
    modules = sorted(pkgutil.iter_modules(detectors.__path__), key=lambda each: each.name)
    loaded = [importlib.import_module(f"{detectors.__name__}.{each.name}") for each in modules]
    # What endangers a wallet is named first: it calls for the quickest action.
    loaded.sort(key=lambda each: each.RANK)
    return tuple((each.KIND, each.holds_one) for each in loaded)


def refuse_secrets(*, text: str) -> None:
    """Raise SecretFound when a text holds a secret, naming the gravest kind found; TextTooLong when it cannot be judged.

    In: the text as it was typed. The work grows with the length of the text and with nothing else in it.
    """
    if len(text) > LONGEST_TEXT:
        raise TextTooLong
    mark = blake2b(text.encode(errors="surrogatepass"), key=_KEY, digest_size=16).digest()
    if mark in _free:
        return
    plain = undressed(text)
    for kind, holds_one in _detectors():
        if holds_one(plain):
            raise SecretFound(kind)
    if len(_free) >= MOST_REMEMBERED:
        _free.clear()
    _free.add(mark)
