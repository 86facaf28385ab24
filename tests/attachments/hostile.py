"""Files that somebody built to do harm, and honest ones that look odd: each made here from its description."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.attachments import samples
from tests.attachments.hostile_pictures import claiming, packed, png_with

Build = Callable[[pikepdf.Pdf], None]


def pdf(build: Build = lambda _document: None, *, pages: int = 1, **save: object) -> bytes:
    """A PDF of empty pages with something built into it."""
    document = pikepdf.new()
    for _each in range(pages):
        document.add_blank_page(page_size=(595, 842))
    build(document)
    held = io.BytesIO()
    document.save(held, **save)  # type: ignore[arg-type]
    return held.getvalue()


def script() -> Dictionary:
    """An action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def rooted(key: str, **value: object) -> Build:
    """Something in the document's catalogue."""

    def build(document: pikepdf.Pdf) -> None:
        document.Root[key] = document.make_indirect(Dictionary(**value))  # type: ignore[arg-type]

    return build


def on_the_page(subtype: str, **more: object) -> Build:
    """An annotation on the first page."""

    def build(document: pikepdf.Pdf) -> None:
        what = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([0, 0, 50, 50]), **more)  # type: ignore[arg-type]
        document.pages[0].obj.Annots = Array([document.make_indirect(what)])

    return build


def link(kind: str, **more: object) -> Build:
    """A link on the first page that does something of a kind."""
    return on_the_page("Link", A=Dictionary(S=Name(f"/{kind}"), **more))  # type: ignore[arg-type]


def embedded(document: pikepdf.Pdf) -> None:
    """A file inside."""
    document.attachments["notes.txt"] = b"hello"


def form_of_scripts(document: pikepdf.Pdf) -> None:
    """A field that runs a script at every key."""
    field = Dictionary(FT=Name.Tx, T=String("name"), AA=Dictionary(K=script()))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))


def xfa(document: pikepdf.Pdf) -> None:
    """A form of the other kind, which has a language of its own."""
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


def outline(document: pikepdf.Pdf) -> None:
    """A bookmark that runs a script."""
    item = document.make_indirect(Dictionary(Title=String("Contents"), A=script()))
    document.Root.Outlines = document.make_indirect(Dictionary(First=item, Last=item, Count=1))


def kind_apart(kind: str, **more: object) -> Build:
    """A link whose kind of action stands in an object of its own."""

    def build(document: pikepdf.Pdf) -> None:
        link("GoTo", **more)(document)
        document.pages[0].obj.Annots[0].A.S = document.make_indirect(Name(f"/{kind}"))

    return build


def followed(document: pikepdf.Pdf) -> None:
    """On opening a page is turned, and then a page of the web opened."""
    after = Dictionary(S=Name.URI, URI=String("https://example.com"))
    turn = Dictionary(S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit]), Next=after)
    document.Root.OpenAction = document.make_indirect(turn)


def losing_its_script() -> bytes:
    """A document cut behind its last object, the script: what mends it forgets that one."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
    )
    numbered = (b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(objects, 1))
    return b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n" + b"".join(numbered)


def content_elsewhere(document: pikepdf.Pdf) -> None:
    """A page whose content is to be fetched from another machine."""
    document.pages[0].obj.Contents = document.make_stream(b"", F=String("\\\\example.com\\share\\x"))


ACTING: dict[str, bytes] = {
    "script on opening": pdf(rooted("/OpenAction", S=Name.JavaScript, JS=String("app.alert(1)"))),
    "script in an object stream": pdf(
        rooted("/OpenAction", S=Name.JavaScript, JS=String("app.alert(1)")),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    ),
    "script spelled in hexadecimal": pdf(
        rooted("/OpenAction", S=Name.JavaScript, JS=String("app.alert(1)")), compress_streams=False
    ).replace(b"/JavaScript", b"/Java#53cript"),
    "script behind owner's lock": pdf(
        rooted("/OpenAction", S=Name.JavaScript, JS=String("app.alert(1)")),
        encryption=pikepdf.Encryption(user="", owner="owner", R=6),
    ),
    "program on opening": pdf(rooted("/OpenAction", S=Name.Launch, F=String("cmd.exe"))),
    "page of the web on opening": pdf(rooted("/OpenAction", S=Name.URI, URI=String("http://example.com"))),
    "printing on opening": pdf(rooted("/OpenAction", S=Name.Named, N=Name.Print)),
    "script among the names": pdf(
        lambda each: rooted("/Names", JavaScript=Dictionary(Names=Array([String("a"), script()])))(each)
    ),
    "script on closing": pdf(lambda each: rooted("/AA", WC=script())(each)),
    "script of a bookmark": pdf(outline),
    "script of a field": pdf(form_of_scripts),
    "script of a link": pdf(link("JavaScript", JS=String("app.alert(1)"))),
    "script in a link's address": pdf(link("URI", URI=String("javascript:alert(1)"))),
    "script in an address with blanks in it": pdf(link("URI", URI=String("\1java\n script:alert(1)"))),
    "script in an address of two bytes a letter": pdf(
        link("URI", URI=b"\xfe\xff" + "javascript:alert(1)".encode("utf-16-be"))
    ),
    "program in a link's address": pdf(link("URI", URI=String("search-ms:query=x"))),
    "program whose kind stands apart": pdf(kind_apart("Launch", F=String("cmd.exe"))),
    "sending whose kind stands apart": pdf(kind_apart("SubmitForm", F=String("http://example.com"))),
    "page of the web after turning a page by itself": pdf(followed),
    "script that is lost in mending": losing_its_script(),
    "content of another machine": pdf(content_elsewhere),
    "article of another machine": pdf(link("Thread", F=String("\\\\example.com\\share\\x.pdf"), D=0)),
    "script after turning a page": pdf(lambda each: link("GoTo", D=String("x"), Next=Array([script()]))(each)),
    "file of another machine": pdf(link("GoToR", F=String("\\\\example.com\\share\\x.pdf"), D=Array([0, Name.Fit]))),
    "file inside another": pdf(link("GoToE", D=Array([0, Name.Fit]))),
    "sending a form": pdf(link("SubmitForm", F=String("http://example.com"))),
    "taking in data": pdf(link("ImportData", F=String("x.fdf"))),
    "film": pdf(link("Rendition", OP=0)),
    "rich media": pdf(on_the_page("RichMedia")),
    "sound": pdf(on_the_page("Sound")),
    "space": pdf(on_the_page("3D")),
    "file inside": pdf(embedded),
    "other kind of form": pdf(xfa),
}

HONEST: dict[str, bytes] = {
    "version 1.3": pdf(force_version="1.3"),
    "version 2.0": pdf(force_version="2.0"),
    "object streams": pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "for the web": pdf(pages=3, linearize=True),
    "link to a page of the web": pdf(link("URI", URI=String("https://example.com"))),
    "link to a mailbox": pdf(link("URI", URI=String("mailto:nia@example.com"))),
    "link to another document": pdf(link("GoToR", F=String("annex.pdf"), D=Array([0, Name.Fit]))),
    "link to a telephone": pdf(link("URI", URI=String("tel:+33199000000"))),
    "link without a scheme": pdf(link("URI", URI=String("www.example.com:8080/a"))),
    "lines of a mail before it": b"Received: from example.com\r\nFrom: Nia <nia@example.com>\r\n\r\n" + samples.pdf(),
    "note that speaks of JavaScript": pdf(on_the_page("Text", Contents=String("/JavaScript is a language"))),
    "very small page": pdf(lambda each: setattr(each.pages[0].obj, "MediaBox", Array([0, 0, 1, 1]))),
    "very large page": pdf(lambda each: setattr(each.pages[0].obj, "MediaBox", Array([0, 0, 14400, 14400]))),
    "saved again without its table": samples.pdf() + b"\nstartxref\n0\n%%EOF\n",
}


def nested_pages(depth: int) -> bytes:
    """A page under so many branches that lead nowhere else."""

    def build(document: pikepdf.Pdf) -> None:
        node = document.pages[0].obj
        for _each in range(depth):
            node = document.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([node]), Count=1))
        document.Root.Pages = node

    return pdf(build)


def packed_into_a_page(inflated: int) -> bytes:
    """A page whose content becomes so many bytes."""

    def build(document: pikepdf.Pdf) -> None:
        content = document.make_stream(b"")
        content.write(zlib.compress(bytes(inflated), 9), filter=Name.FlateDecode)
        document.pages[0].obj.Contents = content

    return pdf(build)


def run_lengths() -> bytes:
    """A page whose content becomes 640 MiB by repeating, packed."""

    def build(document: pikepdf.Pdf) -> None:
        content = document.make_stream(b"")
        packed_runs = zlib.compress(b"\x81\0" * (5 << 20), 9)
        content.write(packed_runs, filter=Array([Name.FlateDecode, Name.RunLengthDecode]))
        document.pages[0].obj.Contents = content

    return pdf(build)


def picture_in_itself() -> bytes:
    """A page with a drawing that draws itself twice: whoever draws it wants memory without end."""

    def build(document: pikepdf.Pdf) -> None:
        drawing = document.make_stream(b"/X Do /X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]))
        drawing.Resources = Dictionary(XObject=Dictionary(X=drawing))
        document.pages[0].obj.Resources = drawing.Resources
        document.pages[0].obj.Contents = document.make_stream(b"/X Do")

    return pdf(build)


def picture_of(side: int) -> bytes:
    """A page with a picture that says it has so many pixels on each side."""

    def build(document: pikepdf.Pdf) -> None:
        picture = document.make_stream(
            b"",
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=side,
                Height=side,
                BitsPerComponent=8,
                ColorSpace=Name.DeviceRGB,
            ),
        )
        picture.write(zlib.compress(bytes(1000)), filter=Name.FlateDecode)
        document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=picture))
        document.pages[0].obj.Contents = document.make_stream(b"q 500 0 0 500 0 0 cm /I Do Q")

    return pdf(build)


BOMBS: dict[str, bytes] = {
    "pages": pdf(pages=2500),
    "branches.pdf": nested_pages(150),
    "deep branches.pdf": nested_pages(3000),
    "content.pdf": packed_into_a_page(200 << 20),
    "repeated content.pdf": run_lengths(),
    "picture.pdf": picture_of(100_000),
    "page.pdf": pdf(lambda each: setattr(each.pages[0].obj, "MediaBox", Array([0, 0, 10**7, 10**7]))),
    "pixels.jpg": claiming(65_000, 65_000),
    "text.png": png_with(b"zTXt", b"a\0\0" + packed(60 << 20)),
    "other text.png": png_with(b"iTXt", b"a\0\1\0\0\0" + packed(60 << 20)),
    "profile.png": png_with(b"iCCP", b"a\0\0" + packed(60 << 20)),
}


def a_zip() -> bytes:
    """A small archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return held.getvalue()


def saved(kind: str, **save: object) -> bytes:
    """A small picture in another format."""
    held = io.BytesIO()
    Image.new("RGB", (32, 24), "navy").save(held, kind, **save)
    return held.getvalue()


STRANGERS: dict[str, tuple[bytes, str]] = {
    **{
        f"picture as.{ending}": (saved(kind), "file_type")
        for kind, ending in [("GIF", "gif"), ("BMP", "bmp"), ("TIFF", "tif")]
    },
    **{f"{kind}.jpg": (saved(kind), "file_mismatch") for kind in ("GIF", "BMP", "TIFF", "WEBP")},
    "letter.docx": (a_zip(), "file_type"),
    "letter.pdf": (a_zip(), "file_mismatch"),
    "vector.png": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "file_mismatch"),
    "page before a document.pdf": (b"<html><script>alert(1)</script></html>" + samples.pdf(), "file_mismatch"),
    "picture before a document.pdf": (b"<img src=x onerror=alert(1)>" + samples.pdf(), "file_mismatch"),
    "music before a document.pdf": (b"ID3\3" + bytes(60) + samples.pdf(), "file_mismatch"),
    "rows are missing.png": (samples.grey_png(100, 100, bytes(101 * 50)), "file_broken"),
    "archive before a document.pdf": (a_zip() + samples.pdf(), "file_mismatch"),
    "postscript.pdf": (b"%!PS-Adobe-3.0\n%%Title: x\nshowpage\n", "file_mismatch"),
    "only a header.pdf": (b"%PDF-1.7\n", "file_broken"),
    "only a header.jpg": (b"\xff\xd8\xff\xe0" + bytes(20), "file_broken"),
    "only a header.png": (b"\x89PNG\r\n\x1a\n", "file_broken"),
    "no pages.pdf": (pdf(pages=0), "file_broken"),
    "twelve bits.jpg": (samples.photo().replace(b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c"), "file_broken"),
}

POLYGLOTS: dict[str, bytes] = {
    "document and archive.pdf": samples.pdf() + a_zip(),
    "archive between two ends.pdf": samples.pdf() + a_zip() + b"\n%%EOF\n",
    "page between two ends.pdf": samples.pdf() + b"<html><script>alert(1)</script></html>\n%%EOF\n",
    "document and program.pdf": samples.pdf() + samples.program(),
    "photo and archive.jpg": samples.photo() + a_zip(),
    "photo and page.jpg": samples.photo() + b"<script>alert(1)</script>",
    "screenshot and archive.png": samples.screenshot() + a_zip(),
}
