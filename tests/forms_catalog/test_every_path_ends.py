"""No dead ends: every page of every type can be reached, and from every answer a way leads to an honest end."""

from datetime import datetime
from typing import Any

import pytest

from forms_catalog.access import waits_for_sign_in
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Ending, HandOver, RequestType
from forms_catalog.journey import ANYWAY, Journey, Walk, carried
from tests.forms_catalog.answering import variants

EVERY_TYPE = [pytest.param(each, id=slug) for slug, each in catalogue().items()]


def walk(request_type: RequestType, answers: dict[str, Any], now: datetime, *, has_parent: bool = False) -> Walk:
    """How far these answers lead."""
    journey = Journey(request_type=request_type, answers=answers, now=now, device="this-browser", has_parent=has_parent)
    return journey.walk()


def explore(request_type: RequestType, now: datetime) -> tuple[set[str], list[Walk]]:
    """Take every choice of every page at least once. Out: pages reached, and how each path ended."""
    alone = explore_from(request_type, now, has_parent=False)
    if not any(step.unless_parent for step in request_type.steps):
        return alone
    with_parent = explore_from(request_type, now, has_parent=True)
    return alone[0] | with_parent[0], alone[1] + with_parent[1]


def explore_from(request_type: RequestType, now: datetime, *, has_parent: bool) -> tuple[set[str], list[Walk]]:
    """The same, begun alone or from the page of another request."""
    reached: set[str] = set()
    ends: list[Walk] = []
    waiting: list[dict[str, Any]] = [{}]
    while waiting:
        answers = waiting.pop()
        here = walk(request_type, answers, now, has_parent=has_parent)
        if here.current is None:
            ends.append(here)
            if isinstance(here.exit, Ending) and here.exit.anyway:
                past = answers.get(ANYWAY, {}) | {here.exit.slug: led_to(here)}
                waiting.append(answers | {ANYWAY: past})
            continue
        if set(here.current.fields()) & set(answers):
            # Refused: only the reference of a request that exists, sent from this browser, would do.
            assert here.current.unless_parent, answers
            continue
        first_time = here.current.slug not in reached
        reached.add(here.current.slug)
        ways = variants(here.current, now, here.answers)
        assert any(answers.get(name) != value for name, value in ways[0].items()), (
            f"no good answer to {here.current.slug}"
        )
        waiting += [answers | each for each in (ways if first_time else ways[:1])]
    return reached, ends


def led_to(end: Walk) -> dict[str, Any]:
    """The answers of the page that led to an ending."""
    return {name: end.answers[name] for name in end.passed[-1].fields()}


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_every_page_can_be_reached(request_type: RequestType, now: datetime) -> None:
    reached, _ends = explore(request_type, now)
    answered = [waits_for_sign_in(request_type=request_type, step=each, address="") for each in request_type.steps]
    asked = {step.slug for step, by_sign_in in zip(request_type.steps, answered, strict=True) if not by_sign_in}
    assert asked - reached == set()


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_every_path_ends_and_every_exit_and_ending_is_taken_by_some_answer(
    request_type: RequestType, now: datetime
) -> None:
    _reached, ends = explore(request_type, now)
    assert any(each.is_complete for each in ends)
    taken = {id(each.exit) for each in ends if isinstance(each.exit, HandOver)}
    ended = {each.exit.slug for each in ends if isinstance(each.exit, Ending)}
    assert [each for each in request_type.exits if id(each) not in taken] == []
    assert set(request_type.ends()) - ended == set()


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_a_hand_over_never_ends_or_leads_back_by_itself(request_type: RequestType, now: datetime) -> None:
    _reached, ends = explore(request_type, now)
    every_answer = {name: "yes" for step in request_type.steps for name in step.fields()}
    for end in ends:
        if not isinstance(end.exit, HandOver):
            continue
        other = catalogue()[end.exit.to]
        # Also when the way back was changed late, with all other pages answered.
        arrived = walk(other, carried(exit=end.exit, answers=every_answer | end.answers, to=other), now)
        assert arrived.exit is None, end.answers


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_an_ending_is_on_a_page_of_its_own(request_type: RequestType) -> None:
    slugs = [step.slug for step in request_type.steps] + request_type.ends()
    assert len(slugs) == len(set(slugs))
