"""The pages that links in letters open: a GET shows what the button would do, only the button does it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.devices import device_key, remember_device
from accounts.proofs import prove
from follow_up.objecting import ticket_to_disown
from follow_up.views.status import link_unknown
from tickets import passes
from tickets.actions.ask_for_proof import ticket_of_link
from tickets.actions.confirm_address import confirm_address
from tickets.actions.disown import disown
from tickets.links import issue_link, live_links, token_of
from tickets.models import Ticket
from tickets.snapshot import change


def _status_page(ticket: Ticket, query: str = "") -> str:
    """The address of a ticket's page, by its newest link; a new one is made when all were withdrawn."""
    link = live_links(tickets=[ticket]).get(ticket.id) or issue_link(ticket=ticket, now=timezone.now())
    return reverse("status", args=[token_of(link=link)]) + query


def _button(request: HttpRequest, *, heading: str, paragraphs: list[str], label: str) -> HttpResponse:
    context = {"heading": heading, "paragraphs": paragraphs, "label": label}
    return render(request, "letter_button.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Prove the contact address of one request."""
    now = timezone.now()
    ticket = ticket_of_link(token=token, now=now)
    if ticket is None:
        return link_unknown(request)
    if request.method != "POST":
        return _button(
            request,
            heading=_("Confirm your address"),
            paragraphs=[
                _("Somebody sent us the request %(reference)s and gave your address.")
                % {"reference": ticket.reference},
                _("Was it you? Then confirm: we answer at this address from now on."),
                _("If it was not you, close this page. Nothing happens."),
            ],
            label=_("I sent this request"),
        )
    key, device = device_key(request=request)
    person = prove(device=device, address=ticket.contact_email, now=now)
    confirm_address(ticket_id=ticket.id, person=person, now=now)
    passes.give(ticket=ticket, device=device, now=now)
    response = redirect(_status_page(ticket, "?confirmed"))
    remember_device(response=response, key=key)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, token: str) -> HttpResponse:
    """Open the words of a request in this browser; the link is used up by the button."""
    now = timezone.now()
    if request.method != "POST":
        if passes.unopened(token=token, now=now) is None:
            return link_unknown(request)
        return _button(
            request,
            heading=_("Read and answer your request"),
            paragraphs=[
                _("The messages open in this browser only, for about half an hour."),
                _("Use a device that is yours."),
            ],
            label=_("Open the messages"),
        )
    key, device = device_key(request=request)
    ticket = passes.open_in(device=device, token=token, now=now)
    if ticket is None:
        return link_unknown(request)
    response = redirect(_status_page(ticket))
    remember_device(response=response, key=key)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def not_mine(request: HttpRequest, token: str) -> HttpResponse:
    """The owner of the account's address says that a request is not theirs: agents see it, and a change of the account stops."""
    ticket = ticket_to_disown(token=token)
    if ticket is None:
        return link_unknown(request)
    if request.method != "POST":
        return _button(
            request,
            heading=_("Is this request not yours?"),
            paragraphs=_what_objecting_does(ticket),
            label=_("It was not me"),
        )
    disown(ticket_id=ticket.id, now=timezone.now())
    context = {
        "heading": _("Thank you. The agents know"),
        "paragraphs": [
            _("An agent looks at it first of all. If the change was not made yet, it is stopped.")
            if change(ticket=ticket)
            else _("Whoever works on this request sees that it may not come from you."),
            _("If you see activity on your account that you do not recognise, tell us at once."),
        ],
        "action_url": reverse("requests"),
        "action_label": _("Choose a request"),
    }
    return render(request, "message.html", context)


def _what_objecting_does(ticket: Ticket) -> list[str]:
    if what := change(ticket=ticket):
        return [
            _("A request about the account with your address can change this: %(change)s.") % {"change": what.label},
            _("If it was not you, tell us. The change stops, and agents look at it first."),
            _("If it was you, close this page."),
        ]
    return [
        _("Somebody wrote to us about an account with your address, and wants the answer elsewhere."),
        _("If it was not you, tell us. The agents see it before they answer."),
        _("If it was you, close this page."),
    ]
