"""Inspects a file: name and size at once, bytes in a confined child and malware by the scanner, side by side."""

import atexit
import os
import signal
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from attachments.inspection.answers import Answer, read_answer
from attachments.inspection.scanner import Scanner
from attachments.inspection.verdicts import (
    ACCEPTED,
    EMPTY,
    HEIC,
    MISMATCH,
    NOT_SCANNED,
    REFUSED,
    SIZE,
    TOO_COMPLEX,
    TYPE,
    UNSAFE,
    InspectionDied,
    Preview,
    ScannerUnavailable,
    Verdict,
)
from attachments.inspection.workshop import Outcome, Workshop, take, working_folder
from attachments.limits import CHILD_CPU_SECONDS, CHILD_MEMORY_BYTES, EXTENSIONS, MAX_FILE_BYTES
from attachments.names import extension

HEIF_EXTENSIONS = frozenset({"heic", "heif"})
# A library that gets no more memory may crash instead of saying so.
MEMORY_USED_UP = 0.6 * CHILD_MEMORY_BYTES

workshop = Workshop("attachments.inspection.examine:work")
atexit.register(workshop.close)


def inspect(path: Path, *, name: str, out_dir: Path | None, scanner: Scanner | None) -> Verdict:
    """Decide what a file is and whether it may be shown.

    In: where it lies, the name it was offered under, where previews go (None: make none), the scanner (None: none).
    Out: accepted or refused, always final. Raises ScannerUnavailable when only the scanner is missing for a verdict,
    InspectionDied when the inspection itself broke, OSError when the file cannot be read.
    """
    with path.open("rb") as file, working_folder(out_dir) as folder:
        code = _refused_by_size(file)
        if code:
            return _refused(code)
        code = _refused_by_name(name)
        if code:
            # Not worth opening, but worth asking whether it is malware.
            return _refused(UNSAFE if _scan(path, scanner).malware else code)
        job = workshop.start(file, {"draw": folder is not None}, folder=folder)
        try:
            scan = _scan(path, scanner)
            if scan.malware:
                return _refused(UNSAFE)
            answer = _understood(job.wait())
        finally:
            job.drop()
        if answer.code:
            return _refused(_better_code(answer.code, name), answer.media_type)
        if scan.fault:
            raise scan.fault
        return _accepted(answer, folder, out_dir, scanned=scanner is not None)


def _refused_by_size(file: IO[bytes]) -> str:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise OSError("Only regular files can be inspected.")
    if status.st_size == 0:
        return EMPTY
    return SIZE if status.st_size > MAX_FILE_BYTES else ""


def _refused_by_name(name: str) -> str:
    """A forbidden ending is refused whatever the content; no ending at all is judged by the content."""
    ending = extension(name)
    if ending in HEIF_EXTENSIONS:
        return HEIC
    return "" if not ending or ending in EXTENSIONS else TYPE


def _better_code(code: str, name: str) -> str:
    """Other content is a mismatch only where a name promised one of our types."""
    return TYPE if code == MISMATCH and not extension(name) else code


@dataclass
class _Scan:
    """What the scanner said: the malware's name, or why there is no answer."""

    malware: str = ""
    fault: ScannerUnavailable | InspectionDied | None = None


def _scan(path: Path, scanner: Scanner | None) -> _Scan:
    """Ask the scanner. Its trouble is kept for later: a file that is refused anyway does not wait for it."""
    try:
        return _Scan(malware=scanner.scan(path) if scanner else "")
    except (ScannerUnavailable, InspectionDied) as fault:
        return _Scan(fault=fault)


def _understood(outcome: Outcome) -> Answer:
    """What the child found out. Raises InspectionDied unless it did, or died of nothing but the size of the file."""
    if outcome.result is not None and not outcome.signal:
        return read_answer(outcome.result)
    if outcome.fault:
        raise InspectionDied(f"The inspection failed: {outcome.fault}.")
    if outcome.drawing is not None and _died_of_its_size(outcome):
        so_far = read_answer(outcome.drawing)
        # The first pages of a heavy document are enough to show; without any there is nothing to show.
        return so_far if so_far.previews else Answer(code=TOO_COMPLEX, media_type=so_far.media_type)
    if outcome.timed_out:
        raise InspectionDied("The inspection took too long.")
    reason = signal.Signals(outcome.signal).name if outcome.signal else "no answer"
    raise InspectionDied(f"The inspection died: {reason}.")


def _died_of_its_size(outcome: Outcome) -> bool:
    out_of_time = outcome.signal == signal.SIGXCPU or outcome.cpu_seconds >= CHILD_CPU_SECONDS
    crashed = outcome.signal in {signal.SIGSEGV, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGBUS}
    return out_of_time or (crashed and outcome.peak_bytes > MEMORY_USED_UP)


def _refused(code: str, media_type: str = "") -> Verdict:
    return Verdict(
        verdict=REFUSED,
        code=code,
        media_type=media_type,
        pages=None,
        width=None,
        height=None,
        flags=(),
        previews=(),
    )


def _accepted(answer: Answer, folder: Path | None, out_dir: Path | None, *, scanned: bool) -> Verdict:
    flags = set(answer.flags) | (set() if scanned else {NOT_SCANNED})
    return Verdict(
        verdict=ACCEPTED,
        code="",
        media_type=answer.media_type,
        pages=answer.pages,
        width=answer.width,
        height=answer.height,
        flags=tuple(sorted(flags)),
        previews=tuple(_take_previews(answer, folder, out_dir)) if folder and out_dir else (),
    )


def _take_previews(answer: Answer, folder: Path, out_dir: Path) -> Iterator[Preview]:
    """Move the previews out of the child's folder, after looking that they are plain images and nothing else."""
    for each in answer.previews:
        kept = take(folder / f"{each.number}.webp", out_dir, is_sound=_is_webp)
        yield Preview(number=each.number, path=kept, width=each.width, height=each.height)


def _is_webp(made: Path) -> bool:
    with made.open("rb") as image:
        start = image.read(12)
    return start[:4] == b"RIFF" and start[8:] == b"WEBP"
