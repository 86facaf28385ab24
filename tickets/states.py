"""The states of a ticket, who may change which into which, and what the customer is told (DESIGN §5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a ticket stands, for agents. “Merged” is not a state: it follows from `merged_into`."""

    UNCONFIRMED = "UNCONFIRMED", _("Unconfirmed")
    NEW = "NEW", _("New")
    OPEN = "OPEN", _("Open")
    PENDING = "PENDING", _("Waiting for the customer")
    ON_HOLD = "ON_HOLD", _("Waiting for a third party")
    SOLVED = "SOLVED", _("Solved")
    CLOSED = "CLOSED", _("Closed")
    SUSPENDED = "SUSPENDED", _("Suspended")


class Priority(models.IntegerChoices):
    """How soon a person must look; the smaller number first."""

    URGENT = 1, _("P1 urgent")
    HIGH = 2, _("P2 high")
    NORMAL = 3, _("P3 normal")
    LOW = 4, _("P4 low")


class Speaker(models.TextChoices):
    """Who said something."""

    CUSTOMER = "CUSTOMER", _("Customer")
    AGENT = "AGENT", _("Agent")


class ApprovalState(models.TextChoices):
    """Where a change of an account stands on its way through two agents and its cooling time."""

    PROPOSED = "PROPOSED", _("Waits for a second agent")
    AGREED = "AGREED", _("Agreed")
    DECLINED = "DECLINED", _("Not agreed")
    STOPPED = "STOPPED", _("Stopped")
    CARRIED_OUT = "CARRIED_OUT", _("Carried out")


ALLOWED: dict[State, frozenset[State]] = {
    State.UNCONFIRMED: frozenset({State.NEW, State.OPEN, State.SUSPENDED, State.CLOSED}),
    State.NEW: frozenset({State.OPEN, State.PENDING, State.ON_HOLD, State.SOLVED, State.SUSPENDED}),
    State.OPEN: frozenset({State.PENDING, State.ON_HOLD, State.SOLVED, State.SUSPENDED}),
    State.PENDING: frozenset({State.OPEN, State.ON_HOLD, State.SOLVED}),
    State.ON_HOLD: frozenset({State.OPEN, State.PENDING, State.SOLVED}),
    State.SOLVED: frozenset({State.OPEN, State.CLOSED}),
    State.CLOSED: frozenset(),
    State.SUSPENDED: frozenset({State.NEW, State.OPEN, State.CLOSED}),
}
"""The only changes of state there are; tickets/actions/change_state.py refuses all others."""

LIVE = frozenset({State.UNCONFIRMED, State.NEW, State.OPEN, State.PENDING, State.ON_HOLD, State.SUSPENDED})
"""States in which somebody still has something to do."""
OVER = frozenset({State.SOLVED, State.CLOSED})
"""The others. Such a request waits for nothing, and its invitations open nothing; a solved one can be opened again."""
WORK = LIVE - {State.UNCONFIRMED, State.SUSPENDED}
"""Those in which it may be an agent: an unconfirmed ticket waits for its sender to prove their address, a suspended one was
set aside."""


class CustomerState(models.TextChoices):
    """Where a request stands, in the customer's words."""

    # Translators: a request was received; a file that was received is another text.
    RECEIVED = "RECEIVED", pgettext_lazy("request", "Received")
    CHECKING = "CHECKING", _("Checking your files")
    WITH_AN_AGENT = "WITH_AN_AGENT", _("With an agent")
    ANSWERED = "ANSWERED", _("Answered")
    NEEDS_YOU = "NEEDS_YOU", _("We need something from you")
    CLOSED = "CLOSED", _("Closed")


def customer_state(*, state: str, answered: bool, addressed: bool, files_in_progress: bool) -> CustomerState:
    """What a customer is told.

    In: the state of the ticket that lives on; whether an agent spoke last, as far as this customer can read; whether
    what agents last wrote was for this customer at all; whether a file of theirs is still being checked.
    """
    if state in OVER:
        return CustomerState.CLOSED
    if state == State.PENDING:
        return CustomerState.NEEDS_YOU if addressed else CustomerState.WITH_AN_AGENT
    if answered:
        return CustomerState.ANSWERED
    if state in {State.OPEN, State.ON_HOLD}:
        return CustomerState.WITH_AN_AGENT
    return CustomerState.CHECKING if files_in_progress else CustomerState.RECEIVED
