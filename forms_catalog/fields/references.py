"""References of requests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.fields.wording import AtMost, sentences
from secret_guard.fields import GuardedText
from tickets.references import parse_reference


class Reference(GuardedText):
    """The reference of a request, brought to its one spelling; what cannot be one is left as it was typed."""

    def to_python(self, value: Any) -> str:
        """KS-XXXX-XXXX, however it was written."""
        text = super().to_python(value)
        return parse_reference(text) or text


def reference(label: Words, *, required: Words = "") -> Reference:
    """The reference of a request; optional unless `required` says what to do."""
    return Reference(
        label=label,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        validators=(AtMost(40, _("Shorten this to %(limit_value)d characters; it has %(show_value)d")),),
    )
