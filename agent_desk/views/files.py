"""One file as agents see it: its pages as images, its facts, its guarded original, and a new check when one failed."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agent_desk import conversation, file_access
from agent_desk.file_words import FileCard, card, flat_copy_words, name_of_flat_copy
from agent_desk.judging_words import groups, judged, rules_for
from agent_desk.problems import NotDone, Problem, in_sentences
from agent_desk.roles import CHANGE, RETRY_FILES, SEE_FILES
from agent_desk.views.finding import agent, needs, openable_file, sent_file, to_ticket, written
from attachments.limits import PDF
from attachments.models import Attachment, FlatCopy, Judgement, Preview
from attachments.names import content_disposition
from attachments.states import FileState
from tickets.models import Ticket

LOCKED_DOWN = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""A stranger's bytes never run, are never guessed at, and stay in no cache."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SEE_FILES)
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The file's page; opening it is written in the trail, in the tax vault with the reason that was given."""
    found, ticket = openable_file(request, file_id)
    now, actor = timezone.now(), agent(request)
    if file_access.waits_for_a_reason(file=found, ticket=ticket, actor=actor, now=now):
        return _asking_why(request, found, ticket)
    if request.method == "POST":
        return redirect("staff:file", file_id)
    if found.state == FileState.ACCEPTED:
        file_access.note_viewing(file=found, ticket=ticket, actor=actor, now=now)
    return _page(request, found, ticket)


def _asking_why(request: HttpRequest, found: Attachment, ticket: Ticket) -> HttpResponse:
    """Before a document of the vault: the page that asks for a reason, and opens it for one."""
    reason, problem = written(request, "reason"), None
    if request.method == "POST":
        try:
            with in_sentences():
                file_access.open_for_a_reason(
                    file=found, ticket=ticket, reason=reason, actor=agent(request), now=timezone.now()
                )
            return redirect("staff:file", found.id)
        except NotDone as refusal:
            problem = refusal.problem
    context = {
        "title": found.name,
        "card": _card(found, ticket),
        "ticket": ticket,
        "problem": problem,
        "reason": reason,
    }
    return render(request, "staff/open_file.html", context, status=problem.status if problem else 200)


def _card(found: Attachment, ticket: Ticket, first_page: Preview | None = None) -> FileCard:
    roles = conversation.roles_of(request_type=ticket.request_type)
    return card(file=found, first_page=first_page, roles=roles, now=timezone.now())


def _page(
    request: HttpRequest, found: Attachment, ticket: Ticket, *, problem: Problem | None = None, reason: str = ""
) -> HttpResponse:
    previews = list(found.previews.order_by("number"))
    flat_copy = FlatCopy.objects.filter(attachment=found).first()
    judgement = Judgement.objects.select_related("judged_by").filter(attachment=found).first()
    context: dict[str, Any] = {
        "title": found.name,
        "card": _card(found, ticket, previews[0] if previews else None),
        "judged": judged(judgement=judgement, language=ticket.language),
        "judgement": judgement,
        "judging_groups": groups(role=found.role) if found.state == FileState.ACCEPTED and not judgement else [],
        "papers": rules_for(file=found, ticket=ticket),
        "can_judge": request.user.has_perm(CHANGE),
        "ticket": ticket,
        "previews": previews,
        "pages_not_shown": max((found.pages or 0) - len(previews), 0) if previews else 0,
        "flat_copy": flat_copy_words(copy=flat_copy, pages=found.pages or 0) if flat_copy else None,
        "can_retry": request.user.has_perm(RETRY_FILES),
        "problem": problem,
        "reason": reason,
    }
    return render(request, "staff/file.html", context, status=problem.status if problem else 200)


@require_safe
@needs(SEE_FILES)
def preview(request: HttpRequest, file_id: UUID, number: int) -> HttpResponseBase:
    """The image of one page, made by the worker."""
    found, ticket = openable_file(request, file_id)
    if file_access.waits_for_a_reason(file=found, ticket=ticket, actor=agent(request), now=timezone.now()):
        raise PermissionDenied
    try:
        path = file_access.page_image(file=found, number=number)
    except file_access.NothingToShow as missing:
        raise Http404 from missing
    return FileResponse(path.open("rb"), content_type="image/webp", headers=LOCKED_DOWN)


@needs(SEE_FILES)
def original(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """The original as a download, for a reason that is written in the trail."""
    if request.method != "POST":
        return redirect("staff:file", file_id)
    found, ticket = openable_file(request, file_id)
    reason = written(request, "reason")
    try:
        with in_sentences():
            path = file_access.take_original(
                file=found, ticket=ticket, reason=reason, actor=agent(request), now=timezone.now()
            )
    except NotDone as refusal:
        return _page(request, found, ticket, problem=refusal.problem, reason=reason)
    except file_access.NothingToShow as missing:
        raise Http404 from missing
    return _download(path, name=found.name, media_type=found.media_type)


@needs(SEE_FILES)
def flat_copy(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """The document as pictures in a PDF of our own, as a download that is written in the trail."""
    found, ticket = openable_file(request, file_id)
    now, actor = timezone.now(), agent(request)
    if request.method != "POST" or file_access.waits_for_a_reason(file=found, ticket=ticket, actor=actor, now=now):
        return redirect("staff:file", file_id)
    try:
        path = file_access.take_flat_copy(file=found, ticket=ticket, actor=actor, now=now)
    except file_access.NothingToShow as missing:
        raise Http404 from missing
    return _download(path, name=name_of_flat_copy(name=found.name), media_type=PDF)


def _download(path: Path, *, name: str, media_type: str) -> FileResponse:
    response = FileResponse(path.open("rb"), content_type=media_type, headers=LOCKED_DOWN)
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


@needs(RETRY_FILES)
def retry(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Check a file again that could not be checked."""
    found, ticket = sent_file(request, file_id)
    if request.method == "POST":
        try:
            file_access.check_again(file=found, ticket=ticket, actor=agent(request), now=timezone.now())
            messages.success(request, _("“%(name)s” is being checked again.") % {"name": found.name})
        except NotDone as refusal:
            messages.warning(request, refusal.problem.sentence)
    return to_ticket(ticket.survivor.reference)
