"""Inviting the sender of a request to fill in one more form, and taking that back."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from agent_desk.problems import refuse
from agent_desk.roles import CHANGE
from agent_desk.views.edits import edited
from agent_desk.views.finding import agent, needs, seen_event
from forms_catalog.catalogue import catalogue
from forms_catalog.invitations import invite as invite_verb
from forms_catalog.invitations import withdraw as withdraw_verb
from tickets.models import Ticket


@needs(CHANGE)
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the customer a link to a form that opens by invitation only."""
    wanted = request.POST.get("form", "")

    def edit(root: Ticket, now: datetime) -> str:
        invite_verb(
            ticket_id=root.id, request_type=wanted, actor=agent(request), now=now, seen_event=seen_event(request)
        )
        return _("Invitation sent: “%(title)s”.") % {"title": catalogue()[wanted].title}

    return edited(request, reference, {"form": wanted}, edit)


@needs(CHANGE)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an invitation back."""

    def edit(root: Ticket, now: datetime) -> str:
        try:
            invitation_id = UUID(request.POST.get("invitation", ""))
        except ValueError:
            raise refuse(_("This invitation was used or withdrawn already."), status=409) from None
        withdraw_verb(
            invitation_id=invitation_id,
            ticket_id=root.id,
            actor=agent(request),
            now=now,
            seen_event=seen_event(request),
        )
        return _("Invitation withdrawn.")

    return edited(request, reference, {}, edit)
