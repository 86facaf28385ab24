"""Makes one ticket part of another, by pointing at it: nothing moves, so it is safe at any moment (DESIGN law 1)."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tickets.locking import conversations_locked
from tickets.models import Ticket, Verb
from tickets.persons import same_person
from tickets.sensitivity import opens_restricted
from tickets.states import State
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class TicketAlreadyMerged(Exception):
    """This ticket is already part of another; `into` is that one."""

    def __init__(self, into: Ticket) -> None:
        super().__init__(f"It is already part of {into.reference}.")
        self.into = into


class CannotMergeIntoItself(Exception):
    """The two tickets already are one conversation."""


class MergesInACircle(Exception):
    """Merges point at each other in a circle. No verb makes one; until the rows are mended, nothing is done."""


class ParentIsClosed(Exception):
    """A closed ticket takes nothing more; what arrives becomes a follow-up."""


class DifferentPeople(Exception):
    """The tickets belong to different people: only a supervisor may merge them."""


class OpensRestrictedDocuments(Exception):
    """Few people may open these documents, and the other ticket is not about security: a supervisor decides."""


class DifferentCompartments(Exception):
    """Different people work on the two tickets, and see only their own: nobody may bring them together."""


def merge(
    *,
    child_id: UUID,
    into_id: UUID,
    now: datetime,
    actor: "User | None" = None,
    across_people: bool = False,
    restricted_too: bool = False,
) -> Ticket:
    """Make the child part of the ticket that `into` lives in, and return that ticket.

    In: `actor` is the agent, None when the worker joins a documents ticket; `across_people` and
    `restricted_too` are a supervisor's word. Raises TicketAlreadyMerged, CannotMergeIntoItself, MergesInACircle,
    DifferentCompartments, ParentIsClosed, DifferentPeople or OpensRestrictedDocuments; then nothing has changed.

    Only live roots are ever linked, under the locks of both conversations: neither a cycle nor two parents can come
    about.
    """
    with conversations_locked(ids={child_id, into_id}) as locked:
        child, target = locked[child_id], locked.get(locked[into_id].survivor_id)
        if target is None or target.is_merged:
            raise MergesInACircle
        if child.is_merged:
            raise TicketAlreadyMerged(locked[child.survivor_id])
        if target.id == child.id:
            raise CannotMergeIntoItself
        if child.compartment != target.compartment:
            raise DifferentCompartments
        if target.state == State.CLOSED:
            raise ParentIsClosed
        if not across_people and not same_person(one=child, other=target):
            raise DifferentPeople
        if not restricted_too and opens_restricted(child=child, target=target):
            raise OpensRestrictedDocuments
        return _link(child=child, target=target, now=now, actor=actor)


def _link(*, child: Ticket, target: Ticket, now: datetime, actor: "User | None") -> Ticket:
    child.merged_into = child.survivor = target
    child.save(update_fields=["merged_into", "survivor"])
    Ticket.objects.filter(survivor=child).update(survivor=target)
    reopened_from = ""
    # Documents that arrive by themselves are the customer's answer; an agent's merge is not.
    if target.state == State.SOLVED or (target.state == State.PENDING and actor is None):
        reopened_from = target.state
        target.state = State.OPEN
        target.save(update_fields=["state"])
    record(ticket_id=child.id, verb=Verb.MERGED, now=now, actor=actor, other=target.reference)
    record(
        ticket_id=target.id,
        verb=Verb.RECEIVED_MERGE,
        now=now,
        actor=actor,
        other=child.reference,
        request_type=child.request_type,
        reopened_from=reopened_from,
    )
    return target
