"""How much may arrive in a day for one request, from one browser and from one network: files, and their bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from attachments.limits import MEBIBYTE
from operations.rate_limits import Budget, TooManyTries, refuse_when_spent, spend

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
    """For which request, from which browser (as its tray says) and from which network; empty for an unknown one."""

    tray_id: UUID
    customer: str
    network: str


def refuse_when_over(*, sender: Sender, size: int = 0) -> None:
    """Raise TooMuchToday when there is no room left for one more file, or for so many more bytes."""
    for keys, of_network in ((_own(sender), False), (_shared(sender), True)):
        try:
            refuse_when_spent(spending=_budgets("files", settings.FILES_A_DAY, keys))
            refuse_when_spent(spending=_budgets("mebibytes", _units(), keys), amount=_units_of(size))
        except TooManyTries as fault:
            raise TooMuchToday(retry_after=fault.retry_after, of_network=of_network) from fault


def count(*, sender: Sender, files: int, size: int) -> None:
    """Count what has arrived, whatever becomes of it."""
    keys = _own(sender) | _shared(sender)
    spend(spending=_budgets("files", settings.FILES_A_DAY, keys), amount=files)
    spend(spending=_budgets("mebibytes", _units(), keys), amount=_units_of(size))


def _own(sender: Sender) -> dict[str, str]:
    return {"request": str(sender.tray_id), "browser": sender.customer or str(sender.tray_id)}


def _shared(sender: Sender) -> dict[str, str]:
    return {"network": sender.network} if sender.network else {}


def _units() -> dict[str, int]:
    return {whose: most // UNIT for whose, most in settings.MEBIBYTES_A_DAY.items()}


def _units_of(size: int) -> int:
    return max(1, -(-size // (UNIT * MEBIBYTE)))


def _budgets(what: str, most: Mapping[str, int], keys: Mapping[str, str]) -> dict[Budget, str]:
    return {Budget(name=f"{what}-{whose}", tries=most[whose], seconds=A_DAY): key for whose, key in keys.items()}
