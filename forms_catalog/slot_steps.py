"""The pages that ask when a call may be: days and parts of them on the customer's own clocks (domain §11 R1, R2)."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls import slots
from calls.opening import teams
from calls.words import day_in_words, spans_in_words, zone_at
from forms_catalog.definition import Answers, Asking, Step, Told, Words
from forms_catalog.errors import refusal
from forms_catalog.fields import SlotDay, SlotTime, slot_day, slot_time, time_zone

ZONE_PAGE = "zone"
ORDINALS = (gettext_lazy("1st"), gettext_lazy("2nd"), gettext_lazy("3rd"))
MOST_WEEKEND_DAYS = 1

their_zone = Step(
    slug=ZONE_PAGE,
    title=gettext_lazy("Which time zone are you in?"),
    fields=lambda: {"time_zone": time_zone(gettext_lazy("Which time zone are you in?"))},
)
"""Asked before any time is: days and hours are then those of the person's own clocks."""


def _narrow(fields: Mapping[str, forms.Field], asking: Asking) -> None:
    offered = slots.offered(now=asking.now, zone=_zone(asking), who=teams())
    times = sorted({at for bands in offered.values() for at in bands})
    for each in fields.values():
        if isinstance(each, SlotDay):
            each.offer(offered)
        elif isinstance(each, SlotTime):
            each.offer(times)


def _zone(asking: Asking) -> str:
    return str(asking.answers["time_zone"])


def _whose_clocks(asking: Asking) -> Told:
    text = lazy(_clocks_in_words, str)(asking)
    return Told(text, ZONE_PAGE)


def _clocks_in_words(asking: Asking) -> str:
    return _("Days and times are shown for %(zone)s.") % {"zone": zone_at(asking.now, zone=_zone(asking))}


Refusals = dict[str, list[ValidationError]]


def _wrong_times(cleaned: Answers, names: Sequence[tuple[str, str]], found: Refusals, asking: Asking) -> None:
    """Refuse times that do not exist, or when nobody answers, of the days that are good themselves."""
    for day_name, time_name in names:
        if day_name in found or day_name not in cleaned or time_name not in cleaned:
            continue
        wrong = _wrong_time(cleaned[day_name], time.fromisoformat(cleaned[time_name]), asking)
        if wrong:
            found.setdefault(time_name, []).append(wrong)


def _wrong_time(day: date, at: time, asking: Asking) -> ValidationError | None:
    zone, who = _zone(asking), teams()
    try:
        slots.instant(day=day, at=at, zone=zone)
    except slots.NotOnTheClocks:
        return refusal(
            "time_dst", gettext_lazy("Choose another time: the clocks change then, and this one is not clear")
        )
    if at not in slots.BANDS:
        return refusal("choice")
    if slots.open_in_band(day=day, at=at, zone=zone, who=who):
        return None
    spans = slots.open_on(day=day, zone=zone, who=who)
    if not spans:
        closed = gettext_lazy("Choose another day: nobody answers calls on %(day)s")
        return refusal("time_closed", closed, day=day_in_words(day, with_year=False))
    return refusal("time_closed", hours=spans_in_words(spans, zone=zone), zone=zone_at(spans[0].start, zone=zone))


def _outside(days: Sequence[date]) -> ValidationError:
    first, last = (day_in_words(day, with_year=False) for day in (days[0], days[-1]))
    return refusal("date_window", first=first, last=last)


def _together(found: Refusals) -> Mapping[str, Words | ValidationError]:
    return {name: ValidationError(refusals) for name, refusals in found.items()}


_THREE = (("date_1", "time_1"), ("date_2", "time_2"), ("date_3", "time_3"))


def check_three(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """Three days within a week, all different, at most one of them on a weekend; each at a time when somebody answers."""
    chosen = [(place, name, cleaned[name]) for place, (name, _time) in enumerate(_THREE) if name in cleaned]
    days = slots.candidates(now=asking.now, zone=_zone(asking))
    found: Refusals = {}
    for number, (place, name, day) in enumerate(chosen):
        before = {each: earlier for earlier, _name, each in reversed(chosen[:number])}
        if day not in days:
            found.setdefault(name, []).append(_outside(days))
        if day in before:
            found.setdefault(name, []).append(_same(before[day], place))
        weekend = [earlier for each, earlier in before.items() if slots.is_weekend(each) and each != day]
        if slots.is_weekend(day) and len(weekend) >= MOST_WEEKEND_DAYS:
            found.setdefault(name, []).append(_both_at_weekends(min(weekend), place))
    _wrong_times(cleaned, _THREE, found, asking)
    return _together(found)


def _same(one: int, other: int) -> ValidationError:
    words = gettext_lazy("Your %(one)s and %(other)s choices are the same day. Change one.")
    return refusal("date_dup", words, one=ORDINALS[one], other=ORDINALS[other])


def _both_at_weekends(one: int, other: int) -> ValidationError:
    words = gettext_lazy("Only one choice can be at a weekend: change your %(one)s or your %(other)s")
    return refusal("date_weekend", words, one=ORDINALS[one], other=ORDINALS[other])


def check_one(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """A day after today and within a week, at a time when somebody answers."""
    days, day = slots.candidates(now=asking.now, zone=_zone(asking)), cleaned["date"]
    found: Refusals = {}
    if day == slots.today_in(now=asking.now, zone=_zone(asking)):
        found["date"] = [refusal("date_today", day=day_in_words(days[0], with_year=False))]
    elif day not in days:
        found["date"] = [_outside(days)]
    _wrong_times(cleaned, [("date", "time_range")], found, asking)
    return _together(found)


def _one_of_three(number: int) -> dict[str, forms.Field]:
    labels = (
        (gettext_lazy("1st choice: which day?"), gettext_lazy("1st choice: which part of the day?")),
        (gettext_lazy("2nd choice: which day?"), gettext_lazy("2nd choice: which part of the day?")),
        (gettext_lazy("3rd choice: which day?"), gettext_lazy("3rd choice: which part of the day?")),
    )[number]
    missing = (
        (gettext_lazy("Select a day as your 1st choice"), gettext_lazy("Select a part of the day for your 1st choice")),
        (gettext_lazy("Select a day as your 2nd choice"), gettext_lazy("Select a part of the day for your 2nd choice")),
        (gettext_lazy("Select a day as your 3rd choice"), gettext_lazy("Select a part of the day for your 3rd choice")),
    )[number]
    day, at = _THREE[number]
    return {day: slot_day(labels[0], required=missing[0]), at: slot_time(labels[1], required=missing[1])}


three_choices = Step(
    slug="times",
    title=gettext_lazy("When can we call you?"),
    hint=gettext_lazy("Three different days within a week. Only one may be at a weekend."),
    fields=lambda: {name: field for number in range(3) for name, field in _one_of_three(number).items()},
    narrow=_narrow,
    told=_whose_clocks,
    check=check_three,
)

one_choice = Step(
    slug="times",
    title=gettext_lazy("When should we call you?"),
    hint=gettext_lazy("From tomorrow, within a week."),
    fields=lambda: {
        "date": slot_day(gettext_lazy("Which day?"), required=gettext_lazy("Select the day of the call")),
        "time_range": slot_time(
            gettext_lazy("Which part of the day?"), required=gettext_lazy("Select a part of the day")
        ),
    },
    narrow=_narrow,
    told=_whose_clocks,
    check=check_one,
)
