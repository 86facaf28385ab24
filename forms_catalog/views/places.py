"""Where a person is in their request, the addresses of its pages, and what each of these pages begins with."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.devices import device_of
from accounts.signed_in import person_of
from attachments.models import Attachment, Judgement
from attachments.upload_handler import FILE_IGNORED
from forms_catalog import drafts
from forms_catalog.definition import RequestType
from forms_catalog.journey import FILES_IGNORED, SIGNED_IN_AS, Journey, Walk, journey_of
from forms_catalog.models import Draft
from forms_catalog.sending import sent_in_vain, unfinished_page
from tickets.models import Ticket

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Place:
    """Where a person is: the draft, its type, and how far the answers lead."""

    draft: Draft
    request_type: RequestType
    journey: Journey
    walk: Walk
    signed_in: bool
    browser: str
    """What the browser says of itself."""

    @cached_property
    def files(self) -> list[Attachment]:
        """The files added so far; asked for once for each page that is shown."""
        return list(Attachment.objects.filter(tray_id=self.draft.tray_id).order_by("received_at", "id"))

    @cached_property
    def in_vain(self) -> dict[UUID, Judgement]:
        """Which of them an agent has turned down for the same request before."""
        files = self.files if self.walk.is_complete else []
        return sent_in_vain(draft=self.draft, journey=self.journey, walk=self.walk, files=files)

    @property
    def with_files(self) -> bool:
        """Whether the documents page belongs to this request: it asks for files, or some were carried over."""
        return self.request_type.files is not None or bool(self.files)


def place_of(request: HttpRequest, draft: Draft) -> Place:
    """Derive a draft's place from its answers and from who is signed in."""
    person = person_of(request=request)
    journey = journey_of(draft=draft, now=timezone.now(), person=person)
    browser = request.headers.get("User-Agent", "")
    return Place(draft, journey.request_type, journey, journey.walk(), person is not None, browser)


def unfinished(place: Place) -> str:
    """The slug of the page that needs something of this person before Send; empty when nothing does."""
    files = place.files if place.walk.is_complete else []
    return unfinished_page(
        draft=place.draft, walk=place.walk, files=files, signed_in=place.signed_in, in_vain=place.in_vain
    )


def first_page(request: HttpRequest, draft: Draft) -> str:
    """The address of the page that a draft needs next: a question, the documents, or the review."""
    return page_url(draft, unfinished(place_of(request, draft)) or "check")


def page_url(draft: Draft, page: str) -> str:
    """The address of a page of a draft; documents and review have their own."""
    if page in {"files", "check"}:
        return reverse(page, args=[draft.id])
    return reverse("step", args=[draft.id, page])


def pages_before(place: Place) -> list[str]:
    """The pages of this draft that may be opened, in order, as far as the answers lead."""
    pages = [step.slug for step in place.walk.pages()]
    if place.walk.is_complete:
        if place.with_files:
            pages.append("files")
        pages.append("check")
    return pages


def back_url(place: Place, page: str) -> str:
    """The address of the page before this one; the start page before the first."""
    pages = pages_before(place)
    position = pages.index(page) if page in pages else len(pages)
    if position == 0:
        return reverse("request_start", args=[place.request_type.slug])
    return page_url(place.draft, pages[position - 1])


def needs_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view its draft; without one, lead to what was sent, or say what may have happened."""

    @wraps(view)
    def wrapped(request: HttpRequest, draft_id: UUID, **kwargs: Any) -> HttpResponse:
        device = device_of(request=request)
        try:
            draft = drafts.find(draft_id=draft_id, device=device, now=timezone.now())
            return view(request, draft=draft, **kwargs)
        except drafts.DraftGone:
            return draft_gone(request, draft_id, device)

    return wrapped


def draft_gone(request: HttpRequest, draft_id: UUID, device: str) -> HttpResponse:
    """The answer for a draft this browser does not have: the ticket it became, else the same words for every reason."""
    sent = Ticket.objects.filter(draft_id=draft_id, device=device).first() if device else None
    if sent:
        return redirect("sent", reference=sent.reference)
    context = {
        "heading": _("We cannot open this request here"),
        "paragraphs": [
            ngettext(
                "A request that was not sent is kept for %(days)d day, and opens only in the browser it was begun in.",
                "A request that was not sent is kept for %(days)d days, and opens only in the browser it was begun in.",
                settings.DRAFT_DAYS,
            )
            % {"days": settings.DRAFT_DAYS},
            _("If you had sent it, it is safe with us. Else you can begin again: it takes a few minutes."),
        ],
        "action_url": reverse("requests"),
        "action_label": _("Begin a request"),
    }
    return render(request, "message.html", context, status=404)


def save(place: Place, answers: dict[str, Any]) -> None:
    """Keep the answers of a page, and as whom they were given."""
    told = {SIGNED_IN_AS: place.journey.address} if place.signed_in else {}
    drafts.save_answers(draft=place.draft, answers=answers | told, now=timezone.now())


def note_ignored_file(request: HttpRequest, place: Place) -> None:
    """Remember that a file came to a page that takes none: it was read past, and the request’s trail will say so."""
    # The files of a form are read with its answers.
    if request.FILES or FILE_IGNORED not in request.META:
        return
    log.warning("file_ignored", request_type=place.request_type.slug)
    drafts.save_answers(draft=place.draft, answers={FILES_IGNORED: True}, now=timezone.now())
