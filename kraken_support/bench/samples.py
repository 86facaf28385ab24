"""Files as customers send them, made afresh: a photo from a phone, and a document scanned with it."""

import io
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PIL import Image

from attachments.limits import MEBIBYTE

PHOTO_SIDES = (4000, 3000)
SCAN_BYTES = 10 * MEBIBYTE
WRITTEN_AT_ONCE = 256 * 1024
"""What a browser hands on at once of a form."""
_NOISE = 45


@dataclass(frozen=True)
class Sample:
    """One file on the disk, and what it would be called."""

    name: str
    path: Path


def make_samples(folder: Path) -> list[Sample]:
    """A photo of 12 megapixels and a PDF of about 10 MB with such photos for pages."""
    photo = _photo()
    made = [Sample("photo.jpg", folder / "photo.jpg"), Sample("scan.pdf", folder / "scan.pdf")]
    made[0].path.write_bytes(photo)
    _scan(photo).save(made[1].path)
    return made


def filler(size: int, number: int, piece: int) -> list[bytes]:
    """The bytes of a file that nobody opens, in pieces of a size; another number makes another file."""
    full = (bytes([number]) + bytes(range(256)) * (piece // 256 + 1))[:piece]
    whole, rest = divmod(size, piece)
    return [full] * whole + ([full[:rest]] if rest else [])


def _photo() -> bytes:
    """Grain on soft shapes: as hard to read and as large as what a phone makes."""
    small = Image.effect_noise((40, 30), 90).resize(PHOTO_SIDES, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(PHOTO_SIDES, _NOISE)
    light = Image.blend(small, grain, 0.4)
    written = io.BytesIO()
    Image.merge("RGB", (light, small, small)).save(written, "JPEG", quality=90)
    return written.getvalue()


def _scan(photo: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for number in range(max(1, round(SCAN_BYTES / len(photo)))):
        image = pikepdf.Stream(pdf, photo + bytes([number]))
        image.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=PHOTO_SIDES[0],
            Height=PHOTO_SIDES[1],
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=image))
        page.Contents = pikepdf.Stream(pdf, b"q 500 0 0 375 40 400 cm /Photo Do Q")
    return pdf
