"""What self-help did is counted in rows, and as help only if the same person stays away from the topic for 72 hours."""

import json
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Person
from forms_catalog import outcomes
from forms_catalog.models import Outcome
from forms_catalog.outcomes import Kind, Tally, note, tallies
from tests.customer import Customer
from tests.factories import a_ticket

pytestmark = pytest.mark.django_db
TOPIC = "2fa-unavailable"


def pressed(kind: Kind, at: datetime, device: str = "one", **over: Any) -> None:
    """Somebody pressed a button at self-help."""
    note(**({"kind": kind, "topic": TOPIC, "device": device, "person": None, "now": at} | over))


def told(now: datetime) -> Tally:
    """What is counted for the topic, a week on."""
    return next(each for each in tallies(since=now - timedelta(days=30), now=now) if each.topic == TOPIC)


def test_solved_and_never_seen_again_is_help(now: datetime) -> None:
    pressed(Kind.SOLVED, now)
    later = told(now + timedelta(hours=72))
    assert (later.solved, later.helped, later.came_back, later.too_early) == (1, 1, 0, 0)


def test_before_72_hours_are_over_it_is_too_early_to_tell(now: datetime) -> None:
    pressed(Kind.SOLVED, now)
    later = told(now + timedelta(hours=71, minutes=59))
    assert (later.helped, later.too_early) == (0, 1)


@pytest.mark.parametrize(("hours", "came_back"), [(1, 1), (72, 1), (73, 0)])
def test_who_comes_back_on_the_topic_within_72_hours_was_not_helped(now: datetime, hours: int, came_back: int) -> None:
    pressed(Kind.SOLVED, now)
    pressed(Kind.BEGUN, now + timedelta(hours=hours))
    later = told(now + timedelta(days=7))
    assert (later.came_back, later.helped) == (came_back, 1 - came_back)


def test_a_request_sent_after_all_counts_as_coming_back(now: datetime) -> None:
    pressed(Kind.ENDED, now)
    a_ticket(now=now + timedelta(minutes=5), request_type=TOPIC, device="one")
    assert told(now + timedelta(days=7)).came_back == 1


def test_another_browser_or_another_topic_is_not_the_same_person(now: datetime) -> None:
    pressed(Kind.SOLVED, now)
    pressed(Kind.BEGUN, now + timedelta(hours=1), device="two")
    pressed(Kind.BEGUN, now + timedelta(hours=1), topic="password-reset")
    assert told(now + timedelta(days=7)).helped == 1


def test_the_same_account_in_another_browser_is_the_same_person(now: datetime) -> None:
    alice = Person.objects.create(id=uuid4(), address="a@example.com", address_key="a@example.com", created_at=now)
    pressed(Kind.SOLVED, now, person=alice)
    pressed(Kind.BEGUN, now + timedelta(hours=1), device="two", person=alice)
    assert told(now + timedelta(days=7)).came_back == 1


def test_pressing_twice_counts_as_one_help(now: datetime) -> None:
    pressed(Kind.SOLVED, now)
    pressed(Kind.SOLVED, now + timedelta(seconds=2))
    later = told(now + timedelta(days=7))
    assert (later.solved, later.helped) == (2, 1)


def test_buttons_and_endings_of_a_real_visit_are_counted() -> None:
    customer = Customer()
    customer.get(f"/en/requests/{TOPIC}/try/")
    customer.post(f"/en/requests/{TOPIC}/solved/")
    customer.begin(TOPIC)
    customer.answer(cause="changed")
    customer.answer(method="authenticator")
    customer.answer(which="sign_in")
    customer.answer(master_key_set="yes")
    assert customer.step == "end-master-key"
    found = told(timezone.now())
    assert (found.solved, found.begun, found.ended, found.came_back) == (1, 1, 1, 1)


def test_the_command_shows_them(now: datetime) -> None:
    pressed(Kind.SOLVED, timezone.now() - timedelta(days=4))
    out = StringIO()
    call_command("catalogue", "--outcomes", "--json", stdout=out)
    shown = json.loads(out.getvalue())
    rows = shown["data"] if isinstance(shown, dict) else shown
    assert [(row["topic"], row["solved"], row["helped"]) for row in rows] == [(TOPIC, 1, 1)]


def test_what_one_browser_chose_is_forgotten_with_it_and_old_rows_go(now: datetime) -> None:
    customer = Customer()
    customer.get(f"/en/requests/{TOPIC}/try/")
    customer.post(f"/en/requests/{TOPIC}/solved/")
    assert Outcome.objects.count() == 1
    customer.post("/en/d/forget/")
    assert not Outcome.objects.exists()
    pressed(Kind.SOLVED, now - timedelta(days=settings.OUTCOME_DAYS, seconds=1))
    pressed(Kind.SOLVED, now)
    assert outcomes.purge(now=now) == 1
