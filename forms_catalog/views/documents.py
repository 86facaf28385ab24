"""The documents page: files are sent the moment they are chosen, and nothing elsewhere ever loses one."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from accounts.devices import device_of
from accounts.signed_in import person_of
from attachments import again, limits, quotas
from attachments.models import Attachment
from attachments.receive import Taken, remove_file, set_roles, take_files
from attachments.sentences import FileList, FileRow, list_files, refusal_sentence, size_in_words
from attachments.states import FileState, Refusal
from attachments.storage import DiskNearlyFull, room_assumed
from attachments.tray_tokens import token_for
from attachments.upload_handler import ReceivedFile, ToQuarantine, body_is_too_large
from forms_catalog import drafts
from forms_catalog.catalogue import catalogue
from forms_catalog.journey import SEEN_FILES
from forms_catalog.models import Draft
from forms_catalog.papers.words import papers_of
from forms_catalog.sending import file_limit, files_missing, unfit
from forms_catalog.views.documents_words import no_room, not_taken, too_many, too_much_today
from forms_catalog.views.gates import gated, sign_in_url
from forms_catalog.views.papers import answers_for_rules, in_vain, missing, told_in_vain, wanted
from forms_catalog.views.steps import (
    Place,
    back_url,
    draft_gone,
    first_page,
    needs_draft,
    note_ignored_file,
    notices,
    place_of,
    save,
)
from operations.networks import network_of

FILES_FIELD = "files"


def limit_here(place: Place) -> int:
    """How many files this person may send with this request: it may rise the moment they sign in."""
    return file_limit(request_type=place.request_type, signed_in=place.signed_in)


def _rises(place: Place) -> bool:
    """Whether a sign-in would let this person add more."""
    return file_limit(request_type=place.request_type, signed_in=True) > limit_here(place)


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
        if body_is_too_large(request):
            return render(request, "413.html", status=413)
        try:
            draft = drafts.find(draft_id=draft_id, device=device_of(request=request), now=timezone.now())
        except drafts.DraftGone:
            return draft_gone(request, draft_id, device_of(request=request))
        if not _takes_files(draft):
            # Read past and kept nowhere, as on every page that takes none.
            return protected(request, draft_id=draft_id)
        sender = _sender(request, draft)
        handler = ToQuarantine(request, before_each=partial(quotas.take_room, sender=sender))
        request.upload_handlers = [handler]
        try:
            with room_assumed():
                request.FILES  # noqa: B018  (reading the body is the point)
                return protected(request, draft_id=draft_id)
        except DiskNearlyFull:
            return _show(request, draft, [{"message": no_room(), "field_id": "id_files"}], status=503)
        except quotas.TooMuchToday as fault:
            return _show(request, draft, [{"message": too_much_today(fault=fault), "field_id": "id_files"}], status=429)
        except UnreadablePostError:
            sentence = _("The connection stopped before the file was complete. Add it again.")
            return _show(request, draft, [{"message": sentence, "field_id": "id_files"}], status=400)
        finally:
            handler.erase_what_was_not_taken()
            if handler.begun:
                quotas.count_rest(sender=sender, files=len(handler.begun), size=handler.received_in_all)

    return outer


def _takes_files(draft: Draft) -> bool:
    """Whether files may be added: the request asks for some, or some came along from another one."""
    return catalogue()[draft.request_type].files is not None or Attachment.objects.filter(tray=draft.tray_id).exists()


def _sender(request: HttpRequest, draft: Draft) -> quotas.Sender:
    network = network_of(address=request.META.get("REMOTE_ADDR", ""))
    return quotas.Sender(tray_id=draft.tray_id, customer=draft.device, network=network, person_id=_person_id(request))


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


def _unfit(place: Place) -> list[dict[str, str]]:
    """What to say of files that came from a request which takes other kinds."""
    only = " ".join(place.request_type.files.narrows) if place.request_type.files else ""
    return [
        {"message": refusal_sentence(code=Refusal.TYPE, name=each.name, only=only), "field_id": "id_files"}
        for each in unfit(request_type=place.request_type, files=place.files)
    ]


def _too_many(files: list[FileRow], place: Place) -> list[dict[str, str]]:
    return too_many(usable=_usable(files), limit=limit_here(place), rises=_rises(place))


def _usable(files: list[FileRow]) -> int:
    return sum(each.state != FileState.REFUSED.lower() for each in files)


def _show(
    request: HttpRequest,
    draft: Draft,
    errors: list[dict[str, str]] | None = None,
    status: int = 200,
    place: Place | None = None,
) -> HttpResponse:
    place = place or place_of(request, draft)
    context = _fragment_context(draft, place) | {"errors": errors or [], "again": status >= 500}
    if request.headers.get("Accept", "").startswith("text/html-fragment"):
        # A script asked: what went wrong is in the answer, and a status other than 200 would be a line in the console.
        return render(request, "includes/files_list.html", context)
    policy, limit, rises = place.request_type.files, limit_here(place), _rises(place)
    only, needed_again = policy.only if policy else limits.MEDIA_TYPES, wanted(place)
    context |= {
        "errors": errors or _too_many(context["files"], place) or _unfit(place),
        "room": limit - _usable(context["files"]),
        "sign_in_url": "" if not rises else sign_in_url(back_to=reverse("files", args=[draft.id])),
        "most_files": limits.MAX_FILES_SIGNED_IN,
        "notices": notices(request, place),
        "request_type": place.request_type,
        "papers": papers_of(
            request_type=place.request_type,
            answers=answers_for_rules(place),
            wanted=[each["role"] for each in needed_again],
        ),
        "wanted": needed_again,
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
            "types_text": _("PDF only") if only == (limits.PDF,) else _("JPG, JPEG, PNG or PDF"),
            "pdf_only": only == (limits.PDF,),
            "few": bool(policy and policy.at_most),
            "accept": limits.accept_attribute(only),
        },
        "back_url": back_url(place, "files"),
        "add_url": reverse("files_add", args=[draft.id]),
        "upload_url": reverse("uploads", args=[_token(request, draft, limit)]),
        "earlier": _earlier(request, draft, only),
        "chunk_bytes": limits.UPLOAD_CHUNK_BYTES,
        "list_url": reverse("files_list", args=[draft.id]),
        "continue_url": reverse("files", args=[draft.id]),
    }
    return render(request, "files.html", context, status=status)


def _person_id(request: HttpRequest) -> UUID | None:
    person = person_of(request=request)
    return person.id if person else None


def _token(request: HttpRequest, draft: Draft, limit: int) -> str:
    return token_for(tray_id=draft.tray_id, limit=limit, person_id=_person_id(request))


def _earlier(request: HttpRequest, draft: Draft, only: Collection[str]) -> list[dict[str, Any]]:
    """The documents of these media types that whoever is signed in sent before, each with the address that uses it again."""
    person = person_of(request=request)
    return [
        {
            "name": file.name,
            "size_text": size_in_words(file.size),
            "when": file.received_at,
            "url": reverse("files_again", args=[draft.id, file.id]),
        }
        for file in (again.documents_of(person=person, media_types=only) if person else [])
    ]


def _received(request: HttpRequest) -> list[ReceivedFile]:
    return [each for each in request.FILES.getlist(FILES_FIELD) if isinstance(each, ReceivedFile)]


def _take(request: HttpRequest, place: Place) -> tuple[Taken, list[dict[str, str]]]:
    limit, policy = limit_here(place), place.request_type.files
    taken = take_files(
        tray_id=place.draft.tray_id,
        received=_received(request),
        limit=limit,
        now=timezone.now(),
        person_id=_person_id(request),
    )
    return taken, not_taken(taken=taken, limit=limit, takes_few=bool(policy and policy.at_most))


@require_http_methods(["GET", "HEAD", "POST"])
@_streamed
def page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The documents page; its Continue also takes what was chosen and not yet added, so that nothing is lost."""
    place = place_of(request, draft)
    errors: list[dict[str, str]] = []
    if not place.with_files:
        return _none_taken(request, place)
    if request.method == "POST":
        # First of all: another tab may have made a question open again, and the files must not be lost by it.
        errors = _take(request, place)[1]
        _note_roles(request, draft, place)
    if not place.walk.is_complete:
        return redirect(first_page(request, draft))
    if request.method != "POST":
        return _show(request, draft, place=place)
    if request.POST.get("to_language") in dict(settings.LANGUAGES):
        return redirect(translate_url(request.path, request.POST["to_language"]))
    files = files_of(draft).rows
    if not errors and files_missing(request_type=place.request_type, usable=_usable(files)):
        errors.append({"message": _("Add at least one document"), "field_id": "id_files"})
    errors = errors or _too_many(files, place) or _unfit(place) or in_vain(place) or missing(place)
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
    if not place.with_files:
        return _none_taken(request, place)
    taken, errors = _take(request, place)
    _note_roles(request, draft, place)
    if not taken.kept and not errors:
        errors.append({"message": _("Choose a file first"), "field_id": "id_files"})
    if errors:
        return _show(request, draft, errors, status=422)
    if request.headers.get("Accept", "").startswith("text/html-fragment"):
        return _show(request, draft)
    return redirect("files", draft_id=draft.id)


def _none_taken(request: HttpRequest, place: Place) -> HttpResponse:
    """For a request that takes no files: what was offered was not kept, and its trail will say so."""
    note_ignored_file(request, place)
    return redirect(first_page(request, place.draft))


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


@require_http_methods(["GET", "HEAD", "POST"])
@needs_draft
def use_again(request: HttpRequest, draft: Draft, file_id: UUID) -> HttpResponse:
    """Put a document that this person sent before into the request, without sending it again."""
    person, place = person_of(request=request), place_of(request, draft)
    if request.method != "POST" or person is None or not place.with_files:
        return redirect("files", draft_id=draft.id)
    limit, policy = limit_here(place), place.request_type.files
    try:
        # It is hashed and checked as any, and so counted as one.
        quotas.take_room(sender=_sender(request, draft))
        with room_assumed():
            taken = again.use_again(
                tray_id=draft.tray_id, file_id=file_id, person=person, limit=limit, now=timezone.now()
            )
        errors = not_taken(taken=taken, limit=limit, takes_few=bool(policy and policy.at_most))
    except DiskNearlyFull:
        return _show(request, draft, [{"message": no_room(), "field_id": "id_files"}], status=503)
    except quotas.TooMuchToday as fault:
        return _show(request, draft, [{"message": too_much_today(fault=fault), "field_id": "id_files"}], status=429)
    except again.NoLongerThere:
        errors = [{"message": _("We no longer have this document. Add it again."), "field_id": "id_files"}]
    if errors or request.headers.get("Accept", "").startswith("text/html-fragment"):
        return _show(request, draft, errors, status=422 if errors else 200)
    return redirect("files", draft_id=draft.id)


@require_safe
@conditional_page
@needs_draft
def listing(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The list of files alone, for the page that asks again while files are being checked."""
    return render(request, "includes/files_list.html", _fragment_context(draft, place_of(request, draft)))
