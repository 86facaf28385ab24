"""Writes page images as WebP into the working folder: pixels only, no metadata. Runs in the child."""

from PIL import Image

from attachments.inspection.report import Drawn

QUALITY = 80
# The quickest of WebP's six methods: a preview is written once and read a few times.
EFFORT = 0


def save_preview(image: Image.Image, *, number: int) -> Drawn:
    """Write `<number>.webp` into the current folder. Transparent places become white, as on paper."""
    clean = _flat(image)
    # What a format may take over from an old one, profile or EXIF data, is not there.
    clean.info = {}
    clean.save(f"{number}.webp", "WEBP", quality=QUALITY, method=EFFORT)
    return Drawn(number=number, width=clean.width, height=clean.height)


def _flat(image: Image.Image) -> Image.Image:
    if image.mode in {"I", "I;16", "I;16B", "F"}:
        # 16-bit greys; Pillow's own conversion would cut them off at 255.
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(layered, mask=layered.getchannel("A"))
        return paper
    return image.convert("RGB")
