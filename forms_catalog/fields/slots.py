"""Days and times of day to choose for a call, as radio buttons in words; the page narrows them to what can be had."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.slots import BAND_HOURS, BANDS, is_weekend
from calls.words import clock_in_words, day_in_words
from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.days import Day
from forms_catalog.fields.wording import sentences
from operations.typed import in_plain_signs

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_PARTS_OF_THE_DAY = dict(
    zip(
        BANDS,
        (
            gettext_lazy("After midnight"),
            gettext_lazy("Before dawn"),
            gettext_lazy("Early morning"),
            gettext_lazy("Morning"),
            gettext_lazy("Early afternoon"),
            gettext_lazy("Late afternoon"),
            gettext_lazy("Evening"),
            gettext_lazy("Late evening"),
        ),
        strict=True,
    )
)


def _band_in_words(at: time) -> str:
    return _("%(part)s, %(from)s to %(to)s") % {
        "part": _PARTS_OF_THE_DAY[at],
        "from": clock_in_words(at),
        "to": clock_in_words(time((at.hour + BAND_HOURS) % 24)),
    }


band_in_words = lazy(_band_in_words, str)
"""In: the beginning of a band. Out: lazy words, such as “Morning, 09:00 to 12:00”."""


def bands_in_words(bands: Iterable[time]) -> str:
    """Bands as hours, those that follow each other as one: “06:00 to 12:00, 18:00 to 21:00”."""
    stretches: list[list[int]] = []
    for at in bands:
        if stretches and stretches[-1][1] == at.hour:
            stretches[-1][1] += BAND_HOURS
        else:
            stretches.append([at.hour, at.hour + BAND_HOURS])
    clocks = [(clock_in_words(time(start)), clock_in_words(time(end % 24))) for start, end in stretches]
    return ", ".join(_("%(from)s to %(to)s") % {"from": start, "to": end} for start, end in clocks)


class SlotDay(Day):
    """A day on which a call may be; which ones are offered, the page says."""

    widget = forms.RadioSelect
    side_by_side = True
    """Where there is room, its buttons stand in two columns."""

    def offer(self, days: Mapping[date, Sequence[time]]) -> None:
        """Show these days and no others; beside one that has not every time of the others, those that it has."""
        times = {at for bands in days.values() for at in bands}
        self.widget.choices = [
            (day.isoformat(), _slot_day_in_words(day, only=() if times == set(bands) else bands))
            for day, bands in days.items()
        ]


def _slot_day_in_words(day: date, *, only: Sequence[time]) -> str:
    words = capfirst(day_in_words(day, with_year=False))
    if is_weekend(day):
        words = _("%(day)s (weekend)") % {"day": words}
    return _("%(day)s, only %(hours)s") % {"day": words, "hours": bands_in_words(only)} if only else words


class SlotTime(forms.ChoiceField):
    """The beginning of a part of the day, like 09:00. The page's check judges times that no part begins with."""

    widget = forms.RadioSelect
    side_by_side = True

    def to_python(self, value: Any) -> str:
        """The time as hours and minutes; empty when none was chosen."""
        return in_plain_signs(str(value or ""))

    def validate(self, value: Any) -> None:
        """A time of day, whatever was offered (E-CHOICE)."""
        forms.Field.validate(self, value)
        if value and not _CLOCK.fullmatch(value):
            raise refusal("choice")

    def offer(self, times: Iterable[time]) -> None:
        """Show these parts of the day and no others."""
        self.widget.choices = [(f"{at:%H:%M}", band_in_words(at)) for at in times]


def slot_day(label: Words, *, required: Words) -> SlotDay:
    """A day for a call. In: `required` is said when none was chosen."""
    return SlotDay(label=label, input_formats=["%Y-%m-%d"], error_messages=sentences(required))


def slot_time(label: Words, *, required: Words) -> SlotTime:
    """A part of a day for a call. In: `required` is said when none was chosen."""
    choices = [(f"{at:%H:%M}", band_in_words(at)) for at in BANDS]
    return SlotTime(label=label, choices=choices, error_messages=sentences(required))
