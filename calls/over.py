"""A call to come ends with its request: nobody is called about what is settled."""

from datetime import datetime
from typing import TYPE_CHECKING

from calls.actions.cancel import call_off
from calls.models import LIVE, Appointment
from tickets.models import Ticket
from tickets.over import ends_with_requests

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@ends_with_requests
def calls_to_come(*, root: Ticket, now: datetime, actor: "User | None") -> None:
    """Call off what is still to come; a call whose time has begun stays, until an agent records how it went."""
    to_come = Appointment.objects.filter(ticket__survivor=root, state__in=LIVE, starts_at__gt=now)
    for appointment in to_come.select_related("ticket").order_by("id"):
        call_off(appointment=appointment, root=root, now=now, actor=actor, with_request=True)
