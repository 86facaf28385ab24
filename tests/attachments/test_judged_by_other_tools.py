"""What agents get, judged again by tools that the portal does not use: exiftool for images, poppler and qpdf for documents."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops, ImageStat

from attachments.inspection import Verdict, flatten, inspect
from attachments.limits import PREVIEW_PAGES, PREVIEW_SIDE
from tests.attachments import hostile, samples
from tests.attachments.test_hostile_files import turned
from tests.services.plugin import needed
from tests.services.programs import ServiceMissing

PACKAGES = {
    "exiftool": "libimage-exiftool-perl",
    **dict.fromkeys(("pdftoppm", "pdftotext", "pdfdetach", "pdfinfo"), "poppler-utils"),
    "qpdf": "qpdf",
}
SAYS_NOTHING_OF_THE_CAMERA = {"ExifTool", "System", "File", "RIFF", "Composite", "SourceFile"}
NOTHING_BUT_PICTURES = {
    *("/Type", "/Catalog", "/Pages", "/Count", "/Kids", "/Page", "/Parent", "/MediaBox", "/Contents", "/Resources"),
    *("/XObject", "/P", "/Subtype", "/Image", "/Width", "/Height", "/ColorSpace", "/DeviceRGB", "/BitsPerComponent"),
    *("/Filter", "/DCTDecode", "/Length", "/Root", "/Size"),
}
SAYS_NOTHING_OF_ITS_MAKER = {
    *("ExifTool:ExifToolVersion", "ExifTool:Validate", "PDF:PDFVersion", "PDF:Linearized", "PDF:PageCount"),
    *(f"System:{each}" for each in ("FileName", "Directory", "FileSize", "FilePermissions")),
    *(f"System:{each}" for each in ("FileModifyDate", "FileAccessDate", "FileInodeChangeDate")),
    *(f"File:{each}" for each in ("FileType", "FileTypeExtension", "MIMEType")),
}
SOUND = "0 0 0"
"""No error, no warning, and none that is minor."""
ALIKE = 2.0
"""Of 255: two programs that draw the same page differ by less than one on average, at the edges; another page by ten."""

Judged = Callable[[bytes, str], tuple[Path, Verdict]]


@pytest.fixture
def decide(tmp_path: Path, request: pytest.FixtureRequest) -> Judged:
    """Inspect bytes under a name. Out: where they lie, and the verdict."""
    for program, package in PACKAGES.items():
        if shutil.which(program) is None:
            needed(request.config, ServiceMissing(f"{program} is missing. Install it with:  apt-get install {package}"))

    def inspected(content: bytes, name: str) -> tuple[Path, Verdict]:
        path, out = tmp_path / f"original{Path(name).suffix}", tmp_path / "previews"
        path.write_bytes(content)
        out.mkdir(exist_ok=True)
        return path, inspect(path, name=name, out_dir=out, scanner=None)

    return inspected


def said(*command: object) -> str:
    """What a program says. qpdf ends with 3 when it only warns."""
    ran = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False)
    assert ran.returncode in {0, 3}, ran.stderr
    return ran.stdout


def tags(*paths: Path) -> list[dict[str, object]]:
    """All that exiftool reads in some files, each tag under its group, and whether they are sound."""
    found: list[dict[str, object]] = json.loads(said("exiftool", "-validate", "-all", "-G1", "-j", "-n", "-a", *paths))
    return found


def is_nothing_but_an_image(verdict: Verdict) -> None:
    """Each preview is a sound WebP that says nothing but its size, and ends where it says it does."""
    read = tags(*(each.path for each in verdict.previews))
    for each, found in zip(verdict.previews, read, strict=True):
        assert {key.partition(":")[0] for key in found} <= SAYS_NOTHING_OF_THE_CAMERA
        assert found["File:FileType"] == "WEBP"
        assert (found["RIFF:ImageWidth"], found["RIFF:ImageHeight"]) == (each.width, each.height)
        assert found["ExifTool:Validate"] == SOUND


def drawn(document: Path, *, page: int) -> Path:
    """A page as poppler draws it."""
    picture = document.parent / f"{document.stem}-{page}"
    size, crop = ("-scale-to", PREVIEW_SIDE), ("-cropbox", "-singlefile", "-png")
    said("pdftoppm", "-f", page, "-l", page, *size, *crop, document, picture)
    return picture.with_suffix(".png")


def difference(original: Path, picture: Path, *, page: int) -> float:
    """How far a picture is from a page as poppler draws it, on average for each colour of a pixel, of 255."""
    with Image.open(drawn(original, page=page)) as theirs, Image.open(picture) as ours:
        # A row more or less comes from rounding; another shape does not.
        assert max(abs(a - b) for a, b in zip(theirs.size, ours.size, strict=True)) <= 2
        same_size = theirs.convert("RGB").resize(ours.size)
        return sum(ImageStat.Stat(ImageChops.difference(same_size, ours.convert("RGB"))).mean) / 3


def flat_copy(original: Path, verdict: Verdict) -> Path:
    """The flat copy that agents get of it."""
    folder = original.parent / "flat"
    folder.mkdir(exist_ok=True)
    made, pages = flatten(original, pages=verdict.pages or 0, folder=folder)
    assert pages == verdict.pages
    return made


def paper(document: Path, *, page: int) -> tuple[float, float]:
    """The size of a page in points as poppler reads it."""
    found = re.search(r"size:\s+([\d.]+) x ([\d.]+)", said("pdfinfo", "-f", page, "-l", page, document))
    assert found
    return float(found[1]), float(found[2])


def is_nothing_but_pictures(made: Path) -> None:
    """Each object of a document belongs to a page or its picture, and says nothing but where and how large that is."""
    assert "No syntax or stream encoding errors found" in said("qpdf", "--check", made)
    objects = json.loads(said("qpdf", "--json=2", "--json-key=qpdf", made))["qpdf"][1]
    names = set(re.findall(r'"(/[^"]+)"', json.dumps(objects)))
    assert names <= NOTHING_BUT_PICTURES


def says_nothing(made: Path) -> None:
    """No text, no file inside, nothing of who made it with what."""
    assert tags(made)[0].keys() <= {"SourceFile", *SAYS_NOTHING_OF_ITS_MAKER}
    assert said("pdftotext", made, "-").strip() == ""
    assert said("pdfdetach", "-list", made).startswith("0 ")


def drawn_on(document: pikepdf.Pdf) -> None:
    """Something to see on each page, on another place and in another colour each."""
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number, page in enumerate(document.pages):
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        colour = ["0.8 0.1 0.1", "0.1 0.6 0.1", "0.1 0.1 0.8"][number % 3]
        content = (
            f"{colour} rg {50 + 40 * number} 500 200 150 re f BT /F1 36 Tf 60 700 Td (Statement {number + 1}) Tj ET"
        )
        page.obj.Contents = document.make_stream(content.encode())


def acting(document: pikepdf.Pdf) -> None:
    """Something to see, and a script, a program, a form that is sent and a file inside."""
    drawn_on(document)
    hostile.embedded(document)
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.Root.OpenAction = document.make_indirect(script)
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("cmd.exe")))
    hostile.link("SubmitForm", F=String("http://example.com"))(document)


def on_its_side(document: pikepdf.Pdf) -> None:
    """A page that is turned, of which only a part is to be shown."""
    drawn_on(document)
    document.pages[0].obj.Rotate = 90
    document.pages[0].obj.CropBox = Array([30, 300, 500, 800])


SHOWN: dict[str, tuple[bytes, set[str]]] = {
    "that acts": (hostile.pdf(acting, pages=3), {"active_content"}),
    "that acts behind its owner's lock": (
        hostile.pdf(acting, pages=3, encryption=pikepdf.Encryption(user="", owner=samples.PASSWORD, R=6)),
        {"active_content", "owner_locked"},
    ),
    "that is damaged": (
        hostile.pdf(drawn_on, pages=3).replace(b"startxref", b"startxxxx"),
        {"repaired"},
    ),
    "with something behind it": (hostile.pdf(drawn_on, pages=3) + hostile.a_zip(), {"trailing_data"}),
    "on its side": (hostile.pdf(on_its_side), set()),
}


@pytest.mark.parametrize("what", SHOWN)
def test_every_page_of_a_document_is_shown_as_another_program_draws_it_and_nothing_else_of_it(
    decide: Judged, what: str
) -> None:
    content, flags = SHOWN[what]
    original, verdict = decide(content, "statement.pdf")
    assert flags <= set(verdict.flags)
    assert len(verdict.previews) == verdict.pages == int(said("qpdf", "--show-npages", original))
    is_nothing_but_an_image(verdict)
    for number in range(1, len(verdict.previews) + 1):
        assert difference(original, verdict.previews[number - 1].path, page=number) < ALIKE


def test_another_page_is_not_taken_for_alike(decide: Judged) -> None:
    original, verdict = decide(hostile.pdf(drawn_on, pages=3), "statement.pdf")
    shuffled = verdict.previews[1].path.rename(original.parent / "second")
    verdict.previews[0].path.rename(verdict.previews[1].path)
    shuffled.rename(verdict.previews[0].path)
    assert difference(original, verdict.previews[0].path, page=1) > ALIKE


@pytest.mark.parametrize("what", [each for each in SHOWN if SHOWN[each][1]])
def test_every_page_of_a_flat_copy_is_as_large_and_looks_as_in_the_document(decide: Judged, what: str) -> None:
    original, verdict = decide(SHOWN[what][0], "statement.pdf")
    made = flat_copy(original, verdict)
    is_nothing_but_pictures(made)
    says_nothing(made)
    assert said("qpdf", "--show-npages", made) == said("qpdf", "--show-npages", original)
    for number in range(1, (verdict.pages or 0) + 1):
        assert difference(original, drawn(made, page=number), page=number) < ALIKE
        sizes = [paper(each, page=number) for each in (original, made)]
        assert all(abs(ours - theirs) < 0.02 for theirs, ours in zip(*sizes, strict=True))


def test_the_flat_copy_of_a_page_on_its_side_stands_as_the_page_is_seen(decide: Judged) -> None:
    original, verdict = decide(hostile.pdf(on_its_side), "statement.pdf")
    made = flat_copy(original, verdict)
    assert difference(original, drawn(made, page=1), page=1) < ALIKE
    assert [round(each) for each in paper(made, page=1)] == [500, 470]


@pytest.mark.parametrize("side", [10, 14_400])
def test_the_flat_copy_of_a_tiny_or_a_huge_page_is_as_large_as_the_page(decide: Judged, side: int) -> None:
    def sized(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.MediaBox = Array([0, 0, side, side])

    original, verdict = decide(hostile.pdf(sized), "statement.pdf")
    assert paper(flat_copy(original, verdict), page=1) == (side, side)


def test_a_flat_copy_has_all_the_pages_that_previews_leave_out(decide: Judged) -> None:
    original, verdict = decide(hostile.pdf(drawn_on, pages=PREVIEW_PAGES + 2), "statement.pdf")
    assert len(verdict.previews) == PREVIEW_PAGES
    made = flat_copy(original, verdict)
    assert int(said("qpdf", "--show-npages", made)) == verdict.pages
    assert difference(original, drawn(made, page=PREVIEW_PAGES + 2), page=PREVIEW_PAGES + 2) < ALIKE


@pytest.mark.parametrize("what", hostile.ACTING)
def test_what_can_act_has_as_many_pages_as_before_and_none_of_it_left(decide: Judged, what: str) -> None:
    original, verdict = decide(hostile.ACTING[what], "statement.pdf")
    pages = int(said("qpdf", "--show-npages", original))
    assert len(verdict.previews) == min(pages, PREVIEW_PAGES)
    is_nothing_but_an_image(verdict)
    made = flat_copy(original, verdict)
    is_nothing_but_pictures(made)
    assert int(said("qpdf", "--show-npages", made)) == pages


@pytest.mark.parametrize("name", hostile.POLYGLOTS)
def test_nothing_behind_a_file_is_left_in_what_agents_get(decide: Judged, name: str) -> None:
    is_nothing_but_an_image(decide(hostile.POLYGLOTS[name], name)[1])


def test_a_photos_place_is_read_before_and_by_nobody_after(decide: Judged) -> None:
    original, verdict = decide(samples.photo_with_place(), "photo.jpg")
    before = tags(original)[0]
    assert (before["GPS:GPSLatitudeRef"], before["IFD0:Make"]) == ("N", "Secret Camera")
    is_nothing_but_an_image(verdict)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_that_says_how_it_lies_is_shown_upright_and_says_no_more_of_it(decide: Judged, turn: int) -> None:
    original, verdict = decide(turned(turn), "photo.jpg")
    before = tags(original)[0]
    stored = (before["File:ImageWidth"], before["File:ImageHeight"])
    assert before["IFD0:Orientation"] == turn
    is_nothing_but_an_image(verdict)
    shown = (verdict.previews[0].width, verdict.previews[0].height)
    assert shown == (stored if turn < 5 else stored[::-1])
