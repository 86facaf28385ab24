"""The registry of letters: one function for each kind says what the letter tells, at the moment it leaves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from outbox.models import Letter


@dataclass(frozen=True, kw_only=True)
class Action:
    """The one link of a letter. In: its label, and an address within the portal, from the root."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file of ours that comes with a letter, such as an entry for a calendar."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a letter tells. `code` is shown large; `closing` comes after it and the action, before what we never ask."""

    subject: str
    paragraphs: Sequence[str]
    action: Action | None = None
    code: str = ""
    closing: Sequence[str] = ()
    enclosed: Sequence[Enclosure] = ()


class Tell(Protocol):
    """Says what a letter tells, in its language; None when it is no longer true and must not be sent."""

    def __call__(self, *, letter: Letter, now: datetime) -> Content | None:
        """Make the content."""


class LetterNamedTwice(Exception):
    """Two functions claim the same kind of letter."""


class NobodyWritesThisLetter(Exception):
    """No function is registered for this kind of letter: it was posted by code that is newer or older than ours."""


_registry: dict[str, Tell] = {}


def letter(kind: str) -> Callable[[Tell], Tell]:
    """Register the function that writes one kind of letter."""

    def register(tell: Tell) -> Tell:
        if kind in _registry:
            raise LetterNamedTwice(kind)
        _registry[kind] = tell
        return tell

    return register


def kinds() -> list[str]:
    """Every kind of letter there is."""
    return sorted(_registry)


def content_of(*, letter: Letter, now: datetime) -> Content | None:
    """What a letter tells, in the language that is active. Raises NobodyWritesThisLetter."""
    try:
        tell = _registry[letter.kind]
    except KeyError:
        raise NobodyWritesThisLetter(letter.kind) from None
    return tell(letter=letter, now=now)


TEST = "test"


@letter(TEST)
def test_letter(*, letter: Letter, now: datetime) -> Content:
    """What `mail_test` sends."""
    return Content(
        subject=_("A test email"),
        paragraphs=[_("An operator of this portal sent this email to see whether emails arrive. They do.")],
    )
