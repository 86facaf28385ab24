"""Counts what self-help did: rows, not log lines; it helped only if the same browser does not come back on that topic."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import TextChoices

from forms_catalog.models import Outcome
from tickets.models import Ticket


class Kind(TextChoices):
    """What somebody did at self-help or at an end without a ticket."""

    SOLVED = "solved"
    """“Done, it works.”"""
    BEGUN = "begun"
    """“I still need help”, or the start of a request without any."""
    ENDED = "ended"
    """An answer led to what the person can do alone."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The outcomes of one topic: how often each was chosen, and what became of those that seemed to help."""

    topic: str
    solved: int
    ended: int
    begun: int
    helped: int
    came_back: int
    too_early: int


def note(*, kind: Kind, topic: str, device: str, now: datetime) -> None:
    """Keep one outcome. In: the request type's slug as topic."""
    Outcome.objects.create(kind=kind, topic=topic, device=device, at=now)


def tallies(*, since: datetime, now: datetime) -> list[Tally]:
    """What self-help did since a moment, by topic. A browser counts once per topic and window, however often it pressed."""
    window = timedelta(hours=settings.HELPED_AFTER_HOURS)
    rows = Outcome.objects.filter(at__gte=since).order_by("at", "id").values_list("topic", "device", "kind", "at")
    chosen: Counter[tuple[str, str]] = Counter()
    seemed: dict[tuple[str, str], list[datetime]] = {}
    returns: dict[tuple[str, str], list[datetime]] = {}
    for topic, device, kind, at in rows.iterator(chunk_size=2_000):
        chosen[topic, kind] += 1
        if kind == Kind.BEGUN:
            returns.setdefault((topic, device), []).append(at)
        elif not (seemed.get((topic, device)) and at < seemed[topic, device][-1] + window):
            seemed.setdefault((topic, device), []).append(at)
    for topic, device, at in _sent(seemed, since):
        returns.setdefault((topic, device), []).append(at)
    became: Counter[tuple[str, str]] = Counter()
    for person, moments in seemed.items():
        for at in moments:
            back = any(at < later <= at + window for later in returns.get(person, ()))
            became[person[0], "came_back" if back else "helped" if at + window <= now else "too_early"] += 1
    return [_tally(topic, chosen, became) for topic in sorted({topic for topic, _kind in chosen})]


def _sent(seemed: Iterable[tuple[str, str]], since: datetime) -> Iterable[tuple[str, str, datetime]]:
    """Requests that those browsers sent after all, on the same topic."""
    people = set(seemed)
    sent = Ticket.objects.filter(created_at__gte=since, request_type__in={topic for topic, _device in people})
    for topic, device, at in sent.order_by("id").values_list("request_type", "device", "created_at").iterator():
        if (topic, device) in people:
            yield topic, device, at


def _tally(topic: str, chosen: Counter[tuple[str, str]], became: Counter[tuple[str, str]]) -> Tally:
    return Tally(
        topic=topic,
        solved=chosen[topic, Kind.SOLVED],
        ended=chosen[topic, Kind.ENDED],
        begun=chosen[topic, Kind.BEGUN],
        helped=became[topic, "helped"],
        came_back=became[topic, "came_back"],
        too_early=became[topic, "too_early"],
    )


def forget(*, device: str) -> None:
    """Erase what one browser chose."""
    if device:
        Outcome.objects.filter(device=device).delete()


def purge(*, now: datetime) -> int:
    """Erase outcomes that nobody counts any more. Out: how many."""
    return Outcome.objects.filter(at__lt=now - timedelta(days=settings.OUTCOME_DAYS)).delete()[0]
