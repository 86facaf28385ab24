"""When agents take calls: each team's weekly hours on its own clocks, without its holidays, as spans of time."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from django.conf import settings

SHIPPED = Path(__file__).with_name("opening_hours.toml")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")
_LEAP_YEAR = "2024-"

_last_good: dict[Path, tuple["Team", ...]] = {}
log = structlog.get_logger(__name__)


class HoursMistake(Exception):
    """The file of opening hours says something that we will not guess at; the text says what."""


@dataclass(frozen=True)
class Span:
    """A stretch of time, in UTC; its end is not part of it."""

    start: datetime
    end: datetime

    def overlap(self, other: "Span") -> "Span | None":
        """What both have in common, if anything."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


@dataclass(frozen=True)
class Team:
    """Agents who work the same hours: for each weekday the minutes from and to, on the clocks of their zone."""

    name: str
    zone: ZoneInfo
    hours: tuple[tuple[tuple[int, int], ...], ...]
    holidays: frozenset[str]

    def is_holiday(self, day: date) -> bool:
        """Whether nobody of this team answers on a day."""
        return not self.holidays.isdisjoint({day.isoformat(), f"{day:%m-%d}"})

    def open_within(self, wanted: Span) -> list[Span]:
        """When the team answers within a span."""
        first, last = (at.astimezone(self.zone).date() for at in (wanted.start, wanted.end))
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        spans = (
            self._span(day, *hours) for day in days if not self.is_holiday(day) for hours in self.hours[day.weekday()]
        )
        return [both for span in spans if (both := span.overlap(wanted))]

    def _span(self, day: date, first: int, last: int) -> Span:
        return Span(*(self._at(day, minutes) for minutes in (first, last)))

    def _at(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, 24 * 60)
        local = datetime.combine(day + timedelta(days=days), time(*divmod(rest, 60)), self.zone)
        return local.astimezone(UTC)


def teams() -> tuple[Team, ...]:
    """The teams as customers meet them: while a changed file is wrong, those it last named. Raises HoursMistake without any."""
    try:
        _last_good[_path()] = read_hours()
    except HoursMistake as mistake:
        log.warning("opening_hours_not_read", reason=str(mistake))
        if _path() not in _last_good:
            raise
    return _last_good[_path()]


def read_hours() -> tuple[Team, ...]:
    """The teams of the operator's file, or of the shipped one; read again when the file changes. Raises HoursMistake."""
    path = _path()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as fault:
        raise HoursMistake(f"{path}: cannot be read ({fault.strerror})") from fault


def _path() -> Path:
    return Path(settings.OPENING_HOURS) if settings.OPENING_HOURS else SHIPPED


def open_within(*, wanted: Span, who: Iterable[Team]) -> list[Span]:
    """When somebody of these teams answers within a span; spans that touch are one."""
    return joined(span for team in who for span in team.open_within(wanted))


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in their order, those that touch or overlap as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def on_duty(*, at: datetime, who: Iterable[Team]) -> Team | None:
    """A team that answers at a moment."""
    wanted = Span(at, at + timedelta(minutes=1))
    return next((team for team in who if team.open_within(wanted)), None)


@cache
def _read(path: Path, _changed: int) -> tuple[Team, ...]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise HoursMistake(f"{path}: {fault}") from fault
    return parse(told)


def parse(told: Mapping[str, Any]) -> tuple[Team, ...]:
    """The teams that a file tells of. Raises HoursMistake."""
    found = told.get("team")
    if not isinstance(found, list) or not found:
        raise HoursMistake("no [[team]]: then nobody could be called")
    return tuple(_team(each) for each in found)


def _team(told: Mapping[str, Any]) -> Team:
    name = str(told.get("name", ""))
    if not name:
        raise HoursMistake("a [[team]] has no name")
    try:
        zone = ZoneInfo(str(told.get("zone", "")))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise HoursMistake(f"{name}: zone {told.get('zone')!r} is no IANA time zone, such as Europe/Paris") from None
    hours = told.get("hours", {})
    if strange := set(hours) - set(WEEKDAYS):
        raise HoursMistake(f"{name}: {min(strange)!r} is no weekday")
    return Team(
        name=name,
        zone=zone,
        hours=tuple(tuple(_minutes(name, text) for text in hours.get(day, ())) for day in WEEKDAYS),
        holidays=frozenset(_holidays(name, told.get("holidays", ()))),
    )


def _minutes(name: str, text: object) -> tuple[int, int]:
    found = _HOURS.fullmatch(str(text))
    if found is None:
        raise HoursMistake(f"{name}: {text!r} are no hours, such as 09:00-18:00")
    first = int(found[1]) * 60 + int(found[2])
    last = int(found[3]) * 60 + int(found[4]) if found[3] else 24 * 60
    if first >= last:
        raise HoursMistake(f"{name}: {text!r} ends before it begins")
    return first, last


def _holidays(name: str, texts: Sequence[object]) -> Iterable[str]:
    for each in texts:
        text = str(each)
        try:
            date.fromisoformat(text if len(text) == 10 else _LEAP_YEAR + text)
        except ValueError:
            raise HoursMistake(f"{name}: {text!r} is no day, such as 12-25 or 2026-04-06") from None
        yield text
