"""Finds a way through each request type, so that the bench opens every page of it with good answers before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Access, RequestType, Step
from forms_catalog.fields import Checklist, Day, Email, Entries
from forms_catalog.journey import SIGNED_IN_AS, Journey
from forms_catalog.listing import new_id

ADDRESS = "alice@example.com"
"""Of whoever is signed in where a sign-in is asked for."""
OTHER_ADDRESS = "alice@example.net"
"""Of whoever cannot read the first."""
_MOST_TRIES = 2_000
_TYPED = (
    "It happened yesterday evening, and since then the page stays empty.",
    ADDRESS,
    *("1050", "BE", "0.05", "2024-03-01", "ab" * 32, "AA12 BCDE FGHI 3456"),
    *("1", "+12025550123", "Europe/Paris", "2026-03-01T12:30:00+01:00[Europe/Paris]", "www.example.com"),
    *("It is a long story, and all of it has to be told. " * 6, "yes", ""),
)


@dataclass
class Way:
    """The pages of one request type in order, each with the answers given before it; `answers` are those of all.

    With `has_parent` it begins on the page of another request, or by an invitation to it.
    """

    request_type: RequestType
    has_parent: bool
    pages: list[tuple[Step, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    is_complete: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anybody may begin it, from nothing."""
        return not self.has_parent and self.request_type.access in {Access.ANYONE, Access.LOCKED_OUT}

    @property
    def can_be_sent(self) -> bool:
        """Whether these answers are all that Send needs."""
        return self.is_complete and not (self.request_type.files and self.request_type.files.required)


def ways(now: datetime) -> list[Way]:
    """A way through each request type; what cannot be asked alone is begun on the page of another request."""
    found = []
    for each in catalogue().values():
        way = _way_through(each, now, has_parent=each.access is Access.INVITED)
        found.append(way if way.is_complete else _way_through(each, now, has_parent=True))
    return found


def _way_through(request_type: RequestType, now: datetime, *, has_parent: bool) -> Way:
    """The first way that ends in a request to send; the longest one where none is found."""
    told = {SIGNED_IN_AS: ADDRESS} if request_type.access is Access.SIGNED_IN else {}
    longest = Way(request_type, has_parent, answers=told)
    waiting = [longest]
    for _try in range(_MOST_TRIES):
        if not waiting:
            break
        way = waiting.pop()
        journey = Journey(request_type=request_type, answers=way.answers, now=now, device="", has_parent=has_parent)
        walk = journey.walk()
        if walk.exit or (walk.current and any(step is walk.current for step, _before in way.pages)):
            continue  # An answer that leads elsewhere, or none that the page takes.
        if walk.current is None:
            return Way(request_type, has_parent, way.pages, way.answers, is_complete=True)
        step, pages = walk.current, [*way.pages, (walk.current, way.answers)]
        longest = max(longest, Way(request_type, has_parent, pages, way.answers), key=lambda each: len(each.pages))
        more = [Way(request_type, has_parent, pages, {**way.answers, **each}) for each in _good_answers(step, now)]
        waiting += reversed(more)
    return longest


def _good_answers(step: Step, now: datetime) -> Iterator[dict[str, Any]]:
    """Ways to answer a page: each choice once, the first ones first; what is no choice gets its usual answers."""
    fields = step.fields()
    usual = {name: _good(each, now) for name, each in fields.items()}
    yield usual
    to_come = (now + timedelta(days=60)).date().isoformat()
    if days := {name: to_come for name, each in fields.items() if isinstance(each, Day)}:
        yield usual | days
    for name, each in fields.items():
        for other in _others(each):
            yield usual | {name: other}


def _others(asked: forms.Field) -> list[str]:
    if isinstance(asked, forms.MultipleChoiceField):
        return []
    if isinstance(asked, forms.ChoiceField):
        return _codes(asked)[1:]
    others = [OTHER_ADDRESS] if isinstance(asked, Email) else []
    return others if asked.required else [*others, ""]


def _codes(asked: forms.ChoiceField) -> list[str]:
    choices: Any = asked.choices
    return [str(code) for code, _label in choices if code]


def _good(asked: forms.Field, now: datetime) -> Any:
    for each in _candidates(asked, now):
        try:
            asked.clean(each)
        except forms.ValidationError:
            continue
        return each
    return ""


def _candidates(asked: forms.Field, now: datetime) -> Iterator[Any]:
    if isinstance(asked, Entries):
        kind = asked.top[0]
        answers = {name: _good(each, now) for name, each in asked.kinds[kind].asked.items()}
        yield [{"id": new_id(under=""), "kind": kind, **answers}]
    if isinstance(asked, Checklist):
        yield _codes(asked)
    if isinstance(asked, forms.ChoiceField):
        first = _codes(asked)[:1]
        yield from [first] if isinstance(asked, forms.MultipleChoiceField) else first
    # The code before the days: a field for postal codes would take a day as well.
    yield from _TYPED[:3]
    for days in (-2, 2):
        yield (now + timedelta(days=days)).date().isoformat()
    yield from _TYPED[3:]
