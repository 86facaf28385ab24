"""Changes to an account that no single agent makes: two of them agree, and the account's owner has time to object."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.TextChoices):
    """What would be changed in the account, in the words of a letter to its owner (domain §4.11, point 4)."""

    NAME = "NAME", _("the name on the account")
    ADDRESS = "ADDRESS", _("the home address on the account")
    PHONE = "PHONE", _("the phone number of the account")
    EMAIL = "EMAIL", _("the email address of the account")
    SECOND_FACTOR = "SECOND_FACTOR", _("the two-factor authentication (2FA) of the account")
    REOPENING = "REOPENING", _("opening the closed account again")
    CLOSING = "CLOSING", _("closing the account")


def cooling_time(*, change: Change) -> timedelta:
    """How long a change waits after two agents have agreed, so that the account's owner can object."""
    return timedelta(hours=settings.COOLING_HOURS[change])
