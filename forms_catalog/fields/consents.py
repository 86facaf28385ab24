"""An agreement that somebody gives by ticking a box."""

from typing import Any

from django import forms

from forms_catalog.definition import Words
from forms_catalog.errors import refusal


class Consent(forms.BooleanField):
    """A box that must be ticked (E-CONSENT)."""

    def __init__(self, *, sentence: Words = "", **kwargs: Any) -> None:
        self.sentence = sentence
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        """Nobody agrees by leaving a box alone."""
        if not value and self.required:
            raise refusal("consent", self.sentence)


def consent(label: Words, *, hint: Words = "", required: Words = "") -> Consent:
    """The agreement that documents or identity data may be looked at, or another one, with what to say when it is missing."""
    return Consent(label=label, help_text=hint, sentence=required)
