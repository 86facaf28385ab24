"""Moments: a day and a time of day on the clocks of a zone (F11)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Answers, Asking, Words
from forms_catalog.errors import refusal
from forms_catalog.fields.days import FIRST_YEAR, Check, Day
from forms_catalog.fields.parts import Parts
from forms_catalog.fields.places import ZoneBox, zone_name
from forms_catalog.fields.wording import sentences
from operations.typed import in_plain_signs
from secret_guard.validators import no_secrets

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?)?\s*(?:(am|pm)|min)?", re.IGNORECASE)
_KEPT = re.compile(r"(.{16,40})\[([A-Za-z0-9_+/-]{1,60})\]")


@dataclass(frozen=True)
class Moment:
    """A moment and the zone in whose clocks it was given: UTC for computing, the zone for showing it."""

    at: datetime
    zone: str

    @property
    def local(self) -> datetime:
        """The moment on the zone's clocks."""
        return self.at.astimezone(ZoneInfo(self.zone))

    def isoformat(self) -> str:
        """The text that a draft and a ticket keep, like 2026-03-05T12:30:00+01:00[Europe/Paris]."""
        return f"{self.local.isoformat()}[{self.zone}]"

    @classmethod
    def parse(cls, text: str) -> "Moment":
        """A moment from its kept text. Raises ValueError."""
        kept = _KEPT.fullmatch(text)
        if kept is None or zone_name(typed=kept[2]) != kept[2]:
            raise ValueError("not a kept moment")
        at = datetime.fromisoformat(kept[1])
        if at.tzinfo is None:
            raise ValueError("a moment without an offset")
        return cls(at.astimezone(UTC), kept[2])


def on_the_clocks(day: date, at: time, zone: str) -> Moment:
    """The moment at which a zone's clocks showed this. Refuses one that they jumped over (E-TIME-DST).

    When clocks went back and showed it twice, the first time is meant.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise refusal("time_dst")
    return Moment(moment, zone)


class MomentBoxes(Parts):
    """A day, a time and a zone."""

    def __init__(self) -> None:
        super().__init__(
            {
                "day": (_("Day"), forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
                "time": (_("Time"), forms.TextInput(attrs={"type": "time", "autocomplete": "off"})),
                "zone": (_("Time zone, or the nearest large city"), ZoneBox()),
            }
        )

    def decompress(self, value: Any) -> Sequence[str]:
        """Day, time and zone of a kept moment."""
        try:
            kept = Moment.parse(str(value or ""))
        except ValueError:
            return ["", "", ""]
        return [kept.local.date().isoformat(), f"{kept.local:%H:%M}", kept.zone]


class MomentField(forms.Field):
    """A moment since the exchange exists; the answer is a Moment."""

    widget = MomentBoxes

    def to_python(self, value: Any) -> Moment | None:
        """The moment; None when no box was filled in."""
        if isinstance(value, Moment) or value is None:
            return value
        if isinstance(value, str):
            return self._kept(value)
        day, at, zone = (in_plain_signs(str(each or "")) for each in value)
        if not (day or at):
            return None
        no_secrets(f"{day} {at} {zone}")
        name = zone_name(typed=zone)
        days = Day(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d"])
        found = days.to_python(day)
        if found is None:
            raise refusal("date")
        clock = _clock(at)
        if not name:
            raise refusal("tz")
        if not FIRST_YEAR <= found.year <= 2200:
            raise refusal("too_early" if found.year < FIRST_YEAR else "date")
        return on_the_clocks(found, clock, name)

    def _kept(self, text: str) -> Moment | None:
        if not text:
            return None
        try:
            return Moment.parse(text)
        except (ValueError, OverflowError):
            raise refusal("date") from None


def _clock(text: str) -> time:
    """A time of day as people write it: 14:30, 14h30, 2.30 pm."""
    found = _TIME.fullmatch(text.replace("a.m.", "am").replace("p.m.", "pm"))
    if found is None:
        # A browser's own box may add seconds.
        found = re.fullmatch(r"(\d{2}):(\d{2}):\d{2}(?:\.\d+)?()", text)
    if found is None:
        raise refusal("time")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise refusal("time")
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    if hour > 23 or minute > 59:
        raise refusal("time")
    return time(hour, minute)


def moment(label: Words, *, hint: Words = "", required: Words = "") -> MomentField:
    """When something happened, to the minute; optional unless `required` says what to do.

    The page's check `moment_has_come` compares it with the clock.
    """
    return MomentField(label=label, help_text=hint, required=bool(required), error_messages=sentences(required))


def moment_has_come(name: str) -> Check:
    """A page's check that its moment is not in the future (E-FUTURE)."""

    def check(cleaned: Answers, asking: Asking) -> dict[str, Any]:
        given = cleaned[name]
        return {name: refusal("future")} if given and given.at > asking.now else {}

    return check
