"""Days and months, without a time of day."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forms_catalog.definition import Answers, Asking, Words
from forms_catalog.errors import refusal
from forms_catalog.fields.wording import sentences
from operations.dates import day_in_words
from operations.typed import folded, in_plain_signs

Check = Callable[[Answers, Asking], Mapping[str, Words | ValidationError]]
FIRST_YEAR = 2011
"""The exchange is not older: an earlier day is a slip of the finger."""
FURTHEST_AHEAD = timedelta(hours=14)
"""Kiritimati's clocks: a day that has begun there is not the future for everybody."""
_LANGUAGES = ("en", "fr")


class Day(forms.DateField):
    """A day, in the digits of any script."""

    def to_python(self, value: Any) -> date | None:
        """The day; None when nothing was typed."""
        text = in_plain_signs(value) if isinstance(value, str) else value
        try:
            return super().to_python(text)
        except ValidationError:
            raise refusal("date") from None


def past_day(label: Words, *, hint: Words = "", required: Words = "") -> Day:
    """A day that is not in the future; the page's check `has_come` compares it with the clock."""
    return Day(
        label=label,
        help_text=hint,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d"],
        error_messages=sentences(required),
    )


def has_come(name: str) -> Check:
    """A page's check that its day or month is not in the future, wherever on earth the person is (E-FUTURE)."""

    def check(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
        day = cleaned.get(name)
        if day and day > (asking.now + FURTHEST_AHEAD).date():
            return {name: refusal("future")}
        return {}

    return check


def coming_day(label: Words, *, hint: Words = "", required: Words = "") -> Day:
    """A day that is still to come, such as the one on which a document ends; the page's check is `is_to_come`."""
    return past_day(label, hint=hint, required=required)


def is_to_come(name: str, sentence: Words = "") -> Check:
    """A page's check that its day is after today, wherever on earth the person is (E-PAST).

    In: `sentence` says what to do in words of the question, such as that an ended document will not do.
    """

    def check(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
        day = cleaned.get(name)
        if day and day <= (asking.now - FURTHEST_BEHIND).date():
            return {name: refusal("past", sentence)}
        return {}

    return check


PROOF_MONTHS = 3
"""How old a proof of address may be, in calendar months."""
FURTHEST_BEHIND = timedelta(hours=12)
"""The last clocks on earth: there it may still be yesterday."""


def oldest_proof(*, submitted: date) -> date:
    """The earliest day of issue that is accepted on a day: three calendar months before, or the end of a shorter month."""
    months = submitted.year * 12 + submitted.month - 1 - PROOF_MONTHS
    year, month = divmod(months, 12)
    return date(year, month + 1, min(submitted.day, monthrange(year, month + 1)[1]))


def recent_proof(name: str) -> Check:
    """A page's check that a proof of address was issued within the last three months (V-POA-DATE)."""

    def check(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
        future = has_come(name)(cleaned, asking)
        first = oldest_proof(submitted=(asking.now - FURTHEST_BEHIND).date())
        if not future and cleaned[name] and cleaned[name] < first:
            return {name: refusal("proof_age", first=day_in_words(first))}
        return future

    return check


@cache
def month_numbers() -> dict[str, int]:
    """Month numbers by their names in every language, whole or cut to what is still clear."""
    found: dict[str, int] = {}
    for language in _LANGUAGES:
        with override(language):
            names = {number: folded(str(name)) for number, name in MONTHS.items()}
        for number, name in names.items():
            for length in range(3, len(name) + 1):
                others = [other for other, its in names.items() if other != number and its.startswith(name[:length])]
                if not others:
                    found[name[:length]] = number
    return found


_NUMBERS = re.compile(r"(?:(\d{4})[\s./-]+(\d{1,2})|(\d{1,2})[\s./-]+(\d{4}))")
_WORDS = re.compile(r"([^\W\d]+) (\d{4})|(\d{4}) ([^\W\d]+)")


class Month(forms.Field):
    """A month of a year, typed as people write it; the answer is its first day."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> date | None:
        """The first day of the month; None when nothing was typed."""
        if isinstance(value, date):
            return value
        text = in_plain_signs(str(value or ""))
        if not text:
            return None
        # A draft keeps the day.
        text = text[:7] if re.fullmatch(r"\d{4}-\d\d-01", text) else text
        numbers, words = _NUMBERS.fullmatch(text), _WORDS.fullmatch(folded(text))
        if numbers:
            year, number = int(numbers[1] or numbers[4]), int(numbers[2] or numbers[3])
        elif words:
            year, number = int(words[2] or words[3]), month_numbers().get(words[1] or words[4], 0)
        else:
            raise refusal("month")
        if not 1 <= number <= 12 or not 1900 <= year <= 2200:
            raise refusal("month")
        return date(year, number, 1)

    def validate(self, value: Any) -> None:
        """Not before there was an exchange."""
        super().validate(value)
        if value and value.year < FIRST_YEAR:
            raise refusal("too_early")

    def prepare_value(self, value: Any) -> Any:
        """A kept day as month and year."""
        kept = re.fullmatch(r"(\d{4})-(\d\d)-01", str(value or ""))
        return f"{kept[2]}/{kept[1]}" if kept else value


def month(label: Words, *, hint: Words = "", required: Words = "") -> Month:
    """A month that is not in the future (check it with `has_come`); optional unless `required` says what to do."""
    return Month(
        label=label,
        help_text=hint or _("For example 03/2024 or March 2024."),
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
