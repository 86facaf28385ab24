"""The documents page: files are sent the moment they are chosen, and nothing elsewhere ever loses one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from accounts.devices import device_of
from accounts.signed_in import person_of
from attachments import limits
from attachments.models import Attachment
from attachments.receive import Taken, remove_file, set_roles, take_files
from attachments.sentences import FileList, FileRow, list_files, size_in_words
from attachments.states import FileState
from attachments.storage import DiskNearlyFull
from attachments.tray_tokens import token_for
from attachments.upload_handler import ReceivedFile, ToQuarantine
from forms_catalog import drafts
from forms_catalog.journey import SEEN_FILES
from forms_catalog.models import Draft
from forms_catalog.papers.words import papers_of
from forms_catalog.sending import files_missing
from forms_catalog.views.gates import gated, sign_in_url
from forms_catalog.views.papers import answers_for_rules, in_vain, missing, told_in_vain, wanted
from forms_catalog.views.steps import Place, back_url, draft_gone, first_page, needs_draft, place_of, save
from secret_guard.validators import NAMES

FILES_FIELD = "files"


def file_limit(request: HttpRequest) -> int:
    """How many files this person may send at once: it rises the moment they sign in."""
    return limits.most_files(signed_in=person_of(request=request) is not None)


def _streamed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the files of a POST stream to quarantine, once it is clear that this browser may add any.

    The handler must be in place before anything reads the body, the CSRF check included; so the check comes inside.
    Whatever the view did not take is erased, also when the check or the view refused.
    """
    protected = csrf_protect(needs_draft(gated(view)))

    @csrf_exempt
    def outer(request: HttpRequest, draft_id: UUID) -> HttpResponse:
        if request.method != "POST":
            return protected(request, draft_id=draft_id)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > limits.MAX_BODY_BYTES:
            return render(request, "413.html", status=413)
        try:
            draft = drafts.find(draft_id=draft_id, device=device_of(request=request), now=timezone.now())
        except drafts.DraftGone:
            return draft_gone(request, draft_id, device_of(request=request))
        handler = ToQuarantine(request)
        request.upload_handlers = [handler]
        try:
            request.FILES  # noqa: B018  (reading the body is the point)
            return protected(request, draft_id=draft_id)
        except DiskNearlyFull:
            sentence = _("We have no room for files at the moment. What you sent before is safe; try again in an hour.")
            return _show(request, draft, [{"message": sentence, "field_id": "id_files"}], status=503)
        except UnreadablePostError:
            sentence = _("The connection stopped before the file was complete. Add it again.")
            return _show(request, draft, [{"message": sentence, "field_id": "id_files"}], status=400)
        finally:
            handler.erase_what_was_not_taken()

    return outer


def files_of(draft: Draft) -> FileList:
    """The draft's files in words, each with the address that removes it."""
    files = Attachment.objects.filter(tray_id=draft.tray_id).order_by("received_at", "id")
    listed = list_files(attachments=files, now=timezone.now())
    rows = [replace(row, remove_url=reverse("files_remove", args=[draft.id, row.id])) for row in listed.rows]
    return replace(listed, rows=rows)


def _fragment_context(draft: Draft, place: Place) -> dict[str, Any]:
    listed = files_of(draft)
    policy = place.request_type.files
    return {
        "files": told_in_vain(listed.rows, place),
        "summary": listed.summary,
        "settled": listed.settled,
        "roles": list(policy.roles.items()) if policy else [],
        "roles_needed": bool(policy and policy.needed(place.walk.answers)),
        "removable": True,
        "errors": [],
    }


def _too_many(files: list[FileRow], limit: int) -> list[dict[str, str]]:
    """What to say when there are more files than this person may send: they were signed in when they added them."""
    usable = _usable(files)
    if usable <= limit:
        return []
    sentence = ngettext(
        "You have added %(number)d files, and without a sign-in you can send %(limit)d at once. "
        "Sign in again to send them all, or remove %(over)d file.",
        "You have added %(number)d files, and without a sign-in you can send %(limit)d at once. "
        "Sign in again to send them all, or remove %(over)d files.",
        usable - limit,
    )
    return [{"message": sentence % {"number": usable, "limit": limit, "over": usable - limit}, "field_id": "id_files"}]


def _usable(files: list[FileRow]) -> int:
    return sum(each.state != FileState.REFUSED.lower() for each in files)


def _show(
    request: HttpRequest, draft: Draft, errors: list[dict[str, str]] | None = None, status: int = 200
) -> HttpResponse:
    place = place_of(request, draft)
    context = _fragment_context(draft, place) | {"errors": errors or [], "again": status >= 500}
    if request.headers.get("Accept", "").startswith("text/html-fragment"):
        # A script asked: what went wrong is in the answer, and a status other than 200 would be a line in the console.
        return render(request, "includes/files_list.html", context)
    policy, limit, again = place.request_type.files, file_limit(request), wanted(place)
    context |= {
        "errors": errors or _too_many(context["files"], limit),
        "room": limit - _usable(context["files"]),
        "sign_in_url": "" if place.signed_in else sign_in_url(back_to=reverse("files", args=[draft.id])),
        "most_files": limits.MAX_FILES_SIGNED_IN,
        "request_type": place.request_type,
        "papers": papers_of(
            request_type=place.request_type, answers=answers_for_rules(place), wanted=[each["role"] for each in again]
        ),
        "wanted": again,
        "page": {
            "title": policy.title if policy else _("Your documents"),
            "hint": policy.hint if policy else "",
            "single": False,
            "number": 0,
            "count": 0,
        },
        "policy": {
            "max_files": limit,
            "max_bytes": limits.MAX_FILE_BYTES,
            "max_size_text": size_in_words(limits.MAX_FILE_BYTES),
            "types_text": _("JPG, JPEG, PNG or PDF"),
            "accept": limits.ACCEPT_ATTRIBUTE,
        },
        "back_url": back_url(place, "files"),
        "add_url": reverse("files_add", args=[draft.id]),
        "upload_url": reverse("uploads", args=[token_for(tray_id=draft.tray_id, limit=limit)]),
        "chunk_bytes": limits.UPLOAD_CHUNK_BYTES,
        "list_url": reverse("files_list", args=[draft.id]),
        "continue_url": reverse("files", args=[draft.id]),
    }
    return render(request, "files.html", context, status=status)


def _received(request: HttpRequest) -> list[ReceivedFile]:
    return [each for each in request.FILES.getlist(FILES_FIELD) if isinstance(each, ReceivedFile)]


def _take(request: HttpRequest, draft: Draft) -> tuple[Taken, list[dict[str, str]]]:
    limit = file_limit(request)
    taken = take_files(tray_id=draft.tray_id, received=_received(request), limit=limit, now=timezone.now())
    errors = []
    if taken.over_the_limit:
        errors.append({"message": _over_the_limit(taken.over_the_limit, limit), "field_id": "id_files"})
    for kind in dict.fromkeys(taken.secret_names):
        sentence = _(
            "The name of a file looks like %(what)s. Rename the file and add it again: we have kept neither name nor file."
        ) % {"what": NAMES[kind]}
        errors.append({"message": sentence, "field_id": "id_files"})
    errors += [
        {"message": _("You have already added “%(name)s”") % {"name": name}, "field_id": "id_files"}
        for name in taken.duplicates
    ]
    return taken, errors


def _over_the_limit(names: list[str], limit: int) -> str:
    """E-FILES-5 and E-FILES-10: which files were not taken, and where they can go."""
    sentence = (
        _("You can add %(limit)d files. We kept the first ones; not added: %(names)s. Sign in to add up to %(most)d.")
        if limit < limits.MAX_FILES_SIGNED_IN
        else _(
            "You can add %(limit)d files at once. We kept the first ones; not added: %(names)s. "
            "Send the rest in another batch."
        )
    )
    return sentence % {"limit": limit, "names": ", ".join(names), "most": limits.MAX_FILES_SIGNED_IN}


@require_http_methods(["GET", "HEAD", "POST"])
@_streamed
def page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The documents page; its Continue also takes what was chosen and not yet added, so that nothing is lost."""
    place = place_of(request, draft)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        # First of all: another tab may have made a question open again, and the files must not be lost by it.
        errors = _take(request, draft)[1]
        _note_roles(request, draft, place)
    if not place.walk.is_complete or not place.with_files:
        return redirect(first_page(request, draft))
    if request.method != "POST":
        return _show(request, draft)
    if request.POST.get("to_language") in dict(settings.LANGUAGES):
        return redirect(translate_url(request.path, request.POST["to_language"]))
    files = files_of(draft).rows
    if not errors and files_missing(request_type=place.request_type, usable=_usable(files)):
        errors.append({"message": _("Add at least one document"), "field_id": "id_files"})
    errors = errors or _too_many(files, file_limit(request)) or in_vain(place) or missing(place)
    if errors:
        return _show(request, draft, errors, status=422)
    save(place, {SEEN_FILES: "yes"})
    return redirect(first_page(request, draft) + ("?another" if "another" in request.POST else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@_streamed
def add(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Take files into the draft's tray; answers with the list of files, whole page or fragment."""
    if request.method != "POST":
        return redirect("files", draft_id=draft.id)
    place = place_of(request, draft)
    taken, errors = _take(request, draft)
    _note_roles(request, draft, place)
    if not taken.kept and not errors:
        errors.append({"message": _("Choose a file first"), "field_id": "id_files"})
    if errors:
        return _show(request, draft, errors, status=422)
    if request.headers.get("Accept", "").startswith("text/html-fragment"):
        return _show(request, draft)
    return redirect("files", draft_id=draft.id)


def _note_roles(request: HttpRequest, draft: Draft, place: Place) -> None:
    policy = place.request_type.files
    known = policy.roles if policy else {}
    chosen: dict[UUID, str] = {}
    for name, value in request.POST.items():
        prefix, _dash, file_id = name.partition("-")
        if prefix == "role" and (value in known or value == ""):
            try:
                chosen[UUID(file_id)] = str(value)
            except ValueError:
                continue
    if chosen:
        set_roles(tray_id=draft.tray_id, roles=chosen)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_draft
def remove(request: HttpRequest, draft: Draft, file_id: UUID) -> HttpResponse:
    """Take a file back out; one that is gone already is no error."""
    if request.method != "POST":
        return redirect("files", draft_id=draft.id)
    remove_file(tray_id=draft.tray_id, file_id=file_id)
    if request.headers.get("Accept", "").startswith("text/html-fragment"):
        return _show(request, draft)
    return redirect("files", draft_id=draft.id)


@require_safe
@conditional_page
@needs_draft
def listing(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The list of files alone, for the page that asks again while files are being checked."""
    return render(request, "includes/files_list.html", _fragment_context(draft, place_of(request, draft)))
