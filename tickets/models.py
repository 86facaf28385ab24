"""Ticket, message and event: the rows every page, verb and worker agrees on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from operations.sealed import SealableText, SealedJSONField
from tickets.changes import Change
from tickets.compartments import Compartment
from tickets.states import ApprovalState, Priority, Speaker, State


class Joining(models.TextChoices):
    """Where a documents ticket stands on its way to the ticket it belongs with."""

    NOT_ASKED = "NOT_ASKED", _("Stands alone")
    WAITING = "WAITING", _("Joins when its files are checked")
    NOTHING_USABLE = "NOTHING_USABLE", _("Not joined: no file could be used")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up of a closed request")
    NEEDS_SUPERVISOR = "NEEDS_SUPERVISOR", _("Waits for a supervisor: restricted documents")


class Ticket(models.Model):
    """One request of one customer. Its files, messages and events keep pointing at it whatever it is merged into."""

    # A random, time-ordered id made in Python: a new ticket can name itself as its own survivor.
    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(_("reference"), max_length=16)
    request_type = models.CharField(_("request type"), max_length=60)
    definition_version = models.CharField(max_length=64)
    form = models.JSONField(
        default=dict, help_text=_("Title and questions as the customer saw them, in each language.")
    )
    answers = SealedJSONField(default=dict, help_text=_("Answers by field; choices as codes."))
    sealed = models.BooleanField(
        default=False, editable=False, help_text="What is written in it is sealed, like the answers of every request."
    )
    queue = models.CharField(_("queue"), max_length=40)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices)
    language = models.CharField(_("language"), max_length=5)
    account_email = models.CharField(_("account email"), max_length=254, blank=True)
    contact_email = models.CharField(_("contact email"), max_length=254, blank=True)
    restricted = models.BooleanField(
        _("restricted"), default=False, help_text=_("Its documents open only to the people of security and access.")
    )
    compartment = models.CharField(
        _("compartment"), max_length=10, choices=Compartment.choices, default=Compartment.CUSTOMERS
    )
    # The person whose request it is, known once an address is proven; until then its browser is all there is.
    account = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="tickets")
    contact_proven_at = models.DateTimeField(null=True, blank=True)
    # The owner of the account's address told us that this request is not theirs.
    disowned_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("agent")
    )
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("updated"))
    # When it was last solved: for some days after it can be opened again.
    solved_at = models.DateTimeField(null=True, blank=True)

    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    survivor = models.ForeignKey("self", models.PROTECT, related_name="conversation")
    joins = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined_by")
    joining = models.CharField(max_length=16, choices=Joining.choices, default=Joining.NOT_ASKED)

    # One ticket per draft, however often Send is pressed.
    draft_id = models.UUIDField(null=True, editable=False)
    # Hash of the sending browser's own cookie: “sent from this same browser”.
    device = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        permissions = (
            ("merge_across_people", "Can merge tickets of different people"),
            ("merge_restricted", "Can merge restricted documents into a ticket that is not about security"),
            ("see_customers", "Can see customers’ requests"),
            ("see_vault", "Can see requests about tax"),
            ("see_business", "Can see proposals and enquiries of companies"),
            ("see_hr", "Can see applications"),
        )
        constraints = (
            models.UniqueConstraint(fields=["reference"], name="ticket_reference_is_unique"),
            models.UniqueConstraint(fields=["draft_id"], name="draft_makes_one_ticket"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, survivor=F("id"))
                | (Q(merged_into__isnull=False) & ~Q(survivor=F("id"))),
                name="ticket_is_unmerged_exactly_when_it_survives_itself",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="ticket_is_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(joining="NOT_ASKED") | Q(joins__isnull=False), name="ticket_joins_a_named_ticket"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="ticket_state_is_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="ticket_priority_is_known"),
            models.CheckConstraint(condition=Q(joining__in=Joining.values), name="ticket_joining_is_known"),
            models.CheckConstraint(condition=Q(compartment__in=Compartment.values), name="ticket_compartment_is_known"),
            models.CheckConstraint(
                condition=Q(contact_proven_at__isnull=True) | (Q(account__isnull=False) & ~Q(contact_email="")),
                name="a_proven_address_is_somebodys",
            ),
            models.CheckConstraint(
                condition=~Q(state="UNCONFIRMED") | Q(contact_proven_at__isnull=True),
                name="an_unconfirmed_ticket_has_no_proven_address",
            ),
        )
        indexes = (
            models.Index(fields=["state", "priority", "created_at"], name="ticket_work_list"),
            models.Index(fields=["compartment", "state", "priority", "created_at"], name="ticket_of_compartment"),
            models.Index(fields=["device", "created_at"], name="ticket_of_device"),
            models.Index(fields=["account", "created_at"], name="ticket_of_account"),
            models.Index(Upper("account_email"), name="ticket_by_account_email"),
            models.Index(Upper("contact_email"), name="ticket_by_contact_email"),
            models.Index(
                fields=["id"],
                condition=Q(joining="WAITING", merged_into__isnull=True),
                name="ticket_waiting_to_join",
            ),
            models.Index(
                fields=["id"],
                condition=Q(joining="NOTHING_USABLE", merged_into__isnull=True),
                name="ticket_with_nothing_usable",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        """True when the request takes nothing more."""
        return self.state == State.CLOSED

    @property
    def waits_for_proof(self) -> bool:
        """True while no agent begins with it because nobody has proven its contact address, however long ago it was sent."""
        return self.contact_proven_at is None and self.state in {State.UNCONFIRMED, State.SUSPENDED}

    @property
    def is_merged(self) -> bool:
        """True when an agent or the worker made this ticket part of another."""
        return self.merged_into_id is not None


class Tag(models.Model):
    """A word that agents find a ticket by; set when it is made, from its type and its answers."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket", "name"], name="ticket_has_a_tag_once"),)
        indexes = (models.Index(fields=["name"], name="tag_by_name"),)

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """Something a customer or an agent wrote; a note is an agent's message that customers never see."""

    id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    speaker = models.CharField(max_length=8, choices=Speaker.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_note = models.BooleanField(default=False)
    # On the message, so that a merge and its undo leave it where it belongs.
    asks_for_documents = models.BooleanField(default=False)
    body = SealableText(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(speaker__in=Speaker.values), name="message_speaker_is_known"),
            models.CheckConstraint(
                condition=Q(is_note=False) | Q(speaker=Speaker.AGENT), name="only_agents_write_notes"
            ),
            models.CheckConstraint(
                condition=Q(asks_for_documents=False) | Q(speaker=Speaker.AGENT, is_note=False),
                name="only_replies_ask_for_documents",
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=True) | Q(speaker=Speaker.AGENT), name="author_is_an_agent"
            ),
        )
        indexes = (models.Index(fields=["ticket", "created_at"], name="message_of_ticket"),)

    def __str__(self) -> str:
        return f"{self.speaker} {self.id}"


class Verb(models.TextChoices):
    """Everything that can happen to a ticket, in the agents' words."""

    SUBMITTED = "SUBMITTED", _("Request sent")
    FILE_IGNORED = "FILE_IGNORED", _("A file was offered where the form takes none; it was not kept")
    WROTE = "WROTE", _("The customer wrote")
    ADDRESS_PROVEN = "ADDRESS_PROVEN", _("Contact address proven")
    ADDRESS_CORRECTED = "ADDRESS_CORRECTED", _("Contact address corrected")
    DISOWNED = "DISOWNED", _("“This was not me”, says the owner of the account’s address")
    CUSTOMER_CLOSED = "CUSTOMER_CLOSED", _("Closed by the customer")
    CUSTOMER_REOPENED = "CUSTOMER_REOPENED", _("Reopened by the customer")
    REPLIED = "REPLIED", _("Reply sent to the customer")
    NOTED = "NOTED", _("Internal note added")
    ASSIGNED = "ASSIGNED", _("Agent changed")
    STATE_CHANGED = "STATE_CHANGED", _("State changed")
    MERGED = "MERGED", _("Merged into another request")
    RECEIVED_MERGE = "RECEIVED_MERGE", _("Another request was merged into this one")
    UNMERGED = "UNMERGED", _("Merge undone")
    LOST_MERGE = "LOST_MERGE", _("A merged request stands alone again")
    NOT_JOINED = "NOT_JOINED", _("Not joined to its request")
    LINKS_WITHDRAWN = "LINKS_WITHDRAWN", _("Links to the status page withdrawn")
    LINK_ISSUED = "LINK_ISSUED", _("New link to the status page made")
    INVITED = "INVITED", _("Customer invited to fill in a form")
    INVITATION_WITHDRAWN = "INVITATION_WITHDRAWN", _("Invitation withdrawn")
    PROPOSED = "PROPOSED", _("Proposed to be carried out")
    AGREED = "AGREED", _("A second agent agreed")
    DECLINED = "DECLINED", _("A second agent did not agree")
    STOPPED = "STOPPED", _("Change stopped")
    CARRIED_OUT = "CARRIED_OUT", _("Change carried out")
    CALL_PROPOSED = "CALL_PROPOSED", _("Time for a call proposed")
    CALL_AGREED = "CALL_AGREED", _("Call agreed")
    CALL_ACCEPTED = "CALL_ACCEPTED", _("The customer agreed to the call")
    CALL_CANCELLED = "CALL_CANCELLED", _("Call called off")
    CALL_HELD = "CALL_HELD", _("Call held")
    CALL_MISSED = "CALL_MISSED", _("Nobody was there for the call")
    FILE_SETTLED = "FILE_SETTLED", _("File checked")
    FILE_RETRIED = "FILE_RETRIED", _("File sent to be checked again")
    FILE_WITHDRAWN = "FILE_WITHDRAWN", _("File taken away: a newer scan found something unsafe")
    FILE_ERASED = "FILE_ERASED", _("File erased")
    FILE_JUDGED = "FILE_JUDGED", _("Document judged")
    FILE_UNJUDGED = "FILE_UNJUDGED", _("Judgement of a document taken back")
    FILE_VIEWED = "FILE_VIEWED", _("File opened")
    FILE_DOWNLOADED = "FILE_DOWNLOADED", _("Original file downloaded")
    FILE_COPIED = "FILE_COPIED", _("Flat copy of a file downloaded")
    OPENING_REFUSED = "OPENING_REFUSED", _("Somebody without the right tried to open it")


class Event(models.Model):
    """One line of the trail: what happened to a ticket, when, by whom. Never changed, never removed."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    # No actor: the customer, or the portal itself.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    details = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["ticket", "id"], name="event_of_ticket"),)
        constraints = (models.CheckConstraint(condition=Q(verb__in=Verb.values), name="event_verb_is_known"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class Approval(models.Model):
    """One try to carry out a change of an account: proposed by one agent, judged by another, then cooling."""

    id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="approvals")
    change = models.CharField(max_length=16, choices=Change.choices)
    state = models.CharField(max_length=12, choices=ApprovalState.choices, default=ApprovalState.PROPOSED)
    checked = models.TextField(help_text="What the first agent has checked, for the second.")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why it was declined or stopped; empty when the account's owner stopped it by the button in a letter.
    reason = models.TextField(blank=True)
    takes_effect_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ApprovalState.values), name="approval_state_is_known"),
            models.CheckConstraint(condition=Q(change__in=Change.values), name="approval_change_is_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="nobody_judges_their_own_proposal",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="approval_is_decided_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state="STOPPED")
                | Q(state="PROPOSED", decided_by__isnull=True, takes_effect_at__isnull=True)
                | Q(state="DECLINED", decided_by__isnull=False, takes_effect_at__isnull=True)
                | Q(state__in=("AGREED", "CARRIED_OUT"), decided_by__isnull=False, takes_effect_at__isnull=False),
                name="only_a_second_agent_lets_a_change_take_effect",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("PROPOSED", "AGREED"), ended_at__isnull=True)
                | Q(state__in=("DECLINED", "STOPPED", "CARRIED_OUT"), ended_at__isnull=False),
                name="approval_has_an_end_exactly_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state="CARRIED_OUT") | Q(ended_at__gte=F("takes_effect_at")),
                name="no_change_is_carried_out_before_its_time",
            ),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state__in=("PROPOSED", "AGREED")), name="one_approval_at_a_time"
            ),
        )
        indexes = (models.Index(fields=["ticket", "proposed_at"], name="approval_of_ticket"),)

    def __str__(self) -> str:
        return f"approval {self.id}"


class StatusLink(models.Model):
    """A level-1 link: it shows state, dates and files' states of one ticket to whoever holds it, until revoked."""

    id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="status_links")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"status link {self.id}"


class Pass(models.Model):
    """A level-2 link, mailed: the first browser that opens it reads the words of one ticket, for a short while."""

    id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="passes")
    created_at = models.DateTimeField()
    # Hash of the cookie of the browser that opened it.
    device = models.CharField(max_length=64, blank=True)
    ends_at = models.DateTimeField(
        help_text="While unopened: when the link ends. Then: when the browser’s reading does."
    )

    class Meta:
        indexes = (
            models.Index(fields=["ticket", "device"], condition=~Q(device=""), name="passes_of_ticket"),
            models.Index(fields=["ends_at"], name="passes_by_end"),
        )

    def __str__(self) -> str:
        return f"pass {self.id}"
