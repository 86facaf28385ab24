"""Who may go on with a request, and what a sign-in already answers: one rule for pages and Send (domain §4.1, §4.2 S2)."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from forms_catalog.definition import Access, RequestType, Step
from forms_catalog.invitations import may_be_sent
from forms_catalog.models import Draft
from tickets.models import Ticket
from tickets.states import OVER

ANSWERED_BY_SIGN_IN = frozenset({"account_email", "still_have_email", "contact_email"})
"""What nobody who is signed in is asked."""


class Barrier(Enum):
    """What stands before a request."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"


class StillBarred(Exception):
    """The request cannot be sent yet: `barrier` stands before it. The draft is kept as it is."""

    def __init__(self, barrier: Barrier) -> None:
        super().__init__(barrier.value)
        self.barrier = barrier


def barrier_before(*, request_type: RequestType, draft: Draft, signed_in: bool) -> Barrier | None:
    """What stands before the next page of a draft, if anything; whoever cannot sign in is never asked to."""
    if request_type.access is Access.SIGNED_IN and not signed_in:
        invited = request_type.invitable and may_be_sent(invitation=draft.invitation)
        return None if invited else Barrier.SIGN_IN
    if request_type.after_solved:
        may = draft.parent and may_be_rated(ticket=draft.parent, slug=request_type.slug)
        return None if may else Barrier.INVITATION
    if request_type.access is Access.INVITED and not may_be_sent(invitation=draft.invitation):
        return Barrier.INVITATION
    return None


def may_be_rated(*, ticket: Ticket, slug: str) -> bool:
    """Whether a solved request still waits for this form: it is sent once."""
    if ticket.survivor.state not in OVER:
        return False
    return not Ticket.objects.filter(joins__survivor=ticket.survivor_id, request_type=slug).exists()


def answers_known(*, request_type: RequestType, answers: Mapping[str, Any], address: str) -> dict[str, Any]:
    """The answers that a sign-in with this address gives, so that no page asks for them; none without an address.

    Where only the owner may ask, the account is theirs and no other. Elsewhere a person may have signed in with another
    address than the account's, because that is what they are locked out of: what they typed themselves goes before.
    """
    if not address:
        return {}
    known = {"contact_email": address}
    if request_type.account_mail_is_lost:
        return _unless_typed(known, answers)
    account = {"account_email": address, "still_have_email": "yes"}
    if request_type.access is Access.SIGNED_IN:
        return known | account
    if (answers.get("account_email") or address) == address:
        known |= account
    return _unless_typed(known, answers)


def waits_for_sign_in(*, request_type: RequestType, step: Step, address: str) -> bool:
    """Whether a page is passed over until the next sign-in answers it: so a page after it can still take what is sent."""
    return request_type.access is Access.SIGNED_IN and not address and ANSWERED_BY_SIGN_IN.issuperset(step.fields())


def _unless_typed(known: dict[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in known.items() if not answers.get(name)}
