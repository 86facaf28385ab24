"""What beat calls for tickets."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from tickets import passes


@shared_task(name="tickets.tasks.purge_passes")
def purge_passes(**_: Any) -> None:
    """Erase passes to conversations that have ended."""
    passes.purge(now=timezone.now())
