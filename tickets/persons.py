"""Who counts as one person (DESIGN §5): whoever proved an address; while nothing is proven, one browser."""

from django.db.models import Q

from outbox.addresses import address_key
from tickets.models import Ticket


def person_of(*, ticket: Ticket) -> tuple[str, str]:
    """What two tickets of one person have in common, and no two of different people."""
    if ticket.account_id:
        return "account", str(ticket.account_id)
    # One without a browser is nobody else's.
    return ("browser", ticket.device) if ticket.device else ("ticket", str(ticket.id))


def of_this_person(*, ticket: Ticket) -> Q:
    """The tickets of the person who sent this one, as a condition on tickets."""
    if ticket.account_id:
        return Q(account=ticket.account_id)
    return Q(account__isnull=True, device=ticket.device) if ticket.device else Q(id=ticket.id)


def same_person(*, one: Ticket, other: Ticket) -> bool:
    """Whether two tickets may become one conversation without a supervisor's word.

    Documents are compared with the request that they were sent for, whomever that was merged with; those that name
    nobody are of whoever that request is: its link was in the sender's hands.
    """
    for documents, request in ((one, other), (other, one)):
        if documents.joins and documents.joins.survivor_id == request.survivor_id:
            named = documents.account_id or documents.account_email or documents.contact_email
            return not named or _alike(documents, documents.joins)
    return _alike(one, other)


def to_be_confirmed(*, one: Ticket, other: Ticket) -> list[Ticket]:
    """The tickets of two whose sender need only confirm the contact address, and both are one person's; else none."""
    unproven = [each for each in (one, other) if each.contact_proven_at is None]
    strangers = any(each.account_id for each in unproven) or _contradict(one.account_email, other.account_email)
    same_address = one.contact_email and address_key(one.contact_email) == address_key(other.contact_email)
    return unproven if same_address and not strangers else []


def _alike(one: Ticket, other: Ticket) -> bool:
    if _contradict(one.account_email, other.account_email):
        return False
    if one.account_id and other.account_id:
        return one.account_id == other.account_id
    same_browser = bool(one.device) and one.device == other.device
    return same_browser and not _contradict(one.contact_email, other.contact_email)


def _contradict(first: str, second: str) -> bool:
    return bool(first and second) and address_key(first) != address_key(second)
