"""Joins a documents ticket to the ticket it belongs with, once, when its last file has settled; and says what to expect."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef

from attachments.models import Attachment
from attachments.states import UNFINISHED, FileState
from tickets.actions.merge import (
    CannotMergeIntoItself,
    DifferentCompartments,
    DifferentPeople,
    MergesInACircle,
    OpensRestrictedDocuments,
    ParentIsClosed,
    merge,
)
from tickets.locking import conversations_locked
from tickets.models import Joining, Ticket, Verb
from tickets.parents import joining_by_themselves, joins_by_itself
from tickets.persons import same_person
from tickets.sensitivity import opens_restricted
from tickets.states import State
from tickets.trail import record


def join_if_ready(*, ticket_id: UUID, now: datetime) -> bool:
    """Merge a waiting documents ticket into its parent if all its files have ended. Out: True when this call did it.

    Called after every settled file, at Send and by the sweeper. The settling has been committed before, and the files
    are counted here under the locks of both conversations: of two last files settling at once, at least one sees both
    ended.
    """
    parent_id = joining_by_themselves().filter(id=ticket_id).values_list("joins", flat=True).first()
    if parent_id is None:
        return False
    with conversations_locked(ids={ticket_id, parent_id}) as locked:
        ticket = locked[ticket_id]
        if not joins_by_itself(ticket=ticket):
            return False
        states = set(Attachment.objects.filter(ticket=ticket).values_list("state", flat=True))
        if states & set(UNFINISHED):
            return False
        # What was sent without a file has nothing to wait for.
        if states and FileState.ACCEPTED not in states:
            _stay(ticket, Joining.NOTHING_USABLE, now)
            return False
        try:
            merge(child_id=ticket.id, into_id=parent_id, now=now)
        except ParentIsClosed:
            _stay(ticket, Joining.FOLLOW_UP, now)
            return False
        except OpensRestrictedDocuments:
            _stay(ticket, Joining.NEEDS_SUPERVISOR, now)
            return False
        except (DifferentPeople, DifferentCompartments, CannotMergeIntoItself, MergesInACircle):
            _stay(ticket, Joining.NOT_ASKED, now)
            return False
        return True


def left_to_join(*, limit: int) -> list[UUID]:
    """Documents tickets that are ready to join although nobody called: the sweeper’s list, oldest first.

    Those that cannot join now, or never again by themselves, are left out: else enough of them would hide all others.
    """
    files = Attachment.objects.filter(ticket=OuterRef("pk"))
    ready = joining_by_themselves().filter(~Exists(files.filter(settled_at__isnull=True)))
    waiting = ready.filter(joining=Joining.WAITING)
    usable_now = ready.filter(Exists(files.filter(state=FileState.ACCEPTED)), joining=Joining.NOTHING_USABLE)
    return [
        ticket_id
        for tickets in (waiting, usable_now)
        for ticket_id in tickets.order_by("id").values_list("id", flat=True)[:limit]
    ]


class Prospect(StrEnum):
    """What becomes of documents that were sent for another ticket, as far as anybody can tell now."""

    NONE = "none"
    """They were sent for no other ticket, or are part of one."""
    TOGETHER = "together"
    """The ticket they were sent for was merged into them."""
    JOINS = "joins"
    NOTHING_USABLE = "nothing_usable"
    FOLLOW_UP = "follow_up"
    NEEDS_SUPERVISOR = "needs_supervisor"
    """Few people may open them, and the ticket they were sent for is not about security."""
    APART = "apart"
    """They stay a ticket of their own, unless an agent merges them."""


def prospects(*, tickets: Iterable[Ticket]) -> dict[UUID, Prospect]:
    """What to tell of each ticket, by its id; for customers and agents alike."""
    ids = [ticket.id for ticket in tickets]
    files = Attachment.objects.filter(ticket=OuterRef("pk"))
    usable = Exists(files.filter(state__in=[*UNFINISHED, FileState.ACCEPTED])) | ~Exists(files)
    found = (
        Ticket.objects.filter(id__in=ids)
        .select_related("joins__survivor")
        .annotate(by_itself=Exists(joining_by_themselves().filter(id=OuterRef("pk"))), usable=usable)
    )
    return {each.id: _prospect(each, by_itself=each.by_itself, usable=each.usable) for each in found}


def _prospect(ticket: Ticket, *, by_itself: bool, usable: bool) -> Prospect:
    if ticket.joins is None or ticket.is_merged:
        return Prospect.NONE
    root = ticket.joins.survivor
    if root.id == ticket.id:
        return Prospect.TOGETHER
    if ticket.joining == Joining.FOLLOW_UP:
        return Prospect.FOLLOW_UP
    if ticket.joining == Joining.NEEDS_SUPERVISOR:
        return Prospect.NEEDS_SUPERVISOR
    if not by_itself:
        return Prospect.APART
    if not usable:
        return Prospect.NOTHING_USABLE
    if root.state == State.CLOSED:
        return Prospect.FOLLOW_UP
    if ticket.compartment != root.compartment or not same_person(one=ticket, other=root):
        return Prospect.APART
    return Prospect.NEEDS_SUPERVISOR if opens_restricted(child=ticket, target=root) else Prospect.JOINS


def _stay(ticket: Ticket, outcome: Joining, now: datetime) -> None:
    if ticket.joining == outcome:
        return
    ticket.joining = outcome
    ticket.save(update_fields=["joining"])
    record(ticket_id=ticket.id, verb=Verb.NOT_JOINED, now=now, reason=outcome)
    if outcome == Joining.FOLLOW_UP and ticket.joins_id:
        record(ticket_id=ticket.joins_id, verb=Verb.NOT_JOINED, now=now, reason=outcome, other=ticket.reference)
