"""The field for an email address (V-EMAIL): the one rule of what counts as one, wherever somebody types it."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from operations.typed import has_control_signs, one_line
from outbox.addresses import LONGEST, can_be_written_to
from secret_guard.fields import GuardedText
from secret_guard.validators import no_secrets

FULL_ADDRESS = _("Enter a full email address, like name@example.com")


class _NotTooLong(MaxLengthValidator):
    code = "long"


class Address(GuardedText):
    """Takes “mailto:” and stray spaces; keeps the part before the @ as typed, and a +tag, which makes a different account.

    A domain in other letters than ASCII is kept in punycode: what looks like another domain is then seen to be another,
    and the same domain has one spelling wherever addresses are compared.
    """

    widget = forms.EmailInput
    default_validators = [
        EmailValidator(message=FULL_ADDRESS, code="email"),
        _NotTooLong(LONGEST, message=_("Enter a shorter email address")),
    ]

    def to_python(self, value: Any) -> str:
        """The address without decoration, its domain in lower case; with a line break in it, it is left for its refusal."""
        text = super().to_python(value).strip()
        if len(text) > LONGEST or has_control_signs(text):
            return text
        # Before its spaces are gone: they are what tells a recovery phrase from a word.
        no_secrets(text)
        text = one_line(text.replace("\uff20", "@")).replace(" ", "").removeprefix("mailto:").strip("<>")
        local, at, domain = text.rpartition("@")
        return f"{local}{at}{_in_ascii(domain.lower())}"

    def validate(self, value: str) -> None:
        """Refuse what no letter can be addressed to: we would promise an answer that never comes."""
        super().validate(value)
        if value and not can_be_written_to(value):
            raise forms.ValidationError(FULL_ADDRESS, code="email")


def _in_ascii(domain: str) -> str:
    try:
        return domain if domain.isascii() else punycode(domain)
    except UnicodeError:
        return domain
