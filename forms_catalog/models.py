"""The draft: what one person has answered so far, sealed, until it is sent or expires."""

from django.db import models

from attachments.models import Tray
from operations.sealed import SealedJSONField
from tickets.models import Ticket


class Draft(models.Model):
    """A request being filled in. It opens only to the browser that began it, and lives a few days."""

    # Random, as it stands in addresses; 122 unguessable bits, useless without the browser's cookie.
    id = models.UUIDField(primary_key=True, editable=False)
    device = models.CharField(max_length=64)
    request_type = models.CharField(max_length=60)
    answers = SealedJSONField(default=dict)
    tray = models.ForeignKey(Tray, models.DO_NOTHING, related_name="+")
    parent = models.ForeignKey(Ticket, models.PROTECT, null=True, blank=True, related_name="+")
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
