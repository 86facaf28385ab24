"""What a person types to sign in: an address, and a code that we have just sent there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import Address


class AddressForm(forms.Form):
    """Where to send the code."""

    use_required_attribute = False

    address = Address(
        label=_("Your email address"),
        help_text=_("We send a code there. If you have no account yet, the code makes one."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your email address")},
    )


class CodeForm(forms.Form):
    """The code from the letter."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("Code from our email"),
        help_text=_("Six digits. Never enter a code from an authenticator app here."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the code from our email"),
            "max_length": _("Enter only the six digits from our email"),
        },
    )
