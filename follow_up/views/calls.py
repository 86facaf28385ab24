"""What a customer does about their call: agree, call it off, put it into their calendar."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from calls.actions.accept import accept
from calls.actions.cancel import cancel
from calls.calendar_file import MEDIA_TYPE, NAME, calendar_file
from calls.ending import CallChanged
from calls.models import Appointment, CallState
from follow_up import calls, standing
from follow_up.access import Reader, reader_of
from follow_up.views.status import link_unknown, needs_link, needs_sender
from tickets.models import Ticket


def _sequence(request: HttpRequest) -> int:
    """Which version of the appointment the person saw; an unreadable number is none."""
    text = request.POST.get("sequence", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _appointment(ticket: Ticket, reader: Reader) -> Appointment | None:
    return calls.newest(theirs=standing.read(ticket=ticket, proven=reader is Reader.PERSON).theirs)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_sender
def accept_call(request: HttpRequest, token: str, ticket: Ticket, reader: Reader) -> HttpResponse:
    """Take the time that an agent proposed."""
    appointment, word = _appointment(ticket, reader), "call-changed"
    if appointment:
        try:
            accept(appointment_id=appointment.id, sequence=_sequence(request), now=timezone.now())
            word = "call-agreed"
        except CallChanged:
            word = "call-changed"
    return redirect(f"{reverse('status', args=[token])}?{word}")


@require_http_methods(["GET", "HEAD", "POST"])
@needs_sender
def cancel_call(request: HttpRequest, token: str, ticket: Ticket, reader: Reader) -> HttpResponse:
    """Call it off, for another time or for good."""
    appointment, word = _appointment(ticket, reader), "call-changed"
    if appointment:
        try:
            cancel(
                appointment_id=appointment.id,
                sequence=_sequence(request),
                now=timezone.now(),
                wants_another=request.POST.get("then") == "another",
            )
            word = "call-off"
        except CallChanged:
            word = "call-changed"
    return redirect(f"{reverse('status', args=[token])}?{word}")


@require_safe
@needs_link
def call_file(request: HttpRequest, token: str, ticket: Ticket) -> HttpResponse:
    """The entry for a calendar, of an agreed call, for whoever reads the words of the request."""
    now = timezone.now()
    reader = reader_of(request=request, ticket=ticket, now=now)
    appointment = _appointment(ticket, reader) if reader.reads_words else None
    if appointment is None or appointment.state != CallState.AGREED:
        return link_unknown(request)
    url = settings.PUBLIC_URL + reverse("follow")
    text = calendar_file(appointment=appointment, url=url, now=appointment.changed_at)
    headers = {"Content-Disposition": f'attachment; filename="{NAME}"'}
    return HttpResponse(text, content_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)
