"""The receipt of a request: which files came, when, and what became of each, in a text that we signed and can know again.

Its last line is a token that holds the SHA-256 of all the text before it. So a later look can say whether the text was
altered, or the signature, or whether a file is another than the one that came.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from attachments.judging import judgements_of
from attachments.models import Attachment, Judgement
from attachments.sentences import describe, list_files
from attachments.states import FileState
from follow_up import standing
from operations.tokens import said_by, token_saying
from tickets import snapshot
from tickets.references import parse_reference

PURPOSE = b"receipt"
LARGEST_RECEIPT_BYTES = 256 * 1024
"""No receipt of ours is larger; more is not read."""

_FILE = re.compile(r"^(\d+)\. |^\s*SHA-256 ([0-9a-f]{64})$", re.MULTILINE)
_REFERENCE = re.compile(r"\bKS-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def receipt_of(*, reading: standing.Reading, now: datetime) -> str:
    """The receipt in the active language, with what stands in the rows at this moment."""
    files = standing.files_shown(reading=reading)
    judgements = judgements_of(files=files)
    context = {
        "brand": settings.BRAND_NAME,
        "reference": reading.ticket.reference,
        "title": snapshot.title(ticket=reading.ticket, language=get_language() or "en"),
        "version": reading.ticket.definition_version,
        "sent_at": reading.ticket.created_at,
        "made_at": now,
        "files": [_line(each, judgements.get(each.id)) for each in files],
        "summary": list_files(attachments=files, judgements=judgements).summary if files else "",
    }
    text = _plain(render_to_string("receipt.txt", context))
    return f"{text}\n{token_saying(purpose=PURPOSE, said=_digest(text))}\n"


def _line(file: Attachment, judgement: Judgement | None) -> dict[str, object]:
    told = judgement if file.state == FileState.ACCEPTED else None
    state = describe(attachment=file, judgement=told).label
    return {"file": file, "state": state, "since": told.judged_at if told else file.settled_at}


def _plain(text: str) -> str:
    """The text without what mail programs and editors change: ends of lines, blanks there, empty lines around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


class Finding(Enum):
    """What is found about a receipt."""

    GENUINE = "genuine"
    """We signed it, and it says what it said then."""
    TEXT_ALTERED = "text_altered"
    """The signature is ours, and belongs to another text."""
    NOT_SIGNED = "not_signed"
    """The last line is no signature of this portal: altered, cut off, or made elsewhere."""


@dataclass(frozen=True)
class Checked:
    """A receipt that was looked at: what was found, which request it names, and the number of each file by its SHA-256."""

    finding: Finding
    reference: str
    numbers: dict[str, int]


def check_receipt(*, text: str) -> Checked:
    """Whether a receipt is ours as we made it."""
    plain, _line_end, token = _plain(text).rpartition("\n")
    said = said_by(purpose=PURPOSE, token=token.strip())
    plain = plain.rstrip()
    finding = Finding.NOT_SIGNED
    if said is not None:
        finding = Finding.GENUINE if said == _digest(plain) else Finding.TEXT_ALTERED
    named = _REFERENCE.search(plain)
    reference = parse_reference(named.group()) if named else None
    return Checked(finding=finding, reference=reference or "", numbers=_numbers(plain))


def _numbers(text: str) -> dict[str, int]:
    numbers: dict[str, int] = {}
    number = 0
    for found in _FILE.finditer(text):
        if found[1]:
            number = int(found[1])
        else:
            numbers.setdefault(found[2], number)
    return numbers


@dataclass(frozen=True)
class Compared:
    """A file beside a receipt: its number there; None when the receipt names no such bytes."""

    path: Path
    sha256: str
    number: int | None


def compare(*, checked: Checked, paths: Iterable[Path]) -> list[Compared]:
    """Which of the receipt's files each of these is, by its bytes. Raises OSError for what cannot be read."""
    found = []
    for path in paths:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        found.append(Compared(path=path, sha256=sha256, number=checked.numbers.get(sha256)))
    return found
