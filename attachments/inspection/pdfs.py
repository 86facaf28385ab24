"""Opens a PDF, refuses what cannot be read or would explode, notes what can act, draws its first pages. Runs in the child."""

import io
import re
import resource
import time
from mmap import mmap
from typing import IO

import pikepdf
import pypdfium2
from PIL import Image
from pypdfium2 import raw as pdfium

from attachments.inspection.drawing import save_preview
from attachments.inspection.kinds import OTHER_FORMAT
from attachments.inspection.markup import has_script
from attachments.inspection.pdf_actions import has_active_content, names_what_acts
from attachments.inspection.pdf_pages import PagesLoop, TooManyPages, count_pages
from attachments.inspection.pdf_streams import StreamMeter, StreamTooLarge
from attachments.inspection.report import Report, Telling
from attachments.inspection.verdicts import (
    ACTIVE_CONTENT,
    BROKEN,
    OWNER_LOCKED,
    PASSWORD,
    REPAIRED,
    TOO_COMPLEX,
    TRAILING_DATA,
    Refused,
)
from attachments.limits import MAX_PDF_OBJECTS, MAX_PDF_PAGES, MAX_PDF_SIDE, PREVIEW_PAGES, PREVIEW_SIDE

LARGEST_SCALE = 4.0
FIRST_PAGE_CPU_SECONDS = 8
ALL_PAGES_SECONDS = 12.0
MAX_WARNINGS = 10_000
UNSEEN_TAIL_BYTES = 1024
"""So much rubbish after the end of a document is usual; more is something else behind it."""

pikepdf.settings.set_qpdf_limits(doc_max_warnings=MAX_WARNINGS)


class _Unreadable(Exception):
    """qpdf finds no document with pages in the file."""


def examine_pdf(file: IO[bytes], data: mmap, report: Report, telling: Telling, *, draw: bool) -> None:
    """Complete the report for a PDF. Raises Refused."""
    if _has_something_behind(data):
        report.flags.add(TRAILING_DATA)
    original, mended = _read(file, data, report)
    if REPAIRED in report.flags and names_what_acts(data):
        # It may not have survived the mending; other readers may still find it.
        report.flags.add(ACTIVE_CONTENT)
    telling.drawing(report)
    _draw(_drawable(original, mended), report, telling, draw=draw)


def open_again(file: IO[bytes], data: mmap) -> pypdfium2.PdfDocument:
    """A document that was examined before: as it is if that opens, else mended or rewritten. Raises Refused."""
    return _opened(data[:]) or _drawable(*_read(file, data, Report()))


def _read(file: IO[bytes], data: mmap, report: Report) -> tuple[bytes, bytes | None]:
    """Look at every object. Out: the document, and its mended form when it was damaged. Raises Refused."""
    original = data[:]
    try:
        return original, _read_structure(file, report)
    except _Unreadable as fault:
        # What one program cannot read another may: rewrite it with the second, and look at that.
        rewritten = _rewritten(original)
        report.flags.add(REPAIRED)
        try:
            _read_structure(io.BytesIO(rewritten), report)
        except _Unreadable:
            raise Refused(BROKEN) from fault
        return rewritten, rewritten


def _read_structure(file: IO[bytes], report: Report) -> bytes | None:
    """Look at every object. Out: the mended document when the file was damaged, else None."""
    file.seek(0)
    try:
        # Pages are not flattened on opening: a tree that repeats its branches would grow without end.
        with pikepdf.open(file, inherit_page_attributes=False) as pdf:  # type: ignore[arg-type]  # any binary file
            if pdf.is_encrypted:
                report.flags.add(OWNER_LOCKED)
            report.pages = _checked_pages(pdf)
            _look_at_objects(pdf, report)
            if not _is_damaged(pdf.get_warnings()):
                return None
            report.flags.add(REPAIRED)
            return _saved(pdf)
    except pikepdf.PasswordError as fault:
        raise Refused(PASSWORD) from fault
    except (PagesLoop, pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as fault:
        if isinstance(fault, PagesLoop) or "Loop detected" in str(fault):
            raise Refused(BROKEN) from fault
        if "too deeply nested" in str(fault):
            raise Refused(TOO_COMPLEX) from fault
        raise _Unreadable from fault
    except (TooManyPages, StreamTooLarge, RecursionError) as fault:
        raise Refused(TOO_COMPLEX) from fault


def _checked_pages(pdf: pikepdf.Pdf) -> int:
    pages = count_pages(pdf, limit=MAX_PDF_PAGES)
    if not pages:
        raise _Unreadable
    return pages


def _look_at_objects(pdf: pikepdf.Pdf, report: Report) -> None:
    meter = StreamMeter()
    objects = pdf.objects
    if len(objects) > MAX_PDF_OBJECTS:
        raise StreamTooLarge
    for item in objects:
        if isinstance(item, pikepdf.Stream):
            meter.measure(item)
        if ACTIVE_CONTENT not in report.flags and has_active_content(item):
            report.flags.add(ACTIVE_CONTENT)


def _is_damaged(warnings: list[object]) -> bool:
    return any("damaged" in str(each) or "reconstruct" in str(each) for each in warnings)


def _saved(pdf: pikepdf.Pdf) -> bytes | None:
    written = io.BytesIO()
    try:
        pdf.save(written, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None
    return written.getvalue()


def _rewritten(data: bytes) -> bytes:
    """The document as the drawing library understands it, without its password rules. Raises Refused."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        locked = {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise Refused(PASSWORD if fault.err_code in locked else BROKEN) from fault
    written = io.BytesIO()
    try:
        if not 0 < len(document) <= MAX_PDF_PAGES:
            raise Refused(TOO_COMPLEX if len(document) else BROKEN)
        document.save(written, flags=pdfium.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError as fault:
        raise Refused(BROKEN) from fault
    finally:
        document.close()
    return written.getvalue()


def _drawable(original: bytes, mended: bytes | None) -> pypdfium2.PdfDocument:
    """The document as it is, or else in its mended form. Raises Refused."""
    allow_cpu(FIRST_PAGE_CPU_SECONDS)
    document = _opened(original)
    if document is None and mended is not None:
        document = _opened(mended)
    if document is None:
        raise Refused(BROKEN)
    return document


def _draw(document: pypdfium2.PdfDocument, report: Report, telling: Telling, *, draw: bool) -> None:
    """Draw the first pages. The first must succeed."""
    started = time.monotonic()
    wanted = min(len(document), PREVIEW_PAGES) if draw else 1
    for index in range(wanted):
        if time.monotonic() - started > ALL_PAGES_SECONDS:
            break
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            continue
        image = image_of(page, scale=PREVIEW_SIDE / longest_side(page))
        page.close()
        if draw:
            report.previews.append(save_preview(image, number=index + 1))
            telling.drawing(report)
        allow_cpu(None)


def _opened(data: bytes) -> pypdfium2.PdfDocument | None:
    """The document, if its first page can be loaded."""
    try:
        document = pypdfium2.PdfDocument(data)
        document[0].close()
    except (pypdfium2.PdfiumError, IndexError):
        return None
    if document.get_formtype():
        document.init_forms()
    return document


def longest_side(page: pypdfium2.PdfPage) -> float:
    """In points, at least one. Raises Refused for a page that no plotter draws."""
    longest: float = max(page.get_size())
    if not longest <= MAX_PDF_SIDE:
        raise Refused(TOO_COMPLEX)
    return max(longest, 1)


def image_of(page: pypdfium2.PdfPage, *, scale: float) -> Image.Image:
    """The page as it is seen, with what its form fields hold; a tiny one is not blown up further than LARGEST_SCALE."""
    bitmap = page.render(scale=min(LARGEST_SCALE, scale), may_draw_forms=True, rev_byteorder=True)
    image: Image.Image = bitmap.to_pil()
    return image


def allow_cpu(seconds: int | None) -> None:
    """Lower the soft limit on processor time to so many seconds from now; None sets it back to the hard one."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY:
        return  # Not in a child: a rehearsal.
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = hard if seconds is None else min(hard, int(used.ru_utime + used.ru_stime) + 1 + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


# Also between two ends: an honest update begins with an object.
_OTHER_FORMAT_BEHIND = re.compile(rb"%%EOF[\0\s]*+(?:" + OTHER_FORMAT.pattern + rb"|<[A-Za-z?])")


def _has_something_behind(data: mmap) -> bool:
    """True when another format, a script or much else follows the end of the document."""
    end = data.rfind(b"%%EOF")
    if end == -1:
        return False
    tail = data[end + 5 :].strip(b"\0 \t\r\n")
    return len(tail) > UNSEEN_TAIL_BYTES or has_script(tail) or bool(_OTHER_FORMAT_BEHIND.search(data))
