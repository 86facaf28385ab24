"""What beat calls for drafts."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from forms_catalog import drafts


@shared_task(name="forms_catalog.tasks.purge_expired_drafts")
def purge_expired_drafts(**_: Any) -> None:
    """Erase drafts whose days are over."""
    drafts.purge_expired(now=timezone.now())
