"""What may be chosen for a call: days from tomorrow to a week ahead, and parts of them, on the customer's own clocks.

Bands begin every three hours. One is offered when its beginning exists exactly once on the clocks of that day, and when
somebody answers for long enough within it; which minute it becomes is for the agent to say.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from calls.opening import Span, Team, joined, open_within

DAYS_AHEAD = 7
"""The last day that can be chosen, counted from today in the customer's zone; the first is tomorrow."""
BAND_HOURS = 3
BANDS = tuple(time(hour) for hour in range(0, 24, BAND_HOURS))
NIGHT_ENDS = time(6)
"""Whoever has other times on a day is offered none of the night before."""
SHORTEST = timedelta(minutes=30)
"""What somebody must answer within a band, so that a call fits in."""
SATURDAY = 5


class NotOnTheClocks(Exception):
    """The zone's clocks never show this time on that day, or show it twice."""


def candidates(*, now: datetime, zone: str) -> list[date]:
    """The days that can be chosen, from tomorrow on in this zone."""
    today = today_in(now=now, zone=zone)
    return [today + timedelta(days=number) for number in range(1, DAYS_AHEAD + 1)]


def today_in(*, now: datetime, zone: str) -> date:
    """Which day it is in a zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def is_weekend(day: date) -> bool:
    """Whether a day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def instant(*, day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, at which a zone's clocks show this. Raises NotOnTheClocks where that is none, or two."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    skipped = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None)
    if skipped or local.utcoffset() != local.replace(fold=1).utcoffset():
        raise NotOnTheClocks(f"{day} {at:%H:%M} {zone}")
    return moment


def band(*, day: date, at: time, zone: str) -> Span:
    """The three hours that begin then. Raises NotOnTheClocks when their beginning is not one moment."""
    end = datetime.combine(day, at) + timedelta(hours=BAND_HOURS)
    return Span(instant(day=day, at=at, zone=zone), end.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))


def open_in_band(*, day: date, at: time, zone: str, who: Iterable[Team]) -> list[Span]:
    """When somebody answers for long enough within a band; nothing when it does not begin at one moment."""
    try:
        wanted = band(day=day, at=at, zone=zone)
    except NotOnTheClocks:
        return []
    return [span for span in open_within(wanted=wanted, who=who) if span.end - span.start >= SHORTEST]


def offered(*, now: datetime, zone: str, who: Iterable[Team]) -> dict[date, tuple[time, ...]]:
    """The days that have a band to choose, each with those bands."""
    teams = tuple(who)
    found = {day: _open_bands(day, zone, teams) for day in candidates(now=now, zone=zone)}
    return {day: bands for day, bands in found.items() if bands}


@lru_cache(maxsize=2_000)
def _open_bands(day: date, zone: str, who: tuple[Team, ...]) -> tuple[time, ...]:
    # A day’s bands follow from the day, the zone and the hours alone, and are asked for at every look at the page.
    bands = tuple(at for at in BANDS if open_in_band(day=day, at=at, zone=zone, who=who))
    return tuple(at for at in bands if at >= NIGHT_ENDS) or bands


def open_on(*, day: date, zone: str, who: Iterable[Team]) -> list[Span]:
    """When somebody answers on a day of the customer's calendar, as far as it is offered."""
    teams = tuple(who)
    spans = (
        span for at in _open_bands(day, zone, teams) for span in open_in_band(day=day, at=at, zone=zone, who=teams)
    )
    return joined(spans)
