"""Says what the bytes of a file are: our own four signatures first, then what libmagic recognises. Runs in the child."""

import re
from functools import cache
from typing import Any

import pylibmagic  # noqa: F401  # must come before magic: it brings the library that magic looks for

import magic  # isort: skip

from attachments.inspection.verdicts import BROKEN, HEIC, JPEG, MISMATCH, PDF, PNG, Refused
from attachments.signatures import image_type

HEAD_BYTES = 16 * 1024
# Readers look for the header of a PDF this far into the file; mail gateways and web servers put rubbish before it.
PDF_HEADER_WITHIN = 1024

PDF_HEADER = re.compile(rb"%PDF-[\s\d.]")
HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1", b"heif"}
)
# What may be said of a PDF with lines of a mail or a web server before it.
UNRECOGNISED = frozenset({"application/octet-stream", "text/plain", "application/x-empty", "message/rfc822"})
OTHER_FORMAT = re.compile(
    rb"PK\x03\x04|PK\x05\x06|MZ|\x7fELF|\xff\xd8\xff|\x89PNG|GIF8|ID3|Rar!|7z\xbc\xaf|MSCF|[\0-\xff]{1,4}ftyp|#!"
)
"""How files begin that somebody may put before or behind a PDF."""


@cache
def _magic() -> Any:
    return magic.Magic(mime=True)


def described(head: bytes) -> str:
    """What libmagic says of the bytes, our own signatures apart."""
    return str(_magic().from_buffer(head))


def media_type(head: bytes) -> str:
    """Which of the three media types we take the file is. Raises Refused for everything else."""
    if image := image_type(head):
        return image
    if head.startswith(b"%PDF-"):
        return PDF
    if head[4:8] == b"ftyp" and _brands(head) & HEIF_BRANDS and b"avif" not in _brands(head):
        raise Refused(HEIC)
    said = described(head)
    header = PDF_HEADER.search(head, 0, PDF_HEADER_WITHIN)
    if header and _leads_with_another(head[: header.start()]):
        raise Refused(MISMATCH)
    if header and said in UNRECOGNISED | {PDF}:
        return PDF
    if said in {"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"}:
        raise Refused(HEIC)
    if said in {JPEG, PNG, PDF}:
        raise Refused(BROKEN, said)
    raise Refused(MISMATCH)


def _brands(head: bytes) -> set[bytes]:
    size = min(int.from_bytes(head[:4], "big"), 256)
    return {head[8:12]} | {head[at : at + 4] for at in range(16, size, 4)}


def _leads_with_another(text: bytes) -> bool:
    """True when what stands before a PDF is a page, a script or the beginning of another format."""
    return bool(OTHER_FORMAT.match(text) or re.search(rb"(?i)<\s*(!doctype|\?php|\?xml|[a-z][a-z0-9:]*[\s/>])", text))
