"""What beat calls for drafts and outcomes."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from forms_catalog import drafts, outcomes


@shared_task(name="forms_catalog.tasks.purge_expired_drafts")
def purge_expired_drafts(**_: Any) -> None:
    """Erase drafts whose days are over, and outcomes that nobody counts any more."""
    drafts.purge_expired(now=timezone.now())
    outcomes.purge(now=timezone.now())
