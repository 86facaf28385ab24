"""Writes an appointment as an iCalendar file (RFC 5545): one event, on the clocks of the customer's zone, nothing else.

Its identity never changes and its sequence only grows, so that a calendar moves or drops the entry that it has.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from calls.models import Appointment, CallState, Channel
from outbox.rendering import sender_address

NAME = "call.ics"
MEDIA_TYPE = "text/calendar"
_LONGEST_LINE = 75


def calendar_file(*, appointment: Appointment, url: str, now: datetime) -> str:
    """The file, in the language that is active. In: `url` is the page where the appointment stands."""
    cancelled = appointment.state == CallState.CANCELLED
    status = "CANCELLED" if cancelled else "CONFIRMED" if appointment.state == CallState.AGREED else "TENTATIVE"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(settings.BRAND_NAME)}//calls//EN",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
        *_zone_lines(appointment),
        "BEGIN:VEVENT",
        f"UID:{appointment.id}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}",
        f"SEQUENCE:{appointment.sequence}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART{_at(appointment.starts_at, appointment.zone)}",
        f"DTEND{_at(appointment.ends_at, appointment.zone)}",
        f"SUMMARY:{_text(_summary(appointment))}",
        f"DESCRIPTION:{_text(_('Before you talk, ask the caller for the call code. It stands on the page of your request.'))}",
        f"ORGANIZER:mailto:{sender_address()}",
        f"URL:{url}",
        f"STATUS:{status}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{each}\r\n" for line in lines for each in _folded(line))


def _summary(appointment: Appointment) -> str:
    what = _("Video call") if appointment.channel == Channel.VIDEO else _("Phone call")
    return f"{what} – {settings.BRAND_NAME}"


def _at(moment: datetime, zone: str) -> str:
    """A moment as the value of a property; in UTC itself there is no zone to name."""
    if zone == "UTC":
        return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";TZID={zone}:{moment.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"


def _zone_lines(appointment: Appointment) -> list[str]:
    """The zone as far as this event needs it: what its clocks show on that day. Calendars that know the name use their own."""
    if appointment.zone == "UTC":
        return []
    local = appointment.starts_at.astimezone(ZoneInfo(appointment.zone))
    offset = _offset(local.utcoffset() or timedelta())
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{appointment.zone}",
        f"BEGIN:{kind}",
        "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        f"TZNAME:{_text(local.tzname() or '')}",
        f"END:{kind}",
        "END:VTIMEZONE",
    ]


def _offset(distance: timedelta) -> str:
    minutes = round(distance.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}{rest:02d}"


def _text(words: str) -> str:
    """A text as iCalendar wants it."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """A line in pieces of at most 75 bytes, none of which cuts a character; the later ones begin with a space."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > _LONGEST_LINE:
            pieces.append(piece)
            piece = " "
        piece += sign
    return [*pieces, piece]
