"""The page of an invitation: what is asked and why, and the button that begins it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.devices import device_key, device_of, remember_device
from forms_catalog import drafts, invitations
from forms_catalog.catalogue import catalogue
from forms_catalog.views.gates import invitation_over
from forms_catalog.views.places import first_page


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation's page; its button begins the form in this browser, or goes on with what was begun here."""
    now = timezone.now()
    found = invitations.resolve(token=token, now=now)
    if found is None:
        return invitation_over(request)
    begun = drafts.begun_by(invitation=found, device=device_of(request=request), now=now)
    if request.method != "POST":
        context = {
            "request_type": catalogue()[found.request_type],
            "begin_url": reverse("invitation", args=[token]),
            "gate_url": "",
            "draft_url": first_page(request, begun) if begun else "",
            "invited": True,
        }
        return render(request, "request_start.html", context)
    key, device = device_key(request=request)
    draft = begun or drafts.begin(
        request_type=found.request_type, device=device, now=now, parent=found.ticket, invitation=found
    )
    response = redirect(first_page(request, draft))
    remember_device(response=response, key=key)
    return response
