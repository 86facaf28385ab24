"""A registry of what ends with a request; a higher app that has something running for it ends that in an `over` module."""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from tickets.models import Ticket

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Ending(Protocol):
    """Ends something that ran for a conversation, whose root is locked. In: who ended it; None for its sender."""

    def __call__(self, *, root: Ticket, now: datetime, actor: "User | None") -> None: ...


_endings: list[Ending] = []


def ends_with_requests(ending: Ending) -> Ending:
    """Add what is done when a conversation is solved or closed."""
    _endings.append(ending)
    return ending


def end_with(*, root: Ticket, now: datetime, actor: "User | None") -> None:
    """End all that ran for a conversation, in the transaction that solves or closes it."""
    for ending in _endings:
        ending(root=root, now=now, actor=actor)
