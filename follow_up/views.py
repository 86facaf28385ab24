"""Confirmation, status page, and the list of what this browser has sent."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from follow_up import standing
from tickets import snapshot
from tickets.devices import device_of
from tickets.links import link_of, resolve_link, token_of
from tickets.models import Ticket


def _status_url(ticket: Ticket) -> str:
    return reverse("status", args=[token_of(link=link_of(ticket=ticket, now=timezone.now()))])


def _language() -> str:
    return get_language() or "en"


@require_safe
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The confirmation, for the browser that sent the request; to any other there is no such page."""
    device = device_of(request=request)
    ticket = Ticket.objects.filter(reference=reference, device=device).first() if device else None
    if ticket is None:
        raise Http404
    status_url = _status_url(ticket)
    files = standing.files_of(ticket=ticket)
    context = {
        "reference": ticket.reference,
        "request_title": snapshot.title(ticket=ticket, language=_language()),
        "next_steps": snapshot.next_steps(ticket=ticket, language=_language()),
        "cautions": snapshot.cautions(ticket=ticket, language=_language()),
        "status_url": status_url,
        "status_link_text": settings.PUBLIC_URL + status_url,
        "files": files.rows,
        "summary": files.summary,
        "settled": files.settled,
        "list_url": status_url + "files/list/",
        "joins": standing.joined_sentence(ticket=ticket),
    }
    return render(request, "sent.html", context)


def _ticket_of(token: str) -> Ticket:
    ticket = resolve_link(token=token)
    if ticket is None:
        raise Http404
    return ticket


def link_unknown(request: HttpRequest) -> HttpResponse:
    """One answer for every token that opens nothing: unknown, altered, truncated or revoked."""
    context = {
        "heading": _("This link does not open a request"),
        "paragraphs": [
            _("It may have been copied in part, or replaced by a newer one."),
            _("If you sent the request from this browser, you find it under “Follow my request”."),
        ],
        "action_url": reverse("follow"),
        "action_label": _("Follow my request"),
    }
    return render(request, "message.html", context, status=404)


@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Level 1: state, dates and files to whoever holds the link; the conversation only in the sending browser."""
    ticket = resolve_link(token=token)
    if ticket is None:
        return link_unknown(request)
    same_browser = bool(ticket.device) and ticket.device == device_of(request=request)
    stands = standing.standing_of(ticket=ticket)
    files = standing.files_of(ticket=ticket)
    context = {
        "reference": ticket.reference,
        "request_title": snapshot.title(ticket=ticket, language=_language()),
        "state": {"label": stands.label, "sentence": stands.sentence, "tone": stands.tone},
        "dates": standing.dates(ticket=ticket),
        "files": files.rows,
        "summary": files.summary,
        "settled": files.settled,
        "list_url": reverse("status_files_list", args=[token]),
        "same_browser": same_browser,
        "conversation": standing.conversation(ticket=ticket) if same_browser else [],
        "documents_url": reverse("request_begin", args=["documents-general"]),
        "token": token,
        "joined": standing.joined_sentence(ticket=ticket),
    }
    return render(request, "status.html", context)


@require_safe
@conditional_page
def files_list(request: HttpRequest, token: str) -> HttpResponse:
    """The list of files alone, for the page that asks again while files are being checked."""
    files = standing.files_of(ticket=_ticket_of(token))
    context: dict[str, Any] = {
        "files": files.rows,
        "summary": files.summary,
        "settled": files.settled,
        "roles": [],
        "removable": False,
        "errors": [],
    }
    return render(request, "includes/files_list.html", context)


@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """What was sent from this browser, each with its status page."""
    device = device_of(request=request)
    tickets = Ticket.objects.filter(device=device).order_by("-created_at")[:50] if device else []
    listed = [
        {
            "reference": ticket.reference,
            "title": snapshot.title(ticket=ticket, language=_language()),
            "url": _status_url(ticket),
            "when": ticket.created_at,
        }
        for ticket in tickets
    ]
    return render(request, "follow.html", {"sent": listed})
