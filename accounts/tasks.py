"""What beat calls for accounts."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.purging import purge_what_is_over


@shared_task(name="accounts.tasks.purge")
def purge(**_: Any) -> None:
    """Erase codes, proofs and sign-ins that are over."""
    purge_what_is_over(now=timezone.now())
