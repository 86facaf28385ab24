"""A registry of forms that customers were asked to fill in; a higher app that has such forms adds them in an `awaited` module."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tickets.models import Ticket


@dataclass(frozen=True)
class AwaitedForm:
    """A form that an agent waits for: its title in the active language, where it opens, and until when."""

    title: str
    url: str
    until: datetime


class Source(Protocol):
    """Says which forms the senders of some tickets were asked for and have not sent yet."""

    def __call__(self, *, tickets: Collection[Ticket], now: datetime) -> list[AwaitedForm]: ...


_sources: list[Source] = []


def awaits(source: Source) -> Source:
    """Add a source of awaited forms."""
    _sources.append(source)
    return source


def forms_awaited(*, tickets: Collection[Ticket], now: datetime) -> list[AwaitedForm]:
    """The forms that the senders of these tickets were asked for and have not sent yet, oldest first."""
    return [form for source in _sources for form in source(tickets=tickets, now=now)]
