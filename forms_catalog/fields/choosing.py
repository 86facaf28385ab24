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


class _WithHelp(forms.CheckboxSelectMultiple):
    """Checkboxes, each with what helps whoever cannot tick it."""

    helps: Mapping[str, Words]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's, with the help of that box."""
        return super().create_option(name, value, *args, **kwargs) | {"help": self.helps.get(str(value), "")}


class Checklist(Choices):
    """Things to do before one goes on, ticked when done; each says what helps if it cannot be done."""

    widget = _WithHelp

    def __init__(self, *, helps: Mapping[str, Words], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helps = self.widget.helps = helps


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


def checklist(label: Words, items: Mapping[str, Words], helps: Mapping[str, Words], *, hint: Words = "") -> Checklist:
    """Things to tick when they are done. In: labels by code, and by code the help for whoever cannot do one of them."""
    return Checklist(label=label, choices=list(items.items()), help_text=hint, required=False, helps=helps)
