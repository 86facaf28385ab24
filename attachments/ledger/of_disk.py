"""What must hold for the disk: no bytes without a row once the sweeper has had its time, and what else lies there."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from attachments import storage
from attachments.ledger.breaches import Breach, Laws, breach
from attachments.ledger.of_files import SURELY_SWEPT_SECONDS
from attachments.ledger.walking import BATCH
from attachments.models import Attachment, Upload
from attachments.states import FileState

FOLDERS = ("incoming", "quarantine", "aside", "previews", "making")
NAMED_AT_MOST = 1000


@dataclass
class Lying:
    """What lies on the disk and is nobody’s fault, counted as what it is; put-aside bytes and strange names by name."""

    counts: Counter[str] = field(default_factory=Counter)
    put_aside: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Thing:
    """A name in one of our folders, and for how many seconds nobody has touched it."""

    folder: str
    id: UUID
    still: float


def things(*, now: datetime, lying: Lying) -> Iterator[list[Thing]]:
    """Everything in our folders, in batches; what has no name of ours is noted in `lying`."""
    for folder in FOLDERS:
        batch: list[Thing] = []
        for name, still in _entries(Path(settings.FILES_DIR) / folder, now):
            try:
                batch.append(Thing(folder, UUID(name), still))
            except ValueError:
                lying.strange.append(f"{folder}/{name}")
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch


def _entries(folder: Path, now: datetime) -> Iterator[tuple[str, float]]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                yield entry.name, now.timestamp() - entry.stat(follow_symlinks=False).st_ctime
            except FileNotFoundError:
                continue  # Moved on in this very moment.


def disk(*, lying: Lying) -> Callable[[list[Thing]], list[Breach]]:
    """A look at some things on the disk. In: where to count what is as it should be, once however often it looks."""
    counted: list[Thing] = []

    def look(batch: list[Thing]) -> list[Breach]:
        nonlocal counted
        again, counted = batch is counted, batch
        ids = {each.id for each in batch}
        states = dict(Attachment.objects.filter(id__in=ids).order_by().values_list("id", "state"))
        uploads = set(Upload.objects.filter(id__in=ids).order_by().values_list("id", flat=True))
        found = []
        for each in batch:
            what = _judged(each, states.get(each.id), is_upload=each.id in uploads)
            if isinstance(what, Breach):
                found.append(what)
            elif not again:
                _count(each, what, lying)
        return found

    return look


def _judged(thing: Thing, state: str | None, *, is_upload: bool) -> Breach | str:
    """The breach that a thing is, or else what it is counted as."""
    old = thing.still > SURELY_SWEPT_SECONDS
    if thing.folder == "quarantine":
        if state is None and old:
            sentence = "its bytes are on the disk, and no row speaks of it"
            return breach(Laws.BYTES_WITHOUT_ROW, thing.id, sentence)
        return "kept" if state else "not_swept_yet"
    if thing.folder == "aside":
        return "put_aside"
    if thing.folder == "previews" and state == FileState.ACCEPTED:
        return "previews"
    if thing.folder == "previews" and _bytes_await_a_row(thing.id):
        return "previews_not_shown"
    if thing.folder == "incoming" and is_upload:
        return "on_their_way"
    if not old:
        return {"incoming": "on_their_way", "making": "being_drawn"}.get(thing.folder, "not_swept_yet")
    return breach(Laws.LEFT_OVER, thing.id, f"left over in files/{thing.folder}, for hours and for nobody")


def _bytes_await_a_row(file_id: UUID) -> bool:
    """Whether images belong to bytes that are named, or counted, by themselves; the images go when those go."""
    return storage.quarantine_path(file_id).exists() or storage.aside_path(file_id).exists()


def _count(thing: Thing, what: str, lying: Lying) -> None:
    lying.counts[what] += 1
    if what == "put_aside" and len(lying.put_aside) < NAMED_AT_MOST:
        lying.put_aside.append(str(thing.id))
