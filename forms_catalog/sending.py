"""Sends a draft: one transaction makes the ticket with everything in it, and the draft is gone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from accounts.models import Person
from accounts.proofs import has_proven
from attachments.attach import attach_tray
from attachments.joining import join_if_ready
from attachments.judging import turned_down_before
from attachments.limits import most_files
from attachments.models import Attachment, Judgement
from attachments.states import FileState
from forms_catalog import answers as answers_in
from forms_catalog import invitations
from forms_catalog.access import Barrier, StillBarred, barrier_before
from forms_catalog.catalogue import catalogue, in_every_language
from forms_catalog.definition import Access, Answers, Ending, Group, RequestType, that_hold
from forms_catalog.drafts import DraftGone
from forms_catalog.journey import FILES_IGNORED, SEEN_FILES, Journey, Walk, fields_of, journey_of
from forms_catalog.models import Draft
from forms_catalog.papers.roles import missing
from forms_catalog.versions import keep_version
from outbox.addresses import address_key
from tickets.actions.submit import Submission, submit
from tickets.compartments import compartment_of
from tickets.links import issue_link
from tickets.models import Ticket

log = structlog.get_logger(__name__)

SEALED_GROUPS = (Group.IDENTITY, Group.TAX)
"""Whatever is written in a request of these is sealed at rest, as all answers are."""
FREE_TEXT = ("description", "whereabouts", "note", "reason", "summary", "cover_letter", "more_info")
"""Answers that are the customer's own words, unless they were picked from a list: they become the first message."""


class NotFinished(Exception):
    """A page has no good answer (any more); `step` is its slug."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


def files_missing(*, request_type: RequestType, usable: int) -> bool:
    """Whether the request needs a file and has none that was not refused."""
    return request_type.files is not None and request_type.files.required and usable == 0


def file_limit(*, request_type: RequestType, signed_in: bool) -> int:
    """How many files somebody may send with a request: as many as anybody may, or as few as this one takes."""
    most, policy = most_files(signed_in=signed_in), request_type.files
    return min(most, policy.at_most) if policy and policy.at_most else most


def unfit(*, request_type: RequestType, files: Collection[Attachment]) -> list[Attachment]:
    """Checked files of a kind that this request does not take: they came from another one."""
    policy = request_type.files
    checked = (each for each in files if each.state == FileState.ACCEPTED)
    return [each for each in checked if policy and each.media_type not in policy.only]


def roles_missing(*, request_type: RequestType, answers: Answers, files: Collection[Attachment]) -> list[str]:
    """The documents that these answers need and that none of the files is said to be."""
    if request_type.files is None:
        return []
    present = [each.role for each in files if each.state != FileState.REFUSED]
    return missing(needed=request_type.files.needed(answers), present=present)


def parent_of(*, draft: Draft, journey: Journey, walk: Walk) -> Ticket | None:
    """The ticket that these documents belong with: the one whose page they were begun on, else the one its answers name."""
    if draft.parent:
        return draft.parent
    find = journey.request_type.find_parent
    return find(walk.answers, journey.asking(walk.answers)) if find else None


def sent_in_vain(*, draft: Draft, journey: Journey, walk: Walk, files: Collection[Attachment]) -> dict[UUID, Judgement]:
    """The files that an agent has turned down for the same request before, byte for byte, by their ids."""
    parent = parent_of(draft=draft, journey=journey, walk=walk) if files else None
    if parent is None:
        return {}
    return turned_down_before(files=files, request=parent, device=draft.device, person=journey.person)


def unfinished_page(
    *, draft: Draft, walk: Walk, files: Collection[Attachment], signed_in: bool, in_vain: Collection[UUID] = ()
) -> str:
    """The slug of the first page that still needs an answer, files included; empty when all is ready to send.

    In: `files` are those of the draft's tray. More than this person may send make the documents page unfinished: whoever
    added them had signed in then. `in_vain` are those that were turned down before.
    """
    request_type = catalogue()[draft.request_type]
    if walk.current:
        return walk.current.slug
    if walk.exit:
        # The answer that leads elsewhere is on the last page passed: there it can be changed, or taken.
        return walk.exit.slug if isinstance(walk.exit, Ending) else walk.pages()[-1].slug
    if request_type.files is None and not files:
        return ""
    usable = sum(each.state != FileState.REFUSED for each in files)
    lacking = (
        in_vain
        or files_missing(request_type=request_type, usable=usable)
        or roles_missing(request_type=request_type, answers=walk.answers, files=files)
    )
    too_many = usable > file_limit(request_type=request_type, signed_in=signed_in)
    if SEEN_FILES not in draft.answers or lacking or too_many or unfit(request_type=request_type, files=files):
        return "files"
    return ""


def send(
    *, draft_id: UUID, device: str, language: str, now: datetime, person: Person | None = None, network: str = ""
) -> Ticket:
    """Make the ticket of a draft; pressed again, return the same ticket.

    In: `person` is whoever is signed in, `network` where it is sent from, for the budget of letters.

    Raises DraftGone when this browser has neither draft nor ticket of that id, NotFinished when a page needs an answer,
    StillBarred when the person may not send this (any more): everything is checked again, as dates, limits and the
    sign-in may have passed since. Then the draft is kept as it is.
    """
    with transaction.atomic():
        draft = next(iter(Draft.objects.select_for_update().filter(id=draft_id, device=device)), None)
        if draft is None or draft.expires_at <= now or draft.request_type not in catalogue():
            sent = Ticket.objects.filter(draft_id=draft_id, device=device).first() if device else None
            if sent is None:
                raise DraftGone
            return sent
        ticket = _make_ticket(draft, language, now, person, network)
    _join(ticket, now)
    return ticket


@cache
def _words_of(request_type: RequestType) -> dict[str, Any]:
    """What every ticket of a type keeps of its words, whatever was answered."""
    return {
        "title": in_every_language(request_type.title),
        "agent_note": in_every_language(request_type.agent_note),
        "stays_apart": request_type.after_solved,
        "four_eyes": request_type.four_eyes.value if request_type.four_eyes else "",
    }


def _make_ticket(draft: Draft, language: str, now: datetime, person: Person | None, network: str) -> Ticket:
    request_type = catalogue()[draft.request_type]
    if request_type.after_solved and draft.parent_id:
        # Two browsers may send at once: the second then finds that it was done.
        Ticket.objects.select_for_update(of=("self",)).get(id=draft.parent_id)
    barrier = barrier_before(request_type=request_type, draft=draft, signed_in=person is not None)
    if barrier:
        raise StillBarred(barrier)
    journey = journey_of(draft=draft, now=now, person=person)
    if journey.asks_as and request_type.access is Access.SIGNED_IN:
        # Two browsers of one person may send at once: what there may be one of is then counted one after the other.
        Person.objects.select_for_update().get(id=journey.asks_as.id)
    walk = journey.walk()
    files = list(Attachment.objects.filter(tray_id=draft.tray_id))
    in_vain = sent_in_vain(draft=draft, journey=journey, walk=walk, files=files)
    page = unfinished_page(draft=draft, walk=walk, files=files, signed_in=person is not None, in_vain=in_vain)
    if page:
        raise NotFinished(page)
    parent = parent_of(draft=draft, journey=journey, walk=walk)
    invited = parent if request_type.access is Access.INVITED or draft.invitation_id else None
    stays_apart = request_type.after_solved
    who = _who(walk=walk, draft=draft, person=person, invited=invited is not None, now=now)
    ticket, message = submit(
        submission=Submission(
            draft_id=draft.id,
            request_type=draft.request_type,
            definition_version=keep_version(slug=draft.request_type, now=now),
            form={
                **_words_of(request_type),
                "invited": invited is not None,
                "next_steps": [
                    in_every_language(each) for each in that_hold(texts=request_type.next_steps, answers=walk.answers)
                ],
                "questions": answers_in.snapshot(steps=walk.passed),
                "cautions": [in_every_language(each.text) for each in request_type.cautions if each.when(walk.answers)],
                "went_past": [in_every_language(each.title) for each in walk.went_past],
            },
            answers=walk.answers,
            queue=invited.queue if invited and not stays_apart else request_type.queue,
            priority=_priority(request_type, walk, None if stays_apart else parent, now, invited=invited is not None),
            language=language,
            device=draft.device,
            account=who.account,
            account_email=who.account_email,
            contact_email=who.contact_email,
            contact_proven=who.contact_proven,
            worked_unconfirmed=request_type.worked_unconfirmed,
            network=network,
            body="\n\n".join(_own_words(walk)),
            joins=parent,
            joins_by_itself=not stays_apart,
            restricted=request_type.restricted,
            compartment=compartment_of(own=request_type.compartment, parent=parent),
            sealed=request_type.group in SEALED_GROUPS or (parent is not None and parent.sealed),
            files_ignored=bool(draft.answers.get(FILES_IGNORED)),
            tags=[
                f"form:{request_type.slug}",
                f"lang:{language}",
                f"auth:{'signed_in' if person else 'confirmed' if who.contact_proven else 'anon'}",
                *request_type.tags_of(walk.answers),
            ],
        ),
        now=now,
    )
    tray_id = draft.tray_id
    if draft.invitation_id:
        _spend(draft.invitation_id, now)
    draft.delete()
    attach_tray(tray_id=tray_id, message=message)
    issue_link(ticket=ticket, now=now)
    return ticket


def _own_words(walk: Walk) -> list[str]:
    """What the customer wrote, in the order of FREE_TEXT."""
    fields = {name: field for step in walk.passed for name, field in fields_of(step).items()}
    written = [name for name in FREE_TEXT if name in fields and not hasattr(fields[name], "choices")]
    return [walk.answers[name] for name in written if walk.answers.get(name)]


def _priority(request_type: RequestType, walk: Walk, parent: Ticket | None, now: datetime, *, invited: bool) -> int:
    """Documents are as urgent as what they belong to; answers that were asked for may be more urgent than that."""
    if parent is None:
        return request_type.priority(walk.answers, now)
    if invited:
        return min(parent.priority, request_type.priority(walk.answers, now))
    return parent.priority


@dataclass(frozen=True, kw_only=True)
class _Who:
    """Who sends a request, as far as we know."""

    account: Person | None = None
    account_email: str = ""
    contact_email: str = ""
    contact_proven: bool = False


def _who(*, walk: Walk, draft: Draft, person: Person | None, invited: bool, now: datetime) -> _Who:
    if invited:
        # An invitation's link proves no address, and the request that it belongs to knows its own: nobody is named anew.
        return _Who()
    account = walk.answers.get("account_email", "")
    contact = walk.answers.get("contact_email", "") or (person.address if person else account)
    proven = bool(contact) and (
        (person is not None and address_key(contact) == address_key(person.address))
        or has_proven(device=draft.device, address=contact, now=now)
    )
    return _Who(account=person, account_email=account, contact_email=contact, contact_proven=proven)


def _spend(invitation_id: UUID, now: datetime) -> None:
    try:
        invitations.use(invitation_id=invitation_id, now=now)
    except invitations.InvitationOver:
        raise StillBarred(Barrier.INVITATION) from None


def _join(ticket: Ticket, now: datetime) -> None:
    """All files may have settled before Send: then nobody else would call. A fault here costs a sweep, not the answer."""
    if ticket.joins_id is None:
        return
    try:
        join_if_ready(ticket_id=ticket.id, now=now)
    except Exception:
        log.exception("join_after_send_failed", ticket=ticket.reference)
