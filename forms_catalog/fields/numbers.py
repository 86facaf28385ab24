"""Whole numbers and amounts, in the digits of any script."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.wording import sentences
from operations.typed import in_plain_signs

_WHOLE = re.compile(r"\d{1,9}")
MOST_DECIMALS = 18
MOST_DIGITS = 18
_GROUPED = re.compile(r"(?<=\d)[ '’](?=\d{3}(?!\d))")
_AMOUNT = re.compile(r"(\d+)(?:[.,](\d+))?")


class WholeNumber(forms.Field):
    """A whole number within bounds; the answer is an int."""

    widget = forms.TextInput

    def __init__(self, *, smallest: int, largest: int, **kwargs: Any) -> None:
        self.smallest, self.largest = smallest, largest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number; None when nothing was typed."""
        text = in_plain_signs(str(value if value is not None else ""))
        if not text:
            return None
        number = int(text) if _WHOLE.fullmatch(text) else None
        if number is None or not self.smallest <= number <= self.largest:
            raise refusal("number", smallest=self.smallest, largest=self.largest)
        return number


def whole_number(label: Words, *, smallest: int, largest: int, hint: Words = "", required: Words = "") -> WholeNumber:
    """How many; optional unless `required` says what to do."""
    return WholeNumber(
        smallest=smallest,
        largest=largest,
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class Amount(forms.Field):
    """An amount of money or of coins, exact to its last decimal (V-AMOUNT): with a point or a comma, never both."""

    widget = forms.TextInput

    def __init__(self, *, decimals: int = MOST_DECIMALS, **kwargs: Any) -> None:
        self.decimals = decimals
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The amount; None when nothing was typed. Refuses signs, exponents, NaN and a mixture of separators."""
        text = in_plain_signs(str(value if value is not None else "")).replace("\u066b", ".")
        if not text:
            return None
        found = _AMOUNT.fullmatch(_GROUPED.sub("", text))
        if found is None or len(found[1]) > MOST_DIGITS or len(found[2] or "") > self.decimals:
            raise refusal("amount")
        return Decimal(f"{found[1]}.{found[2] or 0}")


def amount(label: Words, *, hint: Words = "", required: Words = "", decimals: int = MOST_DECIMALS) -> Amount:
    """How much; optional unless `required` says what to do."""
    return Amount(
        decimals=decimals,
        label=label,
        help_text=hint or _("A plain number, like 0.05."),
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class LastDigits(forms.Field):
    """The last digits of a number that nobody may ask for whole, such as that of a card or an account."""

    widget = forms.TextInput

    def __init__(self, *, count: int, **kwargs: Any) -> None:
        self.count = count
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The digits; more of the number, or less, is refused and kept nowhere (E-LAST-DIGITS)."""
        text = in_plain_signs(str(value if value is not None else "")).replace(" ", "")
        if text and not re.fullmatch(rf"[0-9]{{{self.count}}}", text):
            raise refusal("last_digits", count=self.count)
        return text


def last_digits(label: Words, *, count: int = 4, hint: Words = "", required: Words = "") -> LastDigits:
    """The last digits of a longer number; optional unless `required` says what to do."""
    return LastDigits(
        count=count,
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "24"}),
    )
