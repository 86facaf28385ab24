"""The page of one question: in full with values or errors, and kept for all while nobody has answered it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.forms import TextInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from forms_catalog.answers import EMPTY
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Step
from forms_catalog.fields import Entries
from forms_catalog.journey import StepForm, fields_of, offered
from forms_catalog.listing import as_it_stands
from forms_catalog.versions import version
from forms_catalog.views.kept_pages import kept_page, stand_in
from forms_catalog.views.places import Place, back_url, page_url
from secret_guard.validators import OPENS_A_WALLET
from tickets.models import Ticket
from tickets.references import parse_reference

CAME_ALONG = gettext_lazy("These questions fit better. Your answers and files came along.")
REPORT = "suspicious-activity"
"""What somebody should do whose wallet may lie open: offered beside the error, when there is such a request."""

TOLD, PANEL = "told above", "panel above"


@dataclass(frozen=True)
class Said:
    """What a page says to this one person above its question; `change` is the page where what it hangs on is changed."""

    told: str = ""
    change: str = ""
    panel: str = ""


def form_of(place: Place, step: Step, data: Any = None) -> StepForm:
    """The form of a page, with what stands in it; bound when data was sent."""
    asking = place.journey.asking(place.walk.answers)
    return StepForm(step=step, asking=asking, data=data, initial=values_of(place, step))


def values_of(place: Place, step: Step) -> dict[str, Any]:
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


def is_empty(place: Place, step: Step) -> bool:
    """Whether nothing stands in a page but what is suggested, in boxes to type in."""
    suggested, fields = _suggested(place, step), fields_of(step)
    held = (value for name, value in values_of(place, step).items() if name not in suggested)
    return all(isinstance(fields[name].widget, TextInput) for name in suggested) and all(each in EMPTY for each in held)


def show(
    request: HttpRequest, place: Place, step: Step, form: StepForm, status: int = 200, action: str = ""
) -> HttpResponse:
    """The page in full. In: the address that its form is sent to, this one unless given."""
    context = _context(request, place, step, form, _said(place, step), action or request.path)
    return render(request, "step.html", context, status=status)


def show_empty(request: HttpRequest, place: Place, step: Step) -> HttpResponse:
    """A question that nobody has answered yet: its page depends on the type, the language and the pages before.

    What is said or suggested to this one person fills gaps.
    """
    pages = [each.slug for each in place.walk.pages()]
    slug, fields, suggested, said = (
        place.request_type.slug,
        fields_of(step),
        _suggested(place, step),
        _said(place, step),
    )
    gaps = {TOLD: said.told, PANEL: said.panel}
    of_nobody = replace(said, told=said.told and stand_in(TOLD), panel=said.panel and stand_in(PANEL))

    def context() -> dict[str, Any]:
        form = form_of(place, step)
        form.initial = {**form.initial, **{name: stand_in(name) for name in suggested}}
        return _context(request, place, step, form, of_nobody, request.path)

    return kept_page(
        request,
        template="step.html",
        context=context,
        draft_id=place.draft.id,
        texts={name: text for name, text in gaps.items() if text}
        | {name: fields[name].widget.format_value(value) or "" for name, value in suggested.items()},
        kind=(
            *(
                "step",
                slug,
                step.slug,
                version(slug),
                get_language(),
                place.signed_in,
                said.change,
                bool(said.told),
                bool(said.panel),
            ),
            *(tuple(suggested), tuple(pages[: pages.index(step.slug) + 1]), _left(place, step)),
        ),
    )


def _left(place: Place, step: Step) -> tuple[tuple[str, Sequence[Any]], ...]:
    """The choices of a page that earlier answers and the time leave, by field; with their words where these hang on both."""
    if step.narrow is None:
        return tuple((name, tuple(codes)) for name, codes in offered(step, place.walk.answers).items())
    widgets = {name: field.widget for name, field in form_of(place, step).fields.items()}
    return tuple(
        (name, tuple((code, str(label)) for code, label in each.choices))
        for name, each in widgets.items()
        if hasattr(each, "choices")
    )


def _said(place: Place, step: Step) -> Said:
    asking = place.journey.asking(place.walk.answers)
    told = step.told(asking) if step.told else None
    panel = ""
    if step.panel:
        content = step.panel.content(asking) if step.panel.content else {}
        panel = render_to_string(step.panel.template, {"panel": content})
    return Said(told=str(told.text) if told else "", change=told.step if told else "", panel=panel)


def _context(request: HttpRequest, place: Place, step: Step, form: StepForm, said: Said, action: str) -> dict[str, Any]:
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
        "panel": said.panel,
        "back_url": back_url(place, step.slug),
        "notices": _told(place, said) + notices(request, place),
        "errors": errors_of(form) if form.is_bound else [],
        "skip": step.skip,
        "dialog": any(gate.over == step.slug for gate in place.request_type.gates),
        "action": action,
    }


def _told(place: Place, said: Said) -> list[dict[str, Any]]:
    return [{"tone": "info", "text": said.told, "url": page_url(place.draft, said.change)}] if said.told else []


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
