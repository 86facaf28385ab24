"""What the documents page shows: the files, what is asked of them, and what to do about those that were not taken.

Around the list it is the same for everybody who is told nothing else, and so that is kept.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.signed_in import person_of
from attachments import again, limits
from attachments.sentences import FileList, FileRow, list_files, refusal_sentence, size_in_words
from attachments.states import FileState, Refusal
from attachments.tray_tokens import token_for
from forms_catalog.papers.words import papers_of
from forms_catalog.sending import file_limit, unfit
from forms_catalog.versions import version
from forms_catalog.views.documents_words import too_many
from forms_catalog.views.gates import sign_in_url
from forms_catalog.views.kept_pages import kept_page, stand_in
from forms_catalog.views.papers import answers_for_rules, told_in_vain, wanted
from forms_catalog.views.places import Place, back_url
from forms_catalog.views.question_page import notices

Errors = list[dict[str, str]]


def limit_here(place: Place) -> int:
    """How many files this person may send with this request: it may rise the moment they sign in."""
    return file_limit(request_type=place.request_type, signed_in=place.signed_in)


def person_id_of(request: HttpRequest) -> UUID | None:
    """Whoever is signed in."""
    person = person_of(request=request)
    return person.id if person else None


def usable(rows: list[FileRow]) -> int:
    """How many of the files can be sent."""
    return sum(each.state != FileState.REFUSED.lower() for each in rows)


def files_in_words(place: Place) -> FileList:
    """The draft's files in words, each with the address that removes it."""
    listed = list_files(attachments=place.files, now=timezone.now())
    rows = [replace(row, remove_url=reverse("files_remove", args=[place.draft.id, row.id])) for row in listed.rows]
    return replace(listed, rows=told_in_vain(rows, place))


def too_many_here(rows: list[FileRow], place: Place) -> Errors:
    """What to say when there are more files than this person can send."""
    return too_many(usable=usable(rows), limit=limit_here(place), rises=_rises(place))


def unfit_here(place: Place) -> Errors:
    """What to say of files that came from a request which takes other kinds."""
    only = " ".join(place.request_type.files.narrows) if place.request_type.files else ""
    return [
        {"message": refusal_sentence(code=Refusal.TYPE, name=each.name, only=only), "field_id": "id_files"}
        for each in unfit(request_type=place.request_type, files=place.files)
    ]


def asks_for_list(request: HttpRequest) -> bool:
    """Whether a script asks, which wants the list alone."""
    return request.headers.get("Accept", "").startswith("text/html-fragment")


def list_alone(place: Place, errors: Errors | None = None, *, again: bool = False) -> HttpResponse:
    """The list of files. In: what went wrong, and whether another try may help.

    The status stays 200: any other would be a line in the browser's console.
    """
    return HttpResponse(_list(place, files_in_words(place), errors, again=again))


def _list(place: Place, listed: FileList, errors: Errors | None = None, *, again: bool = False) -> SafeString:
    policy = place.request_type.files
    context = {
        "files": listed.rows,
        "summary": listed.summary,
        "settled": listed.settled,
        "roles": _roles(place),
        "roles_needed": bool(policy and policy.needed(place.walk.answers)),
        "removable": True,
    }
    wrong = {"errors": errors, "again": again} if errors else {}
    return render_to_string("includes/files_list.html", context | wrong)


def show(request: HttpRequest, place: Place, errors: Errors | None = None, status: int = 200) -> HttpResponse:
    """The documents page, or to a script the list alone. In: what went wrong, each with the place to mend it."""
    if asks_for_list(request):
        return list_alone(place, errors, again=status >= 500)
    listed, needed_again = files_in_words(place), wanted(place)
    told = {
        "errors": errors or too_many_here(listed.rows, place) or unfit_here(place),
        "notices": notices(request, place),
        "wanted": needed_again,
        "earlier": _earlier(request, place),
    }
    papers = papers_of(
        request_type=place.request_type,
        answers=answers_for_rules(place),
        wanted=[each["role"] for each in needed_again],
    )
    parts = {"files_list": _list(place, listed), "upload_url": _upload_url(request, place)}
    frame = told | {"papers": papers, "settled": listed.settled, "room": limit_here(place) - usable(listed.rows)}
    if any(told.values()) or papers.any or request.META.get("QUERY_STRING"):
        return render(request, "files.html", _context(place) | frame | parts, status=status)
    slug, back = place.request_type.slug, back_url(place, "files").replace(str(place.draft.id), "")
    return kept_page(
        request,
        template="files.html",
        context=lambda: _context(place) | frame | {name: stand_in(name) for name in parts},
        draft_id=place.draft.id,
        kind=("files", slug, version(slug), get_language(), place.signed_in, back, listed.settled, frame["room"] == 0),
        texts=parts,
    )


def _context(place: Place) -> dict[str, Any]:
    """What is the same for all who are asked for documents by this form."""
    policy, limit, draft_id = place.request_type.files, limit_here(place), place.draft.id
    only = policy.only if policy else limits.MEDIA_TYPES
    return {
        "sign_in_url": sign_in_url(back_to=reverse("files", args=[draft_id])) if _rises(place) else "",
        "most_files": limits.MAX_FILES_SIGNED_IN,
        "request_type": place.request_type,
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
        "roles": _roles(place),
        "back_url": back_url(place, "files"),
        "add_url": reverse("files_add", args=[draft_id]),
        "chunk_bytes": limits.UPLOAD_CHUNK_BYTES,
        "largest_chunk_bytes": limits.LARGEST_CHUNK_BYTES,
        "list_url": reverse("files_list", args=[draft_id]),
        "continue_url": reverse("files", args=[draft_id]),
    }


def _roles(place: Place) -> list[tuple[str, Any]]:
    policy = place.request_type.files
    return list(policy.roles.items()) if policy else []


def _rises(place: Place) -> bool:
    """Whether a sign-in would let this person add more."""
    return file_limit(request_type=place.request_type, signed_in=True) > limit_here(place)


def _upload_url(request: HttpRequest, place: Place) -> str:
    """Where a script sends files in pieces, with the token of this tray."""
    token = token_for(tray_id=place.draft.tray_id, limit=limit_here(place), person_id=person_id_of(request))
    return reverse("uploads", args=[token])


def _earlier(request: HttpRequest, place: Place) -> list[dict[str, Any]]:
    """The documents that whoever is signed in sent before and may send here, each with the address that uses it again."""
    person, policy = person_of(request=request), place.request_type.files
    if person is None:
        return []
    return [
        {
            "name": file.name,
            "size_text": size_in_words(file.size),
            "when": file.received_at,
            "url": reverse("files_again", args=[place.draft.id, file.id]),
        }
        for file in again.documents_of(person=person, media_types=policy.only if policy else limits.MEDIA_TYPES)
    ]
