"""A text with gaps, compressed once: for each answer only the gaps are filled, and they are never compressed at all."""

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_GZIP_START = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
_LAST_BLOCK = b"\x03\0"


@dataclass
class GappedText:
    """A text that is the same for everybody but for its gaps. In: the text, and the stand-ins that mark its gaps.

    What fills a gap goes out as it is, between compressed pieces: the length of the answer tells nothing about it,
    however often somebody tries (BREACH).
    """

    text: str
    gaps: Sequence[str]
    _pieces: list[tuple[str, bytes, bytes]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Cut the text at its gaps and compress what is between them."""
        for each in re.split(f"({'|'.join(map(re.escape, self.gaps))})", self.text):
            if each in self.gaps:
                self._pieces.append((each, b"", b""))
            else:
                self._pieces.append(("", each.encode(), _deflated(each.encode())))

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The text as UTF-8. In: what stands in each gap, by its stand-in."""
        return b"".join(values[gap].encode() if gap else plain for gap, plain, _packed in self._pieces)

    def filled_and_compressed(self, values: Mapping[str, str]) -> bytes:
        """The same text as a gzip file."""
        whole = self.filled(values)
        blocks = [_stored(values[gap].encode()) if gap else packed for gap, _plain, packed in self._pieces]
        return b"".join([_GZIP_START, *blocks, _LAST_BLOCK, struct.pack("<II", zlib.crc32(whole), len(whole))])


def _deflated(data: bytes) -> bytes:
    """Blocks that end at a whole byte and refer to nothing outside them, so that others may stand beside them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)


def _stored(data: bytes) -> bytes:
    return struct.pack("<BHH", 0, len(data), len(data) ^ 0xFFFF) + data
