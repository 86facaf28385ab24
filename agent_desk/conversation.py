"""Reads one whole conversation for its page: every ticket that lives in it, what was said, answered, sent and done."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Challenge
from agent_desk.approving import TwoAgents, two_agents
from agent_desk.briefing import Briefing, briefing, tags_of
from agent_desk.file_words import FileCard, card
from agent_desk.judging_words import judged
from agent_desk.letter_words import letter_in_words
from agent_desk.ownership import Ownership, ownership
from agent_desk.roles import name_of
from agent_desk.trail_words import Line, line
from attachments.models import Attachment, Preview
from attachments.sentences import list_files
from calls.models import Appointment
from forms_catalog.answers import in_words
from forms_catalog.catalogue import catalogue
from forms_catalog.sending import FREE_TEXT
from outbox.models import Letter, LetterState
from tickets import snapshot
from tickets.actions.ask_for_proof import PURPOSE
from tickets.actions.edit import last_event_id
from tickets.compartments import Compartment
from tickets.models import Event, Message, Pass, Ticket
from tickets.persons import person_of
from tickets.states import Speaker

TRAIL_LINES = 300
"""As much of the trail as a page shows; the newest."""
LETTERS_LISTED = 5
WRITTEN_BY_HAND = ("text", "guardedtext", "line")
"""Kinds of questions whose answers are people's own words, in the language they wrote."""


@dataclass(frozen=True)
class Row:
    """One question with its answer; `language` is set when the answer is somebody's own words."""

    question: str
    answer: str
    language: str


@dataclass(frozen=True)
class Page:
    """The answers of one page of the form that asked several things, under its title; or of pages in a row that asked one."""

    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Said:
    """One message of the thread, or a note between colleagues."""

    message: Message
    who: str
    by_customer: bool
    reference: str
    language: str
    files: list[FileCard]


@dataclass(frozen=True)
class Part:
    """One of the tickets in the conversation: its own title, answers and files."""

    ticket: Ticket
    title: str
    note_for_agents: str
    went_past: list[str]
    briefing: Briefing
    pages: list[Page]
    ownership: Ownership | None
    files: list[FileCard]
    merged_into: str
    two_agents: TwoAgents | None


@dataclass(frozen=True)
class Undelivered:
    """A letter about the conversation that no mail server took."""

    what: str
    address: str
    at: datetime


@dataclass(frozen=True)
class Conversation:
    """Everything the ticket page shows."""

    root: Ticket
    title: str
    parts: list[Part]
    said: list[Said]
    lines: list[Line]
    files_summary: str
    undelivered: list[Undelivered]
    seen_event: int

    @property
    def merged(self) -> list[Part]:
        """The tickets that were merged into the root, each of which can stand alone again."""
        return [part for part in self.parts if part.ticket.is_merged]

    @property
    def readers(self) -> list[Part]:
        """The parts a reply can be addressed to, the root first; empty when all of it is one person's."""
        people = {person_of(ticket=part.ticket) for part in self.parts}
        return self.parts if len(people) > 1 else []

    @property
    def is_disowned(self) -> bool:
        """Whether the owner of an account's address said that some of this is not theirs."""
        return any(part.ticket.disowned_at for part in self.parts)

    @property
    def identity_is_open(self) -> bool:
        """Whether the person writes from another address than the account's: nothing proves yet that they own it."""
        one, other = self.root.account_email, self.root.contact_email
        return bool(one and other and one.lower() != other.lower())


class LivesElsewhere(Exception):
    """This ticket was merged into another in the very moment in which its page was made."""


def read(*, root: Ticket, language: str, now: datetime) -> Conversation:
    """Everything about a conversation, in the agent's language. In: the ticket that others were merged into.

    Raises LivesElsewhere when that is no longer so.
    """
    # Read first: whatever happens while the rest is read must count as unseen.
    seen_event = last_event_id(ticket=root)
    tickets = list(Ticket.objects.filter(survivor=root).select_related("joins").order_by("created_at", "id"))
    tickets.sort(key=lambda ticket: ticket.id != root.id)
    if not tickets or tickets[0].id != root.id:
        raise LivesElsewhere
    by_id = {ticket.id: ticket for ticket in tickets}
    files = list(
        Attachment.objects.filter(ticket__survivor=root).select_related("judgement").order_by("received_at", "id")
    )
    cards = _cards(files, by_id, now)
    tags = tags_of(root=root)
    needing_two = two_agents(tickets=tickets, now=now)
    parts = [
        _part(
            ticket,
            by_id,
            cards[ticket.id],
            briefing(ticket=ticket, tags=tags.get(ticket.id, []), language=language, now=now),
            needing_two.get(ticket.id),
            language,
        )
        for ticket in tickets
    ]
    return Conversation(
        root=root,
        title=parts[0].title,
        parts=parts,
        said=_said(by_id, cards),
        lines=_lines(root, files),
        files_summary=list_files(attachments=files).summary if files else "",
        undelivered=undelivered(tickets=tickets),
        seen_event=seen_event,
    )


def _cards(files: list[Attachment], by_id: Mapping[UUID, Ticket], now: datetime) -> dict[UUID, list[FileCard]]:
    first_pages = {
        preview.attachment_id: preview
        for preview in Preview.objects.filter(attachment__in=[file.id for file in files], number=1)
    }
    found: dict[UUID, list[FileCard]] = defaultdict(list)
    for file in files:
        # A ticket that was merged in between the two queries comes with the next look.
        if file.ticket_id and file.ticket_id in by_id:
            roles = roles_of(request_type=by_id[file.ticket_id].request_type)
            shown = by_id[file.ticket_id].compartment != Compartment.VAULT
            made = card(file=file, first_page=first_pages.get(file.id) if shown else None, roles=roles, now=now)
            word = judged(judgement=getattr(file, "judgement", None), language=by_id[file.ticket_id].language)
            found[file.ticket_id].append(replace(made, restricted=by_id[file.ticket_id].restricted, judged=word))
    return found


def roles_of(*, request_type: str) -> dict[str, str]:
    """What customers may call the files of a request type, in the active language; empty when the type is gone."""
    definition = catalogue().get(request_type)
    if definition is None or definition.files is None:
        return {}
    return {code: str(label) for code, label in definition.files.roles.items()}


def _part(
    ticket: Ticket,
    by_id: Mapping[UUID, Ticket],
    files: list[FileCard],
    briefed: Briefing,
    needing_two: TwoAgents | None,
    language: str,
) -> Part:
    parent = by_id.get(ticket.merged_into_id) if ticket.merged_into_id else None
    return Part(
        ticket=ticket,
        title=snapshot.title(ticket=ticket, language=language),
        note_for_agents=snapshot.agent_note(ticket=ticket, language=language),
        went_past=snapshot.went_past(ticket=ticket, language=language),
        briefing=briefed,
        pages=_pages(ticket, language),
        ownership=ownership(ticket=ticket),
        files=files,
        merged_into=parent.reference if parent else "",
        two_agents=needing_two,
    )


def _pages(ticket: Ticket, language: str) -> list[Page]:
    """Answers as question and words, page by page. What the first message already says is not said twice."""
    questions = ticket.form.get("questions", [])
    kinds = {question["name"]: question["kind"] for question in questions}
    answered = [
        each
        for each in in_words(questions=questions, answers=ticket.answers, language=language)
        if each.name not in FREE_TEXT or kinds[each.name] not in WRITTEN_BY_HAND
    ]
    pages: list[Page] = []
    for _step, on_page in groupby(answered, key=lambda each: each.step):
        together = list(on_page)
        rows = [
            Row(
                question=each.question,
                answer=each.answer,
                language=ticket.language if kinds[each.name] in WRITTEN_BY_HAND and ticket.answers[each.name] else "",
            )
            for each in together
        ]
        if len(rows) == 1 and pages and not pages[-1].title:
            pages[-1].rows.extend(rows)
        else:
            pages.append(Page(title=together[0].page if len(rows) > 1 else "", rows=rows))
    return pages


def _said(by_id: Mapping[UUID, Ticket], cards: Mapping[UUID, list[FileCard]]) -> list[Said]:
    messages = Message.objects.filter(ticket__in=by_id).select_related("author").order_by("created_at", "id")
    said = []
    for message in messages:
        files = [each for each in cards.get(message.ticket_id, ()) if each.file.message_id == message.id]
        ticket = by_id[message.ticket_id]
        by_customer = message.speaker == Speaker.CUSTOMER
        said.append(
            Said(
                message=message,
                who=_("Customer") if by_customer else name_of(message.author) or _("Former agent"),
                by_customer=by_customer,
                reference=ticket.reference,
                language=ticket.language if by_customer else "",
                files=files,
            )
        )
    return said


def _lines(root: Ticket, files: list[Attachment]) -> list[Line]:
    names = {str(file.id): file.name for file in files}
    events = Event.objects.filter(ticket__survivor=root).select_related("actor", "ticket").order_by("-id")
    return [line(event=event, file_names=names) for event in events[:TRAIL_LINES]]


def undelivered(*, tickets: Collection[Ticket]) -> list[Undelivered]:
    """Letters about these tickets that were given up, newest first: their customers have heard nothing by mail."""
    ids = [ticket.id for ticket in tickets]
    devices = {ticket.device for ticket in tickets}
    codes = Challenge.objects.filter(device__in=devices, purpose=PURPOSE, about__in=ids).values_list("id", flat=True)
    passes = Pass.objects.filter(ticket__in=ids).values_list("id", flat=True)
    about = [*ids, *codes, *passes]
    calls = Appointment.objects.filter(ticket__in=ids).values("id")
    told_of = Q(about__in=about) | Q(about__in=calls)
    lost = Letter.objects.filter(told_of, state=LetterState.GIVEN_UP).order_by("-created_at", "-id")
    return [
        Undelivered(what=letter_in_words(kind=each.kind), address=each.address, at=each.created_at)
        for each in lost[:LETTERS_LISTED]
    ]
