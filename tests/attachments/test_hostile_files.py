"""What was built to do harm does none: it is refused with its reason, or agents get pixels of it and are told."""

import io
import random
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from attachments.inspection import Verdict, inspect
from tests.attachments import hostile, hostile_pictures, samples

Decide = Callable[[bytes, str], Verdict]
LONGEST_SECONDS = 30


@pytest.fixture
def decide(tmp_path: Path) -> Decide:
    """Inspect bytes under a name."""

    def inspected(content: bytes, name: str) -> Verdict:
        path, out = tmp_path / "file", tmp_path / "previews"
        path.write_bytes(content)
        out.mkdir(exist_ok=True)
        return inspect(path, name=name, out_dir=out, scanner=None)

    return inspected


@pytest.mark.parametrize("what", hostile.ACTING)
def test_what_can_act_is_told_and_agents_get_pixels_of_it(decide: Decide, what: str) -> None:
    verdict = decide(hostile.ACTING[what], "statement.pdf")
    assert (verdict.verdict, verdict.code) == ("accepted", "")
    assert "active_content" in verdict.flags
    assert len(verdict.previews) == verdict.pages
    only_pixels(verdict)


@pytest.mark.parametrize("what", hostile.HONEST)
def test_an_honest_document_is_accepted_and_accused_of_nothing(decide: Decide, what: str) -> None:
    verdict = decide(hostile.HONEST[what], "statement.pdf")
    assert (verdict.verdict, verdict.code) == ("accepted", "")
    assert not {"active_content", "trailing_data", "owner_locked"} & set(verdict.flags)
    only_pixels(verdict)


@pytest.mark.parametrize("name", hostile.BOMBS)
def test_a_bomb_is_refused_in_time(decide: Decide, name: str) -> None:
    begun = time.monotonic()
    verdict = decide(hostile.BOMBS[name], name)
    assert (verdict.verdict, verdict.code) == ("refused", "file_too_complex")
    assert time.monotonic() - begun < LONGEST_SECONDS


@pytest.mark.parametrize("name", hostile.STRANGERS)
def test_another_format_is_named_kindly_whatever_it_is_called(decide: Decide, name: str) -> None:
    content, code = hostile.STRANGERS[name]
    assert decide(content, name).code == code


@pytest.mark.parametrize("name", hostile.POLYGLOTS)
def test_a_second_format_behind_the_first_is_told_and_gone_from_what_agents_get(decide: Decide, name: str) -> None:
    verdict = decide(hostile.POLYGLOTS[name], name)
    assert (verdict.verdict, "trailing_data" in verdict.flags) == ("accepted", True)
    only_pixels(verdict)


@pytest.mark.parametrize("name", hostile_pictures.SPEAKING)
def test_a_script_in_a_picture_is_told_and_gone_from_what_agents_get(decide: Decide, name: str) -> None:
    verdict = decide(hostile_pictures.SPEAKING[name], name)
    assert (verdict.verdict, "active_content" in verdict.flags) == ("accepted", True)
    only_pixels(verdict)


def test_a_picture_that_carries_much_that_is_nobodys_is_accused_of_nothing(decide: Decide) -> None:
    private = hostile_pictures.png_with(b"prVt", random.Random(1).randbytes(17 << 20))
    texts = (
        hostile_pictures.png_with(b"prVt", bytes(16 << 20))[:-12]
        + samples.chunk(b"tEXt", b"a\0b")
        + samples.screenshot()[-12:]
    )
    for content in (private, texts):
        verdict = decide(content, "screenshot.png")
        assert (verdict.verdict, verdict.flags) == ("accepted", ("not_scanned",))


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_is_shown_upright_however_the_phone_was_held(decide: Decide, turn: int) -> None:
    verdict = decide(turned(turn), "photo.jpg")
    with Image.open(verdict.previews[0].path) as shown:
        assert shown.size == (64, 48)
        corners = [shown.convert("RGB").getpixel(at) for at in ((4, 4), (60, 4), (4, 44), (60, 44))]
    assert [max("RGB", key=lambda each: pixel["RGB".index(each)]) for pixel in corners] == ["R", "G", "B", "B"]  # type: ignore[index]


def turned(turn: int) -> bytes:
    """A photo with a red corner, a green one and a blue lower half, stored as a phone held in one of eight ways does."""
    upright = Image.new("RGB", (64, 48), "blue")
    upright.paste("red", (0, 0, 32, 24))
    upright.paste("lime", (32, 0, 64, 24))
    undo = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }[turn]
    stored = upright
    for each in undo:
        stored = stored.transpose(each)
    exif = Image.Exif()
    exif[0x0112] = turn
    held = io.BytesIO()
    stored.save(held, "JPEG", quality=95, exif=exif)
    return held.getvalue()


def test_a_place_is_told_and_gone_wherever_the_photo_kept_it(decide: Decide) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)})
    xmp = b'<x:xmpmeta exif:GPSLatitude="48,51.4N"/>'
    for name, content in {
        "photo.jpg": samples.photo_with_place(),
        "screen.png": hostile.saved("PNG", exif=exif),
        "xmp.jpg": samples.photo(xmp=xmp),
    }.items():
        verdict = decide(content, name)
        assert "gps" in verdict.flags, name
        only_pixels(verdict)


def only_pixels(verdict: Verdict) -> None:
    """What agents get, read by hand and by none of our libraries: one WebP of pixels, no metadata, nothing behind it."""
    for each in verdict.previews:
        data = each.path.read_bytes()
        name, size, kind = struct.unpack("<4sI4s", data[:12])
        assert (name, kind, size + 8) == (b"RIFF", b"WEBP", len(data))
        position, chunks = 12, []
        while position < len(data):
            chunk, length = struct.unpack("<4sI", data[position : position + 8])
            chunks.append(chunk)
            position += 8 + length + length % 2
        assert chunks == [b"VP8 "]
        assert position == len(data)
