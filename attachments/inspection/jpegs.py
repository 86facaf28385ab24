"""Walks the segments of a JPEG without decoding it: size, number of scans, metadata, what follows the image."""

import re
from dataclasses import dataclass, field
from mmap import mmap

_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
MAX_IMAGES = 20


@dataclass
class Jpeg:
    """What the segments say."""

    width: int = 0
    height: int = 0
    scans: int = 0
    end: int = 0
    complete: bool = False
    metadata: list[bytes] = field(default_factory=list)


def walk(data: bytes | mmap, *, start: int = 0) -> Jpeg:
    """Read the segments from `start` to the end marker, or to the end of the data when there is none."""
    found = Jpeg()
    position = start + 2
    while (position := data.find(b"\xff", position)) != -1 and position + 1 < len(data):
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        position += 2
        if marker == 0xD9:
            found.end, found.complete = position, True
            return found
        if marker in _STANDALONE or marker == 0:
            continue
        length = int.from_bytes(data[position : position + 2], "big")
        body = data[position + 2 : position + max(length, 2)]
        if marker in _FRAME_MARKERS and len(body) >= 5 and not found.width:
            found.height = int.from_bytes(body[1:3], "big")
            found.width = int.from_bytes(body[3:5], "big")
        elif 0xE0 <= marker <= 0xEF or marker == 0xFE:
            found.metadata.append(bytes(body))
        position += max(length, 2)
        if marker == 0xDA:
            found.scans += 1
            following = _END_OF_SCAN.search(data, position)
            if not following:
                break
            position = following.start()
    found.end = len(data)
    return found


def further(data: bytes | mmap, *, end: int) -> tuple[list[bytes], bytes]:
    """The metadata of the further pictures that phone cameras add, and what follows the last, apart from padding."""
    metadata: list[bytes] = []
    rest = _without_padding(data, end)
    for _each in range(MAX_IMAGES):
        if data[rest : rest + 3] != b"\xff\xd8\xff":
            break
        following = walk(data, start=rest)
        if not following.complete:
            break
        metadata += following.metadata
        rest = _without_padding(data, following.end)
    return metadata, bytes(data[rest:])


_PADDING = re.compile(rb"[\x00\s\xff]*(?=\xff\xd8\xff)|[\x00\s]*")


def _without_padding(data: bytes | mmap, start: int) -> int:
    match = _PADDING.match(data, start)
    return match.end() if match else start
