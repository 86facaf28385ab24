"""Measures how far the streams of a PDF would inflate, without keeping what comes out."""

import zlib
from collections.abc import Iterator

from pikepdf import Array, Name, Object, PdfError, Stream, StreamDecodeLevel

from attachments.limits import MAX_EXPANDED_BYTES, MAX_PDF_FILTERS, MAX_PICTURE_BYTES, MAX_STREAM_BYTES, MEBIBYTE

MEASURED_PICTURES_BYTES = 256 * MEBIBYTE
"""How much of the pictures is inflated at most to see whether they keep to their size; drawing is bounded anyway."""
PIECE = 1 << 20

_FLATE = frozenset({"/FlateDecode", "/Fl"})
_SLOW = frozenset({"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"})
_TEXTUAL = frozenset({"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"})


class StreamTooLarge(Exception):
    """A stream inflates to more than any honest one, or a picture has more pixels than can be shown."""


class StreamMeter:
    """Adds up the streams of one document. Raises StreamTooLarge."""

    def __init__(self) -> None:
        self.total = 0
        self.pictures = 0

    def measure(self, stream: Stream) -> None:
        """Count one stream."""
        filters = _filters(stream)
        if len(filters) > MAX_PDF_FILTERS:
            raise StreamTooLarge
        picture = _name(stream.get("/Subtype")) == "/Image"
        if picture and _picture_bytes(stream) > MAX_PICTURE_BYTES:
            raise StreamTooLarge
        if not any(each in _FLATE | _SLOW for each in filters):
            return
        if picture and self.pictures > MEASURED_PICTURES_BYTES:
            return
        room = max(MAX_STREAM_BYTES, _picture_bytes(stream) * 2 if picture else 0)
        size = _inflated_bytes(stream, filters, room)
        if picture:
            self.pictures += size
        else:
            self.total += size
        if size > room or self.total > MAX_EXPANDED_BYTES:
            raise StreamTooLarge


def _name(value: object) -> str:
    return str(value) if isinstance(value, Name) else ""


def _filters(stream: Stream) -> list[str]:
    value = stream.get("/Filter", stream.get("/F"))
    if isinstance(value, Array):
        return [_name(each) for each in value]
    return [_name(value)] if isinstance(value, Name) else []


def _number(value: object) -> int:
    try:
        return max(0, int(value))  # type: ignore[call-overload, no-any-return]  # whatever the file wrote there
    except (TypeError, ValueError, OverflowError):
        return 0


def _is_true(value: object) -> bool:
    return value is True


def _picture_bytes(stream: Object) -> int:
    """What the pixels need in memory; compressed pictures are counted with three colours of eight bits."""
    pixels = _number(stream.get("/Width")) * _number(stream.get("/Height"))
    bits = _number(stream.get("/BitsPerComponent", 8)) or 1
    if _is_true(stream.get("/ImageMask")) or bits == 1:
        return pixels // 8
    space = stream.get("/ColorSpace")
    colours = 1 if _name(space) in {"/DeviceGray", "/CalGray", "/G"} or isinstance(space, Array) else 3
    return pixels * bits * colours // 8


def _inflated_bytes(stream: Stream, filters: list[str], room: int) -> int:
    """How many bytes come out, counted up to a little above `room`."""
    leading: list[str] = []
    for each in filters:
        if each not in _FLATE | _SLOW | _TEXTUAL:
            break
        leading.append(each)
    try:
        if all(each in _FLATE for each in leading):
            return _count(_chain(_pieces(stream.read_raw_bytes()), len(leading)), room)
        if len(leading) == len(filters):
            return len(stream.read_bytes(StreamDecodeLevel.specialized))
    except (PdfError, zlib.error) as fault:
        if "bad_alloc" in str(fault):
            raise StreamTooLarge from fault
        return 0  # Damaged: what comes out is bounded by what was counted.
    return 0


def _pieces(raw: bytes) -> Iterator[bytes]:
    for start in range(0, len(raw), PIECE):
        yield raw[start : start + PIECE]


def _chain(pieces: Iterator[bytes], times: int) -> Iterator[bytes]:
    for _each in range(times):
        pieces = _inflate(pieces)
    return pieces


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    for piece in pieces:
        waiting = piece
        while waiting and not inflater.eof:
            try:
                yield inflater.decompress(waiting, PIECE)
            except zlib.error:
                return
            waiting = inflater.unconsumed_tail


def _count(pieces: Iterator[bytes], room: int) -> int:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > room:
            break
    return size
