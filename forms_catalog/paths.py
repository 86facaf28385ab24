"""Takes every way through a request type by its conditions alone: which pages are reached, and how the ways end.

What is typed plays no part, only choices that some condition looks at. Ways that differ in nothing a later condition looks
at are the same way, so that even a long form has few. Gates hang on the clock and are left aside.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django import forms

from forms_catalog.definition import Condition, Ending, HandOver, Is, Not, RequestType, Step

TYPED = "typed"
"""Stands for whatever somebody types."""


@dataclass
class Paths:
    """What was found on all ways together."""

    reached: set[str] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    """Hand-overs and endings that some answers lead to, by identity."""
    asked_twice: set[str] = field(default_factory=set)
    """Fields that one way asks for on two pages."""
    completes: bool = False
    """Whether some way ends in a ticket."""


@dataclass(frozen=True)
class _Here:
    position: int
    answers: dict[str, Any]
    asked: frozenset[str]


def explore(request_type: RequestType) -> Paths:
    """Take every way, begun alone and begun from the page of another request."""
    paths = Paths()
    for has_parent in {False, any(step.unless_parent for step in request_type.steps)}:
        _explore(request_type, paths, has_parent=has_parent)
    return paths


def names_in(condition: Condition | None) -> set[str]:
    """The fields that a condition looks at."""
    if condition is None:
        return set()
    if isinstance(condition, Is):
        return {condition.name}
    if isinstance(condition, Not):
        return names_in(condition.condition)
    return {name for each in condition.conditions for name in names_in(each)}


def _explore(request_type: RequestType, paths: Paths, *, has_parent: bool) -> None:
    steps = request_type.steps
    ways_out: list[HandOver | Ending] = [*request_type.exits, *request_type.endings]
    leaving = [each for each in ways_out if each.when]
    always = {name for each in leaving for name in names_in(each.when)}
    # Of answers given before a page, only these still matter after it.
    matters = [always | {name for step in steps[at:] for name in names_in(step.when)} for at in range(len(steps) + 1)]
    waiting, seen = [_Here(0, {}, frozenset())], set[tuple[Any, ...]]()
    while waiting:
        here = waiting.pop()
        if here.position == len(steps):
            paths.completes = True
            continue
        step = steps[here.position]
        if (step.when and not step.when(here.answers)) or (step.unless_parent and has_parent):
            ways: Iterator[dict[str, Any]] = iter([{}])
            asked = here.asked
        else:
            paths.reached.add(step.slug)
            fields = step.fields()
            paths.asked_twice |= here.asked & set(fields)
            asked = here.asked | set(fields)
            ways = _ways(step, fields, matters[0])
        for given in ways:
            answers = here.answers | given
            exit = next((each for each in leaving if each.when and each.when(answers)), None) if given else None
            if exit:
                paths.taken.add(id(exit))
                if isinstance(exit, HandOver) or not exit.anyway:
                    continue
            kept = {name: value for name, value in answers.items() if name in matters[here.position + 1]}
            key = (here.position + 1, repr(sorted(kept.items())), asked)
            if key not in seen:
                seen.add(key)
                waiting.append(_Here(here.position + 1, kept, asked))


def _ways(step: Step, fields: dict[str, forms.Field], matters: set[str]) -> Iterator[dict[str, Any]]:
    """The ways to answer a page, as far as a condition can tell them apart."""
    answers = [[(name, value) for value in _values(each, name in matters)] for name, each in fields.items()]
    yield from (dict(chosen) for chosen in product(*answers))
    if step.skip:
        yield dict.fromkeys(fields, "")


def _values(form_field: forms.Field, matters: bool) -> list[Any]:
    codes = [code for code, _label in getattr(form_field, "choices", ())]
    if isinstance(form_field, forms.MultipleChoiceField):
        return [[], *([code] for code in codes)] if matters else [[]]
    if codes:
        return codes if matters else codes[:1]
    return [TYPED] if form_field.required or not matters else [TYPED, ""]
