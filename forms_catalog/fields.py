"""The fields that request types share, each made fresh for its form (domain §4.4)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator, MinLengthValidator
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from secret_guard.fields import GuardedText
from secret_guard.validators import TOO_LONG, no_secrets
from tickets.references import parse_reference


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
        error_messages=_messages(required or _("Select an answer"), invalid_choice=_("Select one of the answers")),
    )


def choices(label: Words, options: Mapping[str, Words], *, hint: Words = "", required: Words = "") -> Choices:
    """A question with any number of answers; optional unless `required` says what to do."""
    return Choices(
        label=label,
        choices=list(options.items()),
        help_text=hint,
        required=bool(required),
        error_messages=_messages(required, invalid_choice=_("Select from the answers on this page")),
    )


def email(label: Words, *, hint: Words = "", required: Words = "") -> forms.Field:
    """An email address; the part before the @ is kept exactly as typed, the domain lower-cased (V-EMAIL)."""
    return Email(
        label=label,
        help_text=hint,
        error_messages=_messages(required or _("Enter your email address")),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )


class Email(GuardedText):
    """Takes “mailto:” and stray spaces; keeps a +tag, which makes a different account (domain §4.5)."""

    widget = forms.EmailInput
    default_validators = [
        EmailValidator(message=_("Enter a full email address, like name@example.com")),
        MaxLengthValidator(254, message=_("Enter a shorter email address")),
        no_secrets,
    ]

    def to_python(self, value: Any) -> str:
        """The address without decoration, its domain in lower case."""
        text = "".join(super().to_python(value).split()).removeprefix("mailto:").strip("<>")
        local, at, domain = text.rpartition("@")
        return f"{local}{at}{domain.lower()}"


def details(
    label: Words, *, hint: Words = "", minimum: int = 10, maximum: int = 10_000, required: bool = True
) -> GuardedText:
    """Free text; more detail helps."""
    return GuardedText(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": 8, "data-limit": maximum}),
        error_messages=_messages(_("Tell us what happened")),
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
        error_messages=_messages(required),
        validators=(
            MaxLengthValidator(maximum, message=_("Shorten this to %(limit_value)d characters; it has %(show_value)d")),
        ),
    )


class Reference(GuardedText):
    """The reference of a request, brought to its one spelling; what cannot be one is left as it was typed."""

    def to_python(self, value: Any) -> str:
        """KS-XXXX-XXXX, however it was written."""
        text = super().to_python(value)
        return parse_reference(text) or text


def reference(label: Words) -> Reference:
    """The reference of a request; optional."""
    return Reference(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        validators=(
            MaxLengthValidator(40, message=_("Shorten this to %(limit_value)d characters; it has %(show_value)d")),
        ),
    )


def _messages(required: Words, **others: Words) -> dict[str, Any]:
    return {"required": required, **others} if required else dict(others)


def past_day(label: Words, *, hint: Words = "", required: Words = "") -> forms.Field:
    """A day that is not in the future; the page's check compares it with the customer's today."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages=_messages(required, invalid=_("Enter a day as year, month and day, like 2026-03-05")),
    )
