"""Undoes a merge, exactly and at any time: the pointer is cut, and everything is where it always was."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tickets.locking import lock_tickets
from tickets.models import Event, Ticket, Verb
from tickets.states import State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


LEAVES_STATE_ALONE = (Verb.FILE_SETTLED, Verb.FILE_VIEWED, Verb.FILE_DOWNLOADED, Verb.FILE_RETRIED)


class NotMerged(Exception):
    """This ticket stands alone: there is no merge to undo."""


def unmerge(*, child_id: UUID, now: datetime, actor: "User | None" = None) -> Ticket:
    """Let a merged ticket stand alone again, with whatever had been merged into it; return it.

    Raises NotMerged. If the merge had reopened the other ticket and nobody changed its state since, that is undone too.
    """
    while True:
        root_id = Ticket.objects.values_list("survivor_id", flat=True).get(id=child_id)
        with transaction.atomic():
            locked = lock_tickets(ids={child_id, root_id})
            child, root = locked[child_id], locked[root_id]
            if not child.is_merged:
                raise NotMerged
            if root.is_merged or child.survivor_id != root.id:
                continue
            return _cut(child=child, root=root, now=now, actor=actor)


def _cut(*, child: Ticket, root: Ticket, now: datetime, actor: "User | None") -> Ticket:
    parent = child.merged_into
    assert parent is not None
    child.merged_into, child.survivor = None, child
    child.save(update_fields=["merged_into", "survivor"])
    Ticket.objects.filter(id__in=_descendants(child.id)).update(survivor=child)
    _restore_state(child=child, parent=parent, root=root)
    record(ticket_id=child.id, verb=Verb.UNMERGED, now=now, actor=actor, other=parent.reference)
    record(ticket_id=parent.id, verb=Verb.LOST_MERGE, now=now, actor=actor, other=child.reference)
    return child


def _descendants(root_id: UUID) -> list[UUID]:
    found: list[UUID] = []
    level = [root_id]
    while level:
        level = list(Ticket.objects.filter(merged_into__in=level).order_by("id").values_list("id", flat=True))
        found += level
    return found


def _restore_state(*, child: Ticket, parent: Ticket, root: Ticket) -> None:
    if parent.id != root.id or root.state != State.OPEN:
        return
    merges = Event.objects.filter(ticket=parent, verb=Verb.RECEIVED_MERGE, details__other=child.reference)
    last = merges.order_by("-id").first()
    if last is None or not last.details["reopened_from"]:
        return
    moved_since = Event.objects.filter(ticket=parent, id__gt=last.id).exclude(verb__in=LEAVES_STATE_ALONE)
    if not moved_since.exists():
        root.state = last.details["reopened_from"]
        root.save(update_fields=["state"])
