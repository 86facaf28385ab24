"""The first bytes by which the kinds of images that we take are known without opening them."""

from collections.abc import Sequence

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8\xff"


HEAD_BYTES = 16


def is_another_image(head: bytes, *, only: Sequence[str]) -> bool:
    """Whether a file that begins like this is an image of a kind that a tray does not take; all else is for the check."""
    image = image_type(head) if only else ""
    return bool(image) and image not in only


def image_type(head: bytes) -> str:
    """The media type of an image that begins like this; empty for everything else."""
    if head.startswith(PNG_SIGNATURE):
        return "image/png"
    return "image/jpeg" if head.startswith(JPEG_SIGNATURE) else ""
