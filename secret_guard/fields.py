"""The form field for people's own words: the guard reads them before anything sees them."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from secret_guard.validators import no_secrets


class GuardedText(forms.CharField):
    """A text that is searched for secrets; one that is too long is not even read.

    Line breaks count as one character, as they do in the browser's counter.
    """

    default_validators = [no_secrets]

    def to_python(self, value: Any) -> str:
        """The text with plain line breaks."""
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def run_validators(self, value: Any) -> None:
        """The length first: it alone is said of a text that is too long."""
        for each in self.validators:
            if isinstance(each, MaxLengthValidator):
                each(value)
        super().run_validators(value)
