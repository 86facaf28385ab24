"""What a customer may fill in after sending."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.fields import Address
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


_MAIL = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}


class AddressForm(forms.Form):
    """Another contact address, in place of a mistyped one."""

    use_required_attribute = False

    contact_email = Address(
        label=_("The right address"),
        help_text=_("An address that you can read now."),
        widget=forms.EmailInput(attrs=_MAIL),
        error_messages={"required": _("Enter an email address that you can read")},
    )


class TrackForm(forms.Form):
    """What somebody knows of a request that they have no link to."""

    use_required_attribute = False

    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("It begins with KS, like KS‑7G2M‑94TX."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the reference of your request"),
            "max_length": _("Enter only the reference, like KS‑7G2M‑94TX"),
        },
    )
    email = Address(
        label=_("Email address of the request"),
        help_text=_("The one where you wanted our answer."),
        widget=forms.EmailInput(attrs=_MAIL),
        error_messages={"required": _("Enter the email address of your request")},
    )
