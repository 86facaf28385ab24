"""The compartments that keep requests apart which different people work on: a request never leaves its own."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tickets.models import Ticket


class Compartment(models.TextChoices):
    """Who works on a request, and nobody else sees it."""

    CUSTOMERS = "CUSTOMERS", _("Customers")
    VAULT = "VAULT", _("Tax vault")
    BUSINESS = "BUSINESS", _("Business")
    HR = "HR", _("Applications")


def compartment_of(*, own: Compartment, parent: "Ticket | None") -> Compartment:
    """Where a request goes: where the one it belongs to lies, when that is not with the customers’; else its own place.

    So a paper sent for a tax request is never among the general ones, whatever form it came by.
    """
    if parent is None or parent.compartment == Compartment.CUSTOMERS:
        return own
    return Compartment(parent.compartment)
