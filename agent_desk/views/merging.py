"""Merging by hand: pick the other request, look at what will happen, confirm; and the undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from agent_desk.merge_preview import candidates, find_other, preview
from agent_desk.problems import NotDone, Problem, in_sentences, refuse
from agent_desk.roles import CHANGE, MERGE_ACROSS_PEOPLE, MERGE_RESTRICTED
from agent_desk.views.finding import agent, language, needs, root_of, seen_event, to_ticket
from agent_desk.views.ticket import page
from tickets.actions.edit import CHANGES_AN_AGENT_MUST_SEE, ChangedMeanwhile
from tickets.actions.merge import merge as merge_verb
from tickets.actions.unmerge import unmerge as unmerge_verb
from tickets.models import Event, Ticket
from tickets.references import parse_reference


@needs(CHANGE)
def merge(request: HttpRequest, reference: str) -> HttpResponse:
    """GET without `other`: pick it. GET with it: the preview. POST: do it."""
    root = root_of(request, reference)
    try:
        with in_sentences():
            if request.method == "POST":
                return _confirmed(request, root)
            if "other" in request.GET:
                return _previewed(request, root, find_other(root=root, text=request.GET["other"], agent=agent(request)))
            return _picking(request, root)
    except NotDone as refusal:
        return _picking(request, root_of(request, reference), refusal.problem)


def _picking(request: HttpRequest, root: Ticket, problem: Problem | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("Merge %(reference)s") % {"reference": root.reference},
        "root": root,
        "candidates": candidates(root=root, language=language()),
        "problem": problem,
        "typed": request.POST.get("other", "") or request.GET.get("other", ""),
    }
    return render(request, "staff/merge_pick.html", context, status=problem.status if problem else 200)


def _previewed(
    request: HttpRequest, root: Ticket, other: Ticket, problem: Problem | None = None, keep: str = ""
) -> HttpResponse:
    keeps_other = (keep or request.GET.get("keep", "")) == "other"
    child, target = (root, other) if keeps_other else (other, root)
    context: dict[str, Any] = {
        "title": _("Merge %(reference)s") % {"reference": root.reference},
        "root": root,
        "other": other,
        "keep": "other" if keeps_other else "this",
        "preview": preview(child=child, target=target, language=language()),
        "may_merge_across_people": request.user.has_perm(MERGE_ACROSS_PEOPLE),
        "may_merge_restricted": request.user.has_perm(MERGE_RESTRICTED),
        "problem": problem,
    }
    return render(request, "staff/merge_preview.html", context, status=problem.status if problem else 200)


def _confirmed(request: HttpRequest, root: Ticket) -> HttpResponse:
    other = find_other(root=root, text=request.POST.get("other", ""), agent=agent(request))
    keep = request.POST.get("keep", "this")
    child, target = (root, other) if keep == "other" else (other, root)
    across = request.POST.get("across_people") == "1" and request.user.has_perm(MERGE_ACROSS_PEOPLE)
    restricted = request.POST.get("restricted_too") == "1" and request.user.has_perm(MERGE_RESTRICTED)
    try:
        with in_sentences():
            _refuse_outdated(root, seen_event(request))
            _refuse_outdated(other, seen_event(request, "seen_event_other"))
            now = timezone.now()
            target = merge_verb(
                child_id=child.id,
                into_id=target.id,
                now=now,
                actor=agent(request),
                across_people=across,
                restricted_too=restricted,
            )
    except NotDone as refusal:
        return _previewed(request, root, other, refusal.problem, keep)
    messages.success(
        request,
        _("%(child)s is now part of %(target)s.") % {"child": child.reference, "target": target.reference},
    )
    return to_ticket(target.reference)


def _refuse_outdated(root: Ticket, seen: int) -> None:
    """A courtesy, not a lock: a merge is safe at any moment, but the agent decided on what the preview showed."""
    missed = Event.objects.filter(ticket__survivor=root, id__gt=seen, verb__in=CHANGES_AN_AGENT_MUST_SEE)
    events = list(missed.select_related("actor", "ticket").order_by("id"))
    if events:
        raise ChangedMeanwhile(events)


@needs(CHANGE)
def unmerge(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a ticket that was merged into this one stand alone again."""
    root = root_of(request, reference)
    if request.method != "POST":
        return to_ticket(root.reference)
    try:
        with in_sentences():
            _refuse_outdated(root, seen_event(request))
            named = parse_reference(request.POST.get("child", ""))
            child = Ticket.objects.filter(reference=named or "", survivor=root).first()
            if child is None:
                raise refuse(_("This merge has been undone already."), status=409)
            unmerge_verb(child_id=child.id, now=timezone.now(), actor=agent(request))
    except NotDone as refusal:
        return page(request, root_of(request, reference), problem=refusal.problem)
    messages.success(request, _("%(reference)s stands alone again.") % {"reference": child.reference})
    return to_ticket(root.reference)
