"""Check your answers, Send, and forgetting this device."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from attachments.sentences import FileList, list_files
from forms_catalog import answers as answers_in
from forms_catalog import drafts
from forms_catalog.catalogue import version
from forms_catalog.models import Draft
from forms_catalog.sending import NotFinished, parent_of, send
from forms_catalog.views.documents import files_of
from forms_catalog.views.kept_pages import kept_page, stand_in
from forms_catalog.views.steps import (
    Place,
    back_url,
    draft_gone,
    first_page,
    needs_draft,
    notices,
    page_url,
    place_of,
    unfinished,
)
from tickets.devices import device_of, forget_device


@require_safe
@needs_draft
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Every answer with a way to change it, the files with their states, and one button."""
    place = place_of(draft, timezone.now())
    if unfinished(place):
        return redirect(first_page(draft))
    slug, language = place.request_type.slug, get_language() or "en"
    questions = answers_in.snapshot(steps=place.walk.passed)
    answered = answers_in.in_words(questions=questions, answers=place.walk.answers, language=language)
    listed, joining = files_of(draft) if place.with_files else list_files(attachments=[]), _joining(place)
    cautions = [str(each.text) for each in place.request_type.cautions if each.when(place.walk.answers)]
    if listed.rows or joining or request.META.get("QUERY_STRING"):
        context = _context(request, place, answered, listed, cautions) | {"joining": joining}
        return render(request, "check.html", context)
    without_answers = [replace(each, answer=stand_in(each.name)) for each in answered]
    return kept_page(
        request,
        template="check.html",
        context=lambda: _context(request, place, without_answers, listed, cautions),
        draft_id=draft.id,
        answers={each.name: each.answer for each in answered},
        kind=("check", slug, version(slug), language, place.with_files, *cautions, *(each.name for each in answered)),
    )


def _context(
    request: HttpRequest, place: Place, answered: list[answers_in.Answered], listed: FileList, cautions: list[str]
) -> dict[str, Any]:
    draft, policy = place.draft, place.request_type.files
    roles = policy.roles if policy else {}
    return {
        "request_type": place.request_type,
        "rows": [
            {
                "question": each.question,
                "answer": each.answer,
                "change_url": page_url(draft, each.step),
                "field": each.name,
            }
            for each in answered
        ],
        "files": [replace(row, role=str(roles.get(row.role, ""))) for row in listed.rows],
        "summary": listed.summary,
        "files_url": reverse("files", args=[draft.id]) if place.with_files else "",
        "send_url": reverse("draft_send", args=[draft.id]),
        "joining": "",
        "cautions": cautions,
        "notices": notices(request, place),
        "back_url": back_url(place, "check"),
    }


def _joining(place: Place) -> str:
    """What will become of documents that belong to another request; empty for everything else."""
    parent = parent_of(draft=place.draft, journey=place.journey, walk=place.walk)
    if parent is None:
        return ""
    if parent.survivor.is_closed:
        return _("The request %(reference)s is closed: an agent handles these documents as a new one.") % {
            "reference": parent.reference
        }
    return _("These documents join your request %(reference)s by themselves once they are checked.") % {
        "reference": parent.reference
    }


@require_http_methods(["GET", "HEAD", "POST"])
def send_request(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Send; pressed twice, reloaded or repeated, it leads to the same ticket."""
    if request.method != "POST":
        return redirect("check", draft_id=draft_id)
    device = device_of(request=request)
    try:
        ticket = send(draft_id=draft_id, device=device, language=get_language() or "en", now=timezone.now())
    except drafts.DraftGone:
        return draft_gone(request, draft_id, device)
    except NotFinished as unfinished:
        page = unfinished.step
        return redirect(reverse(page, args=[draft_id]) if page == "files" else reverse("step", args=[draft_id, page]))
    return redirect("sent", reference=ticket.reference)


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Erase this browser's drafts and its cookie; what was sent stays with us and opens by its link only."""
    if request.method != "POST":
        return redirect("home")
    drafts.forget_all(device=device_of(request=request))
    response = redirect("forgotten")
    forget_device(response=response)
    return response


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """What was just erased, and what was not."""
    context = {
        "heading": _("Forgotten on this device"),
        "paragraphs": [
            _("Unsent answers and files have been erased, and this browser no longer opens your requests."),
            _("What you already sent is safe with us. Your status link still works."),
        ],
        "action_url": reverse("home"),
        "action_label": _("Back to the start"),
    }
    return render(request, "message.html", context)
