"""What agents do about calls: pick a time, propose one, record how it went, call it off; and the list of all to come."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agent_desk.calls import to_come
from agent_desk.problems import refuse
from agent_desk.roles import CHANGE, SEE
from agent_desk.views.edits import edited
from agent_desk.views.finding import agent, needs, seen_event, written
from calls.actions.agree import agree as agree_verb
from calls.actions.cancel import cancel as cancel_verb
from calls.actions.propose import propose as propose_verb
from calls.actions.settle import settle as settle_verb
from calls.models import Appointment, CallState
from tickets.models import Ticket
from tickets.references import parse_reference

LONGEST_REASON = 500


@require_safe
@needs(SEE)
def coming(request: HttpRequest) -> HttpResponse:
    """All calls that are to come or to be recorded."""
    now = timezone.now()
    context = {"title": _("Calls"), "calls": to_come(agent=agent(request), now=now), "now": now}
    return TemplateResponse(request, "staff/calls.html", context)


def _part(root: Ticket, request: HttpRequest) -> UUID:
    """The ticket of the conversation whose call is meant."""
    reference = parse_reference(request.POST.get("part", "")) or ""
    part = Ticket.objects.filter(reference=reference, survivor=root).first()
    return part.id if part else root.id


def _appointment(root: Ticket, request: HttpRequest) -> tuple[UUID, int]:
    """The appointment that is meant, and which version of it was seen."""
    try:
        appointment_id, sequence = UUID(request.POST.get("call", "")), int(request.POST.get("sequence", ""))
    except ValueError:
        raise refuse(_("The call has changed meanwhile. Look at it again."), status=409) from None
    if not Appointment.objects.filter(id=appointment_id, ticket__survivor=root).exists():
        raise refuse(_("The call has changed meanwhile. Look at it again."), status=409)
    return appointment_id, sequence


@needs(CHANGE)
def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """Take one of the customer's times."""

    def edit(root: Ticket, now: datetime) -> str:
        starts_at = _moment(request.POST.get("starts_at", ""))
        agree_verb(
            root_id=root.id,
            part_id=_part(root, request),
            starts_at=starts_at,
            actor=agent(request),
            now=now,
            seen_event=seen_event(request),
        )
        return _("Call agreed. The customer sees the time and the call code on the status page.")

    return edited(request, reference, {}, edit)


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise refuse(_("Select a time."))
    return found


@needs(CHANGE)
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose a time that the customer has not named."""

    def edit(root: Ticket, now: datetime) -> str:
        try:
            day, at = parse_date(request.POST.get("day", "")), parse_time(request.POST.get("time", ""))
        except ValueError:
            day, at = None, None
        if day is None or at is None:
            raise refuse(_("Enter a day and a time on the customer’s clocks."))
        propose_verb(
            root_id=root.id,
            part_id=_part(root, request),
            day=day,
            at=at.replace(tzinfo=None),
            actor=agent(request),
            now=now,
            seen_event=seen_event(request),
        )
        return _("Time proposed. It holds once the customer agrees.")

    return edited(request, reference, {}, edit)


@needs(CHANGE)
def settle(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the call was held, or that nobody was there."""
    outcome = CallState.NO_SHOW if request.POST.get("outcome") == CallState.NO_SHOW else CallState.HELD

    def edit(root: Ticket, now: datetime) -> str:
        appointment_id, sequence = _appointment(root, request)
        settle_verb(
            appointment_id=appointment_id,
            sequence=sequence,
            outcome=outcome,
            actor=agent(request),
            now=now,
            reason=_reason(request),
        )
        return _("Recorded: the call was held.") if outcome == CallState.HELD else _("Recorded: nobody was there.")

    return edited(request, reference, {}, edit)


@needs(CHANGE)
def call_off(request: HttpRequest, reference: str) -> HttpResponse:
    """Call it off, with a reason for colleagues."""

    def edit(root: Ticket, now: datetime) -> str:
        appointment_id, sequence = _appointment(root, request)
        cancel_verb(
            appointment_id=appointment_id, sequence=sequence, now=now, actor=agent(request), reason=_reason(request)
        )
        return _("Call called off. The customer is told.")

    return edited(request, reference, {}, edit)


def _reason(request: HttpRequest) -> str:
    reason = written(request, "reason")
    if len(reason) > LONGEST_REASON:
        raise refuse(_("The text is %(number)d characters too long.") % {"number": len(reason) - LONGEST_REASON})
    return reason
