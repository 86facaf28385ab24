"""The checks that concern files: scanner, libmagic, the confined child, and whether anybody checks what has arrived."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Q
from django.utils import timezone

from attachments import front_door
from attachments.inspection import InspectionDied, Scanner, ScannerUnavailable, inspect, scanner_from_url
from attachments.inspection.scanner import signatures_made
from attachments.lateness import late_files, unfinished_files
from attachments.limits import ALARM_AFTER_SECONDS, MAX_BODY_BYTES, MAX_FILE_BYTES
from attachments.models import Attachment
from attachments.states import DISK_OUT, SCANNER_OUT, FileState
from operations.clock import database_now
from operations.doctor import ERROR, OK, SKIPPED, WARNING, Finding, check
from operations.heartbeats import SWEEP, last

UNSWEPT_SECONDS = 120
"""The sweeper comes every 15 seconds: what has been due for so long has nobody who sweeps."""
LIBMAGIC_SECONDS = 20
SCANNER_SECONDS = 2.0
"""/readyz asks as well, and whoever asks that does not wait for long."""
OLD_DAYS, STALE_DAYS = 3, 7
"""New signatures come every day; so many days without are a warning, and so many an error."""
OUTAGES = {SCANNER_OUT: ("the virus scanner", "scanner"), DISK_OUT: ("room on the disk", "disk")}
"""What files wait for, in words, and the check that says more of it."""

# The harmless test string of the anti-virus industry, in two parts so that this file is not taken for it.
TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLEAN = b"nothing to see here\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\xb18\xf6\x14\x00\x00\x00\x00IEND\xaeB`\x82"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
KNOWN = {"image/png": PNG, "application/pdf": PDF}

_ASK_LIBMAGIC = (
    "import sys; sys.path.insert(0, sys.argv[1]); from attachments.inspection.kinds import described;"
    " print(described(sys.stdin.buffer.read()))"
)


_NO_SCANNER = Finding(
    state=WARNING,
    result="none configured; agents are told “not scanned”",
    mend="install clamav-daemon and set CLAMD_URL",
)


@check(
    name="scanner",
    why="Without it nobody notices malware: agents would open what a stranger sent.",
    told_by_readyz=True,
)
def scanner_tells_malware_from_clean() -> Finding:
    """A real round trip with the test virus and a clean sample, and how old the signatures are."""
    mend = "start clamd, run freshclam; see CLAMD_URL and deploy/clamd.conf"
    try:
        scanner = scanner_from_url(settings.CLAMD_URL, ping_seconds=SCANNER_SECONDS)
        if scanner is None:
            return _NO_SCANNER
        if not _scanned(scanner, TEST_VIRUS):
            return Finding(state=ERROR, result="it lets the test virus through: it has no signatures", mend=mend)
        if _scanned(scanner, CLEAN):
            return Finding(state=ERROR, result="it takes a clean sample for malware", mend=mend)
    except (ScannerUnavailable, InspectionDied, OSError) as fault:
        return Finding(state=ERROR, result=str(fault), mend=mend)
    made = signatures_made(scanner.signatures)
    if made is None:
        return Finding(state=OK, result="finds the test virus, passes a clean sample; its signatures bear no date")
    days = (timezone.now() - made).days
    if days >= OLD_DAYS:
        state = ERROR if days >= STALE_DAYS else WARNING
        mend = "freshclam must run: signatures are new every day, and so is malware; see its log"
        return Finding(state=state, result=f"its signatures are {days} days old", mend=mend)
    return Finding(state=OK, result=f"finds the test virus, passes a clean sample; signatures of {made:%Y-%m-%d}")


@check(name="scanner-limits", why="A file beyond the scanner’s limits can be called neither clean nor malware.")
def scanner_takes_the_largest_files() -> Finding:
    """As many bytes as the largest file may have."""
    try:
        scanner = scanner_from_url(settings.CLAMD_URL, ping_seconds=SCANNER_SECONDS)
        if scanner is None:
            return Finding(state=SKIPPED, result="no scanner")
        _scanned(scanner, b"", size=MAX_FILE_BYTES)
    except (ScannerUnavailable, InspectionDied, OSError) as fault:
        result = f"it does not take the largest files that we take ({fault})"
        return Finding(
            state=ERROR, result=result, mend="MaxFileSize, StreamMaxLength and MaxScanSize as in deploy/clamd.conf"
        )
    return Finding(state=OK, result=f"takes files of {MAX_FILE_BYTES:,} bytes")


def _scanned(scanner: Scanner, content: bytes, *, size: int = 0) -> str:
    """What the scanner finds in bytes that never touch the disk, lengthened with zeros to `size`."""
    with _in_memory(content, size) as path:
        return scanner.scan(path)


@contextmanager
def _in_memory(content: bytes, size: int) -> Iterator[Path]:
    with os.fdopen(os.memfd_create("doctor"), "w+b", buffering=0) as file:
        file.write(content)
        file.truncate(max(size, len(content)))
        yield Path(f"/proc/self/fd/{file.fileno()}")


@check(name="front-door", why="Where limits differ, an upload that a page promised to take ends without a word.")
def front_door_takes_what_pages_promise() -> Finding:
    """The largest bodies that we take, and one byte more, posted to PUBLIC_URL."""
    return front_door_finding(url=settings.PUBLIC_URL)


def front_door_finding(*, url: str) -> Finding:
    """Whether the front door at an address has the limits of attachments/limits.py; if not, who there has others."""
    try:
        found = front_door.ask(url=url, now=timezone.now())
    except front_door.NobodyThere as fault:
        mend = "run doctor where PUBLIC_URL can be reached, or ask another address: manage.py front_door URL"
        return Finding(state=WARNING, result=f"nobody could be asked ({fault})", mend=mend)
    if found is None:
        return Finding(state=OK, result=f"takes files of {MAX_FILE_BYTES:,} bytes, refuses one byte more")
    return Finding(state=ERROR, result=f"{found.who}: {found.sentence}", mend=_MEND_FRONT_DOOR[found.who])


_MEND_FRONT_DOOR = {
    front_door.PROXY: f"let it pass {MAX_BODY_BYTES:,} bytes a request, as deploy/nginx.conf does",
    front_door.PORTAL: "restart every web process: it runs with an older attachments/limits.py",
    front_door.ANOTHER: "PUBLIC_URL must lead to this portal, and its web processes must have this SECRET_KEY",
}


@check(name="libmagic", why="It tells what a file is, whatever its name says.")
def libmagic_recognises() -> Finding:
    """A PNG and a PDF, asked in a Python of its own: a broken library must not break doctor."""
    mend = "install the locked requirements again: python-magic and pylibmagic"
    for wanted, sample in KNOWN.items():
        said = _libmagic_says(sample)
        if said != wanted:
            return Finding(state=ERROR, result=f"says “{said}” of a sample that is {wanted}", mend=mend)
    return Finding(state=OK, result="recognises a PNG and a PDF")


def _libmagic_says(sample: bytes) -> str:
    command = [sys.executable, "-I", "-c", _ASK_LIBMAGIC, str(Path(__file__).resolve().parents[1])]
    try:
        asked = subprocess.run(command, input=sample, capture_output=True, timeout=LIBMAGIC_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        return type(fault).__name__
    last = (asked.stdout if asked.returncode == 0 else asked.stderr).decode(errors="replace").strip()
    return last.rsplit("\n", 1)[-1]


@check(name="inspection", why="Every file is opened in a confined child; without it none can be checked.")
def inspection_works() -> Finding:
    """One small image of our own, all the way to its preview."""
    mend = "manage.py inspect_file on any image says more; install the locked requirements again"
    try:
        with tempfile.TemporaryDirectory() as folder, _in_memory(PNG, 0) as path:
            verdict = inspect(path, name="doctor.png", out_dir=Path(folder), scanner=None)
    except (InspectionDied, OSError) as fault:
        return Finding(state=ERROR, result=str(fault), mend=mend)
    if verdict.verdict != "accepted" or len(verdict.previews) != 1:
        return Finding(state=ERROR, result=f"refuses our own sample ({verdict.code})", mend=mend)
    return Finding(state=OK, result="opens our own sample and draws it")


@check(name="beat", why="It sweeps: without it nobody takes up what a dead worker or an emptied Redis left lying.")
def beat_comes() -> Finding:
    """When the last sweep was; a portal whose tables are new has not had the time for one."""
    now = database_now()
    swept = last(name=SWEEP)
    since = swept or MigrationRecorder(connection).migration_qs.aggregate(at=Max("applied"))["at"]
    silent = (now - since).total_seconds()
    if silent > UNSWEPT_SECONDS:
        result = f"no sweep for {silent / 60:.0f} minutes" if swept else "nobody has swept yet"
        mend = "celery -A kraken_support beat, and Redis and a worker for it to ring; manage.py sweep sweeps once"
        return Finding(state=ERROR, result=result, mend=mend)
    return Finding(state=OK, result=f"swept {silent:.0f} s ago" if swept else "begun just now")


@check(name="files", why="Customers were told that their files are being checked.")
def files_are_checked() -> Finding:
    """What has been due too long, unfinished too long, waits for the scanner, or could not be checked."""
    now = database_now()
    unfinished = unfinished_files()
    unswept = now - timedelta(seconds=UNSWEPT_SECONDS)
    forgotten = unfinished.filter(
        Q(state=FileState.QUEUED, next_try_at__lt=unswept) | Q(state=FileState.CHECKING, lease_until__lt=unswept)
    ).count()
    if forgotten:
        result = f"nobody checks files: is a worker and beat running? {forgotten} have been due for minutes"
        mend = "celery -A kraken_support worker, and one with --beat; manage.py sweep rings once"
        return Finding(state=ERROR, result=result, mend=mend)
    late = late_files(now=now).filter(waiting_for="").count()
    if late:
        result = f"{late} are still unfinished after {ALARM_AFTER_SECONDS // 60} minutes"
        return Finding(state=ERROR, result=result, mend="more workers; their log says why inspections die")
    for outage, (what, name) in OUTAGES.items():
        if waiting := unfinished.filter(waiting_for=outage).count():
            result = f"{waiting} wait for {what}"
            return Finding(state=WARNING, result=result, mend=f"see the check “{name}”; they go on by themselves")
    failed = Attachment.objects.filter(state=FileState.FAILED, ticket__isnull=False).count()
    if failed:
        result = f"{failed} could not be checked"
        return Finding(
            state=WARNING,
            result=result,
            mend="manage.py attachments_requeue --state failed, or an agent presses “Check it again”",
        )
    return Finding(state=OK, result=f"{unfinished.count()} being checked, none late")
