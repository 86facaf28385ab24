"""Draws the pages of an accepted document as JPEGs, one by one, for its flat copy. Runs in the child."""

import io
import math
import mmap
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pypdfium2
from PIL import Image

from attachments.inspection.pdfs import allow_cpu, image_of, longest_side, open_again
from attachments.inspection.verdicts import Refused
from attachments.limits import (
    FLAT_BYTES,
    FLAT_LEAST_SIDE,
    FLAT_PAGE_BYTES,
    FLAT_PAGE_CPU_SECONDS,
    FLAT_PIXELS,
    FLAT_RUN_CPU_SECONDS,
    FLAT_RUN_SECONDS,
    PREVIEW_SIDE,
)

QUALITY, COARSE_QUALITY = 75, 45
"""A page that is too heavy is stored more coarsely, and if that is not enough made smaller."""
LEAST_SIDE = 100


def copy_pages(file: IO[bytes], tell: Callable[[dict[str, object]], None], *, first: int, pages: int) -> int:
    """Write each page from `first` on into the current folder, until time is up.

    Its name is its number and the size of its paper in hundredths of points: `7-59528-84189.jpg`. Out: the page to go on
    with, pages + 1 after the last. A page that cannot be drawn is passed over. Before each page its number is told: a
    death in the middle is then that page's doing. Raises Refused.
    """
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        document = open_again(file, data)
    started, spent = time.monotonic(), time.process_time()
    for number in range(first, pages + 1):
        if time.monotonic() - started > FLAT_RUN_SECONDS or time.process_time() - spent > FLAT_RUN_CPU_SECONDS:
            return number
        tell({"drawing": {"page": number}})
        allow_cpu(FLAT_PAGE_CPU_SECONDS)
        try:
            page = document[number - 1]
            drawn = _drawn(page, side=_side(pages), most_bytes=min(FLAT_PAGE_BYTES, FLAT_BYTES // pages))
        except (pypdfium2.PdfiumError, IndexError, ValueError, Refused):
            continue
        width, height = (max(1, round(each * 100)) for each in page.get_size())
        page.close()
        Path(f"{number}-{width}-{height}.jpg").write_bytes(drawn)
    return pages + 1


def _side(pages: int) -> int:
    """The more pages a document has, the more coarsely each is drawn."""
    return max(FLAT_LEAST_SIDE, min(PREVIEW_SIDE, math.isqrt(FLAT_PIXELS // pages)))


def _drawn(page: pypdfium2.PdfPage, *, side: int, most_bytes: int) -> bytes:
    """One page as a JPEG, within its part of what a copy may weigh."""
    image = image_of(page, scale=side / longest_side(page))
    jpeg = _jpeg(image, QUALITY)
    if len(jpeg) > most_bytes:
        jpeg = _jpeg(image, COARSE_QUALITY)
    while len(jpeg) > most_bytes and max(image.size) > LEAST_SIDE:
        smaller = math.sqrt(most_bytes / len(jpeg))
        size = (max(1, int(image.width * smaller)), max(1, int(image.height * smaller)))
        image = image.resize(size, Image.Resampling.LANCZOS)
        jpeg = _jpeg(image, COARSE_QUALITY)
    return jpeg


def _jpeg(image: Image.Image, quality: int) -> bytes:
    held = io.BytesIO()
    image.convert("RGB").save(held, "JPEG", quality=quality)
    return held.getvalue()
