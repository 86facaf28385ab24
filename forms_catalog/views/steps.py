"""The question pages: GET shows, POST validates, saves and goes where the answers lead; 422 when one is not good."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.signed_in import person_of
from forms_catalog import drafts, outcomes
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Access, Ending, HandOver, Step
from forms_catalog.fields import Entries
from forms_catalog.journey import (
    ANYWAY,
    StepForm,
    carried,
    fields_of,
)
from forms_catalog.models import Draft
from forms_catalog.outcomes import Kind
from forms_catalog.views.gates import gated
from forms_catalog.views.places import Place, first_page, needs_draft, note_ignored_file, page_url, place_of, save
from forms_catalog.views.question_page import form_of, is_empty, show, show_empty, values_of


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
        return show(request, place, found, form_of(place, found, place.draft.answers))
    if request.META.get("QUERY_STRING") or found not in place.walk.pages() or not is_empty(place, found):
        return show(request, place, found, form_of(place, found))
    return show_empty(request, place, found)


def _known_anywhere(step: str) -> bool:
    """Whether some type has this page: after a hand-over, Back may lead to a page of the type left behind."""
    return any(step in kind.ends() or step in [each.slug for each in kind.steps] for kind in catalogue().values())


def _no_longer_fits(place: Place, step: Step) -> bool:
    """Whether a page was answered and its answers are refused now, as days are that midnight has overtaken: then it says why."""
    return step is place.walk.current and all(name in place.draft.answers for name in fields_of(step))


def _sent(request: HttpRequest, place: Place, step: Step) -> Any:
    """What a page was sent with; of a list its entries as they stand, each of which was sent from a page of its own."""
    lists = [name for name, field in fields_of(step).items() if isinstance(field, Entries)]
    return request.POST.dict() | {name: values_of(place, step)[name] for name in lists} if lists else request.POST


def _answer(request: HttpRequest, place: Place, step: Step) -> HttpResponse:
    form = form_of(place, step, _sent(request, place, step))
    if request.POST.get("to_language") in dict(settings.LANGUAGES):
        return _in_language(request, place, form)
    if step.skip and request.POST.get("skip"):
        answers: dict[str, Any] = dict.fromkeys(step.fields(), "")
    elif form.is_valid():
        answers = form.answers()
    else:
        return show(request, place, step, form, status=422)
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


def _in_language(request: HttpRequest, place: Place, form: StepForm) -> HttpResponse:
    """The same page in another language with what was typed: saved when it is good, else only shown again."""
    language = request.POST["to_language"]
    there = translate_url(request.path, language)
    answered_before = all(name in place.draft.answers for name in form.step.fields())
    if form.is_valid() and (answered_before or any(form.answers().values())):
        save(place, form.answers())
        return redirect(there)
    with override(language):
        shown = form_of(place, form.step)
        for name, field in shown.fields.items():
            shown.initial[name] = field.widget.value_from_datadict(form.data, request.FILES, name)
        response = show(request, place, form.step, shown, action=there)
    response.headers["Content-Language"] = language
    return response


def hand_over(request: HttpRequest, place: Place, exit: HandOver) -> HttpResponse:
    """Take a draft to another request, with its answers and files, and say there why."""
    answers = carried(exit=exit, answers=place.draft.answers, to=catalogue()[exit.to])
    drafts.save_answers(draft=place.draft, answers=answers, now=timezone.now(), request_type=exit.to)
    return redirect(f"{first_page(request, place.draft)}?from={place.request_type.slug}")


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
