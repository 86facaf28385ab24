"""Sends a draft: one transaction makes the ticket with everything in it, and the draft is gone."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from attachments.attach import attach_tray
from attachments.joining import join_if_ready
from attachments.models import Attachment
from attachments.states import FileState
from forms_catalog import answers as answers_in
from forms_catalog.catalogue import catalogue, in_every_language, version
from forms_catalog.definition import Ending, RequestType
from forms_catalog.drafts import DraftGone
from forms_catalog.journey import SEEN_FILES, Journey, Walk, journey_of
from forms_catalog.models import Draft
from tickets.actions.submit import Submission, submit
from tickets.links import issue_link
from tickets.models import Ticket

log = structlog.get_logger(__name__)

FREE_TEXT = ("description", "note")
"""Answers that are the customer's own words: they become the first message."""


class NotFinished(Exception):
    """A page has no good answer (any more); `step` is its slug."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


def files_missing(*, request_type: RequestType, tray_id: UUID) -> bool:
    """Whether the request needs a file and has none that was not refused."""
    if not request_type.files or not request_type.files.required:
        return False
    return not Attachment.objects.filter(tray_id=tray_id).exclude(state=FileState.REFUSED).exists()


def asks_for_files(*, request_type: RequestType, tray_id: UUID) -> bool:
    """Whether the documents page belongs to this request: it asks for files, or some were carried over."""
    return request_type.files is not None or Attachment.objects.filter(tray_id=tray_id).exists()


def parent_of(*, draft: Draft, journey: Journey, walk: Walk) -> Ticket | None:
    """The ticket that these documents belong with: the one whose page they were begun on, else the one its answers name."""
    if draft.parent:
        return draft.parent
    find = journey.request_type.find_parent
    return find(walk.answers, journey.asking(walk.answers)) if find else None


def unfinished_page(*, draft: Draft, walk: Walk, with_files: bool) -> str:
    """The slug of the first page that still needs an answer, files included; empty when all is ready to send.

    In: `with_files` is whether the documents page belongs to the request.
    """
    request_type = catalogue()[draft.request_type]
    if walk.current:
        return walk.current.slug
    if walk.exit:
        # The answer that leads elsewhere is on the last page passed: there it can be changed, or taken.
        return walk.exit.slug if isinstance(walk.exit, Ending) else walk.passed[-1].slug
    if with_files and (
        SEEN_FILES not in draft.answers or files_missing(request_type=request_type, tray_id=draft.tray_id)
    ):
        return "files"
    return ""


def send(*, draft_id: UUID, device: str, language: str, now: datetime) -> Ticket:
    """Make the ticket of a draft; pressed again, return the same ticket.

    Raises DraftGone when this browser has neither draft nor ticket of that id, NotFinished when a page needs an answer:
    everything is checked again, as dates and limits may have passed since.
    """
    with transaction.atomic():
        draft = next(iter(Draft.objects.select_for_update().filter(id=draft_id, device=device)), None)
        if draft is None or draft.expires_at <= now or draft.request_type not in catalogue():
            sent = Ticket.objects.filter(draft_id=draft_id, device=device).first() if device else None
            if sent is None:
                raise DraftGone
            return sent
        ticket = _make_ticket(draft, language, now)
    _join(ticket, now)
    return ticket


@cache
def _words_of(slug: str) -> dict[str, Any]:
    """What every ticket of a type keeps of its words, whatever was answered."""
    request_type = catalogue()[slug]
    return {
        "title": in_every_language(request_type.title),
        "next_steps": [in_every_language(each) for each in request_type.next_steps],
        "agent_note": in_every_language(request_type.agent_note),
    }


def _make_ticket(draft: Draft, language: str, now: datetime) -> Ticket:
    request_type = catalogue()[draft.request_type]
    journey = journey_of(draft=draft, now=now)
    walk = journey.walk()
    with_files = asks_for_files(request_type=request_type, tray_id=draft.tray_id)
    page = unfinished_page(draft=draft, walk=walk, with_files=with_files)
    if page:
        raise NotFinished(page)
    parent = parent_of(draft=draft, journey=journey, walk=walk)
    ticket, message = submit(
        submission=Submission(
            draft_id=draft.id,
            request_type=draft.request_type,
            definition_version=version(draft.request_type),
            form={
                **_words_of(draft.request_type),
                "questions": answers_in.snapshot(steps=walk.passed),
                "cautions": [in_every_language(each.text) for each in request_type.cautions if each.when(walk.answers)],
            },
            answers=walk.answers,
            queue=request_type.queue,
            priority=parent.priority if parent else request_type.priority(walk.answers),
            language=language,
            device=draft.device,
            account_email=walk.answers.get("account_email", ""),
            contact_email=walk.answers.get("contact_email", "") or walk.answers.get("account_email", ""),
            body="\n\n".join(walk.answers[name] for name in FREE_TEXT if walk.answers.get(name)),
            joins=parent,
        ),
        now=now,
    )
    tray_id = draft.tray_id
    draft.delete()
    attach_tray(tray_id=tray_id, message=message)
    issue_link(ticket=ticket, now=now)
    return ticket


def _join(ticket: Ticket, now: datetime) -> None:
    """All files may have settled before Send: then nobody else would call. A fault here costs a sweep, not the answer."""
    if ticket.joins_id is None:
        return
    try:
        join_if_ready(ticket_id=ticket.id, now=now)
    except Exception:
        log.exception("join_after_send_failed", ticket=ticket.reference)
