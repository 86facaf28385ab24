"""What the doorbell rings for: each task takes an id and hands it on."""

from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from attachments import checking, flat_copies, rescanning, sweeping
from operations.clock import database_now
from operations.heartbeats import SWEEP, note


@shared_task(name="attachments.tasks.check_file")
def check_file(*, file_id: str, **_: Any) -> None:
    """Check one file: the one whose turn it is, which need not be the one that was rung for."""
    checking.check_in_turn(file_id=UUID(file_id))


@shared_task(name="attachments.tasks.make_flat_copy")
def make_flat_copy(*, file_id: str, **_: Any) -> None:
    """Check a file first if one waits; then, unless another does, draw some pages of a document for its flat copy."""
    checking.check_first()
    flat_copies.make_in_turn(file_id=UUID(file_id))


@shared_task(name="attachments.tasks.sweep")
def sweep(**_: Any) -> None:
    """Find all work that nobody rang for, and leave word that somebody looked."""
    sweeping.sweep(now=database_now())
    note(name=SWEEP, now=database_now())


@shared_task(name="attachments.tasks.remove_orphans")
def remove_orphans(**_: Any) -> None:
    """Erase bytes that no row speaks of."""
    sweeping.remove_orphans(now=timezone.now())


@shared_task(name="attachments.tasks.rescan")
def rescan(**_: Any) -> None:
    """Ring for recently accepted files that the scanner would judge with newer signatures now."""
    rescanning.ring_for_outdated(now=database_now())


@shared_task(name="attachments.tasks.rescan_file")
def rescan_file(*, file_id: str, **_: Any) -> None:
    """Scan one accepted file again."""
    rescanning.rescan_file(file_id=UUID(file_id), now=database_now())
