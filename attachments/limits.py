"""Every limit on files, in one place: pages, browser check, server check, worker and proxy read these."""

from collections.abc import Sequence

MEBIBYTE = 1024 * 1024

MAX_FILE_BYTES = 50 * MEBIBYTE
"""Largest accepted file: 52,428,800 bytes; one more is refused (domain §4.6 P3)."""
MAX_FILES_SIGNED_OUT = 5
"""Files in one request for somebody who has not signed in (domain §4.6 P1)."""
MAX_FILES_SIGNED_IN = 10
"""Files in one request for somebody signed in; more go in another request (domain §4.6 P1)."""


def most_files(*, signed_in: bool) -> int:
    """How many files one request of this person may hold; for pages, uploads and Send alike."""
    return MAX_FILES_SIGNED_IN if signed_in else MAX_FILES_SIGNED_OUT


MAX_REFUSED_FILES = 30
"""Refused files remembered per tray, the newest ones, so that endless bad uploads cannot fill the table."""
UPLOAD_DAYS = 1
"""How long a file that was sent in part waits for the rest."""
MAX_OPEN_UPLOADS = 2 * MAX_FILES_SIGNED_IN
"""Files of one tray on their way at the same time, those given up included."""
UPLOAD_CHUNK_BYTES = 1 * MEBIBYTE
"""What our own script sends in one request: a browser whose line is cut sends the whole request once more by itself."""
LARGEST_CHUNK_BYTES = 2 * MEBIBYTE
"""What it comes to send in one while the line is quick: fewer requests; two cuts cost less than a tenth of the largest file."""
PDF = "application/pdf"
ENDINGS = {"image/jpeg": ("jpg", "jpeg"), "image/png": ("png",), PDF: ("pdf",)}
"""What we take, with the endings each may have. JPEG first: Safari converts HEIC to the first listed type it can."""
MEDIA_TYPES = tuple(ENDINGS)
EXTENSIONS = tuple(ending for endings in ENDINGS.values() for ending in endings)
"""The only endings an offered file may have (domain §4.6 P2)."""


def extensions_of(media_types: Sequence[str]) -> list[str]:
    """The endings that files of these media types may have."""
    return [ending for each in media_types for ending in ENDINGS[each]]


def accept_attribute(media_types: Sequence[str]) -> str:
    """For the file control of a form that takes these media types."""
    return ",".join([*media_types, *(f".{each}" for each in extensions_of(media_types))])


FORM_OVERHEAD_BYTES = 1 * MEBIBYTE
"""What the other fields and part headers of one upload may weigh."""
MAX_BODY_BYTES = MAX_FILES_SIGNED_IN * MAX_FILE_BYTES + FORM_OVERHEAD_BYTES
"""Largest request body: all files at once. The proxy's limit is the same number."""

MAX_IMAGE_PIXELS = 50_000_000
"""More pixels than any phone photo; checked before decoding."""
MAX_JPEG_SCANS = 100
"""So many passes over the pixels are free; honest progressive JPEGs have about ten."""
MAX_SCANNED_PIXELS = 40 * MAX_IMAGE_PIXELS
"""What the passes beyond that may read in all."""
MAX_PNG_TEXT_BYTES = 16 * MEBIBYTE
"""What all texts and profiles in a PNG may become together."""
MAX_PDF_PAGES = 2_000
MAX_PDF_OBJECTS = 1_000_000
MAX_PDF_PAGE_NODES = 20_000
"""Branches of a page tree."""
MAX_PDF_PAGE_DEPTH = 100
"""How deep a page tree may branch."""
MAX_PDF_SIDE = 200_000
"""Longest side of a page in points: 70 metres; plotters' drawings stay far below."""
MAX_PDF_FILTERS = 8
"""Filters one upon the other on one stream."""
MAX_STREAM_BYTES = 128 * MEBIBYTE
"""What one compressed stream of a PDF may become."""
MAX_EXPANDED_BYTES = 1024 * MEBIBYTE
"""What all compressed streams of a PDF may become together."""
MAX_PICTURE_BYTES = 400 * MEBIBYTE
"""What the pixels of one picture inside a page may need: a page scanned at 600 dpi in colour needs 105 MB."""
PREVIEW_PAGES = 20
"""Pages of a document that agents see as images."""
PREVIEW_SIDE = 1600
"""Longest side of a preview, in pixels."""
FLAT_PIXELS = 400_000_000
"""What the pages of a flat copy may have together, were they square: up to 156 pages are as sharp as previews."""
FLAT_LEAST_SIDE = 800
"""Longest side of a page of a flat copy at its coarsest; print of ten points can just be read."""
FLAT_BYTES = 128 * MEBIBYTE
"""What all pages of a flat copy may weigh together; a page that is heavier than its part is drawn more coarsely."""
FLAT_PAGE_BYTES = 2 * MEBIBYTE
"""What one of them may weigh; pictures full of grain weigh less at the size of a preview."""
FLAT_RUNS = 30
"""Children that may work on one flat copy, one after the other; what they have not drawn by then is left out."""
FLAT_BINDS = 3
"""How often it is tried after those to put a flat copy together."""
FLAT_RUN_CPU_SECONDS = 8
"""How much of a processor one of them spends before it begins no further page: what is tried has an end, also on a busy machine."""
FLAT_RUN_SECONDS = 20
"""How long one of them begins new pages at most, well before it is killed: files that wait to be checked come in between."""
FLAT_PAGE_CPU_SECONDS = 5
"""What one page of a flat copy may cost; a page that costs more is left out."""

CHILD_MEMORY_BYTES = 512 * MEBIBYTE
CHILD_CPU_SECONDS = 20
CHILD_WALL_SECONDS = 30

FLAT_LEASE_SECONDS = 90
"""How long a worker holds a flat copy for one run before another goes on with it."""
FLAT_RETRY_SECONDS = 5
LEASE_SECONDS = 30
"""How long a worker holds a file without a sign of life before the sweeper gives it to another."""
LEASE_RENEW_SECONDS = 10
MAX_CHECK_SECONDS = 150
"""No check may keep its lease alive for longer: a hang ends like a death."""
OUTAGE_RETRY_SECONDS = 20
"""When a file is tried again after the scanner did not answer."""
MAX_ERRORS = 3
"""Checks that ended in an error before a file is given up as “could not be checked” (DESIGN law 2)."""
MAX_DEAD_LEASES = 10
"""Workers, or scanners, that died with the file in hand before it is given up."""
ALARM_AFTER_SECONDS = 15 * 60
"""A file without an end for longer than this rings an alarm."""
