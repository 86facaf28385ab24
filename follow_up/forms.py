"""What a customer may fill in after sending."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from secret_guard.fields import GuardedText
from secret_guard.validators import TOO_LONG

LONGEST_MESSAGE = 10_000


class WriteForm(forms.Form):
    """One message to the agents; the guard reads it before anything is stored."""

    use_required_attribute = False

    body = GuardedText(
        label=_("Your message"),
        help_text=_("Never write a code or a password."),
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": LONGEST_MESSAGE}),
        error_messages={"required": _("Write your message")},
        validators=(MaxLengthValidator(LONGEST_MESSAGE, message=TOO_LONG),),
    )
