"""The letter that invites the sender of a request to fill in one form."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_catalog.catalogue import catalogue
from forms_catalog.invitations import INVITATION, resolve, token_of
from forms_catalog.models import Invitation
from outbox.letters import Action, Content, letter
from outbox.models import Letter


@letter(INVITATION)
def invitation(*, letter: Letter, now: datetime) -> Content | None:
    """Which request, which form, and a link; not sent any more when the invitation is over."""
    found = Invitation.objects.select_related("ticket").get(id=letter.about)
    token = token_of(invitation=found)
    if resolve(token=token, now=now) is None:
        return None
    return Content(
        subject=_("Your request %(reference)s: we have a few questions") % {"reference": found.ticket.reference},
        paragraphs=[
            _("An agent who works on your request %(reference)s asks you to fill in a form: “%(title)s”.")
            % {"reference": found.ticket.reference, "title": catalogue()[found.request_type].title},
        ],
        action=Action(label=_("Open the form"), url=reverse("invitation", args=[token])),
        closing=[
            ngettext(
                "The link opens the form once, within %(hours)d hour. Share it with nobody.",
                "The link opens the form once, within %(hours)d hours. Share it with nobody.",
                settings.INVITATION_HOURS,
            )
            % {"hours": settings.INVITATION_HOURS},
            _("Where you do not remember something, say so: it is better than a guess."),
        ],
    )
