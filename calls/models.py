"""The appointment for a call, and the quarters of an hour that it takes of its agent."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.models import Ticket


class Channel(models.TextChoices):
    """How an agent and a customer speak."""

    VIDEO = "VIDEO", _("Video call")
    PHONE = "PHONE", _("Phone call")


class CallState(models.TextChoices):
    """Where an appointment stands, in the agents' words."""

    PROPOSED = "PROPOSED", _("Proposed to the customer")
    AGREED = "AGREED", _("Agreed")
    HELD = "HELD", _("Held")
    NO_SHOW = "NO_SHOW", _("Nobody was there")
    CANCELLED = "CANCELLED", _("Cancelled")


LIVE = (CallState.PROPOSED, CallState.AGREED)
"""Those that are still to come about."""


class Appointment(models.Model):
    """A moment for a call with the sender of a ticket; what happened to it stands in the ticket's trail."""

    id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="appointments")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=CallState.choices)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=60, help_text="The customer’s clocks, as an IANA name.")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # What calendars go by: an entry with a higher number takes the place of an earlier one.
    sequence = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["ticket"], condition=Q(state__in=LIVE), name="ticket_has_one_live_call"),
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="call_state_is_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="call_channel_is_known"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="call_takes_time"),
        )
        indexes = (models.Index(fields=["starts_at"], condition=Q(state__in=LIVE), name="calls_to_come"),)

    def __str__(self) -> str:
        return f"call {self.id}"

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_live(self) -> bool:
        """True while it is still to come about."""
        return self.state in LIVE


class TakenQuarter(models.Model):
    """A quarter of an hour that a live appointment takes of an agent: nobody else gets it, whoever asks at the same moment."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="quarters")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agent", "starts_at"], name="agent_is_taken_once"),)

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} of call {self.appointment_id}"
