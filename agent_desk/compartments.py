"""Says which requests an agent sees: one answer, which every page, count and file asks for."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from attachments.models import Attachment
from tickets.compartments import Compartment
from tickets.models import Ticket, Verb
from tickets.trail import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User

RIGHTS = {
    Compartment.CUSTOMERS: "tickets.see_customers",
    Compartment.VAULT: "tickets.see_vault",
    Compartment.BUSINESS: "tickets.see_business",
    Compartment.HR: "tickets.see_hr",
}


class AnotherTeams(PermissionDenied):
    """The request is another team's; the attempt to open it stands in its trail."""


def seen_by(agent: "User | AnonymousUser") -> list[Compartment]:
    """The compartments whose requests an agent sees."""
    if agent.is_superuser:
        # Whoever may administer everything is not thereby one of the people for tax, business or applications.
        return [Compartment.CUSTOMERS]
    return [compartment for compartment, right in RIGHTS.items() if agent.has_perm(right)]


def tickets_of(agent: "User | AnonymousUser") -> QuerySet[Ticket]:
    """The requests an agent sees."""
    return Ticket.objects.filter(compartment__in=seen_by(agent))


def among_files(files: QuerySet[Attachment], *, agent: "User | AnonymousUser") -> QuerySet[Attachment]:
    """Of some files those an agent may know of; what lies in drafts counts as customers'."""
    seen = seen_by(agent)
    of_drafts = Q(ticket__isnull=True) if Compartment.CUSTOMERS in seen else Q()
    return files.filter(of_drafts | Q(ticket__compartment__in=seen))


def people_for(compartment: str) -> "QuerySet[User]":
    """Everybody a request of a compartment can be given to, by name."""
    people = get_user_model().objects.with_perm(
        RIGHTS[Compartment(compartment)], include_superusers=compartment == Compartment.CUSTOMERS
    )
    return people.filter(is_staff=True).distinct().order_by("first_name", "username")


def colleagues_of(agent: "User | AnonymousUser") -> "list[User]":
    """Everybody who works on requests that this agent sees, by name."""
    found = {each.pk: each for compartment in seen_by(agent) for each in people_for(compartment)}
    return sorted(found.values(), key=lambda each: (each.first_name, each.username))


def refuse_strangers(*, ticket: Ticket, agent: "User", now: datetime) -> None:
    """Raise AnotherTeams for an agent who does not see this request, and write the attempt in its trail."""
    if ticket.compartment not in seen_by(agent):
        record(ticket_id=ticket.id, verb=Verb.OPENING_REFUSED, now=now, actor=agent)
        raise AnotherTeams
