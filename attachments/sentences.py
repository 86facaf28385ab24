"""Says in words where each file stands: one sentence per state and refusal code, for customers and agents alike."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attachments.backlog import expected_wait
from attachments.limits import MAX_FILE_BYTES, MEBIBYTE, PDF
from attachments.models import Attachment, Judgement
from attachments.reasons import in_words_for_its_sender, label_for_its_sender
from attachments.states import DISK_OUT, SCANNER_OUT, FileState, Refusal
from operations.dates import day_in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


KIBIBYTE = 1024
LONGEST_IN_MINUTES = 90


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """One line of a list of files."""

    id: str
    name: str
    size_text: str
    state: str
    tone: str
    label: str
    sentence: str
    role: str = ""
    remove_url: str = ""


@dataclass(frozen=True, kw_only=True)
class FileList:
    """A list of files with its sum: offered = checked + refused + being checked + could not be checked."""

    rows: list[FileRow] = field(default_factory=list)
    summary: str = ""
    settled: bool = True


def size_in_words(number_of_bytes: int) -> str:
    """A size as people read it, counted in 1024s like the limit, so that an accepted file never looks too large."""
    if number_of_bytes < KIBIBYTE:
        return ngettext("%(number)d byte", "%(number)d bytes", number_of_bytes) % {"number": number_of_bytes}
    if number_of_bytes < MEBIBYTE:
        return _("%(number)s KB") % {"number": number_format(number_of_bytes // KIBIBYTE)}
    tenths = number_of_bytes * 10 // MEBIBYTE
    return _("%(number)s MB") % {"number": number_format(Decimal(tenths) / 10, 0 if tenths % 10 == 0 else 1)}


def refusal_sentence(*, code: str, name: str, only: str = "") -> str:
    """Why a file was refused and what to do about it (wording of ux §4.3). In: `only` as the file's row has it."""
    limit = size_in_words(MAX_FILE_BYTES)
    if code == Refusal.TYPE and only == PDF:
        return _("“%(name)s” must be a PDF here. Save or scan it as a PDF, then add that.") % {"name": name}
    sentences = {
        Refusal.PASSWORD: _("“%(name)s” is protected by a password. Save a copy without it and add that."),
        Refusal.TYPE: _("“%(name)s” must be a JPG, PNG or PDF. Save it as one of these, or take a photo of it."),
        Refusal.MISMATCH: _("“%(name)s” is not what its name says. Export it again as a PDF, or take a photo of it."),
        Refusal.HEIC: _(
            "“%(name)s” is an iPhone format we cannot open. In Settings, choose Camera, Formats, Most Compatible, "
            "or send a screenshot of the photo."
        ),
        Refusal.BROKEN: _(
            "We could not open “%(name)s”. If it opens on your device, save it again and add the new copy."
        ),
        Refusal.UNSAFE: _(
            "We removed “%(name)s”: our scan found something unsafe in it. Use another copy, or take a photo."
        ),
        Refusal.TOO_COMPLEX: _(
            "“%(name)s” becomes too large when it is opened. Send fewer pages, or a smaller picture."
        ),
        Refusal.SIZE: _("“%(name)s” is larger than %(limit)s. Send a smaller copy, or split it."),
        Refusal.EMPTY: _("“%(name)s” is empty (0 bytes). Choose it again."),
    }
    return sentences[Refusal(code)] % {"name": name, "limit": limit}


def describe(*, attachment: Attachment, name: str = "", judgement: Judgement | None = None) -> FileRow:
    """One line for a file, in the active language, with an agent's word on it where that is told.

    In: `name` is what to call it where its own is nobody's business; then why it was turned down is not said either.
    """
    anonymous = bool(name)
    name = name or attachment.name
    sentence = ""
    label: str | _StrPromise = FileState(attachment.state).label
    tone = {
        FileState.QUEUED: "info",
        FileState.CHECKING: "info",
        FileState.ACCEPTED: "ok",
        FileState.REFUSED: "error",
        FileState.FAILED: "warn",
    }[FileState(attachment.state)]
    if attachment.state == FileState.REFUSED:
        sentence = refusal_sentence(code=attachment.code, name=name, only=attachment.only)
    elif attachment.state == FileState.FAILED:
        sentence = (
            _("We could not check this file. An agent has been told; you can also send it again.")
            if attachment.ticket_id
            else _("We could not check this file. Remove it and add it again, or send it as it is.")
        )
    elif attachment.state == FileState.ACCEPTED and judgement:
        label, tone, sentence = _judged(judgement, anonymous=anonymous)
    elif attachment.known_since and not attachment.waiting_for:
        since = day_in_words(attachment.known_since)
        sentence = (
            _("We already have this document, checked since %(date)s. We use it again.")
            if attachment.state == FileState.ACCEPTED
            else _("We already have this document, since %(date)s.")
        ) % {"date": since}
    elif attachment.state == FileState.QUEUED and attachment.waiting_for == SCANNER_OUT:
        label, tone = _("Waiting for the virus check"), "warn"
        sentence = _("We have your file. Our virus check is not answering; we try again by ourselves, nothing to do.")
    elif attachment.state == FileState.QUEUED and attachment.waiting_for == DISK_OUT:
        label, tone = _("Waiting to be checked"), "warn"
        sentence = _(
            "We have your file. The check has no room to work at the moment; we try again by ourselves, nothing to do."
        )
    return FileRow(
        id=str(attachment.id),
        name=name,
        size_text=size_in_words(attachment.size),
        state=attachment.state.lower(),
        tone=tone,
        label=str(label),
        sentence=sentence,
        role=attachment.role,
    )


def _judged(judgement: Judgement, *, anonymous: bool) -> "tuple[str | _StrPromise, str, str]":
    """Label, tone and sentence of a document that an agent has looked at."""
    if judgement.is_good:
        return _("Accepted by an agent"), "ok", ""
    if anonymous:
        return _("Another copy is needed"), "warn", ""
    return label_for_its_sender(judgement.reason), "warn", in_words_for_its_sender(judgement.reason)


def list_files(
    *,
    attachments: Iterable[Attachment],
    by_name: bool = True,
    now: datetime | None = None,
    judgements: Mapping[UUID, Judgement] | None = None,
) -> FileList:
    """All lines and the sum in one sentence, in the active language. Without names the files are numbered.

    In: `now` for whoever waits for them: then it is said how long that may take, when that is known and long;
    `judgements` where agents' words on them are told.
    """
    files, judged = list(attachments), judgements or {}
    counts = Counter(FileState(each.state) for each in files)
    checking = counts[FileState.QUEUED] + counts[FileState.CHECKING]
    return FileList(
        rows=[
            describe(
                attachment=each,
                name="" if by_name else _("File %(number)d") % {"number": number},
                judgement=judged.get(each.id),
            )
            for number, each in enumerate(files, start=1)
        ],
        summary=_sum_in_words(
            offered=len(files),
            accepted=counts[FileState.ACCEPTED],
            refused=counts[FileState.REFUSED],
            checking=checking,
            failed=counts[FileState.FAILED],
        )
        + (_wait_in_words(expected_wait(files=files, now=now)) if now and checking else ""),
        settled=checking == 0,
    )


def _wait_in_words(wait: timedelta | None) -> str:
    """In steps of five minutes, or of an hour, and rather too long: a page that is read aloud must not change all the time."""
    if wait is None:
        return ""
    minutes = 5 * -(-wait // timedelta(minutes=5))
    if minutes <= LONGEST_IN_MINUTES:
        sentence = ngettext(
            "There is a queue: yours take about %(number)d minute. You do not have to wait here.",
            "There is a queue: yours take about %(number)d minutes. You do not have to wait here.",
            minutes,
        )
        return " " + sentence % {"number": minutes}
    hours = -(-wait // timedelta(hours=1))
    sentence = ngettext(
        "There is a queue: yours take about %(number)d hour. You do not have to wait here.",
        "There is a queue: yours take about %(number)d hours. You do not have to wait here.",
        hours,
    )
    return " " + sentence % {"number": hours}


def _sum_in_words(*, offered: int, accepted: int, refused: int, checking: int, failed: int) -> str:
    if not offered:
        return _("No files yet.")
    parts = [
        ngettext("%(number)d checked", "%(number)d checked", accepted) % {"number": accepted} if accepted else "",
        ngettext("%(number)d being checked", "%(number)d being checked", checking) % {"number": checking}
        if checking
        else "",
        ngettext("%(number)d refused", "%(number)d refused", refused) % {"number": refused} if refused else "",
        ngettext("%(number)d could not be checked", "%(number)d could not be checked", failed) % {"number": failed}
        if failed
        else "",
    ]
    whole = ngettext("%(number)d file:", "%(number)d files:", offered) % {"number": offered}
    return whole + " " + ", ".join(part for part in parts if part) + "."
