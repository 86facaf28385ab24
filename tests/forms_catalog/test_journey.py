"""The way through a request follows from the answers alone."""

from datetime import datetime
from typing import Any

import pytest

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Ending, HandOver
from forms_catalog.journey import Journey, Walk, carried

STOLEN: dict[str, Any] = {
    "device_state": "stolen",
    "device_type": "phone",
    "when": "2026-03-04",
    "had_on_it": ["mailbox"],
    "device_unlocked": "no",
    "account_email": "alice@example.com",
    "still_have_email": "yes",
    "master_key_set": "no",
    "sim_blocked": "yes",
    "police_reference": "",
    "description": "It was taken from my bag at the station.",
}


def walk(answers: dict[str, Any], now: datetime, slug: str = "lost-device", has_parent: bool = False) -> Walk:
    """Where these answers lead."""
    journey = Journey(
        request_type=catalogue()[slug], answers=answers, now=now, device="this-browser", has_parent=has_parent
    )
    return journey.walk()


def test_without_answers_the_first_question_is_next(now: datetime) -> None:
    found = walk({}, now)
    assert found.current
    assert found.current.slug == "what-happened"


def test_all_answers_given_the_way_is_complete(now: datetime) -> None:
    assert walk(STOLEN, now).is_complete


def test_a_page_whose_condition_is_not_met_falls_away_with_its_answer(now: datetime) -> None:
    lost = STOLEN | {"device_state": "lost"}
    found = walk(lost, now)
    assert found.is_complete
    assert "device_unlocked" not in found.answers
    assert "police-reference" not in [step.slug for step in found.passed]


def test_an_answer_that_is_no_longer_good_stops_the_walk_at_its_page(now: datetime) -> None:
    found = walk(STOLEN | {"when": "2026-03-20"}, now)
    assert found.current
    assert found.current.slug == "when"


def test_a_day_that_has_begun_somewhere_is_not_the_future(now: datetime) -> None:
    assert walk(STOLEN | {"when": "2026-03-06"}, now).is_complete


@pytest.mark.parametrize("state", ["broken", "changed", "reset"])
def test_r8_a_device_that_is_not_gone_leads_to_two_factor_with_the_answers(now: datetime, state: str) -> None:
    answers = STOLEN | {"device_state": state}
    found = walk(answers, now)
    assert isinstance(found.exit, HandOver)
    assert found.exit.to == "2fa-unavailable"
    taken = carried(exit=found.exit, answers=answers, to=catalogue()["2fa-unavailable"])
    assert taken["cause"] == state
    assert taken["account_email"] == "alice@example.com"
    assert taken["description"] == STOLEN["description"]


def test_r8_stolen_under_two_factor_leads_back(now: datetime) -> None:
    answers = {"cause": "stolen", "account_email": "alice@example.com"}
    found = walk(answers, now, slug="2fa-unavailable")
    assert isinstance(found.exit, HandOver)
    taken = carried(exit=found.exit, answers=answers, to=catalogue()["lost-device"])
    assert (taken["device_state"], taken["account_email"]) == ("stolen", "alice@example.com")


def test_r8_a_known_master_key_ends_without_a_ticket(now: datetime) -> None:
    answers = {"cause": "changed", "method": "passkey", "which": "sign_in", "master_key_set": "yes"}
    found = walk(answers, now, slug="2fa-unavailable")
    assert isinstance(found.exit, Ending)
    assert found.exit.slug == "end-master-key"


def test_documents_begun_from_a_request_are_not_asked_which_one(now: datetime) -> None:
    assert walk({"note": "", "consent": True}, now, slug="documents-general", has_parent=True).is_complete
    first = walk({}, now, slug="documents-general")
    assert first.current
    assert first.current.slug == "reference"


def test_a_stolen_device_is_urgent_and_a_lost_one_high() -> None:
    request_type = catalogue()["lost-device"]
    assert request_type.priority({"device_state": "stolen"}).name == "URGENT"
    assert request_type.priority({"device_state": "lost"}).name == "HIGH"
