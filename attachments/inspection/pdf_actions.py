"""Finds in a PDF what can act: scripts, launches, form sending, attached files, media. Links and plain forms cannot."""

import re
from mmap import mmap

from pikepdf import Array, Dictionary, Object, Stream, String

# What the text of an object must contain to be looked at closely. qpdf writes names without needless escapes.
# The kind of an action may also stand in an object of its own.
_SUSPECT = re.compile(
    rb"/(JS|JavaScript|Launch|SubmitForm|ImportData|EmbeddedFiles?|EF|FileAttachment|RichMedia\w*|XFA|OpenAction|AA"
    rb"|GoTo[ER3]\w*|Thread|Movie|Sound|Rendition|3D|URI)(?![A-Za-z0-9])|/S \d+ \d+ R"
)
_ACTING_WORD = re.compile(rb"/(JavaScript|Launch|SubmitForm|ImportData|EmbeddedFiles?|XFA|RichMedia)(?![A-Za-z0-9])")
ACTING = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoTo3DView",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
    }
)
ACTING_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D"})
ACTING_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
# Turning to a page is no harm even when it happens by itself.
HARMLESS_BY_THEMSELVES = frozenset({"/GoTo", "/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
# A link may lead to a page, a mailbox, a telephone, a place or a name; every other scheme starts a program or a script.
_BAD_LINK = re.compile(
    rb"(?!(?:https?|mailto|tel|sms|fax|callto|sips?|xmpp|ftps?|news|geo|urn|doi):)[a-z][a-z0-9+-]*:|\\\\|//",
    re.IGNORECASE,
)
MAX_DEPTH = 60


def has_active_content(item: Object) -> bool:
    """True when an object of the file, or what is written directly in it, can act."""
    top = item.stream_dict if isinstance(item, Stream) else item
    if not isinstance(top, Dictionary | Array):
        return False
    if isinstance(item, Stream) and isinstance(top.get("/F"), String | Dictionary):
        return True  # Its content lies in another file, of this or another machine.
    if not _SUSPECT.search(top.unparse(resolved=True)):
        return False
    return _acts(top, depth=0)


def names_what_acts(data: bytes | mmap) -> bool:
    """True when the bytes of a damaged file, of which objects may have been lost, speak of something that can act."""
    return bool(_ACTING_WORD.search(data))


def _acts(item: Object, *, depth: int) -> bool:
    if depth > MAX_DEPTH:
        return True
    if isinstance(item, Array):
        return any(_acts(each, depth=depth + 1) for each in item if _is_written_here(each))
    if _acts_itself(item):
        return True
    return any(_acts(each, depth=depth + 1) for _key, each in item.items() if _is_written_here(each))


def _is_written_here(value: object) -> bool:
    return isinstance(value, Dictionary | Array) and not value.is_indirect


def _acts_itself(item: Object) -> bool:
    keys = set(item.keys())
    action = _name(item.get("/S"))
    if _name(item.get("/Type")) != "/StructElem" and action in ACTING:
        return True
    if keys & ACTING_KEYS or _name(item.get("/Type")) == "/EmbeddedFile":
        return True
    if _name(item.get("/Subtype")) in ACTING_ANNOTATIONS:
        return True
    if "/OpenAction" in keys and _acts_by_itself(item.get("/OpenAction")):
        return True
    if "/AA" in keys and _any_acts_by_itself(item.get("/AA")):
        return True
    return _leads_outside(item, action)


def _acts_by_itself(action: object) -> bool:
    """True for what happens without a click, unless it only turns to a page and nothing follows."""
    if not isinstance(action, Dictionary):
        return False  # A destination, or nothing.
    kind = _name(action.get("/S"))
    if kind == "/Named":
        kind = _name(action.get("/N"))
    return kind not in HARMLESS_BY_THEMSELVES or "/Next" in action


def _any_acts_by_itself(actions: object) -> bool:
    return isinstance(actions, Dictionary) and any(_acts_by_itself(each) for _event, each in actions.items())


def _leads_outside(item: Object, action: str) -> bool:
    """True for a link that runs a script or opens a file on this or another machine."""
    if action == "/URI":
        return bool(_BAD_LINK.match(_text(item.get("/URI"))))
    if action in {"/GoToR", "/Thread"}:
        target = item.get("/F")
        if isinstance(target, Dictionary):
            target = target.get("/UF") or target.get("/F")
        return bool(_BAD_LINK.match(_text(target)))
    return False


def _name(value: object) -> str:
    return str(value) if value is not None and not isinstance(value, Dictionary | Array | Stream) else ""


def _text(value: object) -> bytes:
    """What readers take a link for: without marks of its encoding, and without the blanks and controls they skip."""
    return re.sub(rb"^(\xfe\xff|\xff\xfe|\xef\xbb\xbf)|[\0- ]", b"", bytes(value)) if isinstance(value, String) else b""
