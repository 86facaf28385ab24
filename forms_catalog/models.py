"""The draft: what one person has answered so far, sealed, until it is sent or expires; the invitation to one; what self-help did."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from attachments.models import Tray
from operations.sealed import SealedJSONField
from tickets.models import Ticket


class Invitation(models.Model):
    """An agent asks the sender of one ticket to fill in one form, once, before a day; its link alone opens the form."""

    id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    request_type = models.CharField(max_length=60)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_after_it_was_made"
            ),
        )
        indexes = (models.Index(fields=["ticket", "request_type"], name="invitation_of_ticket"),)

    def __str__(self) -> str:
        return f"invitation {self.id}"


class Draft(models.Model):
    """A request being filled in. It opens only to the browser that began it, and lives a few days."""

    # Random, as it stands in addresses; 122 unguessable bits, useless without the browser's cookie.
    id = models.UUIDField(primary_key=True, editable=False)
    device = models.CharField(max_length=64)
    request_type = models.CharField(max_length=60)
    answers = SealedJSONField(default=dict)
    tray = models.ForeignKey(Tray, models.DO_NOTHING, related_name="+")
    parent = models.ForeignKey(Ticket, models.PROTECT, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["device", "expires_at"], name="draft_of_device"),
            models.Index(fields=["expires_at"], name="draft_by_expiry"),
        )

    def __str__(self) -> str:
        return f"draft {self.request_type}"


class FormVersion(models.Model):
    """What customers of a request type read when a ticket was first made from just these texts."""

    request_type = models.CharField(max_length=60)
    version = models.CharField(max_length=64)
    seen = models.JSONField(help_text="Texts in each language, by the place they stand in.")
    first_used_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["request_type", "version"], name="form_version_is_kept_once"),)

    def __str__(self) -> str:
        return f"{self.request_type} {self.version}"


class Outcome(models.Model):
    """One press of a button at self-help, or one end without a ticket: which topic, when, and by whom."""

    topic = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    device = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["at"], name="outcome_by_time"),
            models.Index(fields=["device"], name="outcome_of_device"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.topic}"
