"""Makes the flat copies that agents get of documents which are not safe or not easy to open, a run of pages at a time.

The row is the queue, as with files: whoever moves `due_at` has the copy until then, and the sweeper rings for what is due.
No run rings for the next: else long documents would fill the queue of messages, and everything would wait behind them.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, QuerySet

from attachments import storage
from attachments.inspection import InspectionDied, bind, draw_some, wants_flat_copy
from attachments.limits import (
    FLAT_BINDS,
    FLAT_BYTES,
    FLAT_LEASE_SECONDS,
    FLAT_PAGE_BYTES,
    FLAT_RETRY_SECONDS,
    FLAT_RUNS,
    OUTAGE_RETRY_SECONDS,
)
from attachments.models import Attachment, FlatCopy
from attachments.turns import next_files
from operations.clock import database_now
from operations.doorbell import ring

log = structlog.get_logger(__name__)


def want_flat_copy(*, file: Attachment, now: datetime) -> None:
    """Have a flat copy made of a file that was just accepted, if it is a document that needs one."""
    if wants_flat_copy(media_type=file.media_type, pages=file.pages, flags=file.flags):
        FlatCopy.objects.filter(attachment=file).delete()
        FlatCopy.objects.create(attachment=file, due_at=now)
        ring(task="attachments.tasks.make_flat_copy", file_id=str(file.id))


def due_flat_copies(*, now: datetime) -> "QuerySet[FlatCopy]":
    """Flat copies that a worker should go on with, longest due first."""
    return FlatCopy.objects.filter(due_at__lte=now).order_by("due_at")


def make_in_turn(*, file_id: UUID) -> None:
    """Draw some pages, unless a file waits to be checked: the sweeper rings for the copy again."""
    if not next_files(now=database_now()):
        make_some(file_id=file_id)


def make_some(*, file_id: UUID) -> None:
    """Draw some pages, unless another worker has the copy or it is not due; after the last, put the copy together.

    Each run spends one of FLAT_RUNS, whether it ends well or its worker dies; then what is drawn is put together, and
    when that fails as well FLAT_BINDS times the copy is given up. Trouble of the disk spends none.
    """
    now = database_now()
    copy = due_flat_copies(now=now).select_related("attachment").filter(pk=file_id).first()
    if copy is None:
        return
    until = now + timedelta(seconds=FLAT_LEASE_SECONDS)
    mine = FlatCopy.objects.filter(pk=file_id, due_at=until)
    if not FlatCopy.objects.filter(pk=file_id, due_at=copy.due_at).update(due_at=until, runs=F("runs") + 1):
        return
    if copy.runs >= FLAT_RUNS + FLAT_BINDS:
        log.warning("flat_copy_given_up", file_id=str(file_id))
        _give_up(copy, mine)
        return
    try:
        if lacks_room(file=copy.attachment):
            raise storage.DiskNearlyFull
        if copy.runs >= FLAT_RUNS or _draw_some(copy, mine):
            _finish(copy, mine)
    except (InspectionDied, OSError, storage.DiskNearlyFull) as fault:
        log.warning("flat_copy_put_off", file_id=str(file_id), reason=type(fault).__name__)
        full = isinstance(fault, storage.DiskNearlyFull) or storage.is_nearly_full()
        outage = full or storage.cannot_be_written(fault)
        pause = OUTAGE_RETRY_SECONDS if outage else FLAT_RETRY_SECONDS
        mine.update(due_at=database_now() + timedelta(seconds=pause), runs=F("runs") - int(outage))


def lacks_room(*, file: Attachment) -> bool:
    """Whether the disk has no room for a flat copy: its pages, and all of them once more when they are put together."""
    return storage.is_nearly_full(wanted_bytes=2 * min(FLAT_BYTES, (file.pages or 0) * FLAT_PAGE_BYTES))


def _draw_some(copy: FlatCopy, mine: "QuerySet[FlatCopy]") -> bool:
    """One run. Out: whether that was the last; else somebody is to go on when the sweeper rings."""
    pages = copy.attachment.pages or 0
    following = draw_some(
        storage.quarantine_path(copy.pk), first=copy.next_page, pages=pages, folder=storage.flat_pages_dir(copy.pk)
    )
    storage.sync_flat_pages(copy.pk)
    if following > pages:
        return True
    mine.update(next_page=following, due_at=database_now())
    return False


def _finish(copy: FlatCopy, mine: "QuerySet[FlatCopy]") -> None:
    """Put the drawn pages together, and in their place while the copy is still ours; without any, give it up."""
    made, drawn = bind(storage.flat_pages_dir(copy.pk), pages=copy.attachment.pages or 0)
    if not drawn:
        _give_up(copy, mine)
        return
    with transaction.atomic():
        ours = mine.update(due_at=None, made_at=database_now(), drawn=drawn, size=made.stat().st_size)
        if ours:
            storage.show_flat_copy(copy.pk, made)
    if ours:
        storage.forget_flat_pages(copy.pk)
    else:
        made.unlink(missing_ok=True)  # Another worker has the copy, and draws beside it.


def _give_up(copy: FlatCopy, mine: "QuerySet[FlatCopy]") -> None:
    if mine.update(due_at=None):
        storage.forget_flat_pages(copy.pk)
