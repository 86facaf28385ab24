"""An agreement that somebody gives by ticking a box."""

from typing import Any

from django import forms

from forms_catalog.definition import Words
from forms_catalog.errors import refusal


class Consent(forms.BooleanField):
    """A box that must be ticked (E-CONSENT)."""

    def validate(self, value: Any) -> None:
        """Nobody agrees by leaving a box alone."""
        if not value and self.required:
            raise refusal("consent")


def consent(label: Words, *, hint: Words = "") -> Consent:
    """The agreement that documents or identity data may be looked at."""
    return Consent(label=label, help_text=hint)
