"""The fields that request types share, each made fresh for its form (domain §4.4); one module per kind."""

from forms_catalog.fields.choosing import Choice, Choices, choice, choices
from forms_catalog.fields.days import past_day
from forms_catalog.fields.emails import Email, email
from forms_catalog.fields.references import Reference, reference
from forms_catalog.fields.texts import details, short_text

__all__ = [
    "Choice",
    "Choices",
    "Email",
    "Reference",
    "choice",
    "choices",
    "details",
    "email",
    "past_day",
    "reference",
    "short_text",
]
