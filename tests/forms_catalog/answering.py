"""Good answers for any page of any type, and every choice that a page offers."""

from typing import Any

from django import forms

from forms_catalog.definition import Step

TEXTS = {
    "account_email": "alice@example.com",
    "contact_email": "alice@example.net",
    "ticket_reference": "",
}


def variants(step: Step) -> list[dict[str, Any]]:
    """Ways to answer a page so that each choice is taken once. Fields that are no choice get one good answer."""
    fields = step.fields()
    usual = {name: _good(name, field) for name, field in fields.items()}
    found = [usual]
    for name, field in fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            found += [usual | {name: [code]} for code in _codes(field)]
        elif isinstance(field, forms.ChoiceField):
            found += [usual | {name: code} for code in _codes(field)]
    return found


def _codes(field: Any) -> list[str]:
    return [code for code, _label in field.choices]


def _good(name: str, field: forms.Field) -> Any:
    if isinstance(field, forms.MultipleChoiceField):
        return []
    if isinstance(field, forms.ChoiceField):
        return _codes(field)[0]
    if isinstance(field, forms.DateField):
        return "2026-03-01"
    return TEXTS.get(name, "Something that happened to me yesterday evening.")
