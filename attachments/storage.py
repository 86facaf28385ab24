"""The folders where bytes lie: under our own names, durable before anybody is told “received”."""

import errno
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.conf import settings

_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class DiskNearlyFull(Exception):
    """There is too little room left to take files without endangering what was already accepted, or none can be written."""


def incoming_path(file_id: UUID) -> Path:
    """Where the bytes of an upload still under way are written."""
    return _folder("incoming") / str(file_id)


def nameless_file() -> IO[bytes]:
    """A file for bytes that may turn out to be wrong: it is gone when it is closed, or when we die."""
    return TemporaryFile(dir=_folder("incoming"))


def quarantine_path(file_id: UUID) -> Path:
    """Where a received file lies, checked or not; never under the web root, readable by us only."""
    return _folder("quarantine") / str(file_id)


def aside_path(file_id: UUID) -> Path:
    """Where bytes lie that no row speaks of, until it is sure that none will."""
    return _folder("aside") / str(file_id)


def put_aside(file_id: UUID) -> None:
    """Move a file's bytes out of quarantine, without touching its previews."""
    os.replace(quarantine_path(file_id), aside_path(file_id))
    sync_folder(aside_path(file_id).parent)


def put_back(file_id: UUID) -> None:
    """Move a file's bytes back, when a row speaks of them again."""
    os.replace(aside_path(file_id), quarantine_path(file_id))
    sync_folder(quarantine_path(file_id).parent)


def take_along(file_id: UUID, new_id: UUID) -> None:
    """Let a file arrive again under another id, with the bytes that lie here. Raises FileNotFoundError."""
    os.link(quarantine_path(file_id), incoming_path(new_id))


def share(file_id: UUID, other_id: UUID) -> None:
    """Let two files of the same bytes have them once: those of the first. Each is erased by itself."""
    mine, theirs = quarantine_path(file_id), quarantine_path(other_id)
    if mine.samefile(theirs):
        return
    link = incoming_path(other_id)
    link.unlink(missing_ok=True)
    os.link(mine, link)
    os.replace(link, theirs)
    sync_folder(theirs.parent)


def preview_path(file_id: UUID, number: int) -> Path:
    """Where the image of one page of a file lies."""
    return previews_dir(file_id) / f"{number}.webp"


def previews_dir(file_id: UUID) -> Path:
    """The folder of a file's page images."""
    return _folder("previews") / str(file_id)


@contextmanager
def making_previews(lease: UUID) -> Iterator[Path]:
    """A folder of one worker's own for the page images of one check; what is not shown at its end is gone."""
    folder = _folder("making") / str(lease)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def show_previews(file_id: UUID, made: dict[int, Path]) -> None:
    """Put the page images of a check, by number, in place of those of any earlier one."""
    folder = previews_dir(file_id)
    shutil.rmtree(folder, ignore_errors=True)
    if not made:
        return
    folder.mkdir(mode=0o700)
    for number, path in made.items():
        os.replace(path, preview_path(file_id, number))
    sync_folder(folder)
    sync_folder(folder.parent)


def flat_copy_path(file_id: UUID) -> Path:
    """Where the flat copy of a document lies: beside its page images, and gone with them."""
    return previews_dir(file_id) / "flat.pdf"


def flat_pages_dir(file_id: UUID) -> Path:
    """The folder where a flat copy is being made. Raises FileNotFoundError when the file has no images any more."""
    folder = previews_dir(file_id) / "flat"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def sync_flat_pages(file_id: UUID) -> None:
    """Make the pages drawn so far of a flat copy survive a power cut."""
    folder = flat_pages_dir(file_id)
    sync_files(folder.glob("*.jpg"))
    sync_folder(folder)


def show_flat_copy(file_id: UUID, made: Path) -> None:
    """Put a finished flat copy, already synced, in its place."""
    os.replace(made, flat_copy_path(file_id))
    sync_folder(previews_dir(file_id))


def forget_flat_pages(file_id: UUID) -> None:
    """Erase what a flat copy was made of."""
    shutil.rmtree(previews_dir(file_id) / "flat", ignore_errors=True)


def _folder(name: str) -> Path:
    folder = Path(settings.FILES_DIR) / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def cannot_be_written(fault: Exception) -> bool:
    """Whether a fault says that the disk is full or cannot be written: the next file would fare no better."""
    return isinstance(fault, OSError) and fault.errno in _NOT_WRITTEN


@contextmanager
def room_assumed() -> Iterator[None]:
    """Receive files: what a disk says that fills up meanwhile becomes DiskNearlyFull, as if it had been so at the door."""
    try:
        yield
    except OSError as fault:
        if cannot_be_written(fault):
            raise DiskNearlyFull from fault
        raise


def check_room(*, wanted_bytes: int) -> None:
    """Raise DiskNearlyFull when taking so many bytes would bring the disk below its floor."""
    if is_nearly_full(wanted_bytes=wanted_bytes):
        raise DiskNearlyFull


def is_nearly_full(*, wanted_bytes: int = 0) -> bool:
    """True when the disk is below its floor, or would be with so many bytes more."""
    return shutil.disk_usage(_folder("incoming")).free - wanted_bytes < settings.DISK_FLOOR_BYTES


def keep(file_ids: Collection[UUID]) -> None:
    """Move completely written and synced uploads into quarantine; durable when this returns."""
    for each in file_ids:
        os.replace(incoming_path(each), quarantine_path(each))
    if file_ids:
        sync_folder(_folder("quarantine"))


def sync_files(paths: Iterable[Path]) -> None:
    """Make the bytes of files survive a power cut."""
    for path in paths:
        with path.open("rb") as file:
            os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(file_id: UUID) -> None:
    """Remove everything stored for a file: its bytes, wherever they lie, and its previews."""
    incoming_path(file_id).unlink(missing_ok=True)
    quarantine_path(file_id).unlink(missing_ok=True)
    aside_path(file_id).unlink(missing_ok=True)
    shutil.rmtree(previews_dir(file_id), ignore_errors=True)
