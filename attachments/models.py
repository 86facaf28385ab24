"""Tray, attachment, preview and offer: the rows that are the queue of all work on files, and its account."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from attachments.limits import MAX_FILE_BYTES
from attachments.reasons import Reason
from attachments.states import ENDS, UNFINISHED, FileState, Outcome, Refusal
from tickets.models import Message, Ticket

SIGNATURES_LENGTH = 100


class Tray(models.Model):
    """Where a draft's files lie until it is sent. The draft points to its tray, not the other way."""

    id = models.UUIDField(primary_key=True, editable=False)
    created_at = models.DateTimeField()
    # Hash of the browser's own cookie: files of one customer take turns with those of others, however many trays.
    customer = models.CharField(max_length=64, blank=True)
    only = models.CharField(
        max_length=60, blank=True, help_text="The only media types it takes, in one text; empty: all that we take."
    )

    def __str__(self) -> str:
        return f"tray {self.id}"


class Attachment(models.Model):
    """One offered file: in a tray before Send, then for ever with the ticket and message it came with."""

    id = models.UUIDField(primary_key=True, editable=False)
    # The database itself keeps a tray that is pointed at; Django would ask first, with a query for each table.
    tray = models.ForeignKey(Tray, models.DO_NOTHING, null=True, blank=True, related_name="files")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, blank=True, related_name="files")
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="files")

    name = models.CharField(max_length=120, help_text="Cleaned for display; never used on the disk.")
    role = models.CharField(max_length=40, blank=True, help_text="What the customer says it is.")
    only = models.CharField(max_length=60, blank=True, help_text="As of its tray when it was taken.")
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()
    # No foreign key: the earlier file is erased by its own clock, and erasing must not search the table for this.
    same_as = models.UUIDField(null=True, blank=True, help_text="The same person's earlier file with these very bytes.")
    known_since = models.DateTimeField(null=True, blank=True, help_text="When that one came.")

    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.QUEUED)
    code = models.CharField(max_length=20, choices=Refusal.choices, blank=True)
    media_type = models.CharField(max_length=20, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    flags = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True, blank=True)
    signatures = models.CharField(
        max_length=SIGNATURES_LENGTH,
        blank=True,
        help_text="What the virus scanner that judged it said of its version; empty: none did.",
    )

    customer = models.CharField(max_length=64, blank=True)
    turn_at = models.DateTimeField(
        db_default=Now(), help_text="Its place in the queue: files are checked in this order, see turns.py."
    )
    next_try_at = models.DateTimeField()
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    errors = models.PositiveSmallIntegerField(default=0)
    dead_leases = models.PositiveSmallIntegerField(default=0)
    waiting_for = models.CharField(max_length=20, blank=True, help_text="The dependency whose outage delays it.")

    class Meta:
        permissions = (("view_restricted", "Can open restricted documents"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(tray__isnull=False, ticket__isnull=True, message__isnull=True)
                | Q(tray__isnull=True, ticket__isnull=False, message__isnull=False),
                name="file_is_in_a_tray_or_with_a_ticket",
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True, known_since__isnull=True)
                | Q(same_as__isnull=False, known_since__isnull=False),
                name="file_is_known_since_its_like_came",
            ),
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="file_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=FileState.REFUSED, code__in=Refusal.values)
                | (~Q(state=FileState.REFUSED) & Q(code="")),
                name="file_has_a_code_exactly_when_refused",
            ),
            models.CheckConstraint(
                condition=Q(state=FileState.CHECKING, lease__isnull=False, lease_until__isnull=False)
                | (~Q(state=FileState.CHECKING) & Q(lease__isnull=True, lease_until__isnull=True)),
                name="file_has_a_lease_exactly_while_checked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDS, settled_at__isnull=False)
                | Q(state__in=UNFINISHED, settled_at__isnull=True),
                name="file_is_settled_exactly_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(state=FileState.REFUSED) | Q(size__gt=0, size__lte=MAX_FILE_BYTES),
                name="only_refused_files_break_the_size_limit",
            ),
        )
        indexes = (
            models.Index(fields=["next_try_at"], condition=Q(state=FileState.QUEUED), name="files_waiting"),
            models.Index(fields=["turn_at"], condition=Q(state=FileState.QUEUED), name="files_in_turn"),
            models.Index(
                fields=["customer", "turn_at"], condition=Q(settled_at__isnull=True), name="files_of_customer"
            ),
            models.Index(fields=["lease_until"], condition=Q(state=FileState.CHECKING), name="files_being_checked"),
            # Not by the two states: SQLite cannot tell that a question for both of them means this index.
            models.Index(fields=["received_at"], condition=Q(settled_at__isnull=True), name="files_unfinished"),
            models.Index(fields=["ticket"], condition=Q(state=FileState.FAILED), name="files_failed"),
            models.Index(fields=["settled_at"], condition=Q(state=FileState.ACCEPTED), name="files_accepted"),
            models.Index(fields=["ticket", "id"], name="files_of_ticket"),
            models.Index(fields=["tray", "id"], name="files_of_tray"),
        )

    def __str__(self) -> str:
        return f"file {self.id}"


class Judgement(models.Model):
    """What an agent decided on a document that the check had found good: it is good, or why it will not do."""

    attachment = models.OneToOneField(Attachment, models.CASCADE, primary_key=True, related_name="judgement")
    reason = models.CharField(
        max_length=24, choices=Reason.choices, blank=True, help_text="Why it was turned down; empty: it is good."
    )
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(reason__in=["", *Reason.values]), name="judgement_reason_is_known"),
        )

    def __str__(self) -> str:
        return f"judgement of file {self.attachment_id}"

    @property
    def is_good(self) -> bool:
        """True when the document was accepted."""
        return not self.reason


class Offer(models.Model):
    """How many files came with a message, written once at Send, and how many were erased since: the ledger’s left side."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="offer")
    files = models.PositiveIntegerField()
    erased = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(erased__lte=F("files")), name="no_more_files_erased_than_offered"),
        )

    def __str__(self) -> str:
        return f"{self.files} files of message {self.message_id}"


class Upload(models.Model):
    """A file on its way in pieces: what was announced of it. How much has arrived, its bytes on the disk say."""

    # The file's own id, if one comes of it.
    id = models.UUIDField(primary_key=True, editable=False)
    tray = models.ForeignKey(Tray, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=120)
    length = models.BigIntegerField()
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(length__gt=0, length__lte=MAX_FILE_BYTES), name="upload_can_be_kept"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="upload_outcome_is_known"),
        )
        indexes = (models.Index(fields=["expires_at"], name="uploads_by_expiry"),)

    def __str__(self) -> str:
        return f"upload {self.id}"


class Preview(models.Model):
    """One page of an accepted file as an image the worker made: what agents look at (DESIGN law 9)."""

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="previews")
    number = models.PositiveSmallIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["attachment", "number"], name="one_preview_per_page"),
            models.CheckConstraint(condition=Q(number__gte=1), name="preview_pages_count_from_one"),
        )

    def __str__(self) -> str:
        return f"page {self.number} of file {self.attachment_id}"


class FlatCopy(models.Model):
    """A document as pictures of all its pages in a PDF of our own: wanted once it is accepted, then made, or given up."""

    attachment = models.OneToOneField(Attachment, models.CASCADE, primary_key=True, related_name="flat_copy")
    due_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When a worker goes on with it, and the lease of the one at work; empty: ended.",
    )
    runs = models.PositiveSmallIntegerField(default=0)
    next_page = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(null=True, blank=True)
    drawn = models.PositiveIntegerField(null=True, blank=True, help_text="Pages of which it has a picture.")
    size = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, drawn__isnull=True, size__isnull=True)
                | Q(due_at__isnull=True, made_at__isnull=False, drawn__gt=0, size__gt=0),
                name="flat_copy_is_made_whole",
            ),
        )
        indexes = (models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="flat_copies_wanted"),)

    def __str__(self) -> str:
        return f"flat copy of file {self.attachment_id}"
