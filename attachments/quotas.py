"""How much may arrive in a day for one request, from one browser or person and from one network: files, and their bytes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from attachments.limits import MEBIBYTE
from operations.rate_limits import Budget, TooManyTries, spend_or_refuse

A_DAY = 24 * 3600
UNIT = 8
"""Mebibytes that are counted as one: coarse enough that a day’s count stays short."""


class TooMuchToday(TooManyTries):
    """One of the quotas is spent. `of_network`: by everybody there together, not by this sender alone."""

    def __init__(self, *, retry_after: int, of_network: bool) -> None:
        super().__init__(retry_after=retry_after)
        self.of_network = of_network


@dataclass(frozen=True, kw_only=True)
class Sender:
    """For which request, from which browser (as its tray says) and from which network; empty for an unknown one.

    Whoever is signed in is counted as that person, whatever browser they use.
    """

    tray_id: UUID
    customer: str
    network: str
    person_id: UUID | None = None


def take_room(*, sender: Sender, size: int = 0) -> None:
    """Count one more file with so many bytes, at least one unit of them. Raises TooMuchToday when there is no room left."""
    for keys, of_network in ((_own(sender), False), (_shared(sender), True)):
        with _told_whose(of_network):
            spend_or_refuse(spending=_budgets("files", settings.FILES_A_DAY, keys))
            spend_or_refuse(spending=_budgets("mebibytes", _units(), keys), amount=_units_of(size))


class Meter:
    """Counts files of unknown size as they come, each unit of their bytes before any of it is taken."""

    def __init__(self, sender: Sender) -> None:
        self.sender = sender
        self.left = 0

    def begin(self) -> None:
        """One more file comes. Raises TooMuchToday."""
        take_room(sender=self.sender)
        self.left = UNIT * MEBIBYTE

    def take(self, size: int) -> None:
        """So many more bytes of it have come. Raises TooMuchToday."""
        self.left -= size
        while self.left < 0:
            for keys, of_network in ((_own(self.sender), False), (_shared(self.sender), True)):
                with _told_whose(of_network):
                    spend_or_refuse(spending=_budgets("mebibytes", _units(), keys))
            self.left += UNIT * MEBIBYTE


@contextmanager
def _told_whose(of_network: bool) -> Iterator[None]:
    try:
        yield
    except TooManyTries as fault:
        raise TooMuchToday(retry_after=fault.retry_after, of_network=of_network) from fault


def _own(sender: Sender) -> dict[str, str]:
    whose = sender.person_id or sender.customer or sender.tray_id
    return {"request": str(sender.tray_id), "browser": str(whose)}


def _shared(sender: Sender) -> dict[str, str]:
    return {"network": sender.network} if sender.network else {}


def _units() -> dict[str, int]:
    return {whose: most // UNIT for whose, most in settings.MEBIBYTES_A_DAY.items()}


def _units_of(size: int) -> int:
    return max(1, -(-size // (UNIT * MEBIBYTE)))


def _budgets(what: str, most: Mapping[str, int], keys: Mapping[str, str]) -> dict[Budget, str]:
    return {Budget(name=f"{what}-{whose}", tries=most[whose], seconds=A_DAY): key for whose, key in keys.items()}
