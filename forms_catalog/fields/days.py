"""Days, without a time of day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.fields.wording import sentences


def past_day(label: Words, *, hint: Words = "", required: Words = "") -> forms.Field:
    """A day that is not in the future; the page's check compares it with the customer's today."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages=sentences(required, invalid=_("Enter a day as year, month and day, like 2026-03-05")),
    )
