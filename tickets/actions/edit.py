"""What all of an agent's edits share: the ticket is locked, and an edit made on an outdated page is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tickets.locking import lock_tickets
from tickets.models import Event, Ticket, Verb

CHANGES_AN_AGENT_MUST_SEE = (
    Verb.SUBMITTED,
    Verb.WROTE,
    Verb.CUSTOMER_CLOSED,
    Verb.CUSTOMER_REOPENED,
    Verb.DISOWNED,
    Verb.REPLIED,
    Verb.NOTED,
    Verb.ASSIGNED,
    Verb.STATE_CHANGED,
    Verb.MERGED,
    Verb.RECEIVED_MERGE,
    Verb.UNMERGED,
    Verb.LOST_MERGE,
    Verb.INVITED,
    Verb.INVITATION_WITHDRAWN,
    Verb.PROPOSED,
    Verb.AGREED,
    Verb.DECLINED,
    Verb.STOPPED,
    Verb.CARRIED_OUT,
    Verb.CALL_PROPOSED,
    Verb.CALL_AGREED,
    Verb.CALL_ACCEPTED,
    Verb.CALL_CANCELLED,
    Verb.CALL_HELD,
    Verb.CALL_MISSED,
)


class ChangedMeanwhile(Exception):
    """Somebody changed the ticket after this page was shown; `events` says what, and nothing was saved."""

    def __init__(self, events: list[Event]) -> None:
        super().__init__("The ticket changed after this page was shown.")
        self.events = events


def last_event_id(*, ticket: Ticket) -> int:
    """The number a page carries so that a later save can tell what happened since.

    Only what is written under the ticket's lock counts: a worker's event, written without it, may take a higher number
    than an edit that is not committed yet, and a page that carried that number would never hear of the edit.
    """
    edits = Event.objects.filter(ticket__survivor=ticket.survivor_id, verb__in=CHANGES_AN_AGENT_MUST_SEE)
    return edits.order_by("-id").values_list("id", flat=True).first() or 0


@contextmanager
def editing(*, ticket_id: UUID, seen_event: int, now: datetime, also: UUID | None = None) -> Iterator[Ticket]:
    """Lock a ticket for an agent's edit and save its `updated_at` when the edit is done.

    In: `seen_event` is what last_event_id gave when the agent's page was made; `also` is another ticket that the edit
    writes to, locked in the same breath.
    Raises ChangedMeanwhile when another change came in between.
    """
    with transaction.atomic():
        ticket = lock_tickets(ids={ticket_id, also or ticket_id})[ticket_id]
        missed = list(
            Event.objects.select_related("actor", "ticket")
            .filter(ticket__survivor=ticket.survivor_id, id__gt=seen_event, verb__in=CHANGES_AN_AGENT_MUST_SEE)
            .order_by("id")
        )
        if missed:
            raise ChangedMeanwhile(missed)
        yield ticket
        ticket.updated_at = now
        ticket.save(update_fields=["updated_at"])
