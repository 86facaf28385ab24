"""What stands beside a conversation and is no part of it: documents sent for it, and invitations that wait for an answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from attachments.joining import Prospect, prospects
from forms_catalog.catalogue import catalogue
from forms_catalog.invitations import open_invitations
from tickets.models import Ticket

DOCUMENTS_LISTED = 20


@dataclass(frozen=True)
class Documents:
    """Documents that were sent for a conversation and are no part of it, with what becomes of them."""

    reference: str
    words: str


def documents_apart(*, root: Ticket) -> list[Documents]:
    """Tickets that were sent for one of this conversation's, and stand alone (as yet)."""
    ratings = [each.slug for each in catalogue().values() if each.after_solved]
    apart = Ticket.objects.filter(joins__survivor=root, merged_into__isnull=True).exclude(id=root.id)
    apart = apart.exclude(request_type__in=ratings)
    tickets = list(apart.order_by("id")[:DOCUMENTS_LISTED])
    words = {
        Prospect.JOINS: _("joins when its files are checked"),
        Prospect.NOTHING_USABLE: _("no file could be used"),
        Prospect.FOLLOW_UP: _("follows up a closed request"),
        Prospect.NEEDS_SUPERVISOR: _("waits for a supervisor to merge it"),
        Prospect.APART: _("does not join by itself"),
    }
    found = prospects(tickets=tickets) if tickets else {}
    return [Documents(ticket.reference, words.get(found[ticket.id], "")) for ticket in tickets]


@dataclass(frozen=True)
class Invited:
    """An invitation that still opens its form."""

    id: UUID
    title: str
    expires_at: datetime


def invitations(*, root: Ticket, now: datetime) -> list[Invited]:
    """What the customer was invited to fill in and has not sent yet."""
    found = open_invitations(ticket=root, now=now).order_by("created_at", "id")
    types = catalogue()
    return [
        Invited(each.id, str(types[each.request_type].title), each.expires_at)
        for each in found
        if each.request_type in types
    ]


def joining_sentence(*, ticket: Ticket) -> str:
    """Where a documents ticket stands on its way to the one it belongs with; empty for every other."""
    if ticket.joins is None or ticket.is_merged:
        return ""
    sentences = {
        Prospect.JOINS: _("Joins %(reference)s by itself as soon as all its files have been checked."),
        Prospect.NOTHING_USABLE: _("Has not joined %(reference)s: none of its files could be used."),
        Prospect.FOLLOW_UP: _("Follows up %(reference)s, which was closed before these documents were ready."),
        Prospect.NEEDS_SUPERVISOR: _(
            "Was sent for %(reference)s, which is not about security: a supervisor decides whether to merge them."
        ),
        Prospect.APART: _("Was sent for %(reference)s, and has not joined it."),
    }
    return sentences.get(prospects(tickets=[ticket])[ticket.id], "") % {"reference": ticket.joins.reference}
