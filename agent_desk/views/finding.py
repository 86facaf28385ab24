"""What the agents' pages share: who may, which ticket is meant, and how a page is made."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language

from agent_desk.compartments import refuse_strangers
from agent_desk.roles import SEE_RESTRICTED
from attachments.models import Attachment
from tickets.models import Ticket

if TYPE_CHECKING:
    from django.contrib.auth.models import User

View = Callable[..., HttpResponseBase]


def needs(permission: str) -> Callable[[View], View]:
    """Let only agents with a permission through; the site itself has already asked for a sign-in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def agent(request: HttpRequest) -> "User":
    """The agent at work; the site let nobody else in."""
    return cast("User", request.user)


def language() -> str:
    """The agent's language."""
    return get_language() or "en"


def root_of(request: HttpRequest, reference: str) -> Ticket:
    """The ticket that the referred one lives in: itself unless it was merged. Raises 404, or AnotherTeams."""
    ticket = Ticket.objects.select_related("survivor__assignee", "survivor__joins").filter(reference=reference).first()
    if ticket is None:
        raise Http404
    refuse_strangers(ticket=ticket, agent=agent(request), now=timezone.now())
    return ticket.survivor


def sent_file(request: HttpRequest, file_id: UUID) -> tuple[Attachment, Ticket]:
    """A file and the ticket it came with, if this agent sees that ticket.

    Files of drafts that nobody sent are none of an agent's business: 404.
    """
    file = get_object_or_404(Attachment.objects.select_related("ticket__survivor"), id=file_id)
    if file.ticket is None:
        raise Http404
    refuse_strangers(ticket=file.ticket, agent=agent(request), now=timezone.now())
    return file, file.ticket


def openable_file(request: HttpRequest, file_id: UUID) -> tuple[Attachment, Ticket]:
    """A file this agent may look into, and its ticket: restricted documents open only to the people of security."""
    file, ticket = sent_file(request, file_id)
    if ticket.restricted and not request.user.has_perm(SEE_RESTRICTED):
        raise PermissionDenied
    return file, ticket


def to_ticket(reference: str) -> HttpResponse:
    """Go to a ticket's page."""
    return redirect("staff:ticket", reference)


def written(request: HttpRequest, name: str) -> str:
    """A text that an agent typed. Nobody types a NUL, and PostgreSQL cannot hold one."""
    return request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()


def seen_event(request: HttpRequest, name: str = "seen_event") -> int:
    """The last event the agent's page knew of; an unreadable number counts as having seen nothing."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
