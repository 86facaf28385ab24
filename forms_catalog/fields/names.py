"""Names of people, and subjects: one line in any script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.wording import AtLeast, AtMost, sentences
from operations.typed import one_line
from secret_guard.fields import GuardedText

LONGEST_NAME = 200
SHORTEST_SUBJECT, LONGEST_SUBJECT = 5, 150


class Line(GuardedText):
    """One line without invisible or commanding signs, in one spelling."""

    def to_python(self, value: Any) -> str:
        """The line."""
        return one_line(super().to_python(value))


class FullName(Line):
    """A person's name: some letter of some script, and no more to it."""

    def validate(self, value: Any) -> None:
        """Digits alone are no name."""
        super().validate(value)
        if value and not any(each.isalpha() for each in value):
            raise refusal("name")


def full_name(label: Words, *, hint: Words = "", required: Words = "", autocomplete: str = "name") -> FullName:
    """A full legal name; optional unless `required` says what to do. `autocomplete` is “off” for somebody else's."""
    return FullName(
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
        validators=(AtMost(LONGEST_NAME, _("Shorten this to %(limit_value)d characters; it has %(show_value)d")),),
    )


def subject(label: Words, *, hint: Words = "") -> Line:
    """What a request is about, in a few words."""
    return Line(
        label=label,
        help_text=hint,
        error_messages=sentences(_("Say in a few words what it is about")),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        validators=(
            AtLeast(SHORTEST_SUBJECT, _("Say in a few words what it is about")),
            AtMost(LONGEST_SUBJECT, _("Shorten this to %(limit_value)d characters; it has %(show_value)d")),
        ),
    )
