"""The question pages: GET shows, POST validates, saves and goes where the answers lead; 422 when one is not good."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, wraps
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms_catalog import drafts
from forms_catalog.catalogue import catalogue, version
from forms_catalog.definition import Ending, HandOver, RequestType, Step
from forms_catalog.journey import Journey, StepForm, Walk, carried, fields_of, journey_of
from forms_catalog.models import Draft
from forms_catalog.sending import asks_for_files, unfinished_page
from forms_catalog.views.kept_pages import kept_page
from tickets.devices import device_of
from tickets.models import Ticket


@dataclass(frozen=True)
class Place:
    """Where a person is: the draft, its type, and how far the answers lead."""

    draft: Draft
    request_type: RequestType
    journey: Journey
    walk: Walk

    @cached_property
    def with_files(self) -> bool:
        """Whether the documents page belongs to this request; asked once for each page that is shown."""
        return asks_for_files(request_type=self.request_type, tray_id=self.draft.tray_id)


def place_of(draft: Draft, now: datetime) -> Place:
    """Derive a draft's place from its answers."""
    journey = journey_of(draft=draft, now=now)
    return Place(draft, journey.request_type, journey, journey.walk())


def first_page(draft: Draft) -> str:
    """The address of the page that a draft needs next: a question, the documents, or the review."""
    place = place_of(draft, timezone.now())
    return page_url(draft, unfinished(place) or "check")


def unfinished(place: Place) -> str:
    """The slug of the page that a draft needs next; empty when all is ready to send."""
    with_files = place.walk.is_complete and place.with_files
    return unfinished_page(draft=place.draft, walk=place.walk, with_files=with_files)


def page_url(draft: Draft, page: str) -> str:
    """The address of a page of a draft; documents and review have their own."""
    if page in {"files", "check"}:
        return reverse(page, args=[draft.id])
    return reverse("step", args=[draft.id, page])


def pages_before(place: Place) -> list[str]:
    """The pages of this draft that may be opened, in order, as far as the answers lead."""
    pages = [step.slug for step in place.walk.open_steps()]
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


@require_http_methods(["GET", "HEAD", "POST"])
@needs_draft
def page(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """One question."""
    place = place_of(draft, timezone.now())
    if isinstance(place.walk.exit, Ending) and place.walk.exit.slug == step:
        return _ending(request, place, place.walk.exit)
    if step not in _known_anywhere():
        raise Http404
    found = next((each for each in place.walk.open_steps() if each.slug == step), None)
    if found is None:
        return redirect(first_page(draft))
    if request.method == "POST":
        return _answer(request, place, found)
    if request.META.get("QUERY_STRING") or any(draft.answers.get(name) for name in fields_of(found)):
        return _show(request, place, found, _form(place, found))
    return _empty(request, place, found)


@cache
def _known_anywhere() -> frozenset[str]:
    """The pages of all types: after a hand-over, Back may lead to a page of the type left behind."""
    steps = {each.slug for kind in catalogue().values() for each in kind.steps}
    return frozenset(steps | {each.slug for kind in catalogue().values() for each in kind.endings})


def _form(place: Place, step: Step, data: Any = None) -> StepForm:
    initial = {name: place.draft.answers.get(name) for name in step.fields()}
    return StepForm(step=step, asking=place.journey.asking(place.walk.answers), data=data, initial=initial)


def _answer(request: HttpRequest, place: Place, step: Step) -> HttpResponse:
    form = _form(place, step, request.POST)
    if request.POST.get("to_language") in dict(settings.LANGUAGES):
        return _in_language(request, place, form)
    if step.skip and request.POST.get("skip"):
        answers: dict[str, Any] = dict.fromkeys(step.fields(), "")
    elif form.is_valid():
        answers = form.answers()
    else:
        return _show(request, place, step, form, status=422)
    drafts.save_answers(draft=place.draft, answers=answers, now=timezone.now())
    exit = place_of(place.draft, timezone.now()).walk.exit
    if isinstance(exit, HandOver):
        return _hand_over(place, exit)
    return redirect(first_page(place.draft))


def _in_language(request: HttpRequest, place: Place, form: StepForm) -> HttpResponse:
    """The same page in another language with what was typed: saved when it is good, else only shown again."""
    language = request.POST["to_language"]
    there = translate_url(request.path, language)
    answered_before = all(name in place.draft.answers for name in form.step.fields())
    if form.is_valid() and (answered_before or any(form.answers().values())):
        drafts.save_answers(draft=place.draft, answers=form.answers(), now=timezone.now())
        return redirect(there)
    with override(language):
        shown = _form(place, form.step)
        for name, field in shown.fields.items():
            several = isinstance(field, forms.MultipleChoiceField)
            shown.initial[name] = request.POST.getlist(name) if several else request.POST.get(name, "")
        response = _show(request, place, form.step, shown, action=there)
    response.headers["Content-Language"] = language
    return response


def _hand_over(place: Place, exit: HandOver) -> HttpResponse:
    answers = carried(exit=exit, answers=place.draft.answers, to=catalogue()[exit.to])
    drafts.save_answers(draft=place.draft, answers=answers, now=timezone.now(), request_type=exit.to)
    return redirect(f"{first_page(place.draft)}?from={place.request_type.slug}")


def notices(request: HttpRequest, place: Place) -> list[dict[str, Any]]:
    """Why a person finds themselves in this request, when an answer in another one led here."""
    origin = catalogue().get(request.GET.get("from", ""))
    if origin is None:
        return []
    return [{"tone": "info", "text": exit.notice} for exit in origin.exits if exit.to == place.request_type.slug][:1]


def errors_of(form: StepForm) -> list[dict[str, str]]:
    """The sentences for the summary at the top, each with the field it belongs to."""
    listed = []
    for name, sentences in form.errors.items():
        # A group of buttons has no id of its own: the link leads to its first.
        field_id = form[name].id_for_label or f"{form[name].auto_id}_0"
        listed += [{"message": str(sentence), "field_id": field_id} for sentence in sentences]
    return listed


def _show(
    request: HttpRequest, place: Place, step: Step, form: StepForm, status: int = 200, action: str = ""
) -> HttpResponse:
    context = _context(request, place, step, form, action or request.path)
    return render(request, "step.html", context, status=status)


def _empty(request: HttpRequest, place: Place, step: Step) -> HttpResponse:
    """A question that nobody has answered yet: its page depends on the type, the language and the pages before."""
    pages = [each.slug for each in place.walk.open_steps()]
    slug = place.request_type.slug
    return kept_page(
        request,
        template="step.html",
        context=lambda: _context(request, place, step, _form(place, step), request.path),
        draft_id=place.draft.id,
        kind=(slug, version(slug), get_language(), *pages[: pages.index(step.slug) + 1]),
    )


def _context(request: HttpRequest, place: Place, step: Step, form: StepForm, action: str) -> dict[str, Any]:
    return {
        "request_type": place.request_type,
        "form": form,
        "page": {
            "title": step.title,
            "hint": step.hint,
            "single": len(form.fields) == 1,
            "number": [each.slug for each in place.walk.open_steps()].index(step.slug) + 1,
            "count": 0,
        },
        "back_url": back_url(place, step.slug),
        "notices": notices(request, place),
        "errors": errors_of(form) if form.is_bound else [],
        "skip": step.skip,
        "action": action,
    }


def _ending(request: HttpRequest, place: Place, ending: Ending) -> HttpResponse:
    context = {
        "request_type": place.request_type,
        "ending": ending,
        "back_url": page_url(place.draft, place.walk.passed[-1].slug),
    }
    return render(request, "ending.html", context)
