"""Undoes a merge, exactly and at any time: the pointer is cut, and everything is where it always was."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tickets.locking import conversations_locked
from tickets.models import Event, Ticket, Verb
from tickets.states import State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


LEAVES_STATE_ALONE = (
    Verb.NOTED,
    Verb.ASSIGNED,
    Verb.NOT_JOINED,
    Verb.ADDRESS_PROVEN,
    Verb.ADDRESS_CORRECTED,
    Verb.DISOWNED,
    Verb.LINKS_WITHDRAWN,
    Verb.LINK_ISSUED,
    Verb.INVITATION_WITHDRAWN,
    Verb.FILE_SETTLED,
    Verb.FILE_VIEWED,
    Verb.FILE_DOWNLOADED,
    Verb.FILE_COPIED,
    Verb.FILE_RETRIED,
    Verb.FILE_WITHDRAWN,
    Verb.FILE_ERASED,
)


class NotMerged(Exception):
    """This ticket stands alone: there is no merge to undo."""


def unmerge(*, child_id: UUID, now: datetime, actor: "User | None" = None) -> Ticket:
    """Let a merged ticket stand alone again, with whatever had been merged into it; return it.

    Raises NotMerged. If the merge had reopened the other ticket and nobody changed its state since, that is undone too.
    """
    with conversations_locked(ids={child_id}) as locked:
        child = locked[child_id]
        if child.merged_into_id is None:
            raise NotMerged
        parent, root = locked[child.merged_into_id], locked[child.survivor_id]
        child.merged_into, child.survivor = None, child
        child.save(update_fields=["merged_into", "survivor"])
        Ticket.objects.filter(id__in=_below(child, locked.values())).update(survivor=child)
        _restore_state(child=child, parent=parent, root=root)
        record(ticket_id=child.id, verb=Verb.UNMERGED, now=now, actor=actor, other=parent.reference)
        record(ticket_id=parent.id, verb=Verb.LOST_MERGE, now=now, actor=actor, other=child.reference)
        return child


def _below(top: Ticket, conversation: Collection[Ticket]) -> list[UUID]:
    """Whatever had been merged into a ticket, and into that, and so on."""
    found: list[UUID] = []
    level = {top.id}
    while level:
        level = {each.id for each in conversation if each.merged_into_id in level}
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
