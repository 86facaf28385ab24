"""What the doorbell rings for letters: each task takes an id and calls one function."""

from typing import Any
from uuid import UUID

from celery import shared_task

from operations.clock import database_now
from outbox import delivery, sweeping
from outbox.limits import MAX_DELIVERY_SECONDS


@shared_task(name="outbox.tasks.deliver", time_limit=MAX_DELIVERY_SECONDS)
def deliver(*, letter_id: str, **_: Any) -> None:
    """Send one letter."""
    delivery.deliver(letter_id=UUID(letter_id))


@shared_task(name="outbox.tasks.sweep")
def sweep(**_: Any) -> None:
    """Ring for every letter that is due."""
    sweeping.sweep(now=database_now())


@shared_task(name="outbox.tasks.purge")
def purge(**_: Any) -> None:
    """Erase the rows of letters that ended long ago."""
    sweeping.purge(now=database_now())
