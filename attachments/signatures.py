"""The first bytes by which the kinds of images that we take are known without opening them."""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8\xff"


def image_type(head: bytes) -> str:
    """The media type of an image that begins like this; empty for everything else."""
    if head.startswith(PNG_SIGNATURE):
        return "image/png"
    return "image/jpeg" if head.startswith(JPEG_SIGNATURE) else ""
