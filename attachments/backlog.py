"""How much work on files waits, how old it is, and how long a new file would wait: read from rows, told only when known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from attachments.joining import left_to_join
from attachments.lateness import unfinished_files
from attachments.models import Attachment
from attachments.states import FileState
from attachments.turns import due

LOOK_BACK = timedelta(minutes=10)
"""As fast as files were accepted in this time, others will be."""
COUNT_AT_MOST = 50_000
JOINS_AT_MOST = 200
SHORTEST_TOLD = timedelta(minutes=2)
"""Below this nobody needs to be told how long it takes."""
REALLY_WAITING = timedelta(seconds=45)
"""There is a queue once something has been due for so long. Else few were checked lately because few came."""


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits, in numbers. `oldest_seconds` is how long the file that has been due longest has been due."""

    due: int
    later: int
    checking: int
    failed: int
    oldest_seconds: int
    waiting_for: dict[str, int]
    to_join: int
    accepted_lately: int


def backlog(*, now: datetime) -> Backlog:
    """Count what waits now."""
    waiting = unfinished_files().filter(state=FileState.QUEUED)
    due_now = due(now=now).order_by()
    since = [due_now.aggregate(at=Min("next_try_at"))["at"], _held_by_the_dead(now)]
    reasons = waiting.exclude(waiting_for="").order_by().values_list("waiting_for").annotate(number=Count("pk"))
    waits = due_now.count()
    return Backlog(
        due=waits,
        later=waiting.filter(next_try_at__gt=now).count(),
        checking=unfinished_files().filter(state=FileState.CHECKING).count(),
        failed=Attachment.objects.filter(state=FileState.FAILED).count(),
        oldest_seconds=max((round((now - each).total_seconds()) for each in since if each), default=0),
        waiting_for=dict(reasons),
        to_join=len(left_to_join(limit=JOINS_AT_MOST)),
        accepted_lately=_accepted_lately(now),
    )


def expected_wait(*, files: Iterable[Attachment], now: datetime) -> timedelta | None:
    """How long until the last of these files that waits is checked; None when that is soon, or not known.

    Not known is it while nothing has been checked lately, while nothing has waited yet, or when what is waited for is
    out. Counts those that stand before it, at the pace at which files were accepted lately: what is refused goes too, so
    it rather takes less.
    """
    waiting = [file for file in files if file.state == FileState.QUEUED]
    if not waiting or any(file.waiting_for for file in waiting) or not _is_a_queue(now):
        return None
    if (pace := _accepted_lately(now)) == 0:
        return None
    last = max(file.turn_at for file in waiting)
    before = due(now=now).filter(turn_at__lte=last)[:COUNT_AT_MOST].count()
    wait = LOOK_BACK * before / pace
    return wait if wait >= SHORTEST_TOLD else None


def _is_a_queue(now: datetime) -> bool:
    return due(now=now).filter(next_try_at__lt=now - REALLY_WAITING).order_by().exists()


def _held_by_the_dead(now: datetime) -> datetime | None:
    dead = unfinished_files().filter(state=FileState.CHECKING, lease_until__lt=now)
    return dead.order_by("lease_until").values_list("lease_until", flat=True).first()


def _accepted_lately(now: datetime) -> int:
    return Attachment.objects.filter(state=FileState.ACCEPTED, settled_at__gt=now - LOOK_BACK).count()
