"""Good answers for any page of any type, and every choice that a page offers."""

from typing import Any

from django import forms

from forms_catalog.definition import Answers, Step
from forms_catalog.fields import (
    AccountID,
    Addresses,
    Amount,
    Consent,
    Country,
    CryptoAddress,
    Email,
    FullName,
    Identifiers,
    LastDigits,
    MomentField,
    Month,
    Phone,
    PostalCode,
    TimeZone,
    TransactionID,
    Transactions,
    WholeNumber,
)
from forms_catalog.journey import offered

TEXTS = {
    "account_email": "alice@example.com",
    "contact_email": "alice@example.net",
    "ticket_reference": "",
}

GOOD: dict[type[forms.Field], Any] = {
    AccountID: "AA12 BCDE FGHI 3456",
    Addresses: "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    Amount: "0,04",
    Consent: "on",
    Country: "Belgique",
    CryptoAddress: "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    Email: "alice@example.com",
    FullName: "Alice Example",
    LastDigits: "1234",
    Phone: "+33199001234",
    PostalCode: "1050",
    Identifiers: "https://kraken-help.example.com/verify",
    MomentField: "2026-03-04T12:30:00+01:00[Europe/Paris]",
    Month: "03/2024",
    TimeZone: "Europe/Paris",
    TransactionID: "ab" * 32,
    Transactions: "ab" * 32,
    WholeNumber: "1",
}
"""One good answer for each kind of field; a moment is given as a draft keeps it."""

MOMENTS = (
    "2026-03-05T12:00:00+01:00[Europe/Paris]",
    "2026-03-05T08:30:00+01:00[Europe/Paris]",
    "2026-03-05T02:30:00+01:00[Europe/Paris]",
    "",
)
"""Half an hour, four and ten hours before the clock of the tests, and never."""
TELLING = {"message_seen": ["Error 1015: you are being rate limited"]}
"""Texts that change the way."""


def variants(step: Step, *, answers: Answers | None = None) -> list[dict[str, Any]]:
    """Ways to answer a page so that each choice is taken once. Fields that are no choice get one good answer.

    In: `answers` are those given before, which may leave fewer choices.
    """
    fields: dict[str, Any] = step.fields()
    for name, codes in offered(step, answers or {}).items():
        fields[name].choices = [each for each in fields[name].choices if each[0] in codes]
    usual = {name: _good(name, field) for name, field in fields.items()}
    found = [usual]
    for name, field in fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            found += [usual | {name: [code]} for code in _codes(field)]
        elif isinstance(field, forms.ChoiceField):
            found += [usual | {name: code} for code in _codes(field)]
        elif isinstance(field, MomentField):
            found += [usual | {name: moment} for moment in MOMENTS if moment or not field.required]
        found += [usual | {name: text} for text in TELLING.get(name, ())]
    return found


def _codes(field: Any) -> list[str]:
    return [code for code, _label in field.choices if code]


def _good(name: str, field: forms.Field) -> Any:
    if isinstance(field, forms.MultipleChoiceField):
        return _codes(field)[-1:] if field.required else []
    if isinstance(field, forms.ChoiceField):
        return _codes(field)[0]
    if isinstance(field, forms.DateField):
        return "2026-03-01"
    if name in TEXTS:
        return TEXTS[name]
    for kind, good in GOOD.items():
        if isinstance(field, kind):
            return good
    return "Something that happened to me yesterday evening."
