"""Check your answers, Send, and forgetting this device."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.devices import device_of, forget_device
from accounts.signed_in import person_of
from accounts.signing_in import sign_out_here
from attachments.sentences import FileList, list_files
from forms_catalog import answers as answers_in
from forms_catalog import drafts, outcomes
from forms_catalog.access import StillBarred
from forms_catalog.answers import Answered
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Access, HandOver
from forms_catalog.models import Draft
from forms_catalog.offering import better_requests
from forms_catalog.sending import NotFinished, parent_of, send
from forms_catalog.versions import version
from forms_catalog.views.gates import gated
from forms_catalog.views.kept_pages import kept_page, stand_in
from forms_catalog.views.places import (
    Place,
    back_url,
    draft_gone,
    first_page,
    needs_draft,
    page_url,
    pages_before,
    place_of,
    unfinished,
)
from forms_catalog.views.question_page import CAME_ALONG, notices, odd_answers
from forms_catalog.views.steps import hand_over
from tickets.models import Ticket

MORE_DOCUMENTS = "documents-general"
"""The request type that takes what one request has no room for; documents go on in their own type, restricted or not."""


@require_safe
@needs_draft
@gated
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Every answer with a way to change it, the files with their states, and one button."""
    place = place_of(request, draft)
    if unfinished(place):
        return redirect(first_page(request, draft))
    questions, language = answers_in.snapshot(steps=place.walk.passed), get_language() or "en"
    answered = answers_in.in_words(questions=questions, answers=place.walk.answers, language=language)
    listed = list_files(attachments=place.files)
    told = notices(request, place)
    told += [each for each in odd_answers(place) if each not in told]
    joining = _joining(place)
    offers = better_requests(request_type=place.request_type, answers=place.walk.answers)
    if listed.rows or told or joining or offers or request.META.get("QUERY_STRING"):
        context = _context(request, place, answered, listed)
        context |= {"notices": told, "joining": joining, "offers": offers}
        return render(request, "check.html", context)
    return _without_answers(request, place, answered, listed)


def _without_answers(request: HttpRequest, place: Place, answered: list[Answered], listed: FileList) -> HttpResponse:
    """The review of somebody to whom nothing else is said: all but the answers is the same for everybody like them."""
    slug, empty = place.request_type.slug, [replace(each, answer=stand_in(each.name)) for each in answered]
    asked = tuple((each.step, each.name, each.name in _locked(place)) for each in answered)
    return kept_page(
        request,
        template="check.html",
        context=lambda: _context(request, place, empty, listed),
        draft_id=place.draft.id,
        texts={each.name: each.answer for each in answered},
        kind=(
            *("check", slug, version(slug), get_language(), place.signed_in, asked),
            *(tuple(_cautions(place)), tuple(pages_before(place))),
        ),
    )


def _context(request: HttpRequest, place: Place, answered: list[Answered], listed: FileList) -> dict[str, Any]:
    draft, policy = place.draft, place.request_type.files
    roles, locked = policy.roles if policy else {}, _locked(place)
    return {
        "request_type": place.request_type,
        "rows": [
            {
                "question": each.question,
                "answer": each.answer,
                "change_url": "" if each.name in locked else page_url(draft, each.step),
                "field": each.name,
            }
            for each in answered
        ],
        "files": [replace(row, role=str(roles.get(row.role, ""))) for row in listed.rows],
        "summary": listed.summary,
        "offers": [],
        "move_url": reverse("draft_move", args=[draft.id]),
        "files_url": reverse("files", args=[draft.id]) if place.with_files else "",
        "send_url": reverse("draft_send", args=[draft.id]),
        "joining": "",
        "cautions": _cautions(place),
        "notices": [],
        "back_url": back_url(place, "check"),
        "another": "another" in request.GET,
    }


def _locked(place: Place) -> frozenset[str]:
    """The answers that cannot be changed here: where only the owner may ask, those that their sign-in gives."""
    return place.walk.known if place.request_type.access is Access.SIGNED_IN else frozenset()


def _cautions(place: Place) -> list[str]:
    return [str(each.text) for each in place.request_type.cautions if each.when(place.walk.answers)]


@require_http_methods(["GET", "HEAD", "POST"])
@needs_draft
@gated
def move(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Take an offer: the draft goes to the request that fits better, its answers and files with it."""
    place = place_of(request, draft)
    offers = better_requests(request_type=place.request_type, answers=place.walk.answers)
    wanted = next((each.request_type for each in offers if each.request_type.slug == request.POST.get("to")), None)
    if wanted is None:
        return redirect("check", draft_id=draft.id)
    return hand_over(request, place, HandOver(to=wanted.slug, notice=CAME_ALONG))


def _joining(place: Place) -> str:
    """What will become of what belongs to another request; empty for everything else."""
    parent = parent_of(draft=place.draft, journey=place.journey, walk=place.walk)
    if parent is None or place.request_type.after_solved:
        return ""
    if place.request_type.access is Access.INVITED or place.draft.invitation_id:
        return _("An agent reads your answers together with the request that they belong to.")
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
    device, now = device_of(request=request), timezone.now()
    try:
        ticket = send(
            draft_id=draft_id,
            device=device,
            language=get_language() or "en",
            now=now,
            person=person_of(request=request),
            network=request.META.get("REMOTE_ADDR", ""),
        )
    except drafts.DraftGone:
        return draft_gone(request, draft_id, device)
    except NotFinished as unfinished:
        page = unfinished.step
        return redirect(reverse(page, args=[draft_id]) if page == "files" else reverse("step", args=[draft_id, page]))
    except StillBarred:
        return redirect("check", draft_id=draft_id)
    if "another" in request.POST:
        return _begin_another(request, ticket, device, now)
    return redirect("sent", reference=ticket.reference)


def _begin_another(request: HttpRequest, sent: Ticket, device: str, now: datetime) -> HttpResponse:
    """The next batch of documents, for the request that the one just sent belongs to (domain §4.6 P8)."""
    more = sent.request_type if catalogue()[sent.request_type].find_parent else MORE_DOCUMENTS
    draft = drafts.begin(request_type=more, device=device, now=now, parent=sent.joins or sent)
    return redirect(f"{first_page(request, draft)}?{urlencode({'after': sent.reference})}")


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Erase this browser's drafts and its cookies; what was sent stays with us and opens by its link only."""
    if request.method != "POST":
        return redirect("home")
    drafts.forget_all(device=device_of(request=request))
    outcomes.forget(device=device_of(request=request))
    response = redirect("forgotten")
    sign_out_here(request=request, response=response, now=timezone.now())
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
