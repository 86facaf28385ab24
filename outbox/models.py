"""Letter and mailbox: a letter's row is the queue, and a mailbox is where its letters are counted and stopped."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mailbox(models.Model):
    """One mailbox that somebody unproven gave as theirs; its owner may stop what others ask us to write to it."""

    id = models.UUIDField(primary_key=True, editable=False)
    key = models.CharField(max_length=254)
    created_at = models.DateTimeField()
    silenced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key"], name="mailbox_is_known_once"),)

    def __str__(self) -> str:
        return f"mailbox {self.id}"


class LetterState(models.TextChoices):
    """Where a letter stands, in the agents' words."""

    WAITING = "WAITING", _("Waiting to be sent")
    SENT = "SENT", _("Sent")
    GIVEN_UP = "GIVEN_UP", _("Not delivered")
    STOPPED = "STOPPED", _("Not sent: no longer needed")


class Letter(models.Model):
    """One letter: what it tells of and to whom. No code, no token and no text: those are made when it leaves."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=40)
    about = models.UUIDField(help_text="The row it tells of.")
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=5)
    asker_proven = models.BooleanField(help_text="Whoever caused it has proven that the address is theirs.")
    # Only of letters that count: those that somebody unproven asked for.
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, blank=True, related_name="letters")
    # Half of the short code in the letter; the other half is a signature that is stored nowhere.
    number = models.BigIntegerField()

    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=20, blank=True, help_text="Why it did not leave at the last try.")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | (~Q(state=LetterState.SENT) & Q(sent_at__isnull=True)),
                name="letter_has_a_moment_exactly_when_sent",
            ),
            models.CheckConstraint(
                condition=Q(lease__isnull=True, lease_until__isnull=True)
                | Q(state=LetterState.WAITING, lease__isnull=False, lease_until__isnull=False),
                name="only_waiting_letters_have_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(asker_proven=True, mailbox__isnull=True) | Q(asker_proven=False, mailbox__isnull=False),
                name="letter_counts_exactly_when_its_asker_is_unproven",
            ),
            models.CheckConstraint(condition=~Q(state=LetterState.GIVEN_UP, fault=""), name="letter_given_up_says_why"),
        )
        indexes = (
            models.Index(fields=["next_try_at"], condition=Q(state=LetterState.WAITING), name="letters_waiting"),
            models.Index(
                fields=["lease_until"],
                condition=Q(state=LetterState.WAITING, lease__isnull=False),
                name="letters_leased",
            ),
            models.Index(fields=["created_at"], condition=Q(state=LetterState.GIVEN_UP), name="letters_given_up"),
            models.Index(fields=["mailbox", "created_at"], name="letters_of_mailbox"),
            models.Index(fields=["about", "created_at"], name="letters_about"),
            models.Index(fields=["number"], name="letters_by_number"),
            models.Index(fields=["created_at"], name="letters_by_age"),
        )

    def __str__(self) -> str:
        return f"letter {self.id}"
