"""Urgent requests that are nobody's yet: what every agent's page shows, and what its script asks for again and again."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from agent_desk.compartments import tickets_of
from tickets.states import WORK, Priority

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

MOST = 99


@dataclass(frozen=True)
class Urgent:
    """How many there are, in words for people, and when the newest of them came, which tells a new one from the same."""

    number: int
    figure: str
    sentence: str
    newest: str


def urgent_unassigned(*, agent: "User | AnonymousUser") -> Urgent:
    """Look at the rows that this agent sees. Counts no further than anybody would."""
    nobodys = tickets_of(agent).filter(
        state__in=WORK, priority=Priority.URGENT, assignee__isnull=True, merged_into__isnull=True
    )
    moments: list[datetime] = list(nobodys.order_by("-created_at").values_list("created_at", flat=True)[: MOST + 1])
    number = len(moments)
    figure = f"{MOST}+" if number > MOST else str(number)
    # Translators: requests, as in “2 urgent, unassigned”.
    sentence = ngettext("%(number)s urgent, unassigned", "%(number)s urgent, unassigned", number)
    return Urgent(
        number=number,
        figure=figure,
        sentence=sentence % {"number": figure} if number else "",
        newest=moments[0].isoformat() if moments else "",
    )
