"""The letter to whoever is on duty: that an urgent request waits, and where. Not a word of the customer's is in it."""

from datetime import datetime

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outbox.letters import Action, Content, letter
from outbox.models import Letter
from tickets import snapshot
from tickets.models import Ticket
from tickets.on_duty import URGENT
from tickets.states import WORK


@letter(URGENT)
def urgent_request(*, letter: Letter, now: datetime) -> Content | None:
    """Not sent any more when somebody has taken the request meanwhile."""
    ticket = Ticket.objects.select_related("survivor").filter(id=letter.about).first()
    if ticket is None or ticket.survivor.assignee_id or ticket.survivor.state not in WORK:
        return None
    return Content(
        subject=_("Urgent request %(reference)s is nobody’s yet") % {"reference": ticket.reference},
        paragraphs=[
            _("Type: %(title)s") % {"title": snapshot.title(ticket=ticket, language=get_language() or "en")},
            _("Age: %(age)s") % {"age": timesince(ticket.created_at, now, depth=1)},
        ],
        action=Action(label=_("Open the request"), url=reverse("staff:ticket", args=[ticket.reference])),
        closing=[_("You get this email because yours is the address of whoever is on duty.")],
    )
