"""Answers that are picked: one out of a few, or any number of them."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.fields.wording import sentences


class Choice(forms.ChoiceField):
    """One of a few answers, as radio buttons."""

    widget = forms.RadioSelect


class Choices(forms.MultipleChoiceField):
    """Any of a few answers, as checkboxes."""

    widget = forms.CheckboxSelectMultiple


def choice(label: Words, options: Mapping[str, Words], *, required: Words = "", hint: Words = "") -> Choice:
    """A question with one answer out of a few. In: labels by code; `required` is the sentence when none is chosen."""
    return Choice(
        label=label,
        choices=list(options.items()),
        help_text=hint,
        error_messages=sentences(required or _("Select an answer"), invalid_choice=_("Select one of the answers")),
    )


def choices(label: Words, options: Mapping[str, Words], *, hint: Words = "", required: Words = "") -> Choices:
    """A question with any number of answers; optional unless `required` says what to do."""
    return Choices(
        label=label,
        choices=list(options.items()),
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required, invalid_choice=_("Select from the answers on this page")),
    )
