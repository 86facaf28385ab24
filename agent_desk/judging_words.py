"""What an agent is told before judging a document: the reasons there are, in the words its sender reads, and the rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from attachments.models import Attachment, Judgement
from attachments.reasons import Topic, by_topic, in_words_for_its_sender, label_for_its_sender
from forms_catalog.papers.asking import asked, country_for
from forms_catalog.papers.roles import KIND_OF_ROLE
from forms_catalog.papers.rows import Kind
from forms_catalog.papers.words import Paper, paper
from tickets.models import Ticket

USUAL: dict[Kind, Sequence[Topic]] = {
    Kind.IDENTITY: (Topic.PICTURE, Topic.DOCUMENT),
    Kind.ADDRESS: (Topic.ADDRESS, Topic.PICTURE),
    Kind.FACE: (Topic.FACE,),
    Kind.CONFIRMATION: (Topic.FACE,),
    Kind.RECOVERY: (Topic.FACE,),
    Kind.COMPANY: (Topic.DOCUMENT,),
    Kind.NAME: (Topic.DOCUMENT, Topic.DATA),
}
"""What is wrong most often, by kind: these topics lie open."""
USUAL_OF_ROLE: dict[str, Sequence[Topic]] = {"w9": (Topic.W9,)}
"""The same for documents that no rules are about."""


@dataclass(frozen=True)
class Offered:
    """One reason to choose: its name among agents, and what its sender reads in each language."""

    code: str
    label: str
    told: list[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """The reasons under one topic; those that fit the document lie open."""

    title: str
    is_open: bool
    reasons: list[Offered]


def groups(*, role: str) -> list[Group]:
    """Every reason by topic. In: what the sender says the document is."""
    kind = KIND_OF_ROLE.get(role)
    usual = USUAL[kind] if kind else USUAL_OF_ROLE.get(role, (Topic.PICTURE, Topic.DOCUMENT))
    return [
        Group(str(topic.label), topic in usual, [Offered(each.value, str(each.label), _told(each)) for each in reasons])
        for topic, reasons in by_topic().items()
    ]


def _told(reason: str) -> list[tuple[str, str]]:
    told = []
    for code, _title in settings.LANGUAGES:
        with override(code):
            told.append((code, in_words_for_its_sender(reason)))
    return told


def rules_for(*, file: Attachment, ticket: Ticket) -> list[Paper]:
    """What its sender was told about such a document; nothing for a file that no rule is about."""
    kind = KIND_OF_ROLE.get(file.role)
    if kind is None:
        return []
    # Documents that were sent for another request are held to the country that was answered there.
    answers = {**(ticket.joins.answers if ticket.joins else {}), **ticket.answers}
    return [paper(asked(kind=kind, country=country_for(answers=answers)))]


@dataclass(frozen=True)
class Judged:
    """What was decided on a document."""

    tone: str
    label: str
    told: str
    """What its sender reads of it."""


def judged(*, judgement: Judgement | None, language: str) -> Judged | None:
    """An agent's word on a document, in the agent's language, with what its sender reads in theirs."""
    if judgement is None:
        return None
    if judgement.is_good:
        return Judged("ok", _("Accepted by an agent"), "")
    with override(language):
        told = f"{label_for_its_sender(judgement.reason)} – {in_words_for_its_sender(judgement.reason)}"
    return Judged("warn", str(judgement.get_reason_display()), told)
