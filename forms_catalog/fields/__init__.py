"""The fields that request types share, each made fresh for its form (domain §4.4); one module per kind."""

from forms_catalog.fields.account_ids import AccountID, account_id
from forms_catalog.fields.births import BirthDate, age_on, birth_date, is_of_age
from forms_catalog.fields.choosing import Checklist, Choice, Choices, checklist, choice, choices
from forms_catalog.fields.consents import Consent, consent
from forms_catalog.fields.days import (
    Day,
    Month,
    coming_day,
    has_come,
    is_to_come,
    month,
    oldest_proof,
    past_day,
    recent_proof,
)
from forms_catalog.fields.emails import Email, email
from forms_catalog.fields.entries import Entries, EntryKind, entries
from forms_catalog.fields.lines import (
    Addresses,
    Identifiers,
    Lines,
    Transactions,
    addresses,
    identifiers,
    lines,
    transactions,
)
from forms_catalog.fields.moments import Moment, MomentField, latest_of, moment, moment_has_come, moment_or_day
from forms_catalog.fields.names import FullName, full_name, subject
from forms_catalog.fields.numbers import Amount, LastDigits, WholeNumber, amount, last_digits, whole_number
from forms_catalog.fields.on_chain import CryptoAddress, TransactionID, crypto_address, transaction_id
from forms_catalog.fields.phones import Phone, line_of, phone, phone_flag
from forms_catalog.fields.places import Country, TimeZone, country, time_zone
from forms_catalog.fields.postal import PostalCode, Street, city, fits_the_country, postal_code, region, street
from forms_catalog.fields.references import Reference, reference
from forms_catalog.fields.shares import Share, share
from forms_catalog.fields.slots import SlotDay, SlotTime, slot_day, slot_time
from forms_catalog.fields.texts import details, short_text
from forms_catalog.fields.websites import Website, website

__all__ = [
    "AccountID",
    "Addresses",
    "Amount",
    "BirthDate",
    "Checklist",
    "Choice",
    "Choices",
    "Consent",
    "Country",
    "CryptoAddress",
    "Day",
    "Email",
    "Entries",
    "EntryKind",
    "FullName",
    "Identifiers",
    "LastDigits",
    "Lines",
    "Moment",
    "MomentField",
    "Month",
    "Phone",
    "PostalCode",
    "Reference",
    "Share",
    "SlotDay",
    "SlotTime",
    "Street",
    "TimeZone",
    "TransactionID",
    "Transactions",
    "Website",
    "WholeNumber",
    "account_id",
    "addresses",
    "age_on",
    "amount",
    "birth_date",
    "checklist",
    "choice",
    "choices",
    "city",
    "coming_day",
    "consent",
    "country",
    "crypto_address",
    "details",
    "email",
    "entries",
    "fits_the_country",
    "full_name",
    "has_come",
    "identifiers",
    "is_of_age",
    "is_to_come",
    "last_digits",
    "latest_of",
    "line_of",
    "lines",
    "moment",
    "moment_has_come",
    "moment_or_day",
    "month",
    "oldest_proof",
    "past_day",
    "phone",
    "phone_flag",
    "postal_code",
    "recent_proof",
    "reference",
    "region",
    "share",
    "short_text",
    "slot_day",
    "slot_time",
    "street",
    "subject",
    "time_zone",
    "transaction_id",
    "transactions",
    "website",
    "whole_number",
]
