"""The pages of a list that is filled entry by entry: which kind, the entry itself, and whether it is to be removed."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_safe

from forms_catalog.definition import Asking, Step
from forms_catalog.fields import Entries
from forms_catalog.fields.entries import Entry, above
from forms_catalog.journey import SIGNED_IN_AS, StepForm, fields_of
from forms_catalog.listing import NoRoom, as_it_stands, new_id, put_entry, remove_entry
from forms_catalog.models import Draft
from forms_catalog.versions import version
from forms_catalog.views.gates import gated
from forms_catalog.views.kept_pages import kept_page
from forms_catalog.views.places import Place, first_page, needs_draft, page_url, place_of
from forms_catalog.views.question_page import errors_of

ID = "entry"
"""What stands in a kept page where the id of the entry goes."""


@dataclass(frozen=True)
class Listed:
    """A list somebody is filling: where they are, the page of the list, and its entries as they stand."""

    place: Place
    step: Step
    name: str
    field: Entries
    entries: list[dict[str, Any]]

    def find(self, entry_id: str) -> dict[str, Any] | None:
        """The entry with this id."""
        return next((each for each in self.entries if each["id"] == entry_id), None)

    def holder(self, entry_id: str) -> dict[str, Any] | None:
        """The entry that one stands under, when it does."""
        return self.find(above(entry_id)) if above(entry_id) else None

    @property
    def url(self) -> str:
        """The address of the list."""
        return page_url(self.place.draft, self.step.slug)

    def page_of(self, kind: str, entry_id: str) -> str:
        """The address of one entry."""
        return reverse("entry", args=[self.place.draft.id, self.step.slug, kind, entry_id])


def _listed(request: HttpRequest, draft: Draft, slug: str) -> Listed | None:
    """The list of a page; None when the answers do not lead there (any more), or to no list."""
    place = place_of(request, draft)
    for step in place.walk.pages():
        for name, field in fields_of(step).items():
            if step.slug == slug and isinstance(field, Entries):
                return Listed(place, step, name, field, as_it_stands(answers=draft.answers, name=name))
    return None


@require_safe
@needs_draft
@gated
def add(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """Which kind of entry it will be; where there is but one kind, its page at once."""
    listed = _listed(request, draft, step)
    if listed is None:
        return redirect(first_page(request, draft))
    under = request.GET.get("under", "")
    kinds = listed.field.may_hold(under, listed.entries)
    if not kinds or len(listed.entries) >= listed.field.most:
        return redirect(listed.url)
    entry_id = new_id(under=under)
    if len(kinds) == 1:
        return redirect(listed.page_of(kinds[0], entry_id))
    field, holder = listed.field, listed.find(under)
    context = {
        "request_type": listed.place.request_type,
        "title": field.kinds[holder["kind"]].add_under(holder)
        if holder
        else field.another
        if listed.entries
        else field.one,
        "kinds": [
            {"url": listed.page_of(code, entry_id), "title": field.kinds[code].label, "summary": field.kinds[code].hint}
            for code in kinds
        ],
        "back_url": listed.url,
    }
    return render(request, "entry_kind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_draft
@gated
def entry(request: HttpRequest, draft: Draft, step: str, kind: str, entry: str) -> HttpResponse:
    """One entry: GET shows, POST validates, puts it into the list and leads back there."""
    listed = _listed(request, draft, step)
    if listed is None:
        return redirect(first_page(request, draft))
    if kind not in listed.field.kinds:
        raise Http404
    if not listed.field.fits(entry, kind, listed.entries):
        return redirect(listed.url)
    page = listed.field.kinds[kind].page(step)
    if request.method == "POST":
        return _take(request, listed, page, kind, entry)
    found = listed.find(entry)
    holder = listed.holder(entry)
    if found or holder or request.META.get("QUERY_STRING"):
        return _show(request, listed, StepForm(step=page, asking=_asking(listed), initial=found), holder)
    type_slug = listed.place.request_type.slug
    return kept_page(
        request,
        template="step.html",
        context=lambda: _context(listed, StepForm(step=page, asking=_asking(listed)), request.path),
        draft_id=draft.id,
        in_address={ID: entry},
        kind=("entry", type_slug, version(type_slug), get_language(), step, kind),
    )


def _asking(listed: Listed) -> Asking:
    return listed.place.journey.asking(listed.place.walk.answers)


def _take(request: HttpRequest, listed: Listed, page: Step, kind: str, entry_id: str) -> HttpResponse:
    form = StepForm(step=page, asking=_asking(listed), data=request.POST)
    good = form.is_valid()
    written: Entry = {"id": entry_id, "kind": kind, **(form.answers() if good else {})}
    if good and listed.field.judge:
        others = [each for each in listed.entries if each["id"] != entry_id]
        for name, refused in listed.field.judge(written, [*others, written], _asking(listed)).items():
            form.add_error(name, refused)
    language = request.POST.get("to_language", "")
    wished = language if language in dict(settings.LANGUAGES) else ""
    if not form.is_valid():
        holder = listed.holder(entry_id)
        return (
            _in_language(request, listed, page, wished, holder)
            if wished
            else _show(request, listed, form, holder, status=422)
        )
    try:
        put_entry(
            draft=listed.place.draft,
            name=listed.name,
            field=listed.field,
            entry=written,
            now=timezone.now(),
            also={SIGNED_IN_AS: listed.place.journey.address} if listed.place.signed_in else {},
        )
    except NoRoom:
        return redirect(listed.url)
    return redirect(translate_url(request.path, wished) if wished else listed.url)


def _in_language(request: HttpRequest, listed: Listed, page: Step, language: str, holder: Entry | None) -> HttpResponse:
    """The same page in another language with what was typed, which is not good yet."""
    with override(language):
        form = StepForm(step=page, asking=_asking(listed))
        for name, field in form.fields.items():
            form.initial[name] = field.widget.value_from_datadict(request.POST, request.FILES, name)
        response = _show(request, listed, form, holder, action=translate_url(request.path, language))
    response.headers["Content-Language"] = language
    return response


def _show(
    request: HttpRequest,
    listed: Listed,
    form: StepForm,
    holder: Entry | None,
    *,
    status: int = 200,
    action: str = "",
) -> HttpResponse:
    """The page of an entry, headed by what it stands under, if it does: whose part is asked for must be in sight."""
    return render(request, "step.html", _context(listed, form, action or request.path, holder), status=status)


def _context(listed: Listed, form: StepForm, action: str, holder: Entry | None = None) -> dict[str, Any]:
    title = listed.field.kinds[holder["kind"]].add_under(holder) if holder else form.step.title
    return {
        "request_type": listed.place.request_type,
        "form": form,
        "page": {"title": title, "hint": form.step.hint, "single": False, "number": 0, "count": 0},
        "panel": "",
        "back_url": listed.url,
        "notices": [],
        "errors": errors_of(form) if form.is_bound else [],
        "skip": "",
        "action": action,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs_draft
@gated
def remove(request: HttpRequest, draft: Draft, step: str, entry: str) -> HttpResponse:
    """Ask once, then take an entry out with all that stands under it."""
    listed = _listed(request, draft, step)
    if listed is None:
        return redirect(first_page(request, draft))
    found = listed.find(entry)
    if found is None:
        return redirect(listed.url)
    if request.method == "POST":
        remove_entry(draft=draft, name=listed.name, field=listed.field, entry_id=entry, now=timezone.now())
        return redirect(listed.url)
    context = {
        "request_type": listed.place.request_type,
        "name": listed.field.kinds[found["kind"]].called(found),
        "with_it": [
            listed.field.kinds[each["kind"]].called(each)
            for each in listed.entries
            if each["id"].startswith(f"{entry}-")
        ],
        "back_url": listed.url,
    }
    return render(request, "entry_remove.html", context)
