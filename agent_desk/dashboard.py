"""The numbers an agent begins the day with; each counted up to a cap, so that none grows with the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agent_desk.compartments import among_files, tickets_of
from attachments.lateness import late_files, unfinished_files
from attachments.models import Attachment
from attachments.states import SCANNER_OUT, FileState
from tickets import snapshot
from tickets.approvals import may_be_carried_out, waiting_for_another
from tickets.models import Ticket
from tickets.states import LIVE, WORK, Priority, State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

CAP = 1_000
LISTED = 8


@dataclass(frozen=True)
class Tile:
    """One number with the list it counts."""

    label: str
    number: str
    query: str


@dataclass(frozen=True)
class Dashboard:
    """Everything on the first page."""

    tiles: list[Tile]
    being_checked: str
    overdue: str
    waiting_for_scanner: bool
    failed: str
    next_up: list[Ticket]
    tickets_with_trouble: list[Ticket]


@dataclass(frozen=True)
class NextUp:
    """One of the requests that wait for somebody."""

    ticket: Ticket
    title: str
    tone: str


def in_words(*, tickets: Sequence[Ticket]) -> list[NextUp]:
    """Requests with their titles in the agent's language."""
    tones = {Priority.URGENT: "error", Priority.HIGH: "warn"}
    language = get_language() or "en"
    return [
        NextUp(each, snapshot.title(ticket=each, language=language), tones.get(Priority(each.priority), "plain"))
        for each in tickets
    ]


def capped(queryset: "QuerySet[Ticket] | QuerySet[Attachment]") -> str:
    """How many rows, in words when there are more than anybody counts; empty for none."""
    number = queryset.order_by()[: CAP + 1].count()
    return f"{CAP}+" if number > CAP else str(number or "")


def dashboard(*, agent: "User", now: datetime) -> Dashboard:
    """Count what waits for this agent, for anybody, for customers, and what goes wrong with files."""
    seen = tickets_of(agent)
    roots = seen.filter(merged_into__isnull=True)
    live = roots.filter(state__in=WORK)
    tiles = [
        Tile(_("Assigned to me"), capped(live.filter(assignee=agent)) or "0", "assignee=me"),
        Tile(_("Nobody’s yet"), capped(live.filter(assignee__isnull=True)) or "0", "assignee=nobody"),
        Tile(_("Waiting for the customer"), capped(live.filter(state=State.PENDING)) or "0", "state=PENDING"),
        Tile(_("All that is live"), capped(live) or "0", ""),
        Tile(
            _("Waits for a second agent"),
            capped(live.filter(id__in=waiting_for_another(agent=agent))) or "0",
            "show=second",
        ),
        Tile(_("Changes to carry out"), capped(live.filter(id__in=may_be_carried_out(now=now))) or "0", "show=ready"),
        Tile(_("Address not proven"), capped(roots.filter(state=State.UNCONFIRMED)) or "0", "show=unconfirmed"),
    ]
    unfinished = among_files(unfinished_files(), agent=agent)
    overdue = among_files(late_files(now=now), agent=agent)
    broken = Attachment.objects.filter(state=FileState.FAILED, ticket__survivor__state__in=LIVE, ticket__isnull=False)
    failed = among_files(broken, agent=agent)
    trouble = overdue.filter(ticket__isnull=False).values("ticket__survivor"), failed.values("ticket__survivor")
    return Dashboard(
        tiles=tiles,
        being_checked=capped(unfinished),
        overdue=capped(overdue),
        waiting_for_scanner=overdue.filter(waiting_for=SCANNER_OUT).exists(),
        failed=capped(failed),
        next_up=list(
            live.filter(assignee__isnull=True, state__in=[State.NEW, State.OPEN]).order_by("priority", "created_at")[
                :LISTED
            ]
        ),
        tickets_with_trouble=list(
            seen.filter(Q(id__in=trouble[0]) | Q(id__in=trouble[1])).order_by("priority", "created_at")[:LISTED]
        ),
    )
