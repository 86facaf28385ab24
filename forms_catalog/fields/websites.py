"""Addresses of websites: kept as text, which nobody's click follows."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.names import Line
from forms_catalog.fields.wording import AtMost, sentences

_SCHEME = re.compile(r"^(?:https?:)?/*", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.)+[^\W\d_]{2,63}(?:[/?#:][^\s]*)?")


class Website(Line):
    """A website as people type it, without “https://”; some domain must begin it."""

    def to_python(self, value: Any) -> str:
        """The address without what every address begins with."""
        return _SCHEME.sub("", super().to_python(value))

    def validate(self, value: Any) -> None:
        """It looks like an address (E-WEBSITE)."""
        super().validate(value)
        if value and not _DOMAIN.fullmatch(value):
            raise refusal("website")


def website(label: Words, *, hint: Words = "", required: Words = "") -> Website:
    """The website of a company; optional unless `required` says what to do."""
    return Website(
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url", "spellcheck": "false"}),
        validators=(AtMost(300, _("Shorten this to %(limit_value)d characters; it has %(show_value)d")),),
    )
