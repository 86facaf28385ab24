"""What an inspection can answer, and the two ways in which it can fail to answer."""

from dataclasses import dataclass
from pathlib import Path

ACCEPTED = "accepted"
REFUSED = "refused"

PASSWORD = "file_password"
TYPE = "file_type"
MISMATCH = "file_mismatch"
HEIC = "file_heic"
BROKEN = "file_broken"
UNSAFE = "file_unsafe"
TOO_COMPLEX = "file_too_complex"
SIZE = "file_size"
EMPTY = "file_empty"
CODES = (PASSWORD, TYPE, MISMATCH, HEIC, BROKEN, UNSAFE, TOO_COMPLEX, SIZE, EMPTY)

ACTIVE_CONTENT = "active_content"
OWNER_LOCKED = "owner_locked"
REPAIRED = "repaired"
GPS = "gps"
TRAILING_DATA = "trailing_data"
NOT_SCANNED = "not_scanned"
FLAGS = (ACTIVE_CONTENT, GPS, NOT_SCANNED, OWNER_LOCKED, REPAIRED, TRAILING_DATA)

JPEG = "image/jpeg"
PNG = "image/png"
PDF = "application/pdf"


class ScannerUnavailable(Exception):
    """The virus scanner gave no answer that can be trusted; trying again later may help."""


class ScannerDied(ScannerUnavailable):
    """The scanner was there, and hung up in the middle of this very file: it was ended, or the file ends it."""


class InspectionDied(Exception):
    """The inspection ended without an answer: the child crashed, hung, or was killed."""


class ScanInconclusive(InspectionDied):
    """The scanner answered that the file goes beyond its limits: neither clean nor malware."""


class Refused(Exception):
    """The file is refused. In: the refusal code, and the media type when it is known."""

    def __init__(self, code: str, media_type: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.media_type = media_type


@dataclass(frozen=True)
class Preview:
    """The image of one page, made by us, numbered from 1."""

    number: int
    path: Path
    width: int
    height: int


@dataclass(frozen=True)
class Verdict:
    """The end of an inspection. Width and height are those of an image as it is shown; pages those of a document."""

    verdict: str
    code: str
    media_type: str
    pages: int | None
    width: int | None
    height: int | None
    flags: tuple[str, ...]
    previews: tuple[Preview, ...]
