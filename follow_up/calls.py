"""What a customer sees of their call: the time on their clocks and in UTC, the call code, and what they can do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from calls.booking import MOST_MISSED, missed
from calls.code_words import call_code
from calls.models import Appointment, CallState, Channel
from calls.proposals import asks_for_a_call, proposals_of, zone_of
from calls.words import in_both_zones, zone_at
from tickets.models import Ticket
from tickets.states import OVER


@dataclass(frozen=True)
class Call:
    """A call as its customer sees it; empty where there is nothing to show or to do."""

    heading: str
    sentences: list[str]
    before: str = ""
    """What is said before the times."""
    times: list[str] = field(default_factory=list)
    code: str = ""
    sequence: int = 0
    accept_url: str = ""
    cancel_url: str = ""
    file_url: str = ""
    new_url: str = ""


def asking(*, theirs: Sequence[Ticket]) -> list[Ticket]:
    """Those of a person's tickets that ask for a call, oldest first."""
    found = [each for each in theirs if asks_for_a_call(ticket=each)]
    return sorted(found, key=lambda each: (each.created_at, each.id))


def newest(*, theirs: Sequence[Ticket]) -> Appointment | None:
    """The appointment that counts among a person's tickets."""
    tickets = asking(theirs=theirs)
    return _newest_of(tickets[-1]) if tickets else None


def shown(*, theirs: Sequence[Ticket], root: Ticket, token: str, now: datetime) -> Call | None:
    """The call of a request for whoever reads its words; None when it asks for none."""
    tickets = asking(theirs=theirs)
    if not tickets:
        return None
    appointment = _newest_of(tickets[-1])
    if appointment is None:
        return None if root.state in OVER else _still_to_pick(tickets[-1], now)
    if appointment.state == CallState.CANCELLED and root.state in OVER:
        return _ended(appointment)
    return _SHOWN[CallState(appointment.state)](appointment, token, now)


def is_agreed(*, theirs: Sequence[Ticket], now: datetime) -> bool:
    """Whether an agent is going to call the sender of these tickets, or may be doing so at this moment."""
    appointment = newest(theirs=theirs)
    return appointment is not None and appointment.state == CallState.AGREED and now < appointment.ends_at


def mentioned(*, theirs: Sequence[Ticket]) -> Call | None:
    """That a time is agreed or proposed, for whoever holds a link alone: neither the time nor the code."""
    appointment = newest(theirs=theirs)
    said = {
        CallState.AGREED: _(
            "A call is agreed. Its time and the call code open as the messages do: see below, in good time."
        ),
        CallState.PROPOSED: _("An agent proposes a time for your call. It opens as the messages do: see below."),
    }
    sentence = said.get(CallState(appointment.state)) if appointment else None
    return Call(_("Your call"), [sentence]) if sentence else None


def _newest_of(ticket: Ticket) -> Appointment | None:
    return Appointment.objects.filter(ticket=ticket).select_related("ticket").order_by("-created_at", "-id").first()


def _still_to_pick(ticket: Ticket, now: datetime) -> Call:
    before = _("An agent picks one of the times that you proposed, and it then stands here.")
    times = [each.in_words() for each in proposals_of(ticket=ticket)]
    zone = zone_at(now, zone=zone_of(ticket=ticket))
    said = [_("Times are those of %(zone)s.") % {"zone": zone}]
    return Call(_("Your call"), said, before=before, times=times)


def _times(appointment: Appointment) -> list[str]:
    return in_both_zones(appointment.starts_at, zone=appointment.zone)


def _proposed(appointment: Appointment, token: str, now: datetime) -> Call:
    if appointment.starts_at <= now:
        return Call(_("Your call"), [_("The time that was proposed has passed. An agent proposes another.")])
    return Call(
        _("Does this time suit you?"),
        [],
        before=_("An agent proposes this time for your call. It holds once you agree."),
        times=_times(appointment),
        sequence=appointment.sequence,
        accept_url=reverse("call_accept", args=[token]),
        cancel_url=reverse("call_cancel", args=[token]),
    )


def _agreed(appointment: Appointment, token: str, now: datetime) -> Call:
    if appointment.ends_at <= now:
        return Call(
            _("Your call"), [_("Its time has passed. An agent records how it went.")], times=_times(appointment)
        )
    how = (
        _("The link to the call appears among the messages of this page. Open no link that comes another way.")
        if appointment.channel == Channel.VIDEO
        else _("We call the number that you gave us. Our number may not be shown: the code tells you that it is us.")
    )
    return Call(
        _("Your call"),
        [how],
        times=_times(appointment),
        code=call_code(appointment=appointment),
        sequence=appointment.sequence,
        cancel_url=reverse("call_cancel", args=[token]),
        file_url=reverse("call_file", args=[token]),
    )


def _held(appointment: Appointment, token: str, now: datetime) -> Call:
    return Call(_("Your call"), [_("The call has taken place. An agent goes on from here.")], times=_times(appointment))


def _missed(appointment: Appointment, token: str, now: datetime) -> Call:
    if missed(ticket=appointment.ticket) >= MOST_MISSED:
        new_url = reverse("request_start", args=[appointment.ticket.request_type])
        sentences = [_("That was the second time: for another call, send a new request.")]
        return Call(_("We did not reach you"), sentences, times=_times(appointment), new_url=new_url)
    sentences = [_("Write to us below which times suit you. An agent then proposes one.")]
    return Call(_("We did not reach you"), sentences, times=_times(appointment))


def _ended(appointment: Appointment) -> Call:
    return Call(_("The call is called off"), [_("Whoever calls you then is not us.")], times=_times(appointment))


def _cancelled(appointment: Appointment, token: str, now: datetime) -> Call:
    sentences = [
        _("Whoever calls you then is not us."),
        _("Do you need another time? Write to us below which ones suit you, and an agent proposes one."),
    ]
    return Call(_("The call is called off"), sentences, times=_times(appointment))


_SHOWN = {
    CallState.PROPOSED: _proposed,
    CallState.AGREED: _agreed,
    CallState.HELD: _held,
    CallState.NO_SHOW: _missed,
    CallState.CANCELLED: _cancelled,
}
