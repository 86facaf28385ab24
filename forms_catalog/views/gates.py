"""What stands before a request: the page that asks for a sign-in, and those that speak of invitations."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.signed_in import person_of
from forms_catalog import invitations
from forms_catalog.access import Barrier, barrier_before
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Group, RequestType
from forms_catalog.models import Draft, Invitation


def gated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view of a draft answer, unless something stands before the request: then that page does, at the same address.

    Answers that are sent when a sign-in has just ended are taken all the same: the draft is this browser's, and nothing
    that was typed may be lost. What is looked at next is the gate.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, draft: Draft, **kwargs: Any) -> HttpResponse:
        request_type = catalogue()[draft.request_type]
        signed_in = person_of(request=request) is not None
        barrier = barrier_before(request_type=request_type, draft=draft, signed_in=signed_in)
        if barrier is Barrier.INVITATION:
            return invitation_over(request)
        if barrier is Barrier.SIGN_IN and request.method != "POST":
            return _sign_in_first(request, request_type)
        return view(request, draft=draft, **kwargs)

    return wrapped


def sign_in_url(*, back_to: str) -> str:
    """The address of the sign-in page that leads back to a page of ours. Slashes stay, so that the log masks the draft."""
    return reverse("sign_in") + "?" + urlencode({"next": back_to}, safe="/")


def _sign_in_first(request: HttpRequest, request_type: RequestType) -> HttpResponse:
    context = {
        "request_type": request_type,
        "back_url": reverse("request_start", args=[request_type.slug]),
        "sign_in_url": sign_in_url(back_to=request.path),
        "other_way_url": reverse("requests") + "?" + urlencode({"group": Group.ACCESS.value}),
    }
    return render(request, "gate.html", context)


def by_invitation(request: HttpRequest, request_type: RequestType) -> HttpResponse:
    """The start page of a request that opens by invitation only: the owner's own invitation, else what that means."""
    found = _invitation_of_owner(request, request_type)
    if found:
        return redirect("invitation", token=invitations.token_of(invitation=found))
    paragraphs = (
        [_("This form opens from the status page of a request that is solved. Follow your request to find it there.")]
        if request_type.after_solved
        else [
            _("This form opens by invitation: an agent who works on your request sends you a link to it."),
            _("You have nothing to do until then. If you were sent a link, open it from the email."),
        ]
    )
    context = {
        "heading": request_type.title,
        "paragraphs": paragraphs,
        "action_url": reverse("follow"),
        "action_label": _("Follow my request"),
    }
    return render(request, "message.html", context)


def _invitation_of_owner(request: HttpRequest, request_type: RequestType) -> Invitation | None:
    """The newest open invitation to this form for a request of whoever is signed in."""
    person = person_of(request=request)
    if person is None:
        return None
    return invitations.open_for(person=person, request_type=request_type.slug, now=timezone.now())


def invitation_over(request: HttpRequest) -> HttpResponse:
    """One answer for every invitation that opens nothing, so that nobody learns which there are."""
    hours = settings.INVITATION_HOURS
    context = {
        "heading": _("This invitation does not open a form"),
        "paragraphs": [
            ngettext(
                "An invitation can be used once, within %(hours)d hour, and a newer one takes its place.",
                "An invitation can be used once, within %(hours)d hours, and a newer one takes its place.",
                hours,
            )
            % {"hours": hours},
            _("If you have sent the form already, we have it: nothing is lost."),
            _("If an agent still needs your answers, they send you a new invitation."),
        ],
        "action_url": reverse("follow"),
        "action_label": _("Follow my request"),
    }
    return render(request, "message.html", context, status=403)
