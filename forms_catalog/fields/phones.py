"""Telephone numbers (V-PHONE): kept as E.164 with the extension apart, premium-rate ones refused."""

from collections.abc import Sequence
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from forms_catalog.countries import country_code
from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.parts import Parts
from forms_catalog.fields.places import CountryBox
from forms_catalog.fields.wording import sentences
from operations.typed import in_plain_signs

_EXTENSION = ";ext="
_SATELLITES = {870, 881, 882, 883}
_FLAGS = {
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PAGER: "pager",
}


def phone_flag(*, kept: str) -> str:
    """What makes a number hard to call: `toll_free`, `shared_cost`, `voip`, `pager`, `satellite`; empty for usual ones."""
    number = phonenumbers.parse(line_of(kept=kept))
    if number.country_code in _SATELLITES:
        return "satellite"
    return _FLAGS.get(phonenumbers.number_type(number), "")


def line_of(*, kept: str) -> str:
    """A number without its extension: the line that rings."""
    return kept.partition(_EXTENSION)[0]


def phone_in_words(*, kept: str) -> str:
    """A number as people read it, with its extension."""
    e164, _mark, extension = kept.partition(_EXTENSION)
    shown = phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.INTERNATIONAL)
    return f"{shown} #{extension}" if extension else shown


class PhoneBoxes(Parts):
    """The number and the country it belongs to; the country is needed only where the number does not say it."""

    def __init__(self) -> None:
        super().__init__(
            {
                "number": (_("Number"), forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})),
                "country": (_("Country, if the number does not begin with +"), CountryBox({"autocomplete": "off"})),
            }
        )

    def decompress(self, value: Any) -> Sequence[str]:
        """A kept number says its country itself."""
        return [phone_in_words(kept=value) if value else "", ""]


class Phone(forms.Field):
    """A number that exists by its country's plan; the answer is E.164, like +33199001234 or +33199001234;ext=12."""

    widget = PhoneBoxes

    def to_python(self, value: Any) -> str:
        """The number; empty when nothing was typed."""
        typed, country = [str(each or "") for each in value] if isinstance(value, list) else [value or "", ""]
        text = in_plain_signs(typed).removeprefix("tel:").strip()
        if not text:
            return ""
        region = country_code(typed=country)
        if country.strip() and not region:
            raise refusal("country")
        if text.startswith("00"):
            text = f"+{text[2:]}"
        if not text.startswith("+") and not region:
            raise refusal(
                "phone", _("Say which country this number belongs to, or begin it with + and the country code")
            )
        return _kept(_parsed(text.replace("(0)", ""), region))

    def doubts(self, value: str) -> Sequence[Words]:
        """Whether agents may fail to reach this number."""
        if not phone_flag(kept=value):
            return ()
        return [_("Agents may not be able to call this number. If you have another one, give that.")]


def _parsed(text: str, region: str) -> PhoneNumber:
    try:
        number = phonenumbers.parse(text, region or None)
    except NumberParseException:
        raise refusal("phone") from None
    sort = phonenumbers.number_type(number)
    # Of no sort is what its country's plan does not know.
    if sort == PhoneNumberType.UNKNOWN:
        raise refusal("phone")
    # Being called there would cost us dearly, and would pay whoever asked for it.
    if sort == PhoneNumberType.PREMIUM_RATE:
        raise refusal("phone_premium")
    return number


def _kept(number: PhoneNumber) -> str:
    extension = f"{_EXTENSION}{number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + extension


def phone(label: Words, *, hint: Words = "", required: Words = "") -> Phone:
    """A telephone number; optional unless `required` says what to do."""
    return Phone(label=label, help_text=hint, required=bool(required), error_messages=sentences(required))
