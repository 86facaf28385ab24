"""Who reads what in a conversation: each person their own part, whoever's parts a merge brought together (DESIGN law 1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tickets import snapshot
from tickets.models import Message, Ticket
from tickets.persons import of_this_person
from tickets.states import Speaker


@dataclass(frozen=True)
class Heard:
    """What one person has read of a conversation, as far as a state is told from it."""

    newest: Message | None
    """The newest message of anybody that they can read."""
    answered: bool
    """That message is an agent's, and no agent has written to anybody since."""
    addressed: bool
    """What agents last wrote was for them; while none has written anything, so is what is asked of the root's sender."""


def own_tickets(*, ticket: Ticket, proven: bool = False) -> list[Ticket]:
    """The tickets of this one's conversation that its reader may see.

    In: `proven` when the reader is known to be the ticket's person: they see all that is theirs. Whoever merely sits at
    the browser that sent it sees what came from that browser. Else somebody could name another's address, wait until
    its owner confirms by mistake, and read along.
    """
    found = Ticket.objects.filter(of_this_person(ticket=ticket), survivor=ticket.survivor_id)
    if not proven:
        found = found.filter(device=ticket.device) if ticket.device else found.filter(id=ticket.id)
    return list(found.order_by("created_at", "id"))


def sent_by_invitation(*, tickets: Collection[Ticket]) -> list[Ticket]:
    """What the sender of these was invited to send and sent from elsewhere: it names nobody, and is theirs all the same.

    The letter with the link went to their address. What is written in it is read by agents only.
    """
    nameless = Ticket.objects.filter(joins__in=tickets, account=None, contact_email="")
    known = {each.id for each in tickets}
    return [each for each in nameless if each.id not in known and snapshot.was_invited(ticket=each)]


def is_one_persons(*, ticket: Ticket) -> bool:
    """Whether all of the conversation that a ticket lives in is its own person's."""
    return not Ticket.objects.filter(survivor=ticket.survivor_id).exclude(of_this_person(ticket=ticket)).exists()


def heard_by_sender(*, ticket: Ticket, own: list[Ticket], read: Sequence[Message]) -> Heard:
    """What this ticket's reader has read; derived from the messages, so that a merge and its undo need no bookkeeping.

    In: `own` are the reader's own_tickets, `read` all that was said in those, oldest first.
    """
    newest = read[-1] if read else None
    spoken = Message.objects.filter(ticket__survivor=ticket.survivor_id, is_note=False, speaker=Speaker.AGENT)
    agents, addressee = spoken.order_by("-created_at", "-id").values_list("id", "ticket_id").first() or (
        None,
        ticket.survivor_id,
    )
    return Heard(
        newest=newest,
        answered=newest is not None and newest.id == agents,
        addressed=addressee in {each.id for each in own},
    )
