"""Posts the letters about a ticket: to its contact address, in its language, in the transaction that gives the news."""

from collections.abc import Iterable
from datetime import datetime

from outbox.addresses import address_key, mailbox_key
from outbox.budgets import locked_mailbox
from outbox.models import Letter
from outbox.posting import post
from tickets import snapshot
from tickets.models import Message, Ticket
from tickets.persons import person_of
from tickets.states import Speaker, State

ANSWERED, NEEDS_YOU, SOLVED = "answered", "needs_you", "solved"
DOCUMENT_AGAIN = "document_again"
RECEIVED, SECURE_NOW, NOT_YOURS = "received", "secure_now", "not_yours"
TAKES_EFFECT = "takes_effect"
ABOUT_A_STATE = {State.PENDING: NEEDS_YOU, State.SOLVED: SOLVED, State.CLOSED: SOLVED}


def tell(*, ticket: Ticket, letter: str, now: datetime, to: str = "") -> None:
    """Post one letter about a ticket. In: `to` when it goes to another address than the contact's.

    A ticket without an address gets none: its page says the same.
    """
    address = to or ticket.contact_email
    if address:
        proven = ticket.contact_proven_at is not None and not to
        post(kind=letter, about=ticket.id, to=address, language=ticket.language, asker_proven=proven, now=now)


def told(*, ticket: Ticket) -> Ticket:
    """The ticket whose address is written to: what was sent by invitation has none, but the request it came from has."""
    invited = ticket.joins is not None and not ticket.contact_email and snapshot.was_invited(ticket=ticket)
    return ticket.joins if ticket.joins and invited else ticket


def tell_of_state(*, root: Ticket, state: State, now: datetime) -> None:
    """Post what a change of state means: an end to everybody in the conversation, a question to whom it was put."""
    if state == State.PENDING:
        tell(ticket=_asked(root), letter=NEEDS_YOU, now=now)
    elif state in ABOUT_A_STATE:
        hold_conversation(root=root, now=now)
        for ticket in _one_each(Ticket.objects.filter(survivor=root).order_by("created_at", "id")):
            tell(ticket=ticket, letter=SOLVED, now=now)


def _asked(root: Ticket) -> Ticket:
    """Whose answer is waited for: what agents last wrote was for them; the root's sender while nothing was written."""
    spoken = Message.objects.filter(ticket__survivor=root, is_note=False, speaker=Speaker.AGENT)
    last = spoken.select_related("ticket").order_by("-created_at", "-id").first()
    return last.ticket if last else root


def _one_each(tickets: Iterable[Ticket]) -> list[Ticket]:
    """One ticket of each person, one with an address if there is any."""
    found: dict[tuple[str, str], Ticket] = {}
    for ticket in tickets:
        person = person_of(ticket=ticket)
        if person not in found or not found[person].contact_email:
            found[person] = ticket
    return list(found.values())


def hold_conversation(*, root: Ticket, now: datetime) -> None:
    """Lock the mailboxes of a conversation whose letters are counted, in one order, before any of them is written to.

    One press of a button may write to one of its senders and then to all: without an order two agents would wait for
    each other.
    """
    unproven = Ticket.objects.filter(survivor=root, contact_proven_at__isnull=True).exclude(contact_email="")
    for address in sorted(unproven.values_list("contact_email", flat=True), key=mailbox_key):
        locked_mailbox(address=address, now=now)


def hold_mailboxes(*, ticket: Ticket, now: datetime) -> None:
    """Lock the mailboxes of the contact and the account address in one order, before both are written to.

    Letters are counted under these locks: without an order two who write to the same two would wait for each other.
    """
    if _is_answered_elsewhere(ticket):
        for address in sorted((ticket.contact_email, ticket.account_email), key=mailbox_key):
            locked_mailbox(address=address, now=now)


def tell_account(*, ticket: Ticket, now: datetime) -> None:
    """Tell the account's own address of a request that is answered elsewhere, so that its owner can object."""
    if _is_answered_elsewhere(ticket):
        tell(ticket=ticket, letter=NOT_YOURS, now=now, to=ticket.account_email)


def tell_owner(*, ticket: Ticket, now: datetime) -> Letter | None:
    """Tell the account's own address that a change takes effect, also when it is the contact address; the owner can object.

    Out: the letter; None when there is no such address, or nobody has proven it and no letter may go there now.
    """
    if not ticket.account_email:
        return None
    return post(
        kind=TAKES_EFFECT,
        about=ticket.id,
        to=ticket.account_email,
        language=ticket.language,
        asker_proven=ticket.contact_proven_at is not None and not _is_answered_elsewhere(ticket),
        now=now,
    )


def _is_answered_elsewhere(ticket: Ticket) -> bool:
    return bool(ticket.account_email) and address_key(ticket.account_email) != address_key(ticket.contact_email)
