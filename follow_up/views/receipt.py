"""The receipt as a text file, for whoever reads the words of the request."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from follow_up import standing
from follow_up.access import Reader, reader_of
from follow_up.receipt import receipt_of
from follow_up.views.status import link_unknown, needs_link
from tickets.models import Ticket


@require_safe
@needs_link
def receipt(request: HttpRequest, token: str, ticket: Ticket) -> HttpResponse:
    """What came and what became of it, signed; it names files, so it is for the sender alone."""
    now = timezone.now()
    reader = reader_of(request=request, ticket=ticket, now=now)
    if not reader.reads_words:
        return link_unknown(request)
    reading = standing.read(ticket=ticket, proven=reader is Reader.PERSON)
    headers = {"Content-Disposition": f'attachment; filename="receipt-{ticket.reference}.txt"'}
    text = receipt_of(reading=reading, now=now)
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)
