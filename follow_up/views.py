"""Confirmation, status page, and the list of what this browser has sent."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from accounts.devices import device_of
from follow_up import standing
from follow_up.forms import WriteForm
from tickets import snapshot
from tickets.actions.write import RequestIsClosed
from tickets.actions.write import write as write_verb
from tickets.links import live_links, resolve_link, token_of
from tickets.models import Ticket
from tickets.references import parse_reference
from tickets.states import CustomerState, State

LISTED = 50
RATING = "feedback"
"""The request type in which somebody rates a solved request; it has the last word on whether they may."""


def _status_urls(tickets: Iterable[Ticket]) -> dict[UUID, str]:
    links = live_links(tickets=tickets)
    return {ticket_id: reverse("status", args=[token_of(link=link)]) for ticket_id, link in links.items()}


def _language() -> str:
    return get_language() or "en"


@require_safe
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The confirmation, for the browser that sent the request; to any other there is no such page."""
    device, parsed = device_of(request=request), parse_reference(reference)
    ticket = Ticket.objects.filter(reference=parsed, device=device).first() if device and parsed else None
    if ticket is None:
        raise Http404
    status_url = _status_urls([ticket]).get(ticket.id)
    if status_url is None:
        return _link_withdrawn(request, ticket)
    reading = standing.read(ticket=ticket)
    files = standing.files_of(reading=reading, by_name=True)
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
        "joins": standing.joined_sentence(reading=reading),
    }
    return render(request, "sent.html", context)


def _link_withdrawn(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """What the sending browser sees of a request whose every link was withdrawn: that it is still with us."""
    context = {
        "heading": snapshot.title(ticket=ticket, language=_language()),
        "paragraphs": [
            _("We have your request %(reference)s: nothing of it is lost.") % {"reference": ticket.reference},
            _("The link to its page was withdrawn. As soon as there is a new one, you find it here."),
        ],
        "action_url": reverse("follow"),
        "action_label": _("Follow my request"),
    }
    return render(request, "message.html", context)


def _same_browser(request: HttpRequest, ticket: Ticket) -> bool:
    return bool(ticket.device) and ticket.device == device_of(request=request)


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
    """Level 1: state, dates and numbered files to whoever holds the link; names and words only in the sending browser."""
    ticket = resolve_link(token=token)
    if ticket is None:
        return link_unknown(request)
    return _show(request, token, ticket, WriteForm())


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, token: str) -> HttpResponse:
    """What the customer writes again, in the browser that sent the request and in no other."""
    ticket = resolve_link(token=token)
    if ticket is None or not _same_browser(request, ticket):
        return link_unknown(request)
    to_language = request.POST.get("to_language", "")
    if to_language in dict(settings.LANGUAGES):
        return _in_language(request, token, ticket, to_language)
    form = WriteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            write_verb(ticket_id=ticket.id, body=form.cleaned_data["body"], now=timezone.now())
        except RequestIsClosed:
            form.add_error("body", _("This request is closed. Begin a new one, and name this reference in it"))
    if form.errors:
        return _show(request, token, ticket, form, status=422)
    return redirect(reverse("status", args=[token]) + ("?written" if form.is_bound else ""))


def _in_language(request: HttpRequest, token: str, ticket: Ticket, language: str) -> HttpResponse:
    """The page in another language, with what was typed and not sent."""
    with override(language):
        response = _show(request, token, ticket, WriteForm(initial={"body": request.POST.get("body", "")}))
    response.headers["Content-Language"] = language
    return response


def _show(request: HttpRequest, token: str, ticket: Ticket, form: WriteForm, status: int = 200) -> HttpResponse:
    same_browser = _same_browser(request, ticket)
    reading = standing.read(ticket=ticket)
    stands = standing.standing_of(reading=reading)
    files = standing.files_of(reading=reading, by_name=same_browser)
    # What was typed while the request was being closed is shown again, to be copied into a new one.
    may_write = same_browser and (not reading.root.is_closed or form.is_bound)
    context = {
        "reference": ticket.reference,
        "request_title": snapshot.title(ticket=ticket, language=_language()),
        "state": {"label": stands.label, "sentence": stands.sentence, "tone": stands.tone},
        "dates": standing.dates(reading=reading),
        "files": files.rows,
        "summary": files.summary,
        "settled": files.settled,
        "list_url": reverse("status_files_list", args=[token]),
        "same_browser": same_browser,
        "conversation": standing.conversation(reading=reading) if same_browser else [],
        "documents_url": reverse("request_begin", args=["documents-general"]),
        "rate_url": reverse("request_begin", args=[RATING]) if _may_be_rated(reading.root) else "",
        "token": token,
        "joined": standing.joined_sentence(reading=reading),
        "form": form,
        "errors": [{"message": each, "field_id": "id_body"} for each in form.errors.get("body", [])],
        "write_url": reverse("status_write", args=[token]) if may_write else "",
        "written": "written" in request.GET,
        "needs_you": stands.state == CustomerState.NEEDS_YOU,
    }
    return render(request, "status.html", context, status=status)


def _may_be_rated(root: Ticket) -> bool:
    return root.state in {State.SOLVED, State.CLOSED} and not (
        Ticket.objects.filter(joins__survivor=root, request_type=RATING).exists()
    )


@require_safe
@conditional_page
def files_list(request: HttpRequest, token: str) -> HttpResponse:
    """The list of files alone, for the page that asks again while files are being checked."""
    ticket = resolve_link(token=token)
    if ticket is None:
        raise Http404
    files = standing.files_of(reading=standing.read(ticket=ticket), by_name=_same_browser(request, ticket))
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
    """What was sent from this browser, each with its status page; without a live link, with the page that says so."""
    device = device_of(request=request)
    tickets = list(Ticket.objects.filter(device=device).order_by("-created_at", "-id")[:LISTED]) if device else []
    urls = _status_urls(tickets)
    listed = [
        {
            "reference": ticket.reference,
            "title": snapshot.title(ticket=ticket, language=_language()),
            "url": urls.get(ticket.id) or reverse("sent", args=[ticket.reference]),
            "when": ticket.created_at,
        }
        for ticket in tickets
    ]
    return render(request, "follow.html", {"sent": listed})
