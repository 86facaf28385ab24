"""An agent's word on a document: good, or turned down for a reason; never on whether its bytes were safe, that is the check's."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from accounts.models import Person
from attachments.asked import LOST
from attachments.models import Attachment, Judgement
from attachments.reasons import SAME_FILE_MAY_COME_AGAIN, Reason
from attachments.states import FileState
from outbox.models import Letter
from tickets import telling
from tickets.locking import conversations_locked
from tickets.models import Ticket, Verb
from tickets.states import ALLOWED, OVER, State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ONE_LETTER_EACH = timedelta(minutes=30)
"""An agent who turns down several documents in a row writes one letter about all."""


class NotFoundGood(Exception):
    """Only what the check found good is looked at, so nothing else can be judged."""


class JudgedAlready(Exception):
    """The document has a judgement, which must be taken back first; or has none to take back."""


class NothingAwaited(Exception):
    """The request is solved or closed: nobody would send another copy."""


def judge(*, file_id: UUID, reason: str, actor: "User", now: datetime) -> Judgement:
    """Accept a document, or turn it down; then its sender is told by a letter, and the request waits for them.

    In: a code of `Reason`, or an empty text for a document that is good. The same judgement once more changes nothing.
    Raises NotFoundGood, JudgedAlready, NothingAwaited, or ValueError for a code there is not.
    """
    code = Reason(reason).value if reason else ""
    ticket_id = _ticket_of(file_id)
    with conversations_locked(ids={ticket_id}) as locked:
        ticket, root = locked[ticket_id], locked[locked[ticket_id].survivor_id]
        if Attachment.objects.get(id=file_id).state != FileState.ACCEPTED:
            raise NotFoundGood
        standing = Judgement.objects.filter(attachment_id=file_id).first()
        if standing and standing.reason == code:
            return standing
        if standing:
            raise JudgedAlready
        if code and root.state in OVER:
            raise NothingAwaited
        judgement = Judgement.objects.create(attachment_id=file_id, reason=code, judged_by=actor, judged_at=now)
        record(ticket_id=ticket.id, verb=Verb.FILE_JUDGED, now=now, actor=actor, file=str(file_id), judged=code)
        if code:
            _wait_for_another(root, actor, now)
            _tell(telling.told(ticket=ticket), now)
        return judgement


def take_back(*, file_id: UUID, actor: "User", now: datetime) -> None:
    """Undo the judgement of a document; what it made happen stays: a letter cannot be called back. Raises JudgedAlready."""
    ticket_id = _ticket_of(file_id)
    with conversations_locked(ids={ticket_id}):
        undone, _rows = Judgement.objects.filter(attachment_id=file_id).delete()
        if not undone:
            raise JudgedAlready
        record(ticket_id=ticket_id, verb=Verb.FILE_UNJUDGED, now=now, actor=actor, file=str(file_id))


def _ticket_of(file_id: UUID) -> UUID:
    """The ticket that a sent file came with, for ever. Raises NotFoundGood for a file that nobody sent."""
    ticket_id = Attachment.objects.filter(id=file_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        raise NotFoundGood
    return ticket_id


def _wait_for_another(root: Ticket, actor: "User", now: datetime) -> None:
    before = State(root.state)
    if State.PENDING not in ALLOWED[before]:
        # It waits already, or for its sender to prove their address: the page says what is needed all the same.
        return
    root.state, root.updated_at = State.PENDING, now
    root.save(update_fields=["state", "updated_at"])
    record(ticket_id=root.id, verb=Verb.STATE_CHANGED, now=now, actor=actor, before=before, after=State.PENDING)


def _tell(ticket: Ticket, now: datetime) -> None:
    lately = Letter.objects.filter(about=ticket.id, kind=telling.DOCUMENT_AGAIN, created_at__gt=now - ONE_LETTER_EACH)
    if not lately.exists():
        telling.tell(ticket=ticket, letter=telling.DOCUMENT_AGAIN, now=now)


def judgements_of(*, files: Iterable[Attachment]) -> dict[UUID, Judgement]:
    """The judgements of some files, by the file's id."""
    ids = [each.id for each in files]
    return {each.attachment_id: each for each in Judgement.objects.filter(attachment__in=ids)} if ids else {}


def wanted_again(*, tickets: Collection[Ticket]) -> list[Judgement]:
    """What was turned down and not sent again since, in the order of the files; derived, so that merges change nothing.

    Sent again means: a file that passed or may pass the check, sent for the same request later, that is said to be the
    same document, or is not said to be anything; when that is turned down too, it is what is wanted. In: the tickets of
    one sender.
    """
    down = Judgement.objects.filter(attachment__ticket__in=tickets, attachment__state=FileState.ACCEPTED)
    found = list(down.exclude(reason="").select_related("attachment__ticket").order_by("attachment__received_at", "pk"))
    if not found:
        return []
    oldest = min(each.judged_at for each in found)
    later = Attachment.objects.filter(
        Q(ticket__in=tickets) | Q(ticket__joins__in=tickets), ticket__created_at__gt=oldest
    ).exclude(state__in=LOST)
    came = list(later.order_by("received_at").values_list("role", "ticket__created_at"))
    return [
        each
        for each in found
        if not any(at > each.judged_at and role in {"", each.attachment.role} for role, at in came)
    ]


def turned_down_before(
    *, files: Collection[Attachment], request: Ticket, device: str, person: Person | None
) -> dict[UUID, Judgement]:
    """Which of some files are, byte for byte, what was turned down for this request before, by the file's id.

    Only what the same person sent counts, known by their browser or their sign-in: nobody else learns what was sent.
    """
    theirs = Q(ticket__device=device) if device else Q(pk__in=[])
    if person:
        theirs |= Q(ticket__account=person)
    sums = {each.sha256 for each in files if each.sha256}
    before = Attachment.objects.filter(theirs, ticket__survivor=request.survivor_id, sha256__in=sums)
    down = Judgement.objects.filter(attachment__in=before).exclude(reason__in=["", *SAME_FILE_MAY_COME_AGAIN])
    by_sum = {each.attachment.sha256: each for each in down.select_related("attachment").order_by("judged_at")}
    return {each.id: by_sum[each.sha256] for each in files if each.sha256 in by_sum}
