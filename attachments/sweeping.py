"""Finds work that nobody rang for: expired leases, due files, joins left undone. Any number may run at once."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import QuerySet

from attachments import storage
from attachments.checking import expire_lease
from attachments.flat_copies import due_flat_copies
from attachments.joining import join_if_ready, left_to_join
from attachments.models import Attachment, FlatCopy, Upload
from attachments.states import FileState
from attachments.turns import due
from attachments.uploads import forget_expired
from operations.doorbell import ring

log = structlog.get_logger(__name__)

RING_AT_MOST = 200
RING_FOR_FLAT_COPIES_AT_MOST = 2
"""As many as there are workers: each of these messages holds one for seconds."""
ASK_AT_MOST = 500
UNFINISHED_GRACE_SECONDS = 3600
"""Uploads and checks under way change their files all the time; what has lain still for so long is left over."""
ROWLESS_GRACE_SECONDS = 7 * 24 * 3600
"""How long bytes that no row speaks of are kept aside: time to notice that an older database was restored."""


@dataclass(frozen=True)
class Swept:
    """What one sweep found."""

    freed: int
    rung: int
    joined: int


def sweep(*, now: datetime) -> Swept:
    """Free files of dead workers, ring for every due file in turn, then for a few flat copies, and finish joins.

    All on the rows' word.
    """
    freed = sum(expire_lease(attachment=each, now=now) for each in _dead(now)[:RING_AT_MOST])
    rung = 0
    for file_id in due(now=now).values_list("id", flat=True)[:RING_AT_MOST]:
        ring(task="attachments.tasks.check_file", file_id=str(file_id))
        rung += 1
    for file_id in due_flat_copies(now=now).values_list("pk", flat=True)[:RING_FOR_FLAT_COPIES_AT_MOST]:
        ring(task="attachments.tasks.make_flat_copy", file_id=str(file_id))
        rung += 1
    joined = sum(join_if_ready(ticket_id=each, now=now) for each in left_to_join(limit=RING_AT_MOST))
    return Swept(freed=freed, rung=rung, joined=joined)


def look_round(*, now: datetime) -> Swept:
    """What a sweep would find at most, without touching anything."""
    freed = len(_dead(now)[:RING_AT_MOST])
    files = min(freed + len(due(now=now)[:RING_AT_MOST]), RING_AT_MOST)
    copies = len(due_flat_copies(now=now)[:RING_FOR_FLAT_COPIES_AT_MOST])
    return Swept(freed=freed, rung=files + copies, joined=len(left_to_join(limit=RING_AT_MOST)))


def _dead(now: datetime) -> QuerySet[Attachment]:
    return Attachment.objects.filter(state=FileState.CHECKING, lease_until__lt=now).order_by("lease_until")


def remove_orphans(*, now: datetime) -> int:
    """Erase what crashes leave: uploads and previews half made, bytes of refused files, bytes that no row speaks of.

    Out: how many were erased. Never touches the bytes of a file whose row says anything but REFUSED.
    """
    removed = 0
    forget_expired(now=now)
    for path, _seconds in _lying_still("incoming", now):
        # What was sent in part waits for the rest as long as it was promised.
        if not Upload.objects.filter(id=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    for path, _seconds in _lying_still("making", now):
        shutil.rmtree(path, ignore_errors=True)
        removed += 1
    for folder in ("quarantine", "previews"):
        still = [UUID(path.name) for path, _seconds in _lying_still(folder, now)]
        for file_id, state in _states_of(still):
            if state == FileState.REFUSED:
                storage.discard(file_id)
                removed += 1
            elif state is None and storage.quarantine_path(file_id).exists():
                # A database restored from an older copy does not know the newest files: they are put aside first.
                log.warning("file_without_a_row_put_aside", file_id=str(file_id))
                storage.put_aside(file_id)
            elif state is None and not storage.aside_path(file_id).exists():
                storage.discard(file_id)
                removed += 1
    return removed + _forget_flat_pages(now) + _look_through_what_was_put_aside(now)


def _forget_flat_pages(now: datetime) -> int:
    """Erase what ended flat copies were made of, where a worker died before it could."""
    removed = 0
    for pages in (Path(settings.FILES_DIR) / "previews").glob("*/flat"):
        try:
            file_id = UUID(pages.parent.name)
            still = now.timestamp() - pages.stat().st_ctime
        except (ValueError, FileNotFoundError):
            continue  # A strange name, told of above; or forgotten in this very moment.
        at_work = FlatCopy.objects.filter(pk=file_id, due_at__isnull=False).exists()
        if not at_work and still > UNFINISHED_GRACE_SECONDS:
            storage.forget_flat_pages(file_id)
            removed += 1
    return removed


def _look_through_what_was_put_aside(now: datetime) -> int:
    """Put back what a row speaks of again; erase what none has spoken of for long."""
    removed = 0
    aside = {UUID(path.name): seconds for path, seconds in _lying_still("aside", now, seconds=0)}
    for file_id, state in _states_of([*aside]):
        if state is not None:
            storage.put_back(file_id)
        elif aside[file_id] > ROWLESS_GRACE_SECONDS:
            storage.discard(file_id)
            removed += 1
    return removed


def _lying_still(folder: str, now: datetime, *, seconds: float = UNFINISHED_GRACE_SECONDS) -> list[tuple[Path, float]]:
    """What in a folder has not been written, moved or renamed for so many seconds, and for how many."""
    found = []
    for path in (Path(settings.FILES_DIR) / folder).glob("*"):
        try:
            UUID(path.name)
            still = now.timestamp() - path.lstat().st_ctime
        except ValueError:
            log.warning("strange_name_among_files", folder=folder, name=path.name)
            continue
        except FileNotFoundError:
            continue  # Moved on in this very moment.
        if still > seconds:
            found.append((path, still))
    return found


def _states_of(ids: list[UUID]) -> Iterator[tuple[UUID, str | None]]:
    """The state of each file; None when there is no row."""
    for start in range(0, len(ids), ASK_AT_MOST):
        some = ids[start : start + ASK_AT_MOST]
        known = dict(Attachment.objects.filter(id__in=some).order_by("id").values_list("id", "state"))
        for file_id in some:
            yield file_id, known.get(file_id)
