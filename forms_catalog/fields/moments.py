"""Moments: a day and a time of day on the clocks of a zone (F11), or a day alone where that is enough."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Answers, Asking, Words
from forms_catalog.errors import refusal
from forms_catalog.fields.days import FIRST_YEAR, FURTHEST_BEHIND, Check, Day, has_come
from forms_catalog.fields.parts import Parts
from forms_catalog.fields.places import ZoneBox
from forms_catalog.fields.wording import sentences
from forms_catalog.zones import zone_in_words, zone_name
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


def moment_or_day(text: str) -> Moment | date:
    """What a question about a moment keeps: a moment, or the day alone. Raises ValueError."""
    return parse_date(text) or Moment.parse(text)


def latest_of(given: Moment | date) -> datetime:
    """The last moment that an answer may mean: a day alone ends when it is over everywhere on earth."""
    if isinstance(given, Moment):
        return given.at
    return datetime.combine(given, time(), UTC) + timedelta(days=1) + FURTHEST_BEHIND


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
        """Day, time and zone of a kept moment; of a kept day only that."""
        try:
            kept = moment_or_day(str(value or ""))
        except ValueError:
            return ["", "", ""]
        if isinstance(kept, date):
            return [kept.isoformat(), "", ""]
        return [kept.local.date().isoformat(), f"{kept.local:%H:%M}", zone_in_words(name=kept.zone)]


class MomentField(forms.Field):
    """A moment since the exchange exists; the answer is a Moment, or a date where the day is enough."""

    widget = MomentBoxes

    def __init__(self, *, day_is_enough: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.day_is_enough = day_is_enough

    def to_python(self, value: Any) -> Moment | date | None:
        """The moment or the day; None when neither was filled in. What is missing is said all at once."""
        if isinstance(value, Moment) or value is None:
            return value
        if isinstance(value, str):
            return self._kept(value)
        day, at, zone = (in_plain_signs(str(each or "")) for each in value)
        if not (day or at):
            return None
        no_secrets(f"{day} {at} {zone}")
        found, clock, name = _day(day), _clock(at), zone_name(typed=zone)
        if self.day_is_enough and not at and isinstance(found, date):
            return found
        wrong = [each for each in (found, clock) if isinstance(each, ValidationError)]
        wrong += [] if name else [refusal("tz")]
        if isinstance(found, ValidationError) or isinstance(clock, ValidationError) or wrong:
            raise ValidationError(wrong)
        return on_the_clocks(found, clock, name)

    def _kept(self, text: str) -> Moment | date | None:
        if not text:
            return None
        try:
            kept = moment_or_day(text)
        except (ValueError, OverflowError):
            raise refusal("date") from None
        if isinstance(kept, date) and not self.day_is_enough:
            raise refusal("time")
        return kept


def _day(text: str) -> date | ValidationError:
    """A day since the exchange exists, or why it is none."""
    try:
        found = Day(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d"]).to_python(text)
    except ValidationError as refused:
        return refused
    if found is None or found.year > 2200:
        return refusal("date")
    return refusal("too_early") if found.year < FIRST_YEAR else found


def _clock(text: str) -> time | ValidationError:
    """A time of day as people write it: 14:30, 14h30, 2.30 pm; or why it is none."""
    found = _TIME.fullmatch(text.replace("a.m.", "am").replace("p.m.", "pm"))
    if found is None:
        # A browser's own box may add seconds.
        found = re.fullmatch(r"(\d{2}):(\d{2}):\d{2}(?:\.\d+)?()", text)
    if found is None:
        return refusal("time")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return refusal("time")
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    if hour > 23 or minute > 59:
        return refusal("time")
    return time(hour, minute)


def moment(label: Words, *, hint: Words = "", required: Words = "", day_is_enough: bool = False) -> MomentField:
    """When something happened, to the minute, or the day alone; optional unless `required` says what to do.

    The page's check `moment_has_come` compares it with the clock.
    """
    return MomentField(
        label=label,
        help_text=hint,
        required=bool(required),
        day_is_enough=day_is_enough,
        error_messages=sentences(required),
    )


def moment_has_come(name: str) -> Check:
    """A page's check that its moment or day is not in the future (E-FUTURE)."""

    def check(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
        given = cleaned[name]
        if isinstance(given, Moment):
            return {name: refusal("future")} if given.at > asking.now else {}
        return has_come(name)(cleaned, asking)

    return check
