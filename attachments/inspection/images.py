"""Decodes a photo or a screenshot completely and draws its preview: upright, small, without metadata. Runs in the child."""

from mmap import mmap
from typing import IO

from PIL import ExifTags, Image, ImageFile, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

from attachments.inspection import jpegs, pngs
from attachments.inspection.drawing import save_preview
from attachments.inspection.markup import has_script
from attachments.inspection.report import Report, Telling
from attachments.inspection.verdicts import (
    ACTIVE_CONTENT,
    BROKEN,
    GPS,
    PNG,
    REPAIRED,
    TOO_COMPLEX,
    TRAILING_DATA,
    Refused,
)
from attachments.limits import (
    MAX_IMAGE_PIXELS,
    MAX_JPEG_SCANS,
    MAX_PNG_TEXT_BYTES,
    MAX_SCANNED_PIXELS,
    PREVIEW_SIDE,
)

PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)

# Our own check, made before decoding, stands in for Pillow's warning.
Image.MAX_IMAGE_PIXELS = None
PngImagePlugin.MAX_TEXT_CHUNK = MAX_PNG_TEXT_BYTES
PngImagePlugin.MAX_TEXT_MEMORY = 4 * MAX_PNG_TEXT_BYTES


def examine_image(file: IO[bytes], data: mmap, report: Report, telling: Telling, *, draw: bool) -> None:
    """Complete the report for a JPEG or a PNG. Raises Refused."""
    metadata, following = _walk_png(data) if report.media_type == PNG else _walk_jpeg(data)
    if any(has_script(each) for each in metadata):
        report.flags.add(ACTIVE_CONTENT)
    if following:
        report.flags.add(TRAILING_DATA)
    telling.drawing(report)
    image = _decoded(file, data, report)
    if _has_place(image, metadata):
        report.flags.add(GPS)
    turned = _orientation(image) in {5, 6, 7, 8}
    width, height = image.info["true_size"]
    report.width, report.height = (height, width) if turned else (width, height)
    report.pages = 1
    if draw:
        report.previews.append(save_preview(_upright_and_small(image), number=1))


def _walk_jpeg(data: mmap) -> tuple[list[bytes], bytes]:
    found = jpegs.walk(data)
    pixels = found.width * found.height
    _check_pixels(pixels)
    if found.scans > MAX_JPEG_SCANS and found.scans * pixels > MAX_SCANNED_PIXELS:
        raise Refused(TOO_COMPLEX)
    metadata, following = jpegs.further(data, end=found.end)
    return found.metadata + metadata, following


def _walk_png(data: mmap) -> tuple[list[bytes], bytes]:
    try:
        found = pngs.walk(data)
    except pngs.InflatesTooFar as fault:
        raise Refused(TOO_COMPLEX) from fault
    # A damaged header can claim any size; only a picture that has pixels at all can be too large.
    if found.pixel_parts:
        _check_pixels(found.width * found.height)
    return found.metadata, data[found.end :].strip(b"\0 \t\r\n") if found.has_end else b""


def _check_pixels(pixels: int) -> None:
    if pixels > MAX_IMAGE_PIXELS:
        raise Refused(TOO_COMPLEX)


def _decoded(file: IO[bytes], data: mmap, report: Report) -> Image.Image:
    try:
        image = _decode(file)
        if report.media_type == PNG and _rows_are_missing(image, data):
            raise Refused(BROKEN)
        return image
    except (SyntaxError, ValueError, OSError, EOFError, IndexError, KeyError, TypeError, ArithmeticError) as fault:
        _reraise_machine_trouble(fault)
        if report.media_type != PNG or not pngs.pixels_are_complete(data, pngs.walk(data)):
            raise Refused(BROKEN) from fault
    # Every pixel is there, only checksums or the end are missing; browsers show such a picture.
    report.flags.add(REPAIRED)
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return _decode(file)
    except (SyntaxError, ValueError, OSError, EOFError, IndexError, KeyError, TypeError, ArithmeticError) as fault:
        _reraise_machine_trouble(fault)
        raise Refused(BROKEN) from fault


def _rows_are_missing(image: Image.Image, data: mmap) -> bool:
    """True when the pixels end in good order before the last row; Pillow shows what is missing as zeros."""
    last_row = image.crop((0, image.height - 1, image.width, image.height))
    found = pngs.walk(data)
    return (found.interlaced or last_row.getbbox() is None) and not pngs.pixels_are_complete(data, found)


def _reraise_machine_trouble(fault: BaseException) -> None:
    """A full disk or a failing one is no property of the file; Pillow's own errors carry no number."""
    if isinstance(fault, OSError) and fault.errno is not None:
        raise fault


def _decode(file: IO[bytes]) -> Image.Image:
    file.seek(0)
    image = Image.open(file, formats=("JPEG", "PNG", "MPO"))
    true_size = image.size
    _check_pixels(true_size[0] * true_size[1])
    # For a JPEG this reads every coefficient and yet makes fewer pixels: damage is noticed at half the cost.
    image.draft(None, (PREVIEW_SIDE, PREVIEW_SIDE))
    image.load()
    image.info["true_size"] = true_size
    return image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (SyntaxError, ValueError, OSError, EOFError, IndexError, KeyError, TypeError, ArithmeticError):
        return 1


def _has_place(image: Image.Image, metadata: list[bytes]) -> bool:
    if any(b"GPSLatitude" in each or b"GPSPosition" in each for each in metadata):
        return True
    try:
        place = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    except (SyntaxError, ValueError, OSError, EOFError, IndexError, KeyError, TypeError, ArithmeticError):
        return False
    return any(
        tag in place for tag in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSDestLatitude)
    )


def _upright_and_small(image: Image.Image) -> Image.Image:
    """A copy of at most PREVIEW_SIDE, turned as the camera meant; made small first, so that memory stays small."""
    turn = _orientation(image)
    small = image
    if max(image.size) > PREVIEW_SIDE:
        scale = PREVIEW_SIDE / max(image.size)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        if image.mode == "P":
            small = image.convert("RGBA" if "transparency" in image.info else "RGB")
        small = small.resize(size, Image.Resampling.LANCZOS if small.mode != "1" else None, reducing_gap=2.0)
    upright = _TURNS.get(turn)
    return small.transpose(upright) if upright is not None else small


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
