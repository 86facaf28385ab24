"""What beat calls for drafts, outcomes and applications."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from forms_catalog import drafts, outcomes
from forms_catalog.erasing import erase_old_applications


@shared_task(name="forms_catalog.tasks.purge_expired_drafts")
def purge_expired_drafts(**_: Any) -> None:
    """Erase drafts whose days are over, and outcomes that nobody counts any more."""
    drafts.purge_expired(now=timezone.now())
    outcomes.purge(now=timezone.now())


@shared_task(name="forms_catalog.tasks.erase_old_applications")
def erase_applications(**_: Any) -> None:
    """Erase applications that were kept for as long as they may be."""
    erase_old_applications(now=timezone.now())
