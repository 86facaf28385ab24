"""Writes a PDF of nothing but pictures, page by page, from JPEGs as they are: no parser, no library, nothing that can act."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

A4 = (595.0, 842.0)
_HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
_CATALOG, _PAGES = 1, 2


@dataclass(frozen=True)
class Picture:
    """A page as a JPEG in colour, so many pixels wide and high."""

    path: Path
    width: int
    height: int
    paper: tuple[float, float]
    """The size of the page in points."""


def write_flat_pdf(file: IO[bytes], pictures: Iterable[Picture | None]) -> int:
    """Write the document, holding one page at a time. In: for a page that could not be drawn None: it is crossed out.

    Out: how many pictures it has.
    """
    return _Writer(file).write(pictures)


class _Writer:
    """Knows where each object of the file begins, as its last table must tell."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.begins: dict[int, int] = {}
        self.last = _PAGES
        self.position = 0

    def write(self, pictures: Iterable[Picture | None]) -> int:
        self._put(_HEADER)
        paper, pages, drawn = A4, [], 0
        for picture in pictures:
            paper = picture.paper if picture else paper
            drawn += picture is not None
            pages.append(self._page(picture, paper))
        self._object(_CATALOG, b"<< /Type /Catalog /Pages %d 0 R >>" % _PAGES)
        kids = b" ".join(b"%d 0 R" % each for each in pages)
        self._object(_PAGES, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids))
        table_at, size = self.position, len(self.begins) + 1
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for number in range(1, size):
            self._put(b"%010d 00000 n \n" % self.begins[number])
        self._put(b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, _CATALOG, table_at))
        return drawn

    def _page(self, picture: Picture | None, paper: tuple[float, float]) -> int:
        """Out: the number of the page's object; its content and its picture come behind it."""
        page = self.last + 1
        width, height = (f"{each:.2f}".encode() for each in paper)
        content = b"q %s 0 0 %s 0 0 cm /P Do Q" % (width, height)
        if picture is None:
            content = b"0.6 G 2 w 0 0 m %s %s l S 0 %s m %s 0 l S" % (width, height, height, width)
        resources = b"/XObject << /P %d 0 R >>" % (page + 2) if picture else b""
        self._object(
            page,
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Contents %d 0 R /Resources << %s >> >>"
            % (_PAGES, width, height, page + 1, resources),
        )
        self._object(page + 1, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        if picture:
            self._picture(page + 2, picture)
        return page

    def _picture(self, number: int, picture: Picture) -> None:
        self._begin(number)
        self._put(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8"
            b" /Filter /DCTDecode /Length %d >>\nstream\n"
            % (picture.width, picture.height, picture.path.stat().st_size)
        )
        with picture.path.open("rb") as jpeg:
            shutil.copyfileobj(jpeg, self.file)
        self.position = self.file.tell()
        self._put(b"\nendstream\nendobj\n")

    def _object(self, number: int, body: bytes) -> None:
        self._begin(number)
        self._put(body + b"\nendobj\n")

    def _begin(self, number: int) -> None:
        self.begins[number] = self.position
        self.last = max(self.last, number)
        self._put(b"%d 0 obj\n" % number)

    def _put(self, some: bytes) -> None:
        self.file.write(some)
        self.position += len(some)
