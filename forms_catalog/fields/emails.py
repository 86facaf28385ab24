"""Email addresses (V-EMAIL)."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.fields.wording import sentences
from secret_guard.fields import GuardedText
from secret_guard.validators import no_secrets


def email(label: Words, *, hint: Words = "", required: Words = "") -> forms.Field:
    """An email address; the part before the @ is kept exactly as typed, the domain lower-cased (V-EMAIL)."""
    return Email(
        label=label,
        help_text=hint,
        error_messages=sentences(required or _("Enter your email address")),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )


class Email(GuardedText):
    """Takes “mailto:” and stray spaces; keeps a +tag, which makes a different account (domain §4.5)."""

    widget = forms.EmailInput
    default_validators = [
        EmailValidator(message=_("Enter a full email address, like name@example.com")),
        MaxLengthValidator(254, message=_("Enter a shorter email address")),
        no_secrets,
    ]

    def to_python(self, value: Any) -> str:
        """The address without decoration, its domain in lower case."""
        text = "".join(super().to_python(value).split()).removeprefix("mailto:").strip("<>")
        local, at, domain = text.rpartition("@")
        return f"{local}{at}{domain.lower()}"
