"""The status page behind a link: where a request stands for whoever holds it, words and buttons for whoever sent it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from accounts.devices import device_of
from accounts.error_lists import error_list
from attachments.models import Judgement
from attachments.reasons import in_words_for_its_sender, label_for_its_sender
from follow_up import calls, standing
from follow_up.access import Reader, reader_of
from follow_up.asking import ask_for_words
from follow_up.forms import WriteForm
from tickets import passes, snapshot
from tickets.actions.close import NotYoursAlone, close
from tickets.actions.reopen import TooLateToReopen, reopen, takes_more
from tickets.actions.write import RequestIsClosed
from tickets.actions.write import write as write_verb
from tickets.links import resolve_link
from tickets.models import Ticket
from tickets.readers import is_one_persons
from tickets.sensitivity import is_about_security
from tickets.states import CustomerState, State

SAID = ("written", "closed", "reopened", "asked", "confirmed")
"""What the page says was just done; it stands in its address, so that a reload says it again and does nothing."""


SAID_OF_A_CALL = ("call-agreed", "call-off", "call-changed")


def link_unknown(request: HttpRequest) -> HttpResponse:
    """One answer for every link that opens nothing: unknown, altered, truncated, ended, used or revoked."""
    context = {
        "heading": _("This link does not open a request"),
        "paragraphs": [
            _("It may have been copied in part, used already, or replaced by a newer one."),
            _("If you sent the request from this browser, you find it under “Follow my request”."),
        ],
        "action_url": reverse("follow"),
        "action_label": _("Follow my request"),
    }
    return render(request, "message.html", context, status=404)


def needs_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the ticket of its link, or answer as every dead link is answered."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        ticket = resolve_link(token=token)
        return link_unknown(request) if ticket is None else view(request, token=token, ticket=ticket)

    return wrapped


def needs_sender(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same, for what only the sender may do; a GET leads to the page that has the button."""

    @wraps(view)
    @needs_link
    def wrapped(request: HttpRequest, token: str, ticket: Ticket) -> HttpResponse:
        if request.method != "POST":
            return redirect("status", token=token)
        now = timezone.now()
        reader = reader_of(request=request, ticket=ticket, now=now)
        if not reader.reads_words:
            return link_unknown(request)
        passes.go_on(ticket=ticket, device=device_of(request=request), now=now)
        return view(request, token=token, ticket=ticket, reader=reader)

    return wrapped


def _said(token: str, word: str) -> HttpResponse:
    return redirect(f"{reverse('status', args=[token])}?{word}")


@require_safe
@needs_link
def status(request: HttpRequest, token: str, ticket: Ticket) -> HttpResponse:
    """Level 1: state, dates and numbered files to whoever holds the link; names and words only to who sent it."""
    return _show(request, token, ticket, WriteForm(), reader_of(request=request, ticket=ticket, now=timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_link
def write(request: HttpRequest, token: str, ticket: Ticket) -> HttpResponse:
    """What the customer writes again. When their time with the conversation has ended, what they typed is shown again."""
    now = timezone.now()
    reader = reader_of(request=request, ticket=ticket, now=now)
    if request.method != "POST":
        return redirect("status", token=token) if reader.reads_words else link_unknown(request)
    form = WriteForm(request.POST)
    if not reader.reads_words:
        return _too_late_to_write(request, token, ticket, form)
    to_language = request.POST.get("to_language", "")
    if to_language in dict(settings.LANGUAGES):
        return _in_language(request, token, ticket, to_language, reader)
    passes.go_on(ticket=ticket, device=device_of(request=request), now=now)
    if form.is_valid():
        try:
            write_verb(ticket_id=ticket.id, body=form.cleaned_data["body"], now=now)
        except RequestIsClosed:
            ticket.refresh_from_db()
            form.add_error("body", _("This request is closed. Begin a new one, and name this reference in it"))
    if form.errors:
        return _show(request, token, ticket, form, reader, status=422)
    return _said(token, "written")


def _too_late_to_write(request: HttpRequest, token: str, ticket: Ticket, form: WriteForm) -> HttpResponse:
    """What was typed, to be copied, for somebody whose browser could read this a moment ago; else the dead link's answer."""
    if not passes.was_open(ticket=ticket, device=device_of(request=request)):
        return link_unknown(request)
    form.add_error("body", _("Your time to read here has ended. Copy your message, and ask for a new link below"))
    return _show(request, token, ticket, form, Reader.LINK, status=422)


def _in_language(request: HttpRequest, token: str, ticket: Ticket, language: str, reader: Reader) -> HttpResponse:
    """The page in another language, with what was typed and not sent."""
    with override(language):
        response = _show(request, token, ticket, WriteForm(initial={"body": request.POST.get("body", "")}), reader)
    response.headers["Content-Language"] = language
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@needs_link
def ask(request: HttpRequest, token: str, ticket: Ticket) -> HttpResponse:
    """Write a letter with the way in to the request's own address; the same answer whatever became of the letter."""
    if request.method != "POST":
        return redirect("status", token=token)
    ask_for_words(ticket=ticket, network=request.META.get("REMOTE_ADDR", ""), now=timezone.now())
    return _said(token, "asked")


@require_http_methods(["GET", "HEAD", "POST"])
@needs_sender
def close_request(request: HttpRequest, token: str, ticket: Ticket, reader: Reader) -> HttpResponse:
    """Close it; pressed twice it stays closed."""
    try:
        close(ticket_id=ticket.id, now=timezone.now())
    except NotYoursAlone:
        return redirect("status", token=token)
    return _said(token, "closed")


@require_http_methods(["GET", "HEAD", "POST"])
@needs_sender
def reopen_request(request: HttpRequest, token: str, ticket: Ticket, reader: Reader) -> HttpResponse:
    """Open it again, while that is possible."""
    try:
        reopen(ticket_id=ticket.id, now=timezone.now())
    except TooLateToReopen:
        return redirect("status", token=token)
    return _said(token, "reopened")


def _show(
    request: HttpRequest, token: str, ticket: Ticket, form: WriteForm, reader: Reader, status: int = 200
) -> HttpResponse:
    reading = standing.read(ticket=ticket, proven=reader is Reader.PERSON)
    stands = standing.standing_of(reading=reading, now=timezone.now())
    files = standing.files_of(reading=reading, by_name=reader.reads_words, now=timezone.now())
    awaited = standing.awaited(reading=reading, now=timezone.now())
    wanted = [_wanted(each) for each in standing.wanted_again(reading=reading)]
    language = get_language() or "en"
    context = {
        "reference": ticket.reference,
        "request_title": snapshot.title(ticket=ticket, language=language),
        "state": {"label": stands.label, "sentence": stands.sentence, "tone": stands.tone},
        "dates": standing.dates(reading=reading),
        "files": files.rows,
        "summary": files.summary,
        "settled": files.settled,
        "list_url": reverse("status_files_list", args=[token]),
        "reads_words": reader.reads_words,
        "conversation": standing.conversation(reading=reading) if reader.reads_words else [],
        "documents_url": _documents_url(ticket, awaited),
        "security_documents_url": reverse("request_begin", args=["documents-security"])
        if is_about_security(ticket=reading.root)
        else "",
        "token": token,
        "joined": standing.joined_sentence(reading=reading),
        "form": form,
        "errors": error_list(form),
        "said": next((each for each in SAID if each in request.GET), ""),
        "call": calls.shown(theirs=reading.theirs, root=reading.root, token=token, now=timezone.now())
        if reader.reads_words
        else calls.mentioned(theirs=reading.theirs),
        "call_said": next((each for each in SAID_OF_A_CALL if each in request.GET), ""),
        "awaited": awaited,
        "changes": standing.changes(reading=reading, now=timezone.now()),
        "wanted_again": wanted if reader.reads_words else [],
        "wanted_somewhat": bool(wanted),
        "needs_words": stands.state == CustomerState.NEEDS_YOU and not (awaited.forms or awaited.documents or wanted),
        **_ways(token, ticket, reading, reader, form),
    }
    return render(request, "status.html", context, status=status)


def _documents_url(ticket: Ticket, awaited: standing.Awaited) -> str:
    """Where more documents are sent; nowhere for what came by an invitation, unless an agent asks for them."""
    if snapshot.was_invited(ticket=ticket) and not awaited.documents:
        return ""
    return reverse("request_begin", args=["documents-general"])


def _wanted(judgement: Judgement) -> dict[str, Any]:
    """A document that must come again, why, and where it is sent: what few may open comes back the same way.

    What came by an invitation comes back by another one: then there is no address yet.
    """
    file = judgement.attachment
    way = "documents-security" if file.ticket and file.ticket.restricted else "documents-general"
    invited = file.ticket is not None and snapshot.was_invited(ticket=file.ticket)
    return {
        "name": file.name,
        "label": label_for_its_sender(judgement.reason),
        "sentence": in_words_for_its_sender(judgement.reason),
        "url": "" if invited else reverse("request_begin", args=[way]),
    }


def _ways(token: str, ticket: Ticket, reading: standing.Reading, reader: Reader, form: WriteForm) -> dict[str, Any]:
    """What can be done from here: addresses of forms, empty for what cannot."""
    open_still = takes_more(root=reading.root, now=timezone.now())
    solved = reading.root.state == State.SOLVED
    over = solved or reading.root.is_closed
    days = settings.REOPEN_DAYS
    may_close = reader.reads_words and not over and is_one_persons(ticket=ticket)
    # What was typed while the request was being closed is shown again, to be copied into a new one.
    may_write = form.is_bound or (reader.reads_words and open_still)
    return {
        "write_url": reverse("status_write", args=[token]) if may_write else "",
        "ask_url": reverse("status_ask", args=[token]) if not reader.reads_words and ticket.contact_email else "",
        "confirm_url": reverse("sent", args=[ticket.reference]) if _is_to_be_confirmed(ticket, reader) else "",
        "close_url": reverse("status_close", args=[token]) if may_close else "",
        "reopen_url": reverse("status_reopen", args=[token]) if reader.reads_words and solved and open_still else "",
        "receipt_url": reverse("receipt", args=[token]) if reader.reads_words else "",
        "reopen_days": ngettext("%(days)d day", "%(days)d days", days) % {"days": days},
        "rate_url": _rate_url(reading.root) if reader.reads_words and over else "",
    }


def _is_to_be_confirmed(ticket: Ticket, reader: Reader) -> bool:
    return reader is Reader.BROWSER and bool(ticket.contact_email) and ticket.contact_proven_at is None


def _rate_url(root: Ticket) -> str:
    """Where to begin to rate a solved request, which is done once; that request type has the last word on it."""
    slug = settings.FEEDBACK_REQUEST
    if not slug or Ticket.objects.filter(joins__survivor=root, request_type=slug).exists():
        return ""
    return reverse("request_begin", args=[slug])


@require_safe
@conditional_page
def files_list(request: HttpRequest, token: str) -> HttpResponse:
    """The list of files alone, for the page that asks again while files are being checked."""
    ticket = resolve_link(token=token)
    if ticket is None:
        raise Http404
    reader = reader_of(request=request, ticket=ticket, now=timezone.now())
    reading = standing.read(ticket=ticket, proven=reader is Reader.PERSON)
    files = standing.files_of(reading=reading, by_name=reader.reads_words, now=timezone.now())
    context: dict[str, Any] = {
        "files": files.rows,
        "summary": files.summary,
        "settled": files.settled,
        "roles": [],
        "removable": False,
        "errors": [],
    }
    return render(request, "includes/files_list.html", context)
