"""The confirmation, and what stands on it until the contact address is proven: the code, and the address itself."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.devices import device_of
from accounts.error_lists import error_list
from accounts.forms import CodeForm
from follow_up import proving, standing
from follow_up.forms import AddressForm
from tickets import snapshot
from tickets.actions.ask_for_proof import was_asked
from tickets.actions.correct_address import AddressIsProven
from tickets.links import live_links, token_of
from tickets.models import Ticket
from tickets.references import parse_reference


def sent_here(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the ticket of its reference, in the browser that sent it; in any other there is no such page."""

    @wraps(view)
    def wrapped(request: HttpRequest, reference: str) -> HttpResponse:
        device, parsed = device_of(request=request), parse_reference(reference)
        ticket = Ticket.objects.filter(reference=parsed, device=device).first() if device and parsed else None
        if ticket is None:
            raise Http404
        return view(request, ticket)

    return wrapped


@require_safe
@sent_here
def sent(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The confirmation."""
    return _show(request, ticket)


@require_http_methods(["GET", "HEAD", "POST"])
@sent_here
def enter_code(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Prove the address by the code in the letter."""
    if request.method != "POST":
        return redirect("sent", ticket.reference)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            proving.enter(
                ticket=ticket,
                code=form.cleaned_data["code"],
                network=request.META.get("REMOTE_ADDR", ""),
                now=timezone.now(),
            )
        except proving.CodeNotAccepted:
            form.add_error("code", _("Enter the code from our newest email, or ask for another one below"))
    if form.errors:
        return _show(request, ticket, code_form=form, status=422)
    return redirect(reverse("sent", args=[ticket.reference]) + "?confirmed")


@require_http_methods(["GET", "HEAD", "POST"])
@sent_here
def correct(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Correct a mistyped address: the letter is written anew."""
    if request.method != "POST":
        return redirect("sent", ticket.reference)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _show(request, ticket, address_form=form, status=422)
    network, now = request.META.get("REMOTE_ADDR", ""), timezone.now()
    try:
        proving.correct(ticket=ticket, address=form.cleaned_data["contact_email"], network=network, now=now)
    except AddressIsProven:
        return redirect("sent", ticket.reference)
    return redirect(reverse("sent", args=[ticket.reference]) + "?corrected")


@require_http_methods(["GET", "HEAD", "POST"])
@sent_here
def write_again(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Another letter; within the budget, as every letter to an address that nobody has proven."""
    if request.method != "POST":
        return redirect("sent", ticket.reference)
    proving.ask_again(ticket=ticket, network=request.META.get("REMOTE_ADDR", ""), now=timezone.now())
    return redirect(reverse("sent", args=[ticket.reference]) + "?again")


def _show(
    request: HttpRequest,
    ticket: Ticket,
    *,
    code_form: CodeForm | None = None,
    address_form: AddressForm | None = None,
    status: int = 200,
) -> HttpResponse:
    link = live_links(tickets=[ticket]).get(ticket.id)
    if link is None:
        return _link_withdrawn(request, ticket)
    language = get_language() or "en"
    status_url = reverse("status", args=[token_of(link=link)])
    reading = standing.read(ticket=ticket)
    files = standing.files_of(reading=reading, by_name=True, now=timezone.now())
    context = {
        "reference": ticket.reference,
        # A rating stands beside the request it is about: it has nothing to be followed.
        "only_thanks": snapshot.stays_apart(ticket=ticket),
        "request_title": snapshot.title(ticket=ticket, language=language),
        "next_steps": snapshot.next_steps(ticket=ticket, language=language),
        "cautions": snapshot.cautions(ticket=ticket, language=language),
        "status_url": status_url,
        "status_link_text": settings.PUBLIC_URL + status_url,
        "files": files.rows,
        "summary": files.summary,
        "settled": files.settled,
        "list_url": status_url + "files/list/",
        "joins": standing.joined_sentence(reading=reading),
        "proof": _proof(request, ticket, code_form, address_form),
        "errors": error_list(code_form, address_form),
    }
    return render(request, "sent.html", context, status=status)


def _proof(
    request: HttpRequest, ticket: Ticket, code_form: CodeForm | None, address_form: AddressForm | None
) -> dict[str, Any]:
    """What the page says of the contact address; it names it only here, in the browser that typed it."""
    if not ticket.contact_email:
        return {}
    said = next((each for each in ("confirmed", "corrected", "again") if each in request.GET), "")
    if ticket.contact_proven_at:
        return {"address": ticket.contact_email, "proven": True, "said": said}
    return {
        "address": ticket.contact_email,
        "proven": False,
        "said": said,
        "waits": ticket.waits_for_proof,
        "known": proving.is_known(ticket=ticket, now=timezone.now()),
        "asked": code_form is not None or was_asked(ticket=ticket),
        "code_form": code_form or CodeForm(),
        "code_url": reverse("sent_code", args=[ticket.reference]),
        "address_form": address_form or AddressForm(),
        "address_url": reverse("sent_address", args=[ticket.reference]),
        "correcting": address_form is not None,
        "again_url": reverse("sent_again", args=[ticket.reference]),
    }


def _link_withdrawn(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """What the sending browser sees of a request whose every link was withdrawn: that it is still with us."""
    context = {
        "heading": snapshot.title(ticket=ticket, language=get_language() or "en"),
        "paragraphs": [
            _("We have your request %(reference)s: nothing of it is lost.") % {"reference": ticket.reference},
            _("The link to its page was withdrawn. As soon as there is a new one, you find it here."),
        ],
        "action_url": reverse("follow"),
        "action_label": _("Follow my request"),
    }
    return render(request, "message.html", context)
