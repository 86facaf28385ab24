"""What agents see of calls: a request's proposals as times to pick, its appointment, and all calls that are to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agent_desk.compartments import tickets_of
from agent_desk.roles import name_of
from calls.booking import MOST_MISSED, QUARTER, missed
from calls.code_words import call_code
from calls.models import LIVE, Appointment, CallState, TakenQuarter
from calls.opening import Team, on_duty, teams
from calls.proposals import CHANNEL_OF, MINUTES, STARTS_EVERY, Proposal, proposals_of, zone_of
from calls.words import clock_in_words, in_both_zones, zone_at
from tickets.models import Ticket
from tickets.states import OVER
from tickets.telling import told

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LISTED = 100


@dataclass(frozen=True)
class Start:
    """A moment at which the call could begin, on the clocks of the customer, of UTC and of a team."""

    value: str
    label: str


@dataclass(frozen=True)
class Choice:
    """One of the customer's proposals, with the moments in it at which the agent is free."""

    words: str
    starts: list[Start]


@dataclass(frozen=True)
class Booked:
    """An appointment in words."""

    row: Appointment
    times: list[str]
    who: str
    code: str
    has_begun: bool

    @property
    def is_agreed(self) -> bool:
        """Whether it holds."""
        return self.row.state == CallState.AGREED


@dataclass(frozen=True)
class CallPart:
    """The call of one ticket in a conversation."""

    reference: str
    channel: str
    zone: str
    choices: list[Choice]
    booked: Booked | None
    missed: int
    may_book: bool
    by_mail: bool


def call_of(*, root: Ticket, tickets: Iterable[Ticket], agent: "User", now: datetime) -> CallPart | None:
    """The call that a conversation of these tickets is about, as the newest asks for it; None when none does."""
    all_asking = [each for each in tickets if each.request_type in CHANNEL_OF]
    if not all_asking:
        return None
    asking = max(all_asking, key=lambda each: (each.created_at, each.id))
    appointment = Appointment.objects.filter(ticket=asking).select_related("agent").order_by("-created_at").first()
    times_missed = missed(ticket=asking)
    return CallPart(
        reference=asking.reference,
        channel=str(CHANNEL_OF[asking.request_type].label),
        zone=zone_at(now, zone=zone_of(ticket=asking)),
        choices=_choices(asking, agent, now),
        booked=booked(appointment=appointment, now=now) if appointment else None,
        missed=times_missed,
        may_book=times_missed < MOST_MISSED and root.state not in OVER,
        by_mail=told(ticket=asking).contact_proven_at is not None,
    )


def booked(*, appointment: Appointment, now: datetime) -> Booked:
    """An appointment in words; its call code only while it is agreed."""
    agreed = appointment.state == CallState.AGREED
    return Booked(
        row=appointment,
        times=in_both_zones(appointment.starts_at, zone=appointment.zone),
        who=name_of(appointment.agent),
        code=call_code(appointment=appointment) if agreed else "",
        has_begun=appointment.starts_at <= now,
    )


def to_come(*, agent: "User", now: datetime) -> list[Booked]:
    """The calls of requests this agent sees that are still to come or to be recorded, the next first."""
    live = Appointment.objects.filter(state__in=LIVE, ticket__in=tickets_of(agent))
    found = live.select_related("agent", "ticket__survivor")
    return [booked(appointment=each, now=now) for each in found.order_by("starts_at", "id")[:LISTED]]


def _choices(ticket: Ticket, agent: "User", now: datetime) -> list[Choice]:
    who, length = teams(), timedelta(minutes=MINUTES[CHANNEL_OF[ticket.request_type]])
    taken = set(TakenQuarter.objects.filter(agent=agent, starts_at__gte=now).values_list("starts_at", flat=True))
    own = set(TakenQuarter.objects.filter(appointment__ticket=ticket, agent=agent).values_list("starts_at", flat=True))
    return [
        Choice(each.in_words(), [_start(at, each.zone, who) for at in _free(each, who, length, taken - own, now)])
        for each in proposals_of(ticket=ticket)
    ]


def _free(
    proposal: Proposal, who: tuple[Team, ...], length: timedelta, taken: set[datetime], now: datetime
) -> list[datetime]:
    found = []
    for span in proposal.open(who):
        at = span.start
        while at + length <= span.end:
            quarters = {at + number * QUARTER for number in range(-(-length // QUARTER))}
            if at > now and taken.isdisjoint(quarters):
                found.append(at)
            at += STARTS_EVERY
    return found


def _start(at: datetime, zone: str, who: tuple[Team, ...]) -> Start:
    there, in_utc, team = at.astimezone(ZoneInfo(zone)), at.astimezone(UTC), on_duty(at=at, who=who)
    words = [_clock(there, there), _("%(time)s UTC") % {"time": _clock(in_utc, there)}]
    if team:
        time = _clock(at.astimezone(team.zone), there)
        words.append(_("%(time)s for %(team)s") % {"time": time, "team": team.name})
    return Start(value=at.isoformat(), label=" · ".join(words))


def _clock(local: datetime, there: datetime) -> str:
    """A time of day, with its weekday where it is another day than the customer's."""
    clock = clock_in_words(local)
    return clock if local.date() == there.date() else f"{date_format(local, 'D')} {clock}"
