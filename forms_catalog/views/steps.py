"""The question pages: GET shows, POST validates, saves and goes where the answers lead; 422 when one is not good."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.forms import TextInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.devices import device_of
from accounts.signed_in import person_of
from attachments.models import Attachment, Judgement
from attachments.upload_handler import FILE_IGNORED
from forms_catalog import drafts, outcomes
from forms_catalog.answers import EMPTY
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Access, Ending, HandOver, RequestType, Step
from forms_catalog.fields import Entries
from forms_catalog.journey import (
    ANYWAY,
    FILES_IGNORED,
    SIGNED_IN_AS,
    Journey,
    StepForm,
    Walk,
    carried,
    fields_of,
    journey_of,
    offered,
)
from forms_catalog.listing import as_it_stands
from forms_catalog.models import Draft
from forms_catalog.outcomes import Kind
from forms_catalog.sending import sent_in_vain, unfinished_page
from forms_catalog.versions import version
from forms_catalog.views.gates import gated
from forms_catalog.views.kept_pages import kept_page, stand_in
from secret_guard.validators import OPENS_A_WALLET
from tickets.models import Ticket
from tickets.references import parse_reference

log = structlog.get_logger(__name__)

CAME_ALONG = gettext_lazy("These questions fit better. Your answers and files came along.")
REPORT = "suspicious-activity"
"""What somebody should do whose wallet may lie open: offered beside the error, when there is such a request."""


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


@require_http_methods(["GET", "HEAD", "POST"])
@needs_draft
@gated
def page(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """One question."""
    place = place_of(request, draft)
    if isinstance(place.walk.exit, Ending) and place.walk.exit.slug == step:
        return _leave_ending(request, place, place.walk.exit)
    found = next((each for each in place.walk.open_steps() if each.slug == step), None)
    if found is None and not _known_anywhere(step):
        raise Http404
    if found is None or (place.walk.is_known(found) and place.request_type.access is Access.SIGNED_IN):
        return redirect(first_page(request, draft))
    if request.method == "POST":
        note_ignored_file(request, place)
        return _answer(request, place, found)
    if _no_longer_fits(place, found):
        return _show(request, place, found, _form(place, found, place.draft.answers))
    if request.META.get("QUERY_STRING") or found not in place.walk.pages() or not _is_empty(place, found):
        return _show(request, place, found, _form(place, found))
    return _empty(request, place, found)


def _known_anywhere(step: str) -> bool:
    """Whether some type has this page: after a hand-over, Back may lead to a page of the type left behind."""
    return any(step in kind.ends() or step in [each.slug for each in kind.steps] for kind in catalogue().values())


def _no_longer_fits(place: Place, step: Step) -> bool:
    """Whether a page was answered and its answers are refused now, as days are that midnight has overtaken: then it says why."""
    return step is place.walk.current and all(name in place.draft.answers for name in fields_of(step))


def _form(place: Place, step: Step, data: Any = None) -> StepForm:
    asking = place.journey.asking(place.walk.answers)
    return StepForm(step=step, asking=asking, data=data, initial=_values(place, step))


def _sent(request: HttpRequest, place: Place, step: Step) -> Any:
    """What a page was sent with; of a list its entries as they stand, each of which was sent from a page of its own."""
    lists = [name for name, field in fields_of(step).items() if isinstance(field, Entries)]
    return request.POST.dict() | {name: _values(place, step)[name] for name in lists} if lists else request.POST


def _values(place: Place, step: Step) -> dict[str, Any]:
    """What the fields of a page hold before anybody types: what was answered, is known, or follows from the rest."""
    held, suggested = place.journey.held, _suggested(place, step)
    return {
        name: as_it_stands(answers=held, name=name)
        if isinstance(field, Entries)
        else held.get(name, suggested.get(name))
        for name, field in fields_of(step).items()
    }


def _suggested(place: Place, step: Step) -> dict[str, Any]:
    """The answers to a page that follow from earlier ones or from the browser, where none is held."""
    found = dict(step.prefill(place.walk.answers)) if step.prefill else {}
    if step.from_browser:
        found |= step.from_browser(place.walk.answers, place.browser)
    return {name: value for name, value in found.items() if name not in place.journey.held and value not in EMPTY}


def _is_empty(place: Place, step: Step) -> bool:
    """Whether nothing stands in a page but what is suggested, in boxes to type in."""
    suggested, fields = _suggested(place, step), fields_of(step)
    held = (value for name, value in _values(place, step).items() if name not in suggested)
    return all(isinstance(fields[name].widget, TextInput) for name in suggested) and all(each in EMPTY for each in held)


def _answer(request: HttpRequest, place: Place, step: Step) -> HttpResponse:
    form = _form(place, step, _sent(request, place, step))
    if request.POST.get("to_language") in dict(settings.LANGUAGES):
        return _in_language(request, place, form)
    if step.skip and request.POST.get("skip"):
        answers: dict[str, Any] = dict.fromkeys(step.fields(), "")
    elif form.is_valid():
        answers = form.answers()
    else:
        return _show(request, place, step, form, status=422)
    save(place, answers)
    there = place_of(request, place.draft)
    if isinstance(there.walk.exit, HandOver):
        return hand_over(request, place, there.walk.exit)
    if isinstance(there.walk.exit, Ending):
        _note_the_end(request, there)
    odd = _odd_page(place, there, step)
    return redirect(first_page(request, place.draft) + (f"?odd={odd}" if odd else ""))


def _odd_page(before: Place, there: Place, step: Step) -> str:
    """The page whose answer now looks odd: this one, or an earlier one in the light of this one; empty when none does."""
    found = there.journey.warnings(there.walk)
    known = before.journey.warnings(before.walk) if found else []
    return next((each.step for each in found if each.step == step.slug or each not in known), "")


def _note_the_end(request: HttpRequest, place: Place) -> None:
    person, topic = person_of(request=request), place.request_type.slug
    outcomes.note(kind=Kind.ENDED, topic=topic, device=place.draft.device, person=person, now=timezone.now())


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


def _in_language(request: HttpRequest, place: Place, form: StepForm) -> HttpResponse:
    """The same page in another language with what was typed: saved when it is good, else only shown again."""
    language = request.POST["to_language"]
    there = translate_url(request.path, language)
    answered_before = all(name in place.draft.answers for name in form.step.fields())
    if form.is_valid() and (answered_before or any(form.answers().values())):
        save(place, form.answers())
        return redirect(there)
    with override(language):
        shown = _form(place, form.step)
        for name, field in shown.fields.items():
            shown.initial[name] = field.widget.value_from_datadict(form.data, request.FILES, name)
        response = _show(request, place, form.step, shown, action=there)
    response.headers["Content-Language"] = language
    return response


def hand_over(request: HttpRequest, place: Place, exit: HandOver) -> HttpResponse:
    """Take a draft to another request, with its answers and files, and say there why."""
    answers = carried(exit=exit, answers=place.draft.answers, to=catalogue()[exit.to])
    drafts.save_answers(draft=place.draft, answers=answers, now=timezone.now(), request_type=exit.to)
    return redirect(f"{first_page(request, place.draft)}?from={place.request_type.slug}")


def notices(request: HttpRequest, place: Place) -> list[dict[str, Any]]:
    """What the page before had to say: why it led to this request, and what looks odd in its answer."""
    origin = catalogue().get(request.GET.get("from", ""))
    ways = [way for way in origin.ways() if way.to == place.request_type.slug] if origin else []
    taken = [way for way in ways if way.when and way.when(place.draft.answers)] or ways
    told = [{"tone": "info", "text": way.notice, "url": ""} for way in taken[:1]]
    if origin and origin.catches_all and not taken:
        told.append({"tone": "info", "text": CAME_ALONG, "url": ""})
    before = parse_reference(request.GET.get("after", ""))
    if before and Ticket.objects.filter(reference=before, device=place.draft.device).exists():
        sentence = _("Your files are sent: %(reference)s. Here you add the rest; they go to the same request.")
        told.append({"tone": "ok", "text": sentence % {"reference": before}, "url": ""})
    asked = request.GET.get("odd", "")
    return told + (odd_answers(place, asked) if asked else [])


def odd_answers(place: Place, page: str = "") -> list[dict[str, Any]]:
    """The sentences about answers that look odd, each with the way to change them; of one page or of all."""
    return [
        {"tone": "warn", "text": each.text, "url": page_url(place.draft, each.step)}
        for each in place.journey.warnings(place.walk)
        if page in {"", each.step}
    ]


def errors_of(form: StepForm) -> list[dict[str, str]]:
    """The sentences for the summary at the top, each with the field it belongs to, in the order of the page."""
    listed = []
    found = form.errors.as_data()
    refusals = [(name, each) for name in form.fields for each in found.get(name, ())]
    for name, refused in refusals:
        # A group of buttons has no id of its own: the link leads to its first; that of a list leads to the entry meant.
        field_id = form[name].id_for_label or f"{form[name].auto_id}_0"
        entry = (refused.params or {}).get("entry")
        listed += [{"message": each, "field_id": f"entry_{entry}" if entry else field_id} for each in refused.messages]
    if any((each.params or {}).get("kind") in OPENS_A_WALLET for _name, each in refusals) and REPORT in catalogue():
        listed.append({"message": _("Report unusual activity"), "url": reverse("request_start", args=[REPORT])})
    return listed


def _show(
    request: HttpRequest, place: Place, step: Step, form: StepForm, status: int = 200, action: str = ""
) -> HttpResponse:
    context = _context(request, place, step, form, _said(place, step), action or request.path)
    return render(request, "step.html", context, status=status)


def _empty(request: HttpRequest, place: Place, step: Step) -> HttpResponse:
    """A question that nobody has answered yet: its page depends on the type, the language and the pages before.

    What is said or suggested to this one person fills gaps.
    """
    pages = [each.slug for each in place.walk.pages()]
    slug, fields, suggested = place.request_type.slug, fields_of(step), _suggested(place, step)
    said = _said(place, step)

    def context() -> dict[str, Any]:
        form = _form(place, step)
        form.initial = {**form.initial, **{name: stand_in(name) for name in suggested}}
        return _context(request, place, step, form, {name: stand_in(name) for name in said}, request.path)

    return kept_page(
        request,
        template="step.html",
        context=context,
        draft_id=place.draft.id,
        texts=said | {name: fields[name].widget.format_value(value) or "" for name, value in suggested.items()},
        kind=(
            *("step", slug, version(slug), get_language(), place.signed_in, *suggested),
            *((name, *codes) for name, codes in _left(place, step).items()),
            *pages[: pages.index(step.slug) + 1],
        ),
    )


def _left(place: Place, step: Step) -> Mapping[str, Iterable[str]]:
    """The choices of a page that earlier answers and the time leave, by field."""
    if step.narrow is None:
        return offered(step, place.walk.answers)
    widgets = {name: field.widget for name, field in _form(place, step).fields.items()}
    return {name: [code for code, _label in each.choices] for name, each in widgets.items() if hasattr(each, "choices")}


TOLD, PANEL = "told above", "panel above"


def _said(place: Place, step: Step) -> dict[str, str]:
    """What a page says to this one person above its questions."""
    asking, said = place.journey.asking(place.walk.answers), {}
    if step.told:
        said[TOLD] = str(step.told(asking).text)
    if step.panel:
        content = step.panel.content(asking) if step.panel.content else {}
        said[PANEL] = render_to_string(step.panel.template, {"panel": content})
    return said


def _context(
    request: HttpRequest, place: Place, step: Step, form: StepForm, said: Mapping[str, str], action: str
) -> dict[str, Any]:
    pages = [each.slug for each in place.walk.pages()]
    return {
        "request_type": place.request_type,
        "form": form,
        "page": {
            "title": step.title,
            "hint": step.hint,
            "single": len(form.fields) == 1 and step.panel is None,
            "number": pages.index(step.slug) + 1 if step.slug in pages else 0,
            "count": 0,
        },
        "panel": said.get(PANEL, ""),
        "back_url": back_url(place, step.slug),
        "notices": _told(place, step, said) + notices(request, place),
        "errors": errors_of(form) if form.is_bound else [],
        "skip": step.skip,
        "dialog": any(gate.over == step.slug for gate in place.request_type.gates),
        "action": action,
    }


def _told(place: Place, step: Step, said: Mapping[str, str]) -> list[dict[str, Any]]:
    if step.told is None:
        return []
    change = step.told(place.journey.asking(place.walk.answers)).step
    return [{"tone": "info", "text": said[TOLD], "url": page_url(place.draft, change)}]


def _leave_ending(request: HttpRequest, place: Place, ending: Ending) -> HttpResponse:
    """An end without a ticket; a soft stop can be passed, and an offer taken. Whoever stays at its question was told."""
    if request.method == "POST" and ending.anyway and {"anyway", "stay"} & set(request.POST):
        led_here = {name: place.walk.answers[name] for name in place.walk.passed[-1].fields()}
        past = place.draft.answers.get(ANYWAY, {}) | {ending.slug: led_here}
        drafts.save_answers(draft=place.draft, answers={ANYWAY: past}, now=timezone.now())
        there = place.walk.pages()[-1].slug if "stay" in request.POST else ""
        return redirect(page_url(place.draft, there) if there else first_page(request, place.draft))
    if request.method == "POST" and "offer" in request.POST and ending.offer:
        return hand_over(request, place, ending.offer)
    context = {
        "request_type": place.request_type,
        "ending": ending,
        "offer": catalogue()[ending.offer.to].title if ending.offer else "",
        "back_url": page_url(place.draft, place.walk.pages()[-1].slug),
        "kept_until": place.draft.expires_at if ending.kept else None,
    }
    asks_first = ending.dialog and "more" not in request.GET
    return render(request, "dialog.html" if asks_first else "ending.html", context)
