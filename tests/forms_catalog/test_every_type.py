"""What every request type must keep, whoever writes it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from forms_catalog.catalogue import catalogue, described
from forms_catalog.catalogue_checks import FORBIDDEN, SAME_IN_EVERY_LANGUAGE
from forms_catalog.definition import RequestType
from forms_catalog.journey import Journey, StepForm
from tests.forms_catalog.answering import variants

EVERY_TYPE = [pytest.param(each, id=slug) for slug, each in catalogue().items()]


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_no_field_asks_for_a_secret(request_type: RequestType) -> None:
    names = [name for step in request_type.steps for name in step.fields()]
    assert [name for name in names if FORBIDDEN.search(name)] == []


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_no_value_is_asked_twice(request_type: RequestType) -> None:
    names = [name for step in request_type.steps for name in step.fields()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_a_page_has_one_decision(request_type: RequestType) -> None:
    # Boxes that narrow each other, such as the days and times of a call, are one.
    assert [step.slug for step in request_type.steps if len(step.fields()) > 2 and not step.narrow] == []


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_a_hand_over_leads_to_a_type_that_exists(request_type: RequestType) -> None:
    assert [way.to for way in request_type.ways() if way.to not in catalogue()] == []


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_self_help_has_at_most_five_steps(request_type: RequestType) -> None:
    assert request_type.self_help is None or len(request_type.self_help.steps) <= 5


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_every_text_exists_in_french(request_type: RequestType) -> None:
    def texts(part: Any) -> list[dict[str, str]]:
        if isinstance(part, dict):
            own = [part] if set(part) == {"en", "fr"} else []
            return own + [each for value in part.values() for each in texts(value)]
        return [each for value in part for each in texts(value)] if isinstance(part, list) else []

    same = {each["en"] for each in texts(described(request_type)) if each["en"] and each["en"] == each["fr"]}
    assert same <= SAME_IN_EVERY_LANGUAGE


@pytest.mark.django_db
@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_a_page_says_nothing_more_of_a_field_that_is_refused_by_itself(
    request_type: RequestType, now: datetime
) -> None:
    earlier: dict[str, Any] = {}
    for step in request_type.steps:
        asking = Journey(request_type=request_type, answers={}, now=now, device="this-browser").asking(earlier)
        found = variants(step, now, earlier)
        for good in found:
            for typed in ({}, *({name: good[name] for name in good if name != missing} for missing in good)):
                alone = StepForm(step=replace(step, check=None), asking=asking, data=typed).errors
                told = StepForm(step=step, asking=asking, data=typed).errors
                assert {name: told[name] for name in alone} == alone, (step.slug, typed)
        earlier |= found[0]
