"""“Follow my request”: what this browser or this person has sent, and the way back for whoever has neither."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts.devices import device_of
from accounts.error_lists import error_list
from accounts.models import Person
from accounts.signed_in import person_of
from follow_up.asking import ask_for_link
from follow_up.forms import TrackForm
from tickets import snapshot
from tickets.links import live_links, token_of
from tickets.models import Ticket

LISTED = 50


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The list, and the form that mails a link: its answer is the same whether or not what was typed fits."""
    if request.method != "POST":
        return _show(request, TrackForm())
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    ask_for_link(
        reference=form.cleaned_data["reference"],
        address=form.cleaned_data["email"],
        language=get_language() or "en",
        network=request.META.get("REMOTE_ADDR", ""),
        now=timezone.now(),
    )
    return redirect(reverse("follow") + "?asked")


def _show(request: HttpRequest, form: TrackForm, status: int = 200) -> HttpResponse:
    device, person = device_of(request=request), person_of(request=request)
    context = {
        "sent": _listed(device, person),
        "signed_in": person is not None,
        "here": reverse("follow"),
        "form": form,
        "errors": error_list(form),
        "asked": "asked" in request.GET,
    }
    return render(request, "follow.html", context, status=status)


def _listed(device: str, person: Person | None) -> list[dict[str, Any]]:
    """Each request with its page; one without a live link has the page that says so, in the browser that sent it."""
    mine = Q(device=device) & ~Q(device="")
    if person:
        mine |= Q(account=person)
    if not device and not person:
        return []
    tickets = list(Ticket.objects.filter(mine).order_by("-created_at", "-id")[:LISTED])
    urls = _status_urls(tickets)
    listed = [(each, urls.get(each.id) or _confirmation(each, device)) for each in tickets]
    return [
        {
            "reference": ticket.reference,
            "title": snapshot.title(ticket=ticket, language=get_language() or "en"),
            "url": url,
            "when": ticket.created_at,
        }
        for ticket, url in listed
        if url
    ]


def _confirmation(ticket: Ticket, device: str) -> str:
    return reverse("sent", args=[ticket.reference]) if ticket.device == device else ""


def _status_urls(tickets: Iterable[Ticket]) -> dict[UUID, str]:
    links = live_links(tickets=tickets)
    return {ticket_id: reverse("status", args=[token_of(link=link)]) for ticket_id, link in links.items()}
