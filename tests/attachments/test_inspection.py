"""Each kind of file gets the verdict that a careful person would give it, whatever its name says."""

import io
import time
from pathlib import Path

import pytest
from PIL import Image

from attachments.inspection import Verdict, inspect
from attachments.limits import MAX_FILE_BYTES, PREVIEW_PAGES, PREVIEW_SIDE
from tests.attachments import samples
from tests.attachments.processes import warm_process


@pytest.fixture
def decide(tmp_path: Path):
    """Inspects bytes offered under a name, without a scanner."""

    def decide(content: bytes, name: str) -> Verdict:
        path, out = tmp_path / "file", tmp_path / "previews"
        path.write_bytes(content)
        out.mkdir(exist_ok=True)
        return inspect(path, name=name, out_dir=out, scanner=None)

    return decide


ACCEPTED = {
    "photo.jpg": (samples.photo(), "image/jpeg", set()),
    "PHOTO.JPEG": (samples.photo(progressive=True), "image/jpeg", set()),
    "screenshot.png": (samples.screenshot(), "image/png", set()),
    "a PNG.jpg": (samples.screenshot(), "image/png", set()),
    "a PDF.png": (samples.pdf(), "application/pdf", set()),
    "no ending": (samples.photo(), "image/jpeg", set()),
    "two pictures.jpg": (samples.phone_photo_of_two_pictures(), "image/jpeg", set()),
    "place.jpg": (samples.photo_with_place(), "image/jpeg", {"gps"}),
    "trailing.jpg": (samples.photo() + b"PK\x03\x04 and more", "image/jpeg", {"trailing_data"}),
    "padded.jpg": (samples.photo() + bytes(500), "image/jpeg", set()),
    "statement.pdf": (samples.pdf(), "application/pdf", set()),
    "owner-locked.pdf": (samples.owner_locked_pdf(), "application/pdf", {"owner_locked"}),
    "javascript.pdf": (samples.pdf(javascript="app.alert(1)"), "application/pdf", {"active_content"}),
    "mailed.pdf": (b"\r\n\r\n" + samples.pdf(), "application/pdf", set()),
    "polyglot.pdf": (samples.pdf() + b"<script>alert(1)</script>", "application/pdf", {"trailing_data"}),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_an_agent_can_look_at_is_accepted_and_what_is_odd_about_it_is_said(decide, name: str) -> None:
    content, media_type, flags = ACCEPTED[name]
    verdict = decide(content, name)
    assert (verdict.verdict, verdict.code, verdict.media_type) == ("accepted", "", media_type)
    assert set(verdict.flags) - {"repaired"} == flags | {"not_scanned"}
    assert verdict.previews


REFUSED = {
    "aes-256.pdf": (samples.aes_256_pdf(), "file_password"),
    "rc4.pdf": (samples.rc4_pdf(), "file_password"),
    "program.pdf": (samples.program(), "file_mismatch"),
    "program.jpg": (samples.program(), "file_mismatch"),
    "page.pdf": (b"<html><script>alert(1)</script></html>", "file_mismatch"),
    "program.exe": (samples.program(), "file_type"),
    "photo.exe": (samples.photo(), "file_type"),
    "program": (samples.program(), "file_type"),
    "statement.pdf.exe": (samples.pdf(), "file_type"),
    "vector.svg": (b"<svg onload=alert(1)>", "file_type"),
    "iphone.heic": (samples.iphone_photo(), "file_heic"),
    "iphone.jpg": (samples.iphone_photo(), "file_heic"),
    "cut.pdf": (samples.pdf()[:60], "file_broken"),
    "cut.jpg": (samples.noisy_photo()[: len(samples.noisy_photo()) * 6 // 10], "file_broken"),
    "cut.png": (samples.grey_png(100, 100, bytes(5000)), "file_broken"),
    "pages.pdf": (samples.pdf(pages=2001), "file_too_complex"),
    "empty.pdf": (b"", "file_empty"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_shown_is_refused_with_the_reason_that_helps(decide, name: str) -> None:
    content, code = REFUSED[name]
    verdict = decide(content, name)
    assert (verdict.verdict, verdict.code) == ("refused", code)
    assert (verdict.pages, verdict.previews) == (None, ())


R3 = {
    "ID.JPEG": (samples.photo(), "accepted", "", "image/jpeg"),
    "scan.pdf.exe": (samples.pdf(), "refused", "file_type", None),
    "photo.heic": (samples.iphone_photo(), "refused", "file_heic", None),
    "PNG named.jpg": (samples.screenshot(), "accepted", "", "image/png"),
    "executable named.pdf": (samples.program(), "refused", "file_mismatch", None),
    "phone photo in multi-picture JPEG.jpg": (samples.phone_photo_of_two_pictures(), "accepted", "", "image/jpeg"),
}


@pytest.mark.parametrize("name", R3)
def test_r3_five_ten_fifty_by_name_and_content(decide, name: str) -> None:
    content, verdict, code, media_type = R3[name]
    found = decide(content, name)
    assert (found.verdict, found.code) == (verdict, code)
    assert media_type in {found.media_type, None}


@pytest.mark.parametrize("bomb", [samples.pixel_bomb, samples.inflating_pdf], ids=["pixels", "stream"])
def test_a_bomb_is_refused_quickly_and_the_next_file_is_none_the_worse(decide, bomb) -> None:
    decide(samples.photo(), "warms-up.jpg")
    warm = warm_process()
    content = bomb()
    assert len(content) < 5000
    begun = time.monotonic()
    verdict = decide(content, "bomb.pdf")
    assert time.monotonic() - begun < 2
    assert (verdict.verdict, verdict.code) == ("refused", "file_too_complex")
    assert decide(samples.photo(), "next.jpg").verdict == "accepted"
    assert warm_process() == warm


def test_a_file_above_the_limit_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert inspect(path, name="huge.pdf", out_dir=None, scanner=None).code == "file_size"


def test_previews_are_small_upright_images_without_a_word_about_the_camera(decide) -> None:
    verdict = decide(samples.photo_with_place(), "place.jpg")
    (preview,) = verdict.previews
    assert (verdict.width, verdict.height) == (preview.width, preview.height) == (48, 64)
    assert b"Secret Camera" not in preview.path.read_bytes()
    with Image.open(preview.path) as image:
        assert (image.format, image.size) == ("WEBP", (48, 64))
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp"} & set(image.info)


def test_what_is_transparent_is_white_as_on_paper(decide) -> None:
    (preview,) = decide(samples.screenshot(), "screenshot.png").previews
    with Image.open(preview.path) as image:
        assert image.mode == "RGB"
        assert min(image.crop((0, 0, 1, 1)).tobytes()) > 240


def test_a_large_picture_becomes_a_small_preview(decide) -> None:
    held = io.BytesIO()
    Image.new("RGB", (4000, 1000), "navy").save(held, "JPEG")
    verdict = decide(held.getvalue(), "wide.jpg")
    assert (verdict.width, verdict.height) == (4000, 1000)
    assert max(verdict.previews[0].width, verdict.previews[0].height) == PREVIEW_SIDE


def test_only_the_first_pages_of_a_long_document_are_drawn_and_all_are_counted(decide) -> None:
    verdict = decide(samples.pdf(pages=PREVIEW_PAGES + 5), "long.pdf")
    assert verdict.pages == PREVIEW_PAGES + 5
    assert [each.number for each in verdict.previews] == list(range(1, PREVIEW_PAGES + 1))


def test_nothing_but_previews_is_left_behind(decide, tmp_path: Path) -> None:
    decide(samples.pdf(pages=2), "statement.pdf")
    assert sorted(each.name for each in (tmp_path / "previews").iterdir()) == ["1.webp", "2.webp"]
