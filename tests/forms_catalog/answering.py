"""Good answers for any page of any type, and every choice that a page offers."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from calls.slots import candidates, is_weekend
from forms_catalog.definition import Answers, Step
from forms_catalog.fields import (
    AccountID,
    Addresses,
    Amount,
    BirthDate,
    Consent,
    Country,
    CryptoAddress,
    Email,
    Entries,
    FullName,
    Identifiers,
    LastDigits,
    MomentField,
    Month,
    Phone,
    PostalCode,
    Share,
    SlotDay,
    SlotTime,
    TimeZone,
    TransactionID,
    Transactions,
    Website,
    WholeNumber,
)
from forms_catalog.journey import offered

TEXTS = {
    "account_email": "alice@example.com",
    "contact_email": "alice@example.net",
    "ticket_reference": "",
    "date_from": "2099-05-01",
    "date_to": "2099-05-03",
    "cover_letter": "I have kept servers running for ten years and would like to keep yours. " * 4,
    "new_given": "Zoé",
    "new_family": "Martin",
    "new_number": "+12025550123",
    "old_number_last4": "0123",
    "new_id_expiry": "2039-03-01",
    "id_expiry": "2099-05-04",
    "related_ticket": "",
}

GOOD: dict[type[forms.Field], Any] = {
    AccountID: "AA12 BCDE FGHI 3456",
    Addresses: "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    Amount: "0,04",
    BirthDate: "1985-03-27",
    Consent: "on",
    Country: "Belgique",
    CryptoAddress: "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    Email: "alice@example.com",
    FullName: "Alice Example",
    LastDigits: "1234",
    Phone: "+33199001234",
    PostalCode: "1050",
    Share: "25",
    Identifiers: "https://kraken-help.example.com/verify",
    MomentField: "2026-03-04T12:30:00+01:00[Europe/Paris]",
    Month: "03/2024",
    TimeZone: "Europe/Paris",
    TransactionID: "ab" * 32,
    Transactions: "ab" * 32,
    Website: "www.example.com",
    WholeNumber: "1",
}
"""One good answer for each kind of field; a moment and a birthday are given as a draft keeps them."""

ALICE = {"name": "Alice Example", "born": "1980-03-01", "country": "France"}
LISTS: dict[str, list[dict[str, Any]]] = {
    "people": [
        {"id": "aaaaaa", "kind": "person", **ALICE, "nationality": "France", "roles": ["opener"], "has_access": "yes"}
        | {"email": "alice@example.com"}
    ],
    "owners": [{"id": "bbbbbb", "kind": "person", **ALICE, "shares": "60", "equity": "", "votes": "1/3"}],
    "control": [
        {
            "id": "cccccc",
            "kind": "person",
            **ALICE,
            "nationality": "France",
            "controls": "majority",
            "controls_note": "",
        }
    ],
}
"""Good entries for lists that are filled entry by entry, by the name of the list."""
MOMENTS = (
    "2026-03-05T12:00:00+01:00[Europe/Paris]",
    "2026-03-05T08:30:00+01:00[Europe/Paris]",
    "2026-03-05T02:30:00+01:00[Europe/Paris]",
    "",
)
"""Half an hour, four and ten hours before the clock of the tests, and never."""
TELLING = {
    "message_seen": ["Error 1015: you are being rate limited"],
    "country": ["AU"],
    "id_expiry": ["2026-03-01"],
    "waiting_since": ["2026-03-04"],
    "proof_issued_on": ["2025-03-01"],
}
"""Texts and days that change the way."""


def variants(step: Step, now: datetime | None = None, answers: Answers | None = None) -> list[dict[str, Any]]:
    """Ways to answer a page so that each choice is taken once. Fields that are no choice get one good answer.

    In: `answers` are those given before, which may leave fewer choices.
    """
    fields: dict[str, Any] = step.fields()
    if step.narrow:
        return [_calls_at_noon(fields, now or timezone.now())]
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


def _calls_at_noon(fields: dict[str, forms.Field], now: datetime) -> dict[str, str]:
    """The coming working days, at noon in Paris."""
    days = [day for day in candidates(now=now, zone="Europe/Paris") if not is_weekend(day)]
    names = [name for name, field in fields.items() if isinstance(field, SlotDay)]
    found = {name: day.isoformat() for name, day in zip(names, days, strict=False)}
    return found | {name: "12:00" for name, field in fields.items() if isinstance(field, SlotTime)}


def _codes(field: Any) -> list[str]:
    return [code for code, _label in field.choices if code]


def _good(name: str, field: forms.Field) -> Any:
    if isinstance(field, forms.MultipleChoiceField):
        return _codes(field)[-1:] if field.required else []
    if isinstance(field, forms.ChoiceField):
        return _codes(field)[0]
    if isinstance(field, Entries):
        return LISTS[name]
    if name in TEXTS:
        return TEXTS[name]
    if isinstance(field, forms.DateField):
        return "2026-03-01"
    for kind, good in GOOD.items():
        if isinstance(field, kind):
            return good
    return "Something that happened to me yesterday evening, at home."
