"""Examines one file, in the child: what it is, whether it is sound, what it looks like."""

import errno
import mmap
import os
from collections.abc import Callable
from typing import IO, Any

from attachments.inspection import kinds
from attachments.inspection.images import examine_image
from attachments.inspection.page_copies import copy_pages
from attachments.inspection.pdfs import examine_pdf
from attachments.inspection.rehearsal import samples
from attachments.inspection.report import Report, Telling
from attachments.inspection.verdicts import PDF, TOO_COMPLEX, Refused


def examine(file: IO[bytes], telling: Telling, *, draw: bool) -> Report:
    """Everything about a file that its bytes can tell. Out: the report; previews lie in the current folder.

    A file that asks for more memory than any honest one is too complex. Trouble of the machine (disk full, bytes that
    cannot be read) is raised: it says nothing about the file.
    """
    report = Report()
    try:
        report.media_type = kinds.media_type(file.read(kinds.HEAD_BYTES))
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if report.media_type == PDF:
                examine_pdf(file, data, report, telling, draw=draw)
            else:
                examine_image(file, data, report, telling, draw=draw)
    except Refused as refused:
        return Report(code=refused.code, media_type=refused.media_type or report.media_type)
    except MemoryError:
        return Report(code=TOO_COMPLEX, media_type=report.media_type)
    except OSError as fault:
        if fault.errno != errno.ENOMEM:
            raise
        return Report(code=TOO_COMPLEX, media_type=report.media_type)
    return report


def work(file: IO[bytes], request: dict[str, Any], tell: Callable[[dict[str, object]], None]) -> dict[str, object]:
    """What the warm process lets its children do: examine a file, or draw pages of one that was found good."""
    if "first" in request:
        return {"next": copy_pages(file, tell, first=int(request["first"]), pages=int(request["pages"]))}
    report = examine(file, Telling(send=tell), draw=bool(request["draw"]))
    return report.as_data()


def rehearse() -> None:
    """Use everything once on blank samples of our own, so that children find all code loaded and read no more files.

    libmagic reads its list of types at its first use, from where a child without rights may not reach.
    """
    kinds.described(b"rehearsal")
    for sample in samples():
        with os.fdopen(os.memfd_create("sample"), "w+b") as file:
            file.write(sample)
            file.seek(0)
            report = examine(file, Telling(send=lambda _message: None), draw=False)
            if report.code:
                raise RuntimeError(f"Our own sample was refused: {report.code}")
