"""What agents do to a ticket: reply, note, assign, change the state. Each view calls one verb."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agent_desk.compartments import people_for
from agent_desk.problems import NotDone, in_sentences, refuse
from agent_desk.roles import CHANGE
from agent_desk.views.finding import agent, needs, root_of, seen_event, to_ticket, written
from agent_desk.views.ticket import ASK_FOR_DOCUMENTS, page
from secret_guard import LONGEST_TEXT
from tickets.actions.assign import assign as assign_verb
from tickets.actions.change_state import change_state
from tickets.actions.edit import last_event_id
from tickets.actions.reply import reply as reply_verb
from tickets.models import Ticket
from tickets.references import parse_reference
from tickets.states import State

LONGEST_MESSAGE = LONGEST_TEXT
Edit = Callable[[Ticket, datetime], str]


def edited(request: HttpRequest, reference: str, typed: Mapping[str, str], edit: Edit) -> HttpResponse:
    """Do an edit and go back to the page; refused, the same page with the reason and with what was typed.

    In: `edit` does it and returns the sentence that says so.
    """
    root = root_of(request, reference)
    if request.method != "POST":
        return to_ticket(root.reference)
    try:
        with in_sentences():
            messages.success(request, edit(root, timezone.now()))
    except NotDone as refusal:
        return page(request, root_of(request, reference), problem=refusal.problem, typed=typed)
    return to_ticket(root.reference)


@needs(CHANGE)
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to the customer or leave an internal note; a reply may also set the state."""
    body, to = written(request, "body"), request.POST.get("to", "")
    is_note, then = request.POST.get("kind") == "note", request.POST.get("then", "")

    def edit(root: Ticket, now: datetime) -> str:
        _check_message(body)
        part = None if is_note else _part(root, to)
        with transaction.atomic():
            reply_verb(
                ticket_id=root.id,
                body=body,
                author=agent(request),
                now=now,
                seen_event=seen_event(request),
                is_note=is_note,
                to_id=part.id if part else None,
                asks_for_documents=then == ASK_FOR_DOCUMENTS and not is_note,
            )
            if then and not is_note:
                _then(request, root, then, now)
        if part:
            return _("Reply sent. The sender of %(reference)s reads it on the status page.") % {
                "reference": part.reference
            }
        return _("Internal note saved.") if is_note else _("Reply sent. The customer reads it on the status page.")

    return edited(request, reference, {"note" if is_note else "reply": body, "then": then, "to": to}, edit)


def _then(request: HttpRequest, root: Ticket, then: str, now: datetime) -> None:
    """What follows a reply; a request that waits for the customer already goes on waiting when documents are asked for."""
    if then == ASK_FOR_DOCUMENTS:
        if Ticket.objects.get(id=root.id).state == State.PENDING:
            return
        then = State.PENDING
    _set_state(request, root, then, now, last_event_id(ticket=root))


def _part(root: Ticket, reference: str) -> Ticket | None:
    """The part of the conversation that a reply is addressed to; None when the agent was not asked."""
    if not reference:
        return None
    part = Ticket.objects.filter(reference=parse_reference(reference) or "").first()
    if part is None:
        raise refuse(_("Select who reads this."))
    return part


def _check_message(body: str) -> None:
    if not body:
        raise refuse(_("Write something first."))
    if len(body) > LONGEST_MESSAGE:
        raise refuse(_("The text is %(number)d characters too long.") % {"number": len(body) - LONGEST_MESSAGE})


@needs(CHANGE)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the ticket to an agent, or to nobody."""
    wanted = request.POST.get("assignee", "")

    def edit(root: Ticket, now: datetime) -> str:
        assignee = {str(each.pk): each for each in people_for(root.compartment)}.get(wanted)
        if wanted and assignee is None:
            raise refuse(_("Select somebody who works here."))
        assign_verb(ticket_id=root.id, assignee=assignee, actor=agent(request), now=now, seen_event=seen_event(request))
        return _("Agent changed.")

    return edited(request, reference, {"assignee": wanted}, edit)


@needs(CHANGE)
def state(request: HttpRequest, reference: str) -> HttpResponse:
    """Set the ticket's state; solving is one of them."""
    wanted = request.POST.get("state", "")

    def edit(root: Ticket, now: datetime) -> str:
        after = _set_state(request, root, wanted, now, seen_event(request))
        return _("State changed to “%(state)s”.") % {"state": after.label}

    return edited(request, reference, {"state": wanted}, edit)


def _set_state(request: HttpRequest, root: Ticket, wanted: str, now: datetime, seen: int) -> State:
    if wanted not in State.values:
        raise refuse(_("Select a state."))
    change_state(ticket_id=root.id, state=State(wanted), actor=agent(request), now=now, seen_event=seen)
    return State(wanted)
