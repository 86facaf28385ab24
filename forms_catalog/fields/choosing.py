"""Answers that are picked: one out of a few, or any number of them."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.wording import sentences


class Choice(forms.ChoiceField):
    """One of a few answers, as radio buttons."""

    widget = forms.RadioSelect

    def validate(self, value: Any) -> None:
        """Only what was offered (E-CHOICE)."""
        _in_our_words(super().validate, value)


class Choices(forms.MultipleChoiceField):
    """Any of a few answers, as checkboxes."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        """Only what was offered (E-CHOICE)."""
        _in_our_words(super().validate, value)


def _in_our_words(validate: Callable[[Any], None], value: Any) -> None:
    try:
        validate(value)
    except ValidationError as refused:
        if refused.code == "invalid_choice":
            raise refusal("choice") from None
        raise


def choice(label: Words, options: Mapping[str, Words], *, required: Words = "", hint: Words = "") -> Choice:
    """A question with one answer out of a few. In: labels by code; `required` is the sentence when none is chosen."""
    return Choice(
        label=label,
        choices=list(options.items()),
        help_text=hint,
        error_messages=sentences(required or _("Select an answer")),
    )


def choices(label: Words, options: Mapping[str, Words], *, hint: Words = "", required: Words = "") -> Choices:
    """A question with any number of answers; optional unless `required` says what to do."""
    return Choices(
        label=label,
        choices=list(options.items()),
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
    )
