"""What an agent is told about a file: where it stands, what is odd about it, and where its pages can be seen."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agent_desk.judging_words import Judged
from attachments.lateness import is_late
from attachments.models import Attachment, Preview
from attachments.sentences import describe
from attachments.states import DISK_OUT, SCANNER_OUT, UNFINISHED, FileState

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
