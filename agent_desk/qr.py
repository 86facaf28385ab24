"""A text as a square picture for a phone's camera, drawn within the page, so that no secret has an address of its own."""

import segno
from django.utils.safestring import SafeString

QUIET_ZONE = 4
MODULE_PIXELS = 4


def square_picture(text: str) -> SafeString:
    """SVG of a QR code, dark on white whatever the page's theme: cameras need that."""
    code = segno.make(text, error="m", micro=False)
    # Only our own text went in, and as the shape of squares alone.
    return SafeString(
        code.svg_inline(scale=MODULE_PIXELS, border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="qr")
    )
