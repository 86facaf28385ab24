"""What beat calls for follow-up."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from follow_up import passes


@shared_task(name="follow_up.tasks.purge_passes")
def purge_passes(**_: Any) -> None:
    """Erase passes to conversations that have ended."""
    passes.purge(now=timezone.now())
