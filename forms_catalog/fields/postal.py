"""Postal addresses in parts (V-POSTAL): a street one lives in, a city, and a code that fits the country."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Answers, Asking, Words
from forms_catalog.errors import refusal
from forms_catalog.fields.days import Check
from forms_catalog.fields.names import Line
from forms_catalog.fields.wording import AtMost, sentences
from operations.typed import folded, in_plain_signs

_PO_BOX = re.compile(
    r"\b(?:p ?o ?box|post office box|postbox|boite postale|b ?p ?\d+|cs ?\d{4,5}|case postale|cp ?\d+ ?poste|postfach|postbus|"
    r"apartado(?: postal| de correos)?|casella postale|caixa postal|skrytka pocztowa|poste restante)\b"
)
CODES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("FR", "DE", "ES", "IT", "FI", "EE", "HR", "TR", "MA", "MX", "UA", "TH", "SN"), (r"\d{5}", "12345")
    ),
    **dict.fromkeys(
        ("BE", "CH", "LU", "AT", "DK", "NO", "AU", "NZ", "BG", "HU", "SI", "CY", "TN", "ZA"), (r"\d{4}", "1234")
    ),
    **dict.fromkeys(("IN", "SG", "CN", "RO", "KZ", "CO"), (r"\d{6}", "123456")),
    **dict.fromkeys(("CZ", "SK", "SE", "GR"), (r"\d{3}\d{2}", "123 45")),
    "MC": (r"980\d{2}", "98000"),
    "NL": (r"\d{4}[A-Z]{2}", "1234 AB"),
    "PT": (r"\d{7}", "1234-567"),
    "PL": (r"\d{5}", "12-345"),
    "GB": (r"[A-Z]{1,2}\d[A-Z0-9]?\d[A-Z]{2}", "SW1A 1AA"),
    "IE": (r"[A-Z]\d[0-9W][A-Z0-9]{4}", "D02 X285"),
    "US": (r"\d{5}(?:\d{4})?", "12345"),
    "CA": (r"[A-Z]\d[A-Z]\d[A-Z]\d", "K1A 0B1"),
    "JP": (r"\d{7}", "123-4567"),
    "KR": (r"\d{5}", "12345"),
    "BR": (r"\d{8}", "12345-678"),
    "LV": (r"(?:LV)?\d{4}", "LV-1234"),
    "LT": (r"(?:LT)?\d{5}", "LT-12345"),
    "MT": (r"[A-Z]{3}\d{4}", "VLT 1117"),
}
"""The shape of a code without spaces and dashes, and an example, by country. Elsewhere any code will do, and none."""
WITH_REGION = frozenset({"US", "CA", "AU", "BR", "IN", "MX", "CN", "JP"})
"""Countries whose addresses are not complete without a state or province."""
_SEPARATORS = re.compile(r"[\s-]+")


class Street(Line):
    """A street with its number; not a box in a post office."""

    def validate(self, value: Any) -> None:
        """A PO box shows nobody's home."""
        super().validate(value)
        if _PO_BOX.search(folded(value)):
            raise refusal("po_box")


class PostalCode(Line):
    """A postal code in capitals."""

    def to_python(self, value: Any) -> str:
        """The code as it is usually written."""
        return " ".join(in_plain_signs(super().to_python(value)).upper().split())


def _short(kind: type[Line], label: Words, hint: Words, required: Words, limit: int, autocomplete: str) -> Line:
    return kind(
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
        validators=(AtMost(limit, _("Shorten this to %(limit_value)d characters; it has %(show_value)d")),),
    )


def street(label: Words, *, hint: Words = "", required: Words = "") -> Line:
    """Street and number; optional unless `required` says what to do."""
    return _short(Street, label, hint, required, 200, "street-address")


def city(label: Words, *, hint: Words = "", required: Words = "") -> Line:
    """A city; optional unless `required` says what to do."""
    return _short(Line, label, hint, required, 100, "address-level2")


def region(label: Words, *, hint: Words = "", required: Words = "") -> Line:
    """A state or province; the check `fits_the_country` asks for it where addresses have one."""
    return _short(Line, label, hint, required, 100, "address-level1")


def postal_code(label: Words, *, hint: Words = "", required: Words = "") -> Line:
    """A postal code; the check `fits_the_country` compares it with the country."""
    return _short(PostalCode, label, hint, required, 16, "postal-code")


def fits_the_country(*, country: str, code: str, region: str = "") -> Check:
    """A check that an address has what its country wants. In: the names of the fields, on this page or an earlier one."""

    def check(cleaned: Answers, asking: Asking) -> dict[str, Words | ValidationError]:
        given = {**asking.answers, **cleaned}
        wrong: dict[str, Words | ValidationError] = {}
        shape = CODES.get(str(given.get(country, "")))
        if shape and code in cleaned and not re.fullmatch(shape[0], _SEPARATORS.sub("", str(cleaned[code] or ""))):
            words = _("Enter the postal code: those of this country look like %(example)s") if not cleaned[code] else ""
            wrong[code] = refusal("postal_code", words, example=shape[1])
        if region in cleaned and not cleaned[region] and given.get(country) in WITH_REGION:
            wrong[region] = refusal("required")
        return wrong

    return check
