"""The documents of a person in trouble, made here: a phone photo, statements open and locked, one that is malware."""

import io
import sys
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

from tests.services.programs import EICAR


def phone_photo(width: int = 3000, height: int = 2000) -> bytes:
    """A JPEG as a phone makes it: turned by a tag, with the place where it was taken."""
    image = Image.effect_noise((width // 8, height // 8), 60).resize((width, height)).convert("RGB")
    ImageDraw.Draw(image).rectangle((width // 10, height // 10, width // 2, height // 2), fill="navy")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)})
    held = io.BytesIO()
    image.save(held, "JPEG", quality=85, exif=exif)
    return held.getvalue()


def _pdf(pages: int = 2, **save: object) -> bytes:
    document = pikepdf.new()
    for _each in range(pages):
        document.add_blank_page(page_size=(595, 842))
    held = io.BytesIO()
    document.save(held, **save)  # type: ignore[arg-type]
    return held.getvalue()


def statement(pages: int = 2) -> bytes:
    """A plain PDF."""
    return _pdf(pages)


def owner_locked_statement() -> bytes:
    """A PDF that opens for everybody and may not be printed: what banks send."""
    return _pdf(encryption=pikepdf.Encryption(owner="bank", user="", R=6))


def password_statement() -> bytes:
    """A PDF that needs a password to open."""
    return _pdf(encryption=pikepdf.Encryption(owner="bank", user="only-in-this-test", R=6))


def malware() -> bytes:
    """The harmless test string that every scanner knows, behind a PDF."""
    return statement() + b"\n" + EICAR.encode()


def every_paper() -> dict[str, bytes]:
    """All of them, by the name that the README calls them."""
    return {
        "photo.jpg": phone_photo(),
        "relevé.pdf": owner_locked_statement(),
        "passeport.jpg": phone_photo(1200, 900),
        "coffre.pdf": password_statement(),
        "facture.pdf": malware(),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in every_paper().items():
        (folder / name).write_bytes(content)
        sys.stdout.write(f"{folder / name}\n")
