"""Email addresses (V-EMAIL)."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.errors import SENTENCES
from forms_catalog.fields.wording import AtMost, sentences
from forms_catalog.typed import has_control_signs, one_line
from secret_guard.fields import GuardedText

LONGEST_ADDRESS = 254


def email(label: Words, *, hint: Words = "", required: Words = "") -> forms.Field:
    """An email address; the part before the @ is kept exactly as typed, the domain lower-cased (V-EMAIL)."""
    return Email(
        label=label,
        help_text=hint,
        error_messages=sentences(required or _("Enter your email address")),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )


class Email(GuardedText):
    """Takes “mailto:” and stray spaces; keeps a +tag, which makes a different account (domain §4.5).

    A domain in other letters than ASCII is kept in punycode: what looks like another domain is then seen to be another.
    """

    widget = forms.EmailInput
    default_validators = [
        EmailValidator(message=SENTENCES["email"], code="email"),
        AtMost(LONGEST_ADDRESS, _("Enter a shorter email address")),
    ]

    def to_python(self, value: Any) -> str:
        """The address without decoration, its domain in lower case; with a line break in it, it is left for its refusal."""
        text = super().to_python(value).strip()
        if len(text) > LONGEST_ADDRESS or has_control_signs(text):
            return text
        text = one_line(text.replace("\uff20", "@")).replace(" ", "").removeprefix("mailto:").strip("<>")
        local, at, domain = text.rpartition("@")
        return f"{local}{at}{_in_ascii(domain.lower())}"


def _in_ascii(domain: str) -> str:
    try:
        return domain if domain.isascii() else punycode(domain)
    except UnicodeError:
        return domain
