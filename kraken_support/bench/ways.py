"""Finds a way through each request type, so that the bench opens every page of it with good answers before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import RequestType, Step
from forms_catalog.journey import Journey

_MOST_TRIES = 2_000


@dataclass
class Way:
    """The pages of one request type in order, each with the answers given before it; `answers` are those of all."""

    request_type: RequestType
    pages: list[tuple[Step, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    is_complete: bool = False


def ways(now: datetime) -> list[Way]:
    """A way through each request type."""
    return [way_through(request_type=each, now=now) for each in catalogue().values()]


def way_through(*, request_type: RequestType, now: datetime) -> Way:
    """The first way that ends in a request to send; the longest one where none is found."""
    longest = Way(request_type)
    waiting: list[Way] = [longest]
    for _try in range(_MOST_TRIES):
        if not waiting:
            break
        way = waiting.pop()
        walk = Journey(request_type=request_type, answers=way.answers, now=now, device="").walk()
        if walk.exit or (walk.current and any(step is walk.current for step, _before in way.pages)):
            continue  # An answer that leads elsewhere, or none that the page takes.
        if walk.current is None:
            return Way(request_type, way.pages, way.answers, is_complete=True)
        step, pages = walk.current, [*way.pages, (walk.current, way.answers)]
        longest = max(longest, Way(request_type, pages, way.answers), key=lambda each: len(each.pages))
        more = [Way(request_type, pages, {**way.answers, **each}) for each in _good_answers(step, now)]
        waiting += reversed(more)
    return longest


def _good_answers(step: Step, now: datetime) -> Iterator[dict[str, Any]]:
    """Ways to answer a page: each choice once, the first ones first; what is no choice gets one good answer."""
    fields = step.fields()
    usual = {name: _good(each, now) for name, each in fields.items()}
    yield usual
    for name, each in fields.items():
        if isinstance(each, forms.ChoiceField) and not isinstance(each, forms.MultipleChoiceField):
            for code in _codes(each)[1:]:
                yield usual | {name: code}


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
    if isinstance(asked, forms.ChoiceField):
        first = _codes(asked)[:1]
        yield from [first] if isinstance(asked, forms.MultipleChoiceField) else first
    yield "It happened yesterday evening, and since then the page stays empty."
    yield "alice@example.com"
    for days in (-2, 2):
        yield (now + timedelta(days=days)).date().isoformat()
    yield from ("1", "+33199001234", "yes", "")
