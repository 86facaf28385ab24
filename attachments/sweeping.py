"""Finds work that nobody rang for: expired leases, due files, joins left undone. Any number may run at once."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from attachments import storage
from attachments.checking import expire_lease
from attachments.joining import join_if_ready, left_to_join
from attachments.models import Attachment
from attachments.states import FileState
from operations.doorbell import ring

RING_AT_MOST = 200
ORPHAN_GRACE_SECONDS = 3600


@dataclass(frozen=True)
class Swept:
    """What one sweep found."""

    freed: int
    rung: int
    joined: int


def sweep(*, now: datetime) -> Swept:
    """Free files of dead workers, ring for every due file oldest first, and finish joins; all on the rows' word."""
    dead = Attachment.objects.filter(state=FileState.CHECKING, lease_until__lt=now).order_by("lease_until")
    freed = sum(expire_lease(attachment=each, now=now) for each in dead[:RING_AT_MOST])
    due = Attachment.objects.filter(state=FileState.QUEUED, next_try_at__lte=now).order_by("received_at")
    rung = 0
    for file_id in due.values_list("id", flat=True)[:RING_AT_MOST]:
        ring(task="attachments.tasks.check_file", file_id=str(file_id))
        rung += 1
    joined = sum(join_if_ready(ticket_id=each, now=now) for each in left_to_join(limit=RING_AT_MOST))
    return Swept(freed=freed, rung=rung, joined=joined)


def remove_orphans(*, now: datetime) -> int:
    """Erase bytes that no row speaks of once they are older than the grace: what a crash between the two leaves."""
    oldest = now.timestamp() - ORPHAN_GRACE_SECONDS
    removed = 0
    for folder in ("incoming", "quarantine", "previews"):
        for path in (Path(settings.FILES_DIR) / folder).glob("*"):
            if path.stat().st_mtime > oldest:
                continue
            file_id = UUID(path.name)
            if folder == "incoming" or not Attachment.objects.filter(id=file_id).exists():
                storage.discard(file_id)
                removed += 1
    return removed
