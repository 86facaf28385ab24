"""Joins a documents ticket to the ticket it belongs with, once, when its last file has settled."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from attachments.models import Attachment
from attachments.states import UNFINISHED, FileState
from tickets.actions.merge import CannotMergeIntoItself, DifferentPeople, ParentIsClosed, merge
from tickets.locking import lock_tickets
from tickets.models import Event, Joining, Ticket, Verb
from tickets.trail import record

STILL_TO_JOIN = (Joining.WAITING, Joining.NOTHING_USABLE)


def join_if_ready(*, ticket_id: UUID, now: datetime) -> bool:
    """Merge a waiting documents ticket into its parent if all its files have ended. Out: True when this call did it.

    Called after every settled file, at Send and by the sweeper. The settling has been committed before, and the files
    are counted here under the locks of both tickets: of two last files settling at once, at least one sees both ended.
    A ticket that was merged before, by anybody, never joins by itself again, so an agent's undo stands.
    """
    ticket = Ticket.objects.select_related("joins").filter(id=ticket_id, joining__in=STILL_TO_JOIN).first()
    if ticket is None or ticket.joins is None:
        return False
    with transaction.atomic():
        locked = lock_tickets(ids={ticket.id, ticket.joins.survivor_id})
        parent, ticket = ticket.joins, locked[ticket.id]
        if ticket.is_merged or ticket.joining not in STILL_TO_JOIN:
            return False
        if Event.objects.filter(ticket=ticket, verb=Verb.MERGED).exists():
            return False
        states = set(Attachment.objects.filter(ticket=ticket).values_list("state", flat=True))
        if states & set(UNFINISHED):
            return False
        if FileState.ACCEPTED not in states:
            _stay(ticket, Joining.NOTHING_USABLE, now)
            return False
        try:
            merge(child_id=ticket.id, into_id=parent.id, now=now)
        except ParentIsClosed:
            _stay(ticket, Joining.FOLLOW_UP, now)
            return False
        except (DifferentPeople, CannotMergeIntoItself):
            _stay(ticket, Joining.NOT_ASKED, now)
            return False
        return True


def left_to_join(*, limit: int) -> list[UUID]:
    """Documents tickets that are ready to join although nobody called: the sweeper’s list, oldest first.

    Those that cannot join now, or never again by themselves, are left out: else enough of them would hide all others.
    """
    files = Attachment.objects.filter(ticket=OuterRef("pk"))
    ready = Ticket.objects.filter(
        ~Exists(files.filter(state__in=UNFINISHED)),
        ~Exists(Event.objects.filter(ticket=OuterRef("pk"), verb=Verb.MERGED)),
        merged_into__isnull=True,
    )
    waiting = ready.filter(joining=Joining.WAITING)
    usable_now = ready.filter(Exists(files.filter(state=FileState.ACCEPTED)), joining=Joining.NOTHING_USABLE)
    return [
        ticket_id
        for tickets in (waiting, usable_now)
        for ticket_id in tickets.order_by("id").values_list("id", flat=True)[:limit]
    ]


def _stay(ticket: Ticket, outcome: Joining, now: datetime) -> None:
    if ticket.joining == outcome:
        return
    ticket.joining = outcome
    ticket.save(update_fields=["joining"])
    record(ticket_id=ticket.id, verb=Verb.NOT_JOINED, now=now, reason=outcome)
    if outcome == Joining.FOLLOW_UP and ticket.joins_id:
        record(ticket_id=ticket.joins_id, verb=Verb.NOT_JOINED, now=now, reason=outcome, other=ticket.reference)
