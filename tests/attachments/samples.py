"""Small files of every kind, good and bad, made here: one for each thing an inspection can say."""

import io
import struct
import zlib

import pikepdf
from PIL import Image, ImageCms

from tests.services.programs import EICAR

PASSWORD = "only-in-this-test"


def photo(colour: str = "navy", **save: object) -> bytes:
    """A small JPEG."""
    held = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(held, "JPEG", **save)
    return held.getvalue()


def noisy_photo() -> bytes:
    """A JPEG whose pixels fill most of it, so that cutting it cuts pixels."""
    held = io.BytesIO()
    Image.effect_noise((200, 160), 80).convert("RGB").save(held, "JPEG")
    return held.getvalue()


def photo_with_place() -> bytes:
    """A JPEG that lies on its side and says where it was taken, by which camera, and how its colours are meant."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return photo(exif=exif, icc_profile=profile, xmp=b"<x:xmpmeta>Secret Camera</x:xmpmeta>")


def phone_photo_of_two_pictures() -> bytes:
    """An MPO: a JPEG with a second, smaller picture behind it, as many phones make."""
    held = io.BytesIO()
    second = Image.new("RGB", (32, 24), "red")
    Image.new("RGB", (64, 48), "navy").save(held, "MPO", save_all=True, append_images=[second])
    return held.getvalue()


def screenshot() -> bytes:
    """A small PNG with a transparent corner."""
    held = io.BytesIO()
    image = Image.new("RGBA", (40, 30), "white")
    image.putpixel((0, 0), (0, 0, 0, 0))
    image.save(held, "PNG")
    return held.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    """One part of a PNG, with its length and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def grey_png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG with a header of our choice over compressed pixels of our choice."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(pixels, 1)) + chunk(b"IEND", b"")


def pixel_bomb() -> bytes:
    """A few bytes that promise 3,600 million pixels."""
    return grey_png(60_000, 60_000, bytes(1000))


def slow_picture() -> bytes:
    """A sound PNG of 49 million pixels: honest, but it takes its time."""
    return grey_png(7000, 7000, bytes(7001 * 7000))


def pdf(pages: int = 2, *, javascript: str = "", **save: object) -> bytes:
    """A PDF of empty pages."""
    document = pikepdf.new()
    for _each in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if javascript:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(javascript))
    held = io.BytesIO()
    document.save(held, **save)  # type: ignore[arg-type]
    return held.getvalue()


def owner_locked_pdf() -> bytes:
    """A PDF that opens for everybody and may not be changed: what banks send."""
    return pdf(encryption=pikepdf.Encryption(owner="bank", user="", R=6))


def aes_256_pdf() -> bytes:
    """A PDF of today that needs a password to open."""
    return pdf(encryption=pikepdf.Encryption(owner="bank", user=PASSWORD, R=6))


def rc4_pdf() -> bytes:
    """A PDF of twenty years ago that needs a password to open."""
    return pdf(encryption=pikepdf.Encryption(owner="bank", user=PASSWORD, R=3, aes=False, metadata=False))


def truncated_pdf() -> bytes:
    """A PDF whose end never arrived."""
    return pdf()[:60]


def pdf_without_pages() -> bytes:
    """A PDF in order, with nothing on it."""
    return pdf(pages=0)


def pdf_with_a_loop() -> bytes:
    """A PDF whose table of contents sends its reader to an earlier one: itself. The pages stand nowhere."""
    head = b"%PDF-1.7\n"
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return head + table % (len(head), len(head))


def inflating_pdf() -> bytes:
    """A PDF of some hundred bytes with one stream that becomes 160 MiB, packed twice."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(bytes(1 << 20)) for _each in range(160)) + packer.flush()
    document = pikepdf.new()
    document.add_blank_page()
    filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    document.pages[0].Contents = pikepdf.Stream(document, zlib.compress(once, 9), Filter=filters)
    held = io.BytesIO()
    document.save(held, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return held.getvalue()


def program() -> bytes:
    """What begins like a Windows program."""
    return b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(44) + b"\x40\0\0\0PE\0\0\x64\x86" + bytes(400)


def iphone_photo() -> bytes:
    """The beginning of a HEIC file."""
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + bytes(200)


def malware_in_a_pdf() -> bytes:
    """The harmless test string that every scanner knows, inside a compressed stream of a PDF."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.Note = pikepdf.Stream(document, EICAR.encode())
    held = io.BytesIO()
    document.save(held, compress_streams=True)
    assert EICAR.encode() not in held.getvalue()
    return held.getvalue()
