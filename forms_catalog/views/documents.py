"""The documents page: files are sent the moment they are chosen, and nothing elsewhere ever loses one."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from accounts.signed_in import person_of
from attachments import again, quotas
from attachments.models import Attachment
from attachments.receive import Taken, remove_file, set_roles, take_files
from attachments.storage import DiskNearlyFull, room_assumed
from attachments.upload_handler import ReceivedFile, ToQuarantine, body_is_too_large
from forms_catalog.catalogue import catalogue
from forms_catalog.journey import SEEN_FILES
from forms_catalog.models import Draft
from forms_catalog.sending import file_limit, files_missing
from forms_catalog.views.documents_page import (
    asks_for_list,
    files_in_words,
    limit_here,
    list_alone,
    person_id_of,
    show,
    too_many_here,
    unfit_here,
    usable,
)
from forms_catalog.views.documents_words import no_room, not_taken, too_much_today
from forms_catalog.views.gates import gated
from forms_catalog.views.papers import in_vain, missing
from forms_catalog.views.places import Place, first_page, needs_draft, note_ignored_file, place_of, save
from operations.networks import network_of

FILES_FIELD = "files"


def _streamed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the files of a POST stream to quarantine, once it is clear that this browser may add any.

    The handler must be in place before anything reads the body, the CSRF check included; so the check comes inside.
    Whatever the view did not take is erased, also when the check or the view refused.
    """
    protected = csrf_protect(gated(view))

    @csrf_exempt
    @needs_draft
    def outer(request: HttpRequest, draft: Draft) -> HttpResponse:
        if request.method != "POST":
            return protected(request, draft=draft)
        if body_is_too_large(request):
            return render(request, "413.html", status=413)
        if not _takes_files(draft):
            # Read past and kept nowhere, as on every page that takes none.
            return protected(request, draft=draft)
        handler = _handler(request, draft)
        request.upload_handlers = [handler]
        try:
            with room_assumed():
                request.FILES  # noqa: B018  (reading the body is the point)
                return protected(request, draft=draft)
        except DiskNearlyFull:
            return _said(request, place_of(request, draft), no_room(), status=503)
        except quotas.TooMuchToday as fault:
            return _said(request, place_of(request, draft), too_much_today(fault=fault), status=429)
        except UnreadablePostError:
            sentence = _("The connection stopped before the file was complete. Add it again.")
            return _said(request, place_of(request, draft), sentence, status=400)
        finally:
            handler.erase_what_was_not_taken()

    return outer


def _handler(request: HttpRequest, draft: Draft) -> ToQuarantine:
    """What takes the files of this form as they come: no more than are allowed and may be sent."""
    request_type, sender = catalogue()[draft.request_type], _sender(request, draft)
    return ToQuarantine(
        request,
        meter=quotas.Meter(sender),
        most=file_limit(request_type=request_type, signed_in=sender.person_id is not None),
        only=request_type.files.narrows if request_type.files else (),
    )


def _said(request: HttpRequest, place: Place, sentence: str, status: int) -> HttpResponse:
    return show(request, place, [{"message": sentence, "field_id": "id_files"}], status)


def _takes_files(draft: Draft) -> bool:
    """Whether files may be added: the request asks for some, or some came along from another one."""
    return catalogue()[draft.request_type].files is not None or Attachment.objects.filter(tray=draft.tray_id).exists()


def _sender(request: HttpRequest, draft: Draft) -> quotas.Sender:
    network = network_of(address=request.META.get("REMOTE_ADDR", ""))
    return quotas.Sender(tray_id=draft.tray_id, customer=draft.device, network=network, person_id=person_id_of(request))


def _received(request: HttpRequest) -> list[ReceivedFile]:
    return [each for each in request.FILES.getlist(FILES_FIELD) if isinstance(each, ReceivedFile)]


def _take(request: HttpRequest, place: Place) -> tuple[Taken, list[dict[str, str]]]:
    limit, policy = limit_here(place), place.request_type.files
    taken = take_files(
        tray_id=place.draft.tray_id,
        received=_received(request),
        limit=limit,
        now=timezone.now(),
        person_id=person_id_of(request),
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
        place = replace(place)  # What lies in the tray now is asked for anew.
    if not place.walk.is_complete:
        return redirect(first_page(request, draft))
    if request.method != "POST":
        return show(request, place)
    if request.POST.get("to_language") in dict(settings.LANGUAGES):
        return redirect(translate_url(request.path, request.POST["to_language"]))
    rows = files_in_words(place).rows
    if not errors and files_missing(request_type=place.request_type, usable=usable(rows)):
        errors.append({"message": _("Add at least one document"), "field_id": "id_files"})
    errors = errors or too_many_here(rows, place) or unfit_here(place) or in_vain(place) or missing(place)
    if errors:
        return show(request, place, errors, status=422)
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
        return show(request, replace(place), errors, status=422)
    return list_alone(replace(place)) if asks_for_list(request) else redirect("files", draft_id=draft.id)


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
    return list_alone(place_of(request, draft)) if asks_for_list(request) else redirect("files", draft_id=draft.id)


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
        return _said(request, place, no_room(), status=503)
    except quotas.TooMuchToday as fault:
        return _said(request, place, too_much_today(fault=fault), status=429)
    except again.NoLongerThere:
        errors = [{"message": _("We no longer have this document. Add it again."), "field_id": "id_files"}]
    if errors:
        return show(request, replace(place), errors, status=422)
    return list_alone(replace(place)) if asks_for_list(request) else redirect("files", draft_id=draft.id)


@require_safe
@conditional_page
@needs_draft
def listing(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The list of files alone, for the page that asks again while files are being checked."""
    return list_alone(place_of(request, draft))
