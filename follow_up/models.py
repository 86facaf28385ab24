"""The pass: opens the words of one request in one browser, for a short while (level 2)."""

from django.db import models
from django.db.models import Q

from tickets.models import Ticket


class Pass(models.Model):
    """A link to the conversation that was mailed; the first browser that opens it keeps it, until it ends."""

    id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Hash of the cookie of the browser that opened it.
    device = models.CharField(max_length=64, blank=True)
    ends_at = models.DateTimeField(
        help_text="While unopened: when the link ends. Then: when the browser's reading does."
    )

    class Meta:
        indexes = (
            models.Index(fields=["ticket", "device"], condition=~Q(device=""), name="passes_of_ticket"),
            models.Index(fields=["ends_at"], name="passes_by_end"),
        )

    def __str__(self) -> str:
        return f"pass {self.id}"
