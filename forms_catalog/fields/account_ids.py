"""The public ID of an account: it names an account and opens nothing."""

import re
from typing import Any

from django import forms

from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.wording import sentences
from operations.typed import in_plain_signs
from secret_guard.fields import GuardedText

_PUBLIC_ID = re.compile(r"AA[0-9A-Z]{14}")
_SEPARATORS = re.compile(r"[\s-]+")


class AccountID(GuardedText):
    """A public account ID, however its signs are grouped (E-ACCOUNT-ID)."""

    def to_python(self, value: Any) -> str:
        """Sixteen capitals and digits; what cannot be one is left as it was typed."""
        text = super().to_python(value)
        plain = _SEPARATORS.sub("", in_plain_signs(text)).upper()
        return plain if _PUBLIC_ID.fullmatch(plain) else text

    def validate(self, value: Any) -> None:
        """Only an ID will do."""
        super().validate(value)
        if value and not _PUBLIC_ID.fullmatch(value):
            raise refusal("account_id")


def account_id(label: Words, *, hint: Words = "", required: Words = "") -> AccountID:
    """A public account ID; optional unless `required` says what to do."""
    return AccountID(
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
