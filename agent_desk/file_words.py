"""What an agent is told about a file: where it stands, what is odd about it, and where its pages can be seen."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agent_desk.judging_words import Judged
from attachments.flat_copies import lacks_room
from attachments.lateness import is_late
from attachments.models import Attachment, FlatCopy, Preview
from attachments.sentences import describe
from attachments.states import DISK_OUT, SCANNER_OUT, UNFINISHED, FileState

LONGEST_STEM = 90
FLAGS = {
    "not_scanned": gettext_lazy("Not scanned by an antivirus: none was configured when it was checked"),
    "active_content": gettext_lazy("Contains scripts or other active parts"),
    "owner_locked": gettext_lazy("Printing or copying is locked by its author"),
    "repaired": gettext_lazy("Was damaged; what could be repaired is shown"),
    "gps": gettext_lazy("Says where it was taken (GPS)"),
    "trailing_data": gettext_lazy("Carries extra data after its end"),
}
"""Every flag of DESIGN §4 in words."""


@dataclass(frozen=True, kw_only=True)
class FileCard:
    """One file on a ticket's page."""

    file: Attachment
    tone: str
    label: str
    sentence: str
    role: str
    size_text: str
    flags: list[str]
    first_page: Preview | None
    restricted: bool = False
    """Only the people of access and security, and supervisors, may open it."""
    judged: Judged | None = None
    """An agent's word on it."""

    @property
    def can_be_opened(self) -> bool:
        """Only what was found good is ever shown or handed out."""
        return self.file.state == FileState.ACCEPTED

    @property
    def can_be_retried(self) -> bool:
        """Only what could not be checked is checked again."""
        return self.file.state == FileState.FAILED


def card(*, file: Attachment, first_page: Preview | None, roles: Mapping[str, str], now: datetime) -> FileCard:
    """Put one file in words, in the active language. In: `roles` are the labels of what customers call their files."""
    row = describe(attachment=file)
    return FileCard(
        file=file,
        tone=row.tone,
        label=row.label,
        sentence=_sentence(file, row.sentence, now),
        role=roles.get(file.role, file.role),
        size_text=row.size_text,
        flags=[str(FLAGS.get(flag, flag)) for flag in file.flags],
        first_page=first_page,
    )


def _sentence(file: Attachment, for_the_customer: str, now: datetime) -> str:
    if file.state == FileState.FAILED:
        return _("Our check broke down on this file. Check it again, or ask the customer for another copy.")
    if file.state not in UNFINISHED:
        return for_the_customer
    if file.waiting_for == SCANNER_OUT:
        return _("The virus scanner does not answer. The check begins by itself when it does.")
    if file.waiting_for == DISK_OUT:
        return _(
            "The disk is full or cannot be written. "
            "The check begins by itself when it can be; tell the people who run the portal."
        )
    if is_late(attachment=file, now=now):
        return _("Waiting for longer than usual. If this lasts, tell the people who run the portal.")
    return _("The check takes a few moments. Nothing to do.")


@dataclass(frozen=True)
class FlatCopyWords:
    """What a file's page says of its flat copy."""

    sentences: list[str]
    can_be_taken: bool
    is_whole: bool = False
    """There is a picture of every page."""


def flat_copy_words(*, copy: FlatCopy, pages: int) -> FlatCopyWords:
    """Where a flat copy stands, and exactly what is not in it, in the active language. In: pages of the document."""
    if copy.due_at and lacks_room(file=copy.attachment):
        waits = _("It waits for room on the disk, and is then made by itself; tell the people who run the portal.")
        return FlatCopyWords([waits], can_be_taken=False)
    if copy.due_at:
        return FlatCopyWords([_("It is being made. Load this page again in a moment.")], can_be_taken=False)
    if copy.drawn is None:
        return FlatCopyWords([_("It could not be made.")], can_be_taken=False)
    all_pages = ngettext(
        "%(number)d page as a picture, in a PDF made by us. Nothing in it can act.",
        "All %(number)d pages as pictures, in a PDF made by us. Nothing in it can act.",
        pages,
    )
    some_pages = ngettext(
        "%(number)d page of %(pages)d as a picture, in a PDF made by us. Nothing in it can act.",
        "%(number)d pages of %(pages)d as pictures, in a PDF made by us. Nothing in it can act.",
        copy.drawn,
    )
    left_out = ngettext(
        "%(number)d page could not be drawn; it is crossed out.",
        "%(number)d pages could not be drawn; they are crossed out.",
        pages - copy.drawn,
    )
    if copy.drawn == pages:
        return FlatCopyWords([all_pages % {"number": pages}], can_be_taken=True, is_whole=True)
    numbers = {"number": copy.drawn, "pages": pages}
    return FlatCopyWords([some_pages % numbers, left_out % {"number": pages - copy.drawn}], can_be_taken=True)


def name_of_flat_copy(*, name: str) -> str:
    """What a flat copy is called, so that nobody takes it for the original; a long name is cut before that is."""
    return _("%(name)s (flat copy)") % {"name": Path(name).stem[:LONGEST_STEM]} + ".pdf"


@dataclass(frozen=True)
class Badge:
    """How many files stand how, in a few words, with the tone of the worst."""

    text: str
    tone: str


def badges(*, counts: Mapping[str, int]) -> list[Badge]:
    """One badge for each way that files of a conversation stand; together they are all that were offered."""
    checking = sum(counts.get(state, 0) for state in UNFINISHED)
    failed = counts.get(FileState.FAILED, 0)
    refused = counts.get(FileState.REFUSED, 0)
    accepted = counts.get(FileState.ACCEPTED, 0)
    told = (
        (checking, "info", ngettext("%(number)d being checked", "%(number)d being checked", checking)),
        (failed, "warn", ngettext("%(number)d could not be checked", "%(number)d could not be checked", failed)),
        (refused, "error", ngettext("%(number)d refused", "%(number)d refused", refused)),
        (accepted, "ok", ngettext("%(number)d checked", "%(number)d checked", accepted)),
    )
    return [Badge(text % {"number": number}, tone) for number, tone, text in told if number]


def count_states(*, files: Iterable[Attachment]) -> Counter[str]:
    """How many files are in each state."""
    return Counter(file.state for file in files)
