"""Notes when something that must come again and again came, so that doctor sees when it no longer does."""

from datetime import datetime

from operations.models import Heartbeat

SWEEP = "sweep"
"""Beat rings for it every 15 seconds."""


def note(*, name: str, now: datetime) -> None:
    """Write down that it came."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=now)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def last(*, name: str) -> datetime | None:
    """When it came last; None when it never did."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
