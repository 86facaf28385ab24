"""Two agents and a change of an account: one proposes, another judges, either stops it, and after its time it is carried out."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from agent_desk.problems import refuse
from agent_desk.roles import CHANGE
from agent_desk.views.edits import LONGEST_MESSAGE, edited
from agent_desk.views.finding import agent, needs, seen_event, written
from tickets.actions.carry_out import carry_out
from tickets.actions.judge import agree, decline
from tickets.actions.propose import propose
from tickets.actions.stop import stop
from tickets.models import Ticket
from tickets.references import parse_reference


def _part(request: HttpRequest, root: Ticket) -> Ticket:
    """The part of the conversation whose change is meant."""
    part = Ticket.objects.filter(reference=parse_reference(request.POST.get("part", "")) or "").first()
    return part or root


def _text(text: str, nothing: str) -> str:
    if not text:
        raise refuse(nothing)
    if len(text) > LONGEST_MESSAGE:
        raise refuse(_("The text is %(number)d characters too long.") % {"number": len(text) - LONGEST_MESSAGE})
    return text


@needs(CHANGE)
def propose_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what was checked, and ask a colleague to look."""
    checked = written(request, "checked")

    def edit(root: Ticket, now: datetime) -> str:
        propose(
            ticket_id=root.id,
            part_id=_part(request, root).id,
            checked=_text(checked, _("Write what you have checked.")),
            actor=agent(request),
            now=now,
            seen_event=seen_event(request),
        )
        return _("Proposed. A second agent looks at it.")

    return edited(request, reference, {"checked": checked}, edit)


@needs(CHANGE)
def judge_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree, and the time in which the owner can object begins; or say why not."""
    reason, verdict = written(request, "reason"), request.POST.get("verdict", "")

    def edit(root: Ticket, now: datetime) -> str:
        part_id, by, seen = _part(request, root).id, agent(request), seen_event(request)
        if verdict == "agree":
            agree(ticket_id=root.id, part_id=part_id, actor=by, now=now, seen_event=seen)
            return _("Agreed. The account’s own address is told, and the waiting time runs.")
        why = _text(reason, _("Write why you do not agree: your colleague reads it."))
        decline(ticket_id=root.id, part_id=part_id, reason=why, actor=by, now=now, seen_event=seen)
        return _("Sent back. Your colleague reads your reason.")

    return edited(request, reference, {"reason": reason}, edit)


@needs(CHANGE)
def stop_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Stop it before it is carried out."""
    reason = written(request, "reason")

    def edit(root: Ticket, now: datetime) -> str:
        stop(
            ticket_id=root.id,
            part_id=_part(request, root).id,
            reason=_text(reason, _("Write why it must not go on.")),
            actor=agent(request),
            now=now,
            seen_event=seen_event(request),
        )
        return _("Stopped. Nothing is changed.")

    return edited(request, reference, {"reason": reason}, edit)


@needs(CHANGE)
def carry_out_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Note that the change was made in the exchange's own tool."""

    def edit(root: Ticket, now: datetime) -> str:
        part_id, seen = _part(request, root).id, seen_event(request)
        carry_out(ticket_id=root.id, part_id=part_id, actor=agent(request), now=now, seen_event=seen)
        return _("Noted: the change was made.")

    return edited(request, reference, {}, edit)
