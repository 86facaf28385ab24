"""The day somebody was born, in three boxes: a calendar would have to be turned back for decades."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Answers, Asking, Words
from forms_catalog.errors import refusal
from forms_catalog.fields.days import FURTHEST_AHEAD, Check, month_numbers
from forms_catalog.fields.parts import Parts
from forms_catalog.fields.wording import sentences
from operations.typed import folded, in_plain_signs
from secret_guard.validators import no_secrets

OF_AGE = 18
"""From this age on somebody may have an account."""
EARLIEST_YEAR = 1900


def age_on(*, day: date, born: date) -> int:
    """How many years somebody has lived on a day; a birthday on 29 February is 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class BirthBoxes(Parts):
    """Day, month and year, for a keyboard of digits; a browser that knows the birthday fills them in."""

    def __init__(self, *, of_another: bool = False) -> None:
        longest = {"day": (_("Day"), 2), "month": (_("Month"), 12), "year": (_("Year"), 4)}
        super().__init__(
            {
                part: (label, _digits("off" if of_another else f"bday-{part}", most))
                for part, (label, most) in longest.items()
            }
        )

    def decompress(self, value: Any) -> Sequence[str]:
        """Day, month and year of a kept day."""
        try:
            kept = parse_date(str(value or ""))
        except ValueError:
            kept = None
        return [str(kept.day), str(kept.month), str(kept.year)] if kept else ["", "", ""]


def _digits(autocomplete: str, longest: int) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": autocomplete, "maxlength": str(longest)})


class BirthDate(forms.Field):
    """A day on which somebody living may have been born; the answer is a date."""

    widget = BirthBoxes

    def to_python(self, value: Any) -> date | None:
        """The day; None when nothing was typed."""
        if value is None or isinstance(value, date):
            return value
        parts = value.split("-")[::-1] if isinstance(value, str) else value
        typed = [in_plain_signs(str(each or "")) for each in parts]
        if not any(typed):
            return None
        no_secrets(" ".join(typed))
        try:
            day, month, year = typed
            return date(int(year), month_numbers().get(folded(month)) or int(month), int(day))
        except (ValueError, OverflowError):
            raise refusal("birth_date") from None

    def validate(self, value: Any) -> None:
        """Nobody living was born before that year."""
        super().validate(value)
        if value and value.year < EARLIEST_YEAR:
            raise refusal("birth_date")


def birth_date(label: Words, *, hint: Words = "", required: Words = "", of_another: bool = False) -> BirthDate:
    """The day somebody was born; the page's check `is_of_age` counts their years.

    In: `of_another` when it is not the birthday of whoever types, which their browser might offer.
    """
    return BirthDate(
        widget=BirthBoxes(of_another=of_another),
        label=label,
        help_text=hint or _("For example 27 3 1985. The name of the month will do too."),
        required=bool(required),
        error_messages=sentences(required),
    )


def is_of_age(name: str) -> Check:
    """A page's check that its day of birth is long enough ago, wherever on earth the person is (E-UNDERAGE)."""

    def check(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
        born = cleaned[name]
        if born and age_on(day=_latest_day(asking.now), born=born) < OF_AGE:
            return {name: refusal("underage", age=OF_AGE)}
        return {}

    return check


def _latest_day(now: datetime) -> date:
    return (now + FURTHEST_AHEAD).date()
