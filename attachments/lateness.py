"""Which files have no end yet, and which have gone without one for so long that an alarm rings (DESIGN law 2)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from attachments.limits import ALARM_AFTER_SECONDS
from attachments.models import Attachment
from attachments.states import UNFINISHED


def is_late(*, attachment: Attachment, now: datetime) -> bool:
    """Whether this file should have ended by now."""
    return attachment.state in UNFINISHED and attachment.received_at < _since(now)


def unfinished_files() -> QuerySet[Attachment]:
    """Every file without an end, asked for so that an index of those few answers: a file is settled when it has ended."""
    return Attachment.objects.filter(settled_at__isnull=True)


def late_files(*, now: datetime) -> QuerySet[Attachment]:
    """Every file that should have ended by now."""
    return unfinished_files().filter(received_at__lt=_since(now))


def _since(now: datetime) -> datetime:
    return now - timedelta(seconds=ALARM_AFTER_SECONDS)
