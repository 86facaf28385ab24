"""When a file has gone without an end for so long that an alarm rings (DESIGN law 2)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from attachments.limits import ALARM_AFTER_SECONDS
from attachments.models import Attachment
from attachments.states import UNFINISHED


def is_late(*, attachment: Attachment, now: datetime) -> bool:
    """Whether this file should have ended by now."""
    return attachment.state in UNFINISHED and attachment.received_at < _since(now)


def late_files(*, now: datetime) -> QuerySet[Attachment]:
    """Every file that should have ended by now."""
    return Attachment.objects.filter(state__in=UNFINISHED, received_at__lt=_since(now))


def _since(now: datetime) -> datetime:
    return now - timedelta(seconds=ALARM_AFTER_SECONDS)
