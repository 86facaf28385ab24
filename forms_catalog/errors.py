"""Every error code of a form and its sentence, once: what a person reads, in the words of what to do next (domain §4.5).

A question may say the same in words of its own; the code stays. Codes of files and of secrets have their sentences where
they are found; `every_sentence` brings all together.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import FULL_ADDRESS
from attachments.sentences import refusal_sentence
from attachments.states import Refusal
from forms_catalog.definition import Words
from secret_guard.validators import SENTENCES_BY_CODE, TOO_LONG

SENTENCES: Mapping[str, Words] = {
    "required": _("This answer is needed: fill it in to go on"),
    "short": _("Write a little more, so that an agent can help at once"),
    "long": TOO_LONG,
    "choice": _("Select one of the answers"),
    "name": _("Enter your full name as it stands on your identity document"),
    "email": FULL_ADDRESS,
    "same_email": _("Give a different address: you told us you cannot read the account’s"),
    "account_id": _("Enter the 16 letters and digits of your public account ID; it starts with AA"),
    "country": _("Enter the name of a country, and choose it from the list"),
    "number": _("Enter a whole number from %(smallest)d to %(largest)d"),
    "amount": _("Enter the amount as a plain number, like 0.05"),
    "links": _("Keep at most %(limit)d links in your text; it has %(found)d"),
    "lines": _("Give at most %(limit)d, one per line; there are %(found)d"),
    "phone": _("Enter the number with its country, like +33 1 99 00 12 34"),
    "phone_premium": _("Give another number: we cannot call premium-rate numbers"),
    "phone_mobile": _("Give a mobile number: the exchange sends it a code by text message"),
    "same_name": _("Enter the new name: this one is the name that your account has now"),
    "date": _("Enter a day as year, month and day, like 2026-03-05"),
    "month": _("Enter a month and a year, like 03/2024 or March 2024"),
    "time": _("Enter a time of day, like 14:30"),
    "future": _("Enter a day or time that has already been"),
    "past": _("Enter a day that is still to come"),
    "website": _("Enter the address of a website, like www.example.com"),
    "before_start": _("Enter a last day that is not before the first one"),
    "birth_date": _("Enter the day, month and year of your birth, like 27 3 1985"),
    "underage": _("Check the year: an account is for people of %(age)d or over"),
    "last_digits": _("Enter only the last %(count)d digits, and no others"),
    "too_early": _("Enter a day from 2011 on: the exchange is not older"),
    "tz": _("Enter the nearest large city, like Lyon, or the name of your time zone"),
    "time_dst": _("Enter another time: the clocks went forward then, and this one did not exist"),
    "time_closed": _("Choose another time: we are closed then. We are open %(hours)s, %(zone)s."),
    "date_today": _("Choose a later day: a call cannot be today. The first possible day is %(day)s."),
    "date_window": _("Choose a day from %(first)s to %(last)s"),
    "date_dup": _("Choose a different day for each proposal"),
    "date_weekend": _("Change one of the days: only one may be a Saturday or Sunday"),
    "proof_age": _("Use a more recent document: it must be from %(first)s or later"),
    "po_box": _("Enter the street you live in: a PO box does not show where you live"),
    "postal_code": _("Check the postal code: those of this country look like %(example)s"),
    "consent": _("Tick the box: without your agreement we cannot look at these documents"),
    "parent": _(
        "We cannot find this request for you in this browser. Check the reference, or send the documents without it."
    ),
    "ownership_sum": _("Check the shares of %(company)s: together they are %(number)s%%, which is more than the whole"),
    "ownership_votes": _(
        "Check the votes in %(company)s: together they are %(number)s%%, which is more than the whole"
    ),
    "ownership_loop": _(
        "Check the owners of %(company)s: it appears as an owner of itself. If that is so, explain it in its entry."
    ),
    "ownership_closed": _("Add the owners of %(company)s: it holds %(threshold)s or more"),
    "ownership_twice": _("Name the owners of %(company)s in one place only: they now stand in two"),
    "opener": _("Add the person who opened the account, and tick that role"),
    "control": _("Name the person who has significant control"),
    "share": _("Enter a share from 0 to 100, like 25 or 33.333333, or a fraction like 1/3"),
    "entry": _("Check what you wrote about %(name)s"),
    "entries": _("Keep at most %(limit)d in this list; it has %(found)d"),
    "files_5": _("You can add 5 files. To send up to 10 at once, sign in."),
    "files_10": _("You can add 10 files at once. Send the others in another request."),
    "file_dup": _("You have already added “%(name)s”"),
    "rate": _("Wait until %(time)s, then try again: there were too many tries"),
}


def refusal(code: str, sentence: Words = "", **params: Any) -> ValidationError:
    """The refusal with this code, in its own sentence or in one that says more."""
    return ValidationError(sentence or SENTENCES[code], code=code, params=params or None)


def every_sentence() -> dict[str, Words]:
    """Each code that a customer's form can answer with, and its sentence, in the active language: a field's, a secret's or a file's."""
    files = {each.value: refusal_sentence(code=each.value, name="%(name)s") for each in Refusal}
    return {**SENTENCES, **SENTENCES_BY_CODE, **files}
