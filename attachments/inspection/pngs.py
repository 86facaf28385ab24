"""Walks the chunks of a PNG without decoding it: size, text that would inflate, complete pixels, what follows."""

import struct
import zlib
from dataclasses import dataclass, field
from mmap import mmap

from attachments.limits import MAX_PNG_TEXT_BYTES

SIGNATURE_BYTES = 8
TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"eXIf"})
FRAMES = frozenset({b"fcTL", b"fdAT"})
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


class InflatesTooFar(Exception):
    """A text or profile of the file inflates to far more than any honest one."""


@dataclass
class Png:
    """What the chunks say."""

    width: int = 0
    height: int = 0
    depth: int = 0
    colour: int = 0
    interlaced: bool = False
    end: int = 0
    has_end: bool = False
    pixel_parts: list[tuple[int, int]] = field(default_factory=list)
    metadata: list[bytes] = field(default_factory=list)


def walk(data: bytes | mmap) -> Png:
    """Read the chunks up to IEND, or as far as they go. Raises InflatesTooFar."""
    found = Png()
    position = SIGNATURE_BYTES
    inflated = private = 0
    while position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        body_at = position + 8
        position = min(body_at + length + 4, len(data))
        if kind == b"IHDR" and length == 13 and len(data) >= body_at + 13 and not found.width:
            found.width, found.height, found.depth, found.colour, _z, _f, interlace = struct.unpack_from(
                ">IIBBBBB", data, body_at
            )
            found.interlaced = interlace == 1
        elif kind == b"IDAT":
            found.pixel_parts.append((body_at, min(body_at + length, len(data))))
        elif kind in TEXTS:
            text = _text(kind, bytes(data[body_at : body_at + length]), room=MAX_PNG_TEXT_BYTES - inflated)
            inflated += len(text)
            found.metadata.append(text)
        elif kind[:1].islower() and kind not in FRAMES and private + length <= MAX_PNG_TEXT_BYTES:
            private += length
            found.metadata.append(bytes(data[body_at : body_at + length]))
        elif kind == b"IEND":
            found.end, found.has_end = position, True
            return found
    found.end = len(data)
    return found


def _text(kind: bytes, body: bytes, *, room: int) -> bytes:
    _keyword, _zero, rest = body.partition(b"\0")
    if kind in {b"zTXt", b"iCCP"}:
        return _inflate(rest[1:], room=room)
    if kind == b"iTXt" and rest[:1] == b"\1":
        return _inflate(rest[2:].split(b"\0", 2)[-1], room=room)
    if len(body) > room:
        raise InflatesTooFar
    return body


def _inflate(packed: bytes, *, room: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(packed, max(room, 1))
    except zlib.error:
        return b""
    if len(text) >= room or inflater.unconsumed_tail:
        raise InflatesTooFar
    return text


def pixels_are_complete(data: bytes | mmap, png: Png) -> bool:
    """True when all rows can be inflated, whatever checksums and closing chunks say."""
    wanted = _pixel_bytes(png)
    inflater = zlib.decompressobj()
    counted = 0
    for start, stop in png.pixel_parts:
        waiting = bytes(data[start:stop])
        while waiting and counted < wanted:
            try:
                counted += len(inflater.decompress(waiting, 1 << 20))
            except zlib.error:
                return False
            waiting = inflater.unconsumed_tail
    return 0 < wanted <= counted


def _pixel_bytes(png: Png) -> int:
    bits = _CHANNELS.get(png.colour, 0) * png.depth
    if not png.interlaced:
        return png.height * (1 + (png.width * bits + 7) // 8)
    total = 0
    for left, top, right, down in _ADAM7:
        columns = (png.width - left + right - 1) // right
        rows = (png.height - top + down - 1) // down
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total
