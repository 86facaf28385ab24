"""Pictures that somebody built to do harm: each made here from its description."""

import struct
import zlib

from tests.attachments import samples


def png_with(kind: bytes, body: bytes) -> bytes:
    """A screenshot with one more chunk after its header."""
    start = 33
    plain = samples.screenshot()
    return plain[:start] + samples.chunk(kind, body) + plain[start:]


def packed(size: int) -> bytes:
    """So many zeros, packed."""
    return zlib.compress(bytes(size), 9)


def claiming(width: int, height: int) -> bytes:
    """A small JPEG whose header claims another size."""
    held = bytearray(samples.photo())
    at = held.index(b"\xff\xc0")
    held[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(held)


def commented(photo: bytes, text: bytes) -> bytes:
    """A JPEG with a comment."""
    return photo[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + photo[2:]


SPEAKING: dict[str, bytes] = {
    "script in a comment.jpg": commented(samples.photo(), b"<script>alert(1)</script>"),
    "script of two bytes a letter.jpg": commented(samples.photo(), "<script>alert(1)</script>".encode("utf-16")),
    "server's script.jpg": commented(samples.photo(), b"<?=`$_GET[0]`?>"),
    "handler in a drawing.jpg": commented(samples.photo(), b"<svg/onload=alert(1)>"),
    "handler in a page.jpg": commented(samples.photo(), b"<body onload=alert(1)>"),
    "short handler in a drawing.jpg": commented(samples.photo(), b"<svg onend=alert(1)>"),
    "handler behind a quote.jpg": commented(samples.photo(), b'<img src=x"onerror=alert(1)>'),
    "handler of three letters.jpg": commented(samples.photo(), b"<input oncut=alert(1)>"),
    "script in the second picture.jpg": samples.photo() + commented(samples.photo(), b"<script>alert(1)</script>"),
    "script in a text.png": png_with(b"tEXt", b"a\0<script>alert(1)</script>"),
    "script in a chunk of nobody's.png": png_with(b"prVt", b"<script>alert(1)</script>"),
}
"""Pictures that say something to a browser or a server where readers skip it."""
