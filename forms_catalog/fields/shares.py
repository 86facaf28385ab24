"""A part of a company: a percentage or a fraction, kept exactly as it was meant."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.wording import sentences
from forms_catalog.ownership.figures import NotAShare, percentage_of, plain_share, share_of


class Share(forms.Field):
    """A share from 0 to 100 % with at most six decimals, or a fraction such as 1/3; the answer is a text, `33.3` or `1/3`."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        """The share in one spelling; empty when nothing was typed (E-SHARE)."""
        text = str(value if value is not None else "")
        if not text.strip():
            return ""
        try:
            return plain_share(text)
        except NotAShare:
            raise refusal("share") from None


def share(label: Words, *, hint: Words = "", required: Words = "") -> Share:
    """A part of a company; optional unless `required` says what to do."""
    return Share(
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "maxlength": "24"}),
    )


def share_in_words(share: Fraction) -> str:
    """A share as a percentage in the active language; said to be rounded where it is."""
    text, exact = percentage_of(share)
    sentence = _("%(number)s%%") if exact else _("about %(number)s%%")
    return sentence % {"number": number_format(Decimal(text))}


def kept_share_in_words(kept: str) -> str:
    """A share that a draft kept, as a percentage; a fraction as it was given as well."""
    words = share_in_words(share_of(kept))
    return f"{kept} ({words})" if "/" in kept else words
