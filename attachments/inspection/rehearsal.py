"""Small blank samples of our own, one of each kind, for the warm process to practise on."""

import codecs
import io
from collections.abc import Iterator

import pikepdf
from PIL import Image

ENCODINGS = ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "cp1252", "mac-roman", "pdfdoc")
"""Python reads these from the disk at their first use."""


def samples() -> Iterator[bytes]:
    """A JPEG, a PNG, and a PDF with and without a lock that opens without a password."""
    for name in ENCODINGS:
        codecs.lookup(name)
    for kind in ("JPEG", "PNG"):
        written = io.BytesIO()
        Image.new("RGB", (8, 8), "white").save(written, kind)
        yield written.getvalue()
    # WebP is only ever written, here as in the previews.
    Image.new("RGB", (8, 8), "white").save(io.BytesIO(), "WEBP")
    for lock in (False, pikepdf.Encryption(owner="rehearsal", user="")):
        pdf = pikepdf.new()
        pdf.add_blank_page()
        written = io.BytesIO()
        pdf.save(written, encryption=lock)
        yield written.getvalue()
