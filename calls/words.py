"""Says moments and zones in words, such as “Tuesday 24 November 2026 at 18:00, Paris time (UTC+1)”."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from calls.opening import Span
from operations import dates


def day_in_words(day: date, *, with_year: bool = True) -> str:
    """A day with its weekday: “Tuesday 24 November 2026”."""
    dated = dates.day_in_words(day, with_year=with_year)
    return _("%(weekday)s %(date)s") % {"weekday": date_format(day, "l"), "date": dated}


def clock_in_words(local: datetime | time) -> str:
    """A time of day as its readers write it."""
    return str(time_format(local, "TIME_FORMAT"))


def moment_in_words(at: datetime, *, zone: str) -> str:
    """A moment on the clocks of a zone, with the zone."""
    local = at.astimezone(ZoneInfo(zone))
    return _("%(day)s at %(time)s, %(zone)s") % {
        "day": day_in_words(local.date()),
        "time": clock_in_words(local),
        "zone": zone_at(at, zone=zone),
    }


def zone_at(at: datetime, *, zone: str) -> str:
    """A zone as its people call it, with its distance from UTC at a moment: “Paris time (UTC+1)”."""
    distance = utc_distance(at, zone=zone)
    city = _city(zone)
    return _("%(city)s time (%(distance)s)") % {"city": city, "distance": distance} if city else distance


def utc_distance(at: datetime, *, zone: str) -> str:
    """How far a zone's clocks are from UTC at a moment: “UTC+5:45”; “UTC” when they are not."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}{f':{rest:02d}' if rest else ''}"


def in_both_zones(at: datetime, *, zone: str) -> list[str]:
    """A moment on the customer's clocks, and in UTC unless that is the same."""
    said = [moment_in_words(at, zone=zone), moment_in_words(at, zone="UTC")]
    return said if utc_distance(at, zone=zone) != "UTC" else said[1:]


def spans_in_words(spans: Iterable[Span], *, zone: str) -> str:
    """When somebody answers, on the clocks of a zone: “10:00 to 16:00, 18:00 to 23:00”."""
    clocks = ZoneInfo(zone)
    said = [
        _("%(from)s to %(to)s")
        % {
            "from": clock_in_words(span.start.astimezone(clocks)),
            "to": clock_in_words(span.end.astimezone(clocks)),
        }
        for span in spans
    ]
    return ", ".join(said)


def _city(zone: str) -> str:
    """The last part of a zone's name; none for those that are only a distance from UTC."""
    if zone == "UTC" or zone.startswith("Etc/"):
        return ""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
