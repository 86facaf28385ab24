"""What a merge would do, said before it is done: who goes on, who follows, and what may surprise."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agent_desk.compartments import refuse_strangers
from agent_desk.file_words import Badge, badges, count_states
from agent_desk.problems import refuse
from attachments.models import Attachment
from attachments.states import UNFINISHED
from tickets import snapshot
from tickets.actions.edit import last_event_id
from tickets.actions.merge import DifferentCompartments
from tickets.models import Message, Ticket
from tickets.persons import same_person, to_be_confirmed
from tickets.references import parse_reference
from tickets.sensitivity import opens_restricted
from tickets.states import State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

CANDIDATES = 12


@dataclass(frozen=True)
class Candidate:
    """A ticket that may belong with this one, and why."""

    ticket: Ticket
    title: str
    why: str


@dataclass(frozen=True)
class Side:
    """One of the two tickets of a merge, with all that was merged into it before."""

    ticket: Ticket
    title: str
    messages: int
    badges: list[Badge]
    being_checked: int
    seen_event: int


@dataclass(frozen=True)
class MergePreview:
    """What would happen if an agent confirmed."""

    child: Side
    target: Side
    same_person: bool
    to_be_confirmed: str
    target_is_closed: bool
    opens_restricted: bool

    @property
    def being_checked(self) -> int:
        """Files that are still being checked and will follow by themselves."""
        return self.child.being_checked


def candidates(*, root: Ticket, language: str) -> list[Candidate]:
    """Unmerged tickets that seem to belong with this one: by address, by browser, or because one asked to join."""
    alike = Q(joins=root) | Q(id=root.joins_id)
    for column in ("account_email", "contact_email"):
        if getattr(root, column):
            # In any case: that is what the indexes are made for, and how people type.
            alike |= Q(**{f"{column}__iexact": getattr(root, column)})
    if root.account_id:
        alike |= Q(account=root.account_id)
    if root.device:
        alike |= Q(device=root.device)
    apart = Ticket.objects.filter(compartment=root.compartment, merged_into__isnull=True)
    found = apart.filter(alike).exclude(id=root.id).order_by("-created_at")
    return [
        Candidate(ticket=ticket, title=snapshot.title(ticket=ticket, language=language), why=_why(root, ticket))
        for ticket in found.select_related("assignee")[:CANDIDATES]
    ]


def _why(root: Ticket, other: Ticket) -> str:
    if root.id == other.joins_id or other.id == root.joins_id:
        return _("Sent as documents of the other")
    if root.account_email and root.account_email.lower() == other.account_email.lower():
        return _("Same account email")
    if root.contact_email and root.contact_email.lower() == other.contact_email.lower():
        return _("Same contact email")
    if root.account_id and root.account_id == other.account_id:
        return _("Same person, by a proven address")
    return _("Sent from the same browser")


def find_other(*, root: Ticket, text: str, agent: "User") -> Ticket:
    """The ticket an agent named, or the one it lives in. Raises NotDone with a sentence, or AnotherTeams."""
    reference = parse_reference(text)
    if reference is None:
        raise refuse(_("Type a whole reference, like KS-7G2M-94TX. The last symbol guards against slips."))
    other = Ticket.objects.select_related("survivor").filter(reference=reference).first()
    if other is None:
        raise refuse(_("There is no request %(reference)s.") % {"reference": reference}, status=404)
    refuse_strangers(ticket=other, agent=agent, now=timezone.now())
    if other.compartment != root.compartment:
        raise DifferentCompartments
    if other.survivor_id == root.id:
        raise refuse(_("These two already are one conversation."), status=409)
    return other.survivor


def preview(*, child: Ticket, target: Ticket, language: str) -> MergePreview:
    """What making `child` part of `target` would do."""
    return MergePreview(
        child=_side(child, language),
        target=_side(target, language),
        same_person=same_person(one=child, other=target),
        to_be_confirmed=", ".join(each.reference for each in to_be_confirmed(one=child, other=target)),
        target_is_closed=target.state == State.CLOSED,
        opens_restricted=opens_restricted(child=child, target=target),
    )


def _side(root: Ticket, language: str) -> Side:
    counts = count_states(files=Attachment.objects.filter(ticket__survivor=root).only("id", "state"))
    return Side(
        ticket=root,
        title=snapshot.title(ticket=root, language=language),
        messages=Message.objects.filter(ticket__survivor=root).exclude(body="").count(),
        badges=badges(counts=counts),
        being_checked=sum(counts[state] for state in UNFINISHED),
        seen_event=last_event_id(ticket=root),
    )
