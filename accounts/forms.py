"""What a person types to sign in: an address, and a code that we have just sent there."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from outbox.addresses import can_be_written_to
from secret_guard.fields import GuardedText
from secret_guard.validators import no_secrets

FULL_ADDRESS = _("Enter a full email address, like name@example.com")


class Address(GuardedText):
    """An email address that a letter can be sent to; takes “mailto:” and stray spaces, keeps a +tag."""

    widget = forms.EmailInput
    default_validators = [
        EmailValidator(message=FULL_ADDRESS),
        MaxLengthValidator(254, message=_("Enter a shorter email address")),
        no_secrets,
    ]

    def to_python(self, value: Any) -> str:
        """The address without decoration, its domain in lower case."""
        text = "".join(super().to_python(value).split()).removeprefix("mailto:").strip("<>")
        local, at, domain = text.rpartition("@")
        return f"{local}{at}{domain.lower()}"

    def validate(self, value: str) -> None:
        """Refuse what no letter can be addressed to, beyond what makes it no address."""
        super().validate(value)
        if value and not can_be_written_to(value):
            raise forms.ValidationError(FULL_ADDRESS, code="invalid")


class AddressForm(forms.Form):
    """Where to send the code."""

    use_required_attribute = False

    address = Address(
        label=_("Your email address"),
        help_text=_("We send a code there. If you have no account yet, the code makes one."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your email address")},
    )


class CodeForm(forms.Form):
    """The code from the letter."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("Code from our letter"),
        help_text=_("Six digits. Never enter a code from an authenticator app here."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the code from our letter"),
            "max_length": _("Enter only the six digits from our letter"),
        },
    )
