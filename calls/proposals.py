"""What a ticket proposes for a call: read from its answers, in UTC and on the customer's clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from calls.models import Channel
from calls.opening import Span, Team
from calls.slots import BAND_HOURS, open_in_band
from calls.words import clock_in_words, day_in_words
from tickets.models import Ticket

CHANNEL_OF = {"video-verification": Channel.VIDEO, "phone-callback": Channel.PHONE}
"""The request types that ask for a call, by slug."""
MINUTES = {Channel.VIDEO: 30, Channel.PHONE: 15}
STARTS_EVERY = timedelta(minutes=30)
_ANSWERS = {
    Channel.VIDEO: (("date_1", "time_1"), ("date_2", "time_2"), ("date_3", "time_3")),
    Channel.PHONE: (("date", "time_range"),),
}


@dataclass(frozen=True)
class Proposal:
    """One of the customer's choices: a day and the beginning of a band, on their clocks."""

    day: date
    at: time
    zone: str

    def open(self, who: Sequence[Team]) -> list[Span]:
        """When an agent could call within it."""
        return open_in_band(day=self.day, at=self.at, zone=self.zone, who=who)

    def in_words(self) -> str:
        """The day and its part on the customer's clocks: “Friday 6 March 2026, 09:00 to 12:00”."""
        end = self.at.replace(hour=(self.at.hour + BAND_HOURS) % 24)
        return _("%(day)s, %(from)s to %(to)s") % {
            "day": day_in_words(self.day),
            "from": clock_in_words(self.at),
            "to": clock_in_words(end),
        }


def asks_for_a_call(*, ticket: Ticket) -> bool:
    """Whether this ticket is about an appointment."""
    return ticket.request_type in CHANNEL_OF


def proposals_of(*, ticket: Ticket) -> list[Proposal]:
    """The choices of a ticket, the first first; none for a ticket that asks for no call."""
    channel = CHANNEL_OF.get(ticket.request_type)
    if channel is None:
        return []
    zone, found = zone_of(ticket=ticket), []
    for day, at in _ANSWERS[channel]:
        if ticket.answers.get(day) and ticket.answers.get(at):
            chosen = date.fromisoformat(ticket.answers[day]), time.fromisoformat(ticket.answers[at])
            found.append(Proposal(*chosen, zone))
    return found


def zone_of(*, ticket: Ticket) -> str:
    """The clocks of the ticket's sender."""
    return str(ticket.answers["time_zone"])
