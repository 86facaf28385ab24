"""A person's own words: the story, or one line."""

from django import forms
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.fields.wording import sentences
from secret_guard.fields import GuardedText
from secret_guard.validators import TOO_LONG


def details(
    label: Words, *, hint: Words = "", minimum: int = 10, maximum: int = 10_000, required: bool = True
) -> GuardedText:
    """Free text; more detail helps."""
    return GuardedText(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": 8, "data-limit": maximum}),
        error_messages=sentences(_("Tell us what happened")),
        validators=(
            MinLengthValidator(minimum, message=_("Write a little more, so that an agent can help at once")),
            MaxLengthValidator(maximum, message=TOO_LONG),
        ),
    )


def short_text(label: Words, *, hint: Words = "", required: Words = "", maximum: int = 200) -> GuardedText:
    """One line of text; optional unless `required` says what to do."""
    return GuardedText(
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        validators=(
            MaxLengthValidator(maximum, message=_("Shorten this to %(limit_value)d characters; it has %(show_value)d")),
        ),
    )
