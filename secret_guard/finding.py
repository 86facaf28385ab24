"""Asks every detector about a text."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from secret_guard import detectors
from secret_guard.undressing import undressed

LONGEST_TEXT = 20_000
"""Characters of the longest text that is judged: an agent's message; customers' are half as long.

A longer one is refused unread, so that nobody can keep the guard busy and nothing is stored that it has not seen.
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
    plain = undressed(text)
    for kind, holds_one in _detectors():
        if holds_one(plain):
            raise SecretFound(kind)
