"""Makes the flat copy of a document: its pages drawn by confined children, put together here without parsing anything."""

import errno
import os
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from attachments.inspection.flat_pdf import Picture, write_flat_pdf
from attachments.inspection.inspecting import workshop
from attachments.inspection.jpegs import walk
from attachments.inspection.verdicts import ACTIVE_CONTENT, PDF, REPAIRED, TRAILING_DATA, InspectionDied
from attachments.inspection.workshop import Outcome, take, working_folder
from attachments.limits import FLAT_RUNS, MEBIBYTE, PREVIEW_PAGES

HEAVIEST_PAGE = 16 * MEBIBYTE
"""What our own encoder makes of the largest page is less."""
LONGEST_SIDE = 6000
_NAME = re.compile(r"([1-9]\d{0,3})-([1-9]\d{0,7})-([1-9]\d{0,7})\.jpg", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_START = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
"""As our own encoder begins: no small picture inside."""


def wants_flat_copy(*, media_type: str, pages: int | None, flags: Collection[str]) -> bool:
    """Whether agents get a flat copy: of a document that acts, is damaged or carries more, and of one longer than previews go."""
    if media_type != PDF or not pages:
        return False
    return pages > PREVIEW_PAGES or bool({ACTIVE_CONTENT, TRAILING_DATA, REPAIRED} & set(flags))


def flatten(path: Path, *, pages: int, folder: Path) -> tuple[Path, int]:
    """The whole flat copy at once. Out: where it lies in the folder, and of how many pages there is a picture.

    A run that comes to nothing is spent, as the worker's are. Raises OSError.
    """
    first = 1
    for _run in range(FLAT_RUNS):
        if first <= pages:
            with suppress(InspectionDied):
                first = draw_some(path, first=first, pages=pages, folder=folder)
    return bind(folder, pages=pages)


def draw_some(path: Path, *, first: int, pages: int, folder: Path) -> int:
    """Have one child draw pages from `first` on into a folder, as many as it manages in its time.

    Out: the page to go on with, pages + 1 after the last. A page that ends the child is passed over. Raises
    InspectionDied when it did not come to draw any, OSError also when that befell the child.
    """
    with path.open("rb") as file, working_folder(folder) as making:
        assert making is not None
        job = workshop.start(file, {"first": first, "pages": pages}, folder=making)
        try:
            last, following = _reached(job.wait(), first=first, pages=pages)
        finally:
            job.drop()
        for number, made in _pages_in(making).items():
            if first <= number <= last:
                take(made, folder, is_sound=lambda each: _picture(each) is not None)
        return following


def _reached(outcome: Outcome, *, first: int, pages: int) -> tuple[int, int]:
    """The last page that was left whole, and the one to go on with: over the page that a child died of.

    What a child says is a stranger's word: it may only lead forward, within the document.
    """
    died = not outcome.result or bool(outcome.signal)
    said = outcome.drawing.get("page") if died and outcome.drawing else (outcome.result or {}).get("next")
    following = said + died if isinstance(said, int) else 0
    if outcome.fault.startswith("OSError"):
        number = outcome.fault.removeprefix("OSError ")
        raise OSError(int(number) if _NUMBER.fullmatch(number) else errno.EIO, "No page was drawn")
    if not first < following <= pages + 1:
        raise InspectionDied(f"No page was drawn: {outcome.fault or outcome.signal or 'no answer'}.")
    return following - 1 - died, following


def bind(folder: Path, *, pages: int) -> tuple[Path, int]:
    """Put the drawn pages of a folder together, durable. Out: where the copy lies, and of how many pages it has a picture.

    It lies under a name that no other worker uses, and is gone when it cannot be finished. Raises OSError.
    """
    named = _pages_in(folder)
    pictures = (_picture(named[number]) if number in named else None for number in range(1, pages + 1))
    made = folder / f"{uuid4()}.pdf"
    try:
        with made.open("xb") as file:
            drawn = write_flat_pdf(file, pictures)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        made.unlink(missing_ok=True)
        raise
    return made, drawn


def _pages_in(folder: Path) -> dict[int, Path]:
    """What lies in a folder under the name of a page, by its number."""
    named = ((_NAME.fullmatch(name), folder / name) for name in os.listdir(folder))
    return {int(match[1]): path for match, path in named if match}


def _picture(path: Path) -> Picture | None:
    """A page, if it is a JPEG just as our own encoder writes it, else None."""
    if path.stat().st_size > HEAVIEST_PAGE:
        return None
    data = path.read_bytes()
    named, found = _NAME.fullmatch(path.name), walk(data)
    whole = found.complete and found.end == len(data) and found.scans == 1 and len(found.metadata) == 1
    sized = 0 < found.width <= LONGEST_SIDE and 0 < found.height <= LONGEST_SIDE
    if not named or not data.startswith(_START) or not whole or not sized:
        return None
    paper = (int(named[2]) / 100, int(named[3]) / 100)
    return Picture(path=path, width=found.width, height=found.height, paper=paper)
