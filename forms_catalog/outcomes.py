"""Counts what self-help did: rows, not log lines; it helped only if the same person does not come back on that topic."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import TextChoices

from accounts.models import Person
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


def note(*, kind: Kind, topic: str, device: str, person: Person | None, now: datetime) -> None:
    """Keep one outcome. In: the request type's slug as topic; the browser, and whoever is signed in there."""
    Outcome.objects.create(kind=kind, topic=topic, device=device, person=person, at=now)


def tallies(*, since: datetime, now: datetime) -> list[Tally]:
    """What self-help did since a moment, by topic. One browser counts once per topic and window, however often it pressed.

    Somebody came back who began or sent a request on the topic within the window, in that browser or signed in as then.
    """
    window = timedelta(hours=settings.HELPED_AFTER_HOURS)
    rows = Outcome.objects.filter(at__gte=since).order_by("at", "id")
    chosen: Counter[tuple[str, str]] = Counter()
    seemed: list[_Seen] = []
    newest: dict[tuple[str, str], datetime] = {}
    returns: dict[tuple[str, Any], list[datetime]] = defaultdict(list)
    for topic, device, person, kind, at in rows.values_list("topic", "device", "person", "kind", "at").iterator():
        chosen[topic, kind] += 1
        if kind == Kind.BEGUN:
            for who in _whos(device, person):
                returns[topic, who].append(at)
        elif not (newest.get((topic, device)) and at < newest[topic, device] + window):
            newest[topic, device] = at
            seemed.append(_Seen(topic, _whos(device, person), at))
    sent = Ticket.objects.filter(created_at__gte=since, request_type__in={each.topic for each in seemed}).order_by("id")
    for topic, device, person, at in sent.values_list("request_type", "device", "account", "created_at").iterator():
        for who in _whos(device, person):
            returns[topic, who].append(at)
    became = Counter((each.topic, _became(each, returns, window, now)) for each in seemed)
    return [_tally(topic, chosen, became) for topic in sorted({topic for topic, _kind in chosen})]


@dataclass(frozen=True)
class _Seen:
    """Something that seemed to help somebody."""

    topic: str
    whos: tuple[Any, ...]
    at: datetime


def _whos(device: str, person: Any) -> tuple[Any, ...]:
    """By what a person is known again: the browser, and the account they were signed in to."""
    return tuple(each for each in (device, person) if each)


def _became(seen: _Seen, returns: Mapping[tuple[str, Any], list[datetime]], window: timedelta, now: datetime) -> str:
    later = (at for who in seen.whos for at in returns.get((seen.topic, who), ()))
    if any(seen.at < at <= seen.at + window for at in later):
        return "came_back"
    return "helped" if seen.at + window <= now else "too_early"


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
