"""A text with gaps, compressed once: for each answer only the gaps are filled, and they are never compressed at all."""

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from functools import cached_property

_GZIP_START = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
_LAST_BLOCK = b"\x03\0"
_LARGEST_STORED = 0xFFFF


class GappedText:
    """A text that is the same for everybody but for its gaps. In: the text, and the stand-ins that mark its gaps.

    What fills a gap goes out as it is, between compressed pieces: the length of the answer tells nothing of how much it
    has in common with the rest, however often somebody tries (BREACH).
    """

    def __init__(self, text: str, *, gaps: Iterable[str]) -> None:
        marks = set(gaps)
        cut = re.split(f"({'|'.join(map(re.escape, marks))})", text) if marks else [text]
        self._pieces = [(each, b"") if each in marks else ("", each.encode()) for each in cut]

    @cached_property
    def _packed(self) -> list[tuple[str, bytes]]:
        return [(gap, _deflated(plain)) for gap, plain in self._pieces]

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The text as UTF-8. In: what stands in each gap, by its stand-in."""
        return b"".join(values[gap].encode() if gap else plain for gap, plain in self._pieces)

    def filled_and_compressed(self, values: Mapping[str, str]) -> bytes:
        """The same text as a gzip file."""
        whole = self.filled(values)
        blocks = [_stored(values[gap].encode()) if gap else packed for gap, packed in self._packed]
        return b"".join([_GZIP_START, *blocks, _LAST_BLOCK, struct.pack("<II", zlib.crc32(whole), len(whole))])


def _deflated(data: bytes) -> bytes:
    """Blocks that end at a whole byte and refer to nothing outside them, so that others may stand beside them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)


def _stored(data: bytes) -> bytes:
    """Blocks that hold the data as it is."""
    parts = [data[at : at + _LARGEST_STORED] for at in range(0, len(data), _LARGEST_STORED)]
    return b"".join(struct.pack("<BHH", 0, len(each), len(each) ^ 0xFFFF) + each for each in parts)
