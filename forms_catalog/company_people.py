"""The people who act for a company or control it, as a customer names them (domain B6)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Answers, Asking, Words
from forms_catalog.errors import refusal
from forms_catalog.fields import EntryKind, birth_date, choice, choices, country, email, full_name, has_come, short_text

MOST_PEOPLE = 40
ROLES: Mapping[str, Words] = {
    "opener": _("Opened the account"),
    "shareholder": _("Shareholder"),
    "director": _("Director"),
    "representative": _("Authorised representative"),
}
CONTROLS: Mapping[str, Words] = {
    "majority": _("Holds the majority"),
    "managing_director": _("Managing director"),
    "chief_executive": _("Chief executive"),
    "other": _("Another way"),
}


def _somebody() -> dict[str, forms.Field]:
    return {
        "name": full_name(_("Full legal name"), required=_("Enter the full name"), autocomplete="off"),
        "born": birth_date(_("Date of birth"), required=_("Enter the date of birth"), of_another=True),
        "nationality": country(_("Nationality"), hint=_("The country."), required=_("Enter the country")),
        "country": country(_("Country of residence"), required=_("Enter the country they live in")),
    }


def _writable(cleaned: Answers, asking: Asking) -> dict[str, Any]:
    """Whoever uses the account must be reachable."""
    wrong = dict(has_come("born")(cleaned, asking))
    if cleaned.get("has_access") == "yes" and cleaned.get("email") == "":
        wrong["email"] = refusal("required", _("Enter the email address of everybody who uses the account"))
    return wrong


def opener_is_named(cleaned: Answers, _asking: Asking) -> Mapping[str, ValidationError]:
    """Whether the person who opened the account is among those named."""
    named = any("opener" in each["roles"] for each in cleaned["people"])
    return {} if named else {"people": refusal("opener")}


PERSON = EntryKind(
    label=_("A person"),
    title=_("A person who acts for the company"),
    fields=lambda: (
        _somebody()
        | {
            "roles": choices(
                _("What they are"), ROLES, hint=_("Tick all that apply."), required=_("Tick what they are")
            ),
            "has_access": choice(
                _("Do they use the account?"),
                {"yes": _("Yes"), "no": _("No")},
                required=_("Select whether they use the account"),
            ),
            "email": email(
                _("Their email"), hint=_("Needed of everybody who uses the account."), autocomplete="off", optional=True
            ),
        }
    ),
    check=_writable,
    tells=lambda entry: [ROLES[each] for each in entry["roles"]],
)
CONTROLLER = EntryKind(
    label=_("A person"),
    title=_("The person who has significant control"),
    hint=_("A natural person. It may be somebody you have named before."),
    fields=lambda: (
        _somebody()
        | {
            "controls": choice(_("How they control it"), CONTROLS, required=_("Select how they control it")),
            "controls_note": short_text(_("In other words")),
        }
    ),
    check=has_come("born"),
    tells=lambda entry: [CONTROLS[entry["controls"]]],
)
