"""Asks every detector about a text."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from secret_guard import detectors

RECOVERY_PHRASE = "recovery_phrase"
PRIVATE_KEY = "private_key"


@dataclass(frozen=True)
class Find:
    """A secret in a text: its kind and where it stands. It never holds the secret itself."""

    kind: str
    start: int
    end: int


class SecretFound(Exception):
    """The text holds a secret of this kind; it was not stored."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"The text holds a secret: {kind}.")
        self.kind = kind


Detector = Callable[[str], Iterator[tuple[int, int]]]


@cache
def _detectors() -> tuple[tuple[str, Detector], ...]:
    modules = sorted(pkgutil.iter_modules(detectors.__path__), key=lambda each: each.name)
    loaded = [importlib.import_module(f"{detectors.__name__}.{each.name}") for each in modules]
    return tuple((each.KIND, each.spans) for each in loaded)


def find_secrets(*, text: str) -> list[Find]:
    """Every secret in a text. In: the text as it was typed. Out: finds, in the order of the detectors."""
    return [Find(kind, start, end) for kind, spans in _detectors() for start, end in spans(text)]


def refuse_secrets(*, text: str) -> None:
    """Raise SecretFound when a text holds a secret; the first kind found is named."""
    for kind, spans in _detectors():
        if next(spans(text), None):
            raise SecretFound(kind)
