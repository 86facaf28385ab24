"""The form field for people's own words: the guard reads them before anything sees them."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from secret_guard.validators import no_secrets


class GuardedText(forms.CharField):
    """A text that is searched for secrets; one that is too long is not even read.

    Line breaks count as one character, as they do in the browser's counter.
    """

    def to_python(self, value: Any) -> str:
        """The text with plain line breaks."""
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: Any) -> None:
        """Its length first, which alone is said of a text that is too long; then the guard, before any other rule."""
        super().validate(value)
        for each in self.validators:
            if isinstance(each, MaxLengthValidator):
                each(value)
        no_secrets(value)
