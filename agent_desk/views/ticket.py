"""The ticket page, and the page again when something an agent wished was refused."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agent_desk import beside, conversation
from agent_desk.calls import call_of
from agent_desk.compartments import people_for
from agent_desk.problems import Problem
from agent_desk.roles import CHANGE, RETRY_FILES, SEE, SEE_RESTRICTED
from agent_desk.views.finding import agent, language, needs, root_of, to_ticket
from attachments.asked import documents_awaited
from forms_catalog.invitations import invited_types
from tickets.models import Ticket
from tickets.states import ALLOWED, OVER, State

NOTHING_TYPED: Mapping[str, str] = {
    "reply": "",
    "note": "",
    "then": "",
    "to": "",
    "state": "",
    "form": "",
    "checked": "",
    "reason": "",
}
AFTER_A_REPLY = (State.PENDING, State.SOLVED)
ASK_FOR_DOCUMENTS = "DOCUMENTS"
"""The third thing that may follow a reply: the request waits for the customer, and what it waits for is marked."""


@require_safe
@needs(SEE)
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """One conversation; the reference of a merged ticket leads to the one it lives in."""
    root = root_of(request, reference)
    if root.reference != reference:
        messages.info(
            request,
            _("%(reference)s was merged: it is part of this request.") % {"reference": reference},
        )
        return to_ticket(root.reference)
    return page(request, root)


def page(
    request: HttpRequest, root: Ticket, *, problem: Problem | None = None, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """The ticket page; with a problem, in its status and with what was typed kept."""
    now = timezone.now()
    try:
        read = conversation.read(root=root, language=language(), now=now)
    except conversation.LivesElsewhere:
        return page(request, root_of(request, root.reference), problem=problem, typed=typed)
    state = State(root.state)
    allowed = [each for each in State if each in ALLOWED[state]]
    awaited = state not in OVER and documents_awaited(tickets=Ticket.objects.filter(survivor=root))
    tickets = [part.ticket for part in read.parts]
    context: dict[str, Any] = {
        "title": root.reference,
        "conversation": read,
        "joining": beside.joining_sentence(ticket=root),
        "documents_apart": beside.documents_apart(root=root),
        "now": now,
        "allowed": allowed,
        "can_solve": State.SOLVED in allowed,
        "then": _then(state),
        "documents_awaited": awaited,
        "agents": people_for(root.compartment),
        "forms": invited_types(ticket=root) if state not in OVER and root.contact_email else [],
        "call": call_of(root=root, tickets=tickets, agent=agent(request), now=now),
        "invitations": beside.invitations(root=root, now=now),
        "is_mine": root.assignee_id == agent(request).pk,
        "can_change": request.user.has_perm(CHANGE),
        "can_see_restricted": request.user.has_perm(SEE_RESTRICTED),
        "can_retry": request.user.has_perm(RETRY_FILES),
        "problem": problem,
        "typed": {
            **NOTHING_TYPED,
            "then": ASK_FOR_DOCUMENTS if awaited else "",
            "assignee": str(root.assignee_id or ""),
            **(typed or {}),
        },
    }
    return render(request, "staff/ticket.html", context, status=problem.status if problem else 200)


def _then(state: State) -> list[tuple[str, str]]:
    """What may follow a reply, as codes and in words."""
    after = _after_reply(state)
    waits = after == State.PENDING or State.PENDING in ALLOWED[after]
    states = [(str(each.value), str(each.label)) for each in AFTER_A_REPLY if each in ALLOWED[after]]
    return [(ASK_FOR_DOCUMENTS, _("Ask for documents")), *states] if waits else states


def _after_reply(state: State) -> State:
    return State.OPEN if state in {State.NEW, State.UNCONFIRMED, State.SOLVED} else state
