"""Who reads what in a conversation: each sender their own part, whoever's parts a merge brought together (DESIGN law 1)."""

from dataclasses import dataclass

from tickets.models import Message, Ticket
from tickets.states import Speaker


@dataclass(frozen=True)
class Heard:
    """What one sender has read of a conversation, as far as a state is told from it."""

    newest: Message | None
    """The newest message of anybody that they can read."""
    answered: bool
    """That message is an agent's, and no agent has written to anybody since."""
    addressed: bool
    """What agents last wrote was for them; while none has written anything, so is what is asked of the root's sender."""


def sender_of(*, ticket: Ticket) -> str:
    """Who sent a ticket, as far as we know: its browser. One without is nobody else's."""
    return ticket.device or str(ticket.id)


def own_tickets(*, ticket: Ticket) -> list[Ticket]:
    """The tickets of one conversation that this ticket's own sender may see: those sent from the same browser."""
    if not ticket.device:
        return [ticket]
    return list(Ticket.objects.filter(survivor=ticket.survivor_id, device=ticket.device).order_by("created_at", "id"))


def heard_by_sender(*, ticket: Ticket, own: list[Ticket]) -> Heard:
    """What this ticket's sender has read; derived from the messages, so that a merge and its undo need no bookkeeping.

    In: `own` are the sender's own_tickets.
    """
    ids = {each.id for each in own}
    spoken = Message.objects.filter(is_note=False).order_by("-created_at", "-id")
    newest = spoken.filter(ticket__in=ids).first()
    agents = spoken.filter(ticket__survivor=ticket.survivor_id, speaker=Speaker.AGENT).first()
    return Heard(
        newest=newest,
        answered=newest is not None and newest == agents,
        addressed=(agents.ticket_id if agents else ticket.survivor_id) in ids,
    )
