"""What beat calls for tickets."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from tickets import ageing, passes


@shared_task(name="tickets.tasks.purge_passes")
def purge_passes(**_: Any) -> None:
    """Erase passes to conversations that have ended."""
    passes.purge(now=timezone.now())


@shared_task(name="tickets.tasks.age")
def age(**_: Any) -> None:
    """Close what was solved long ago, and set aside what nobody confirmed."""
    ageing.close_the_solved(now=timezone.now())
    ageing.set_the_unconfirmed_aside(now=timezone.now())
