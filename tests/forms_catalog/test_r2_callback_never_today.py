"""R2 of domain §11: a call-back is never today, at a time that exists and is open, on a number that is the person's."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError

from accounts.models import Person
from accounts.proofs import prove
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Asking
from forms_catalog.fields import phone, time_zone
from forms_catalog.requests.phone_callback import facts, not_a_new_number, not_too_many
from forms_catalog.slot_steps import check_one
from tests.factories import a_ticket
from tickets.models import Ticket
from tickets.states import Priority, State

PARIS = "Europe/Paris"
ALL_WEEK = "".join(
    f'{day} = ["00:00-24:00"]\n'
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)


@pytest.fixture
def day_and_night(settings: LazySettings, tmp_path: Path) -> Path:
    """Agents who answer at any time."""
    file = tmp_path / "hours.toml"
    file.write_text(f'[[team]]\nname = "All"\nzone = "UTC"\nholidays = ["2026-03-10"]\n[team.hours]\n{ALL_WEEK}')
    settings.OPENING_HOURS = file
    return file


def refused(now: datetime, zone: str, day: str, at: str = "12:00") -> dict[str, list[str]]:
    """The codes of what the page refuses."""
    asking = Asking(answers={"time_zone": zone}, now=now, device="this-browser")
    errors = check_one({"date": date.fromisoformat(day), "time_range": at}, asking)
    return {name: [str(each.code) for each in error.error_list] for name, error in errors.items()}  # type: ignore[union-attr]


def said(now: datetime, zone: str, day: str, at: str) -> list[str]:
    """What the page says."""
    asking = Asking(answers={"time_zone": zone}, now=now, device="this-browser")
    errors = check_one({"date": date.fromisoformat(day), "time_range": at}, asking)
    return [sentence for error in errors.values() for sentence in error.messages]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("zone", "day", "codes"),
    [
        ("Pacific/Auckland", "2026-03-06", {"date": ["date_today"]}),
        (PARIS, "2026-03-06", {}),
        ("America/Los_Angeles", "2026-03-05", {"date": ["date_today"]}),
        ("America/Los_Angeles", "2026-03-06", {}),
        ("Pacific/Kiritimati", "2026-03-06", {"date": ["date_today"]}),
        (PARIS, "2026-03-13", {"date": ["date_window"]}),
        (PARIS, "2026-03-04", {"date": ["date_window"]}),
    ],
)
@pytest.mark.usefixtures("day_and_night")
def test_r2_the_day_of_a_call_back(now: datetime, zone: str, day: str, codes: dict[str, list[str]]) -> None:
    assert refused(now, zone, day) == codes


def test_r2_today_is_answered_with_the_first_possible_day(now: datetime) -> None:
    assert said(now, PARIS, "2026-03-05", "12:00") == [
        "Choose a later day: a call cannot be today. The first possible day is Friday 6 March."
    ]


def test_r2_without_a_zone_nothing_is_guessed() -> None:
    with pytest.raises(ValidationError) as refusal:
        time_zone("Time zone").clean("")
    assert refusal.value.code == "tz"


def test_r2_a_premium_number_is_refused_although_it_is_valid() -> None:
    with pytest.raises(ValidationError) as refusal:
        phone("Number", required="Enter it").clean(["0899 70 12 34", "France"])
    assert refusal.value.code == "phone_premium"


def test_r2_a_number_without_its_country_is_asked_for_it() -> None:
    with pytest.raises(ValidationError) as refusal:
        phone("Number", required="Enter it").clean(["01 99 00 12 34", ""])
    assert refusal.value.code == "phone"
    assert phone("Number", required="Enter it").clean(["01 99 00 12 34", "France"]) == "+33199001234"


@pytest.mark.usefixtures("day_and_night")
def test_r2_a_time_that_the_clocks_jump_over_is_refused() -> None:
    thursday = datetime(2026, 3, 26, 11, 30, tzinfo=UTC)
    assert refused(thursday, PARIS, "2026-03-29", "02:30") == {"time_range": ["time_dst"]}
    assert refused(thursday, PARIS, "2026-03-29", "03:00") == {}


@pytest.mark.usefixtures("day_and_night")
def test_a_time_that_the_clocks_show_twice_is_refused_too() -> None:
    thursday = datetime(2026, 10, 22, 11, 30, tzinfo=UTC)
    assert refused(thursday, PARIS, "2026-10-25", "02:30") == {"time_range": ["time_dst"]}


@pytest.mark.usefixtures("day_and_night")
def test_a_holiday_is_refused_by_its_name(now: datetime) -> None:
    assert refused(now, "UTC", "2026-03-10") == {"time_range": ["time_closed"]}
    assert said(now, "UTC", "2026-03-10", "12:00") == ["Choose another day: nobody answers calls on Tuesday 10 March"]


def test_closed_hours_are_refused_with_the_open_ones_on_the_persons_clocks(now: datetime) -> None:
    assert refused(now, PARIS, "2026-03-07", "18:00") == {"time_range": ["time_closed"]}
    assert said(now, PARIS, "2026-03-07", "18:00") == [
        "Choose another time: we are closed then. We are open 10:00 to 16:00, Paris time (UTC+1)."
    ]


@pytest.fixture
def owner(now: datetime) -> Person:
    """Somebody signed in."""
    return prove(device="this-browser", address="alice@example.com", now=now)


def asking(owner: Person, now: datetime) -> Asking:
    """What a check knows of them."""
    return Asking(answers={}, now=now, device="this-browser", person=owner, owner=owner)


def a_change_of_number(owner: Person, now: datetime, number: str) -> Ticket:
    return a_ticket(now=now, request_type="phone-change", account=owner, answers={"new_number": number})


@pytest.mark.django_db
def test_r2_a_number_that_was_asked_for_three_days_ago_is_refused_and_the_old_one_is_taken(
    owner: Person, now: datetime
) -> None:
    a_change_of_number(owner, now - timedelta(days=3), "+33199001234")
    told = str(not_a_new_number({"phone": "+33199001234"}, asking(owner, now))["phone"])
    assert "earlier number" in told
    assert "video call" in told
    assert not_a_new_number({"phone": "+33199005678"}, asking(owner, now)) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked_for", "given"), [("+33199001234", "+33199001234;ext=1"), ("+33199001234;ext=7", "+33199001234")]
)
def test_an_extension_does_not_make_the_new_number_another_line(
    asked_for: str, given: str, owner: Person, now: datetime
) -> None:
    a_change_of_number(owner, now - timedelta(days=3), asked_for)
    assert not_a_new_number({"phone": given}, asking(owner, now))


@pytest.mark.django_db
def test_a_change_of_number_of_long_ago_or_of_somebody_else_says_nothing(owner: Person, now: datetime) -> None:
    a_change_of_number(owner, now - timedelta(days=31), "+33199001234")
    other = prove(device="other-browser", address="bob@example.com", now=now)
    a_change_of_number(other, now, "+33199001234")
    assert not_a_new_number({"phone": "+33199001234"}, asking(owner, now)) == {}


@pytest.mark.django_db
def test_c6_there_is_one_open_call_back_at_a_time_and_three_in_a_month(owner: Person, now: datetime) -> None:
    one = a_ticket(now=now, request_type="phone-callback", account=owner)
    refusal: Any = not_too_many({}, asking(owner, now))["topic"]
    assert one.reference in refusal.messages[0]
    Ticket.objects.update(state=State.SOLVED)
    assert not_too_many({}, asking(owner, now)) == {}
    for _number in range(2):
        a_ticket(now=now, request_type="phone-callback", account=owner)
    Ticket.objects.update(state=State.SOLVED)
    assert not_too_many({}, asking(owner, now))["topic"]
    assert not_too_many({}, asking(owner, now + timedelta(days=31))) == {}


def test_c4_an_unusual_number_is_told_to_the_agent(now: datetime) -> None:
    assert facts({"phone": "+33199001234"}, now) == ()
    assert "toll-free" in str(facts({"phone": "+33800123456"}, now)[0])
    assert "satellite" in str(facts({"phone": "+88213300000"}, now)[0])


def test_whoever_is_hacked_sees_the_report_first_and_is_urgent() -> None:
    request_type = catalogue()["phone-callback"]
    (first,) = [each for each in request_type.endings if each.when and each.when({"topic": "hacked"})]
    assert first.offer is not None
    assert first.offer.to == "suspicious-activity"
    assert request_type.priority({"topic": "hacked"}) == Priority.URGENT
    assert request_type.priority({"topic": "other"}) == Priority.HIGH
