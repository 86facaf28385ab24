"""The fields that request types share, each made fresh for its form (domain §4.4); one module per kind."""

from forms_catalog.fields.account_ids import AccountID, account_id
from forms_catalog.fields.choosing import Choice, Choices, choice, choices
from forms_catalog.fields.consents import Consent, consent
from forms_catalog.fields.days import Day, Month, has_come, month, past_day
from forms_catalog.fields.emails import Email, email
from forms_catalog.fields.lines import Addresses, Identifiers, Transactions, addresses, identifiers, transactions
from forms_catalog.fields.moments import Moment, MomentField, moment, moment_has_come
from forms_catalog.fields.names import FullName, full_name, subject
from forms_catalog.fields.numbers import Amount, WholeNumber, amount, whole_number
from forms_catalog.fields.places import Country, TimeZone, country, time_zone
from forms_catalog.fields.references import Reference, reference
from forms_catalog.fields.texts import details, short_text

__all__ = [
    "AccountID",
    "Addresses",
    "Amount",
    "Choice",
    "Choices",
    "Consent",
    "Country",
    "Day",
    "Email",
    "FullName",
    "Identifiers",
    "Moment",
    "MomentField",
    "Month",
    "Reference",
    "TimeZone",
    "Transactions",
    "WholeNumber",
    "account_id",
    "addresses",
    "amount",
    "choice",
    "choices",
    "consent",
    "country",
    "details",
    "email",
    "full_name",
    "has_come",
    "identifiers",
    "moment",
    "moment_has_come",
    "month",
    "past_day",
    "reference",
    "short_text",
    "subject",
    "time_zone",
    "transactions",
    "whole_number",
]
