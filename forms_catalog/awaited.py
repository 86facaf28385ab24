"""Tells the status page which forms an agent has invited to."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from forms_catalog.catalogue import catalogue
from forms_catalog.invitations import still_open, token_of
from tickets.awaited import AwaitedForm, awaits
from tickets.models import Ticket


@awaits
def invited(*, tickets: Collection[Ticket], now: datetime) -> list[AwaitedForm]:
    """The invitations to these tickets' senders that still begin a request."""
    found = still_open(now=now).filter(ticket__in=tickets, request_type__in=catalogue()).order_by("created_at", "id")
    return [
        AwaitedForm(
            title=str(catalogue()[each.request_type].title),
            url=reverse("invitation", args=[token_of(invitation=each)]),
            until=each.expires_at,
        )
        for each in found
    ]
