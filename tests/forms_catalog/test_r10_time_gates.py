"""R10 of domain §11: gates that hang on the clock, in the person's own zone, across clock changes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as some

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Asking, Ending, HandOver
from forms_catalog.fields import Moment
from forms_catalog.journey import ANYWAY, Journey, Walk
from forms_catalog.requests.gsl_issue import wait_for_the_date
from forms_catalog.requests.no_emails import new_account
from forms_catalog.requests.password_reset import wait_for_the_link
from tests.forms_catalog.answering import variants

SEVEN_IN_PARIS = datetime(2026, 3, 5, 18, 0, tzinfo=UTC)
PARIS = "Europe/Paris"
ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
)


def kept(day: str, time: str, zone: str = PARIS) -> str:
    """A moment as a draft keeps it."""
    local = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(zone))
    return Moment(local.astimezone(UTC), zone).isoformat()


def walk(slug: str, now: datetime = SEVEN_IN_PARIS, **answers: Any) -> Walk:
    """Where usual answers lead with these among them."""
    request_type = catalogue()[slug]
    usual = {name: value for step in request_type.steps for name, value in variants(step)[0].items()}
    return Journey(request_type=request_type, answers=usual | answers, now=now, device="this-browser").walk()


def sentences(ending: Any, language: str = "en") -> str:
    """All that a page says."""
    assert isinstance(ending, Ending)
    with override(language):
        return " ".join(str(each) for each in (ending.title, *ending.paragraphs))


def reset(last: str, now: datetime = SEVEN_IN_PARIS) -> Walk:
    """A reset problem whose last try was then."""
    return walk("password-reset", now, problem="link_refused", last_reset_request=last)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("18:30", ["Your link works until 20:30"]),
        ("13:00", ["link is dead", "next try is possible from 21:00", "certain from 01:00 on 6 March"]),
        ("10:00", ["may work now", "certain from 22:00"]),
    ],
)
def test_r10_last_reset_asked(asked: str, told: list[str]) -> None:
    said = sentences(reset(kept("2026-03-05", asked)).exit)
    assert [words for words in told if words not in said] == [], said


def test_r10_the_same_in_french() -> None:
    said = sentences(reset(kept("2026-03-05", "13:00")).exit, "fr")
    assert "à partir de 21\u00a0h\u00a000" in said
    assert "certain à partir de 1\u00a0h\u00a000 le 6 mars" in said


@pytest.mark.parametrize("asked", ["", kept("2026-03-05", "06:00"), kept("2026-03-05", "07:00")])
def test_r10_never_or_13_hours_the_form_goes_on(asked: str) -> None:
    assert reset(asked).is_complete


def pages(way: Walk) -> set[str]:
    """The pages somebody has passed."""
    return {step.slug for step in way.passed}


def test_whoever_has_not_asked_is_asked_neither_when_nor_how_often() -> None:
    assert not {"last-try", "tries"} & pages(walk("password-reset", problem="other", reset_asked="no"))
    forgotten = walk("password-reset", problem="other", reset_asked="yes", last_reset_request="")
    assert {"last-try", "tries"} <= pages(forgotten)


@pytest.mark.parametrize(
    ("asked", "asked_how_often"),
    [("", True), (kept("2026-03-05", "06:00"), True), (kept("2026-03-01", "06:00"), False), ("2026-03-01", False)],
)
def test_how_often_in_the_last_day_is_asked_of_nobody_who_last_tried_before(asked: str, asked_how_often: bool) -> None:
    assert ("tries" in pages(reset(asked))) == asked_how_often


def test_a_day_alone_is_enough_once_every_wait_is_over_and_before_it_the_time_is_asked() -> None:
    assert reset("2026-03-03").is_complete
    for recent in ("2026-03-04", "2026-03-05"):
        stopped = reset(recent).current
        assert stopped is not None
        assert stopped.slug == "last-try"


def test_an_address_without_the_plus_part_that_was_told_of_is_doubted_and_taken() -> None:
    for address, doubted in (("lea@example.com", True), ("lea+kraken@example.com", False)):
        request_type = catalogue()["password-reset"]
        usual = {name: value for step in request_type.steps for name, value in variants(step)[0].items()}
        answers = usual | {"problem": "other", "reset_asked": "no", "used_plus_tag": "yes", "account_email": address}
        journey = Journey(request_type=request_type, answers=answers, now=SEVEN_IN_PARIS, device="this-browser")
        way = journey.walk()
        assert way.is_complete
        assert ["none. Check it" in str(each.text) for each in journey.warnings(way)] == [True] * doubted


def test_r10_a_soft_stop_lets_people_report_anyway_and_the_agent_reads_it() -> None:
    answers: dict[str, Any] = {"problem": "link_refused", "last_reset_request": kept("2026-03-05", "13:00")}
    stopped = walk("password-reset", **answers)
    assert isinstance(stopped.exit, Ending)
    assert stopped.exit.anyway
    past: dict[str, Any] = {ANYWAY: {"end-wait": {"last_reset_request": answers["last_reset_request"]}}}
    went_on = walk("password-reset", **answers, **past)
    assert went_on.is_complete
    assert ["link is dead" in str(each.title) for each in went_on.went_past] == [True]
    # Another answer is another case: the stop is shown again.
    changed = walk("password-reset", **(answers | {"last_reset_request": kept("2026-03-05", "18:30")}), **past)
    assert isinstance(changed.exit, Ending)


def gsl(days: str, asked: str, **answers: Any) -> Walk:
    """A lock that waits so many days, asked to open then."""
    usual: dict[str, Any] = {
        "did_you_enable_it": "yes",
        "master_key_set": "no",
        "unlock_wait_days": days,
        "unlock_requested": asked,
    }
    return walk("gsl-issue", **(usual | answers))


def test_r10_gsl_30_days_asked_1_march_10_00_paris_ends_on_31_march_at_11_00_by_duration() -> None:
    found = gsl("30", kept("2026-03-01", "10:00"))
    said = sentences(found.exit)
    assert "11:00 on 31 March" in said
    assert "Nobody can shorten this wait" in said
    assert not found.is_complete


@pytest.mark.parametrize("days", ["1", "14", "30"])
@pytest.mark.parametrize("asked", [kept("2026-03-05", "10:00"), ""])
def test_r10_gsl_1_to_30_without_master_key_no_ticket(days: str, asked: str) -> None:
    assert isinstance(gsl(days, asked).exit, Ending)


def test_r10_gsl_0_a_ticket_is_allowed() -> None:
    assert gsl("0", "").is_complete


def test_r10_gsl_whose_days_are_over_is_a_fault_to_report() -> None:
    assert gsl("3", kept("2026-03-01", "10:00")).is_complete


def test_r10_gsl_on_by_somebody_else_goes_to_a1_p1() -> None:
    found = gsl("30", "", did_you_enable_it="no")
    assert isinstance(found.exit, HandOver)
    assert found.exit.to == "suspicious-activity"
    assert catalogue()["suspicious-activity"].priority(found.exit.gives).value == 1


def asking(now: datetime, **answers: Any) -> Asking:
    """What a gate looks at."""
    return Asking(answers=answers, now=now, device="this-browser")


@pytest.mark.parametrize(
    ("zone", "asked", "until"),
    [
        (PARIS, datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "04:30"),
        (PARIS, datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "02:30"),
        ("America/New_York", datetime(2026, 3, 8, 6, 30, tzinfo=UTC), "04:30"),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 14, 0, tzinfo=UTC), "02:30"),
    ],
)
def test_two_hours_stay_two_hours_when_the_clocks_change(zone: str, asked: datetime, until: str) -> None:
    page = wait_for_the_link(asking(asked + timedelta(minutes=5), last_reset_request=Moment(asked, zone).isoformat()))
    assert f"works until {until}" in sentences(page)


moments = some.integers(0, 24 * 366 * 24 * 60).map(
    lambda minutes: datetime(2012, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
"""Any minute of 24 years."""


@given(zone=some.sampled_from(ZONES), asked=moments, minutes=some.integers(0, 15 * 60))
def test_in_every_zone_the_gate_hangs_on_hours_alone_and_speaks_the_local_clock(
    zone: str, asked: datetime, minutes: int
) -> None:
    now = asked + timedelta(minutes=minutes)
    page = wait_for_the_link(asking(now, last_reset_request=Moment(asked, zone).isoformat()))
    in_utc = wait_for_the_link(asking(now, last_reset_request=Moment(asked, "Etc/UTC").isoformat()))
    assert (page is None) == (in_utc is None) == (minutes >= 12 * 60)
    if page and minutes < 2 * 60:
        assert f"{(asked + timedelta(hours=2)).astimezone(ZoneInfo(zone)):%H:%M}" in str(page.title)
    elif page:
        assert f"{(asked + timedelta(hours=12)).astimezone(ZoneInfo(zone)):%H:%M}" in sentences(page)


@given(zone=some.sampled_from(ZONES), asked=moments, days=some.integers(1, 30), hours=some.integers(0, 31 * 24))
def test_in_every_zone_the_lock_opens_after_whole_days_of_24_hours(
    zone: str, asked: datetime, days: int, hours: int
) -> None:
    kept_moment = Moment(asked, zone).isoformat()
    now = asked + timedelta(hours=hours)
    page = wait_for_the_date(asking(now, unlock_wait_days=str(days), unlock_requested=kept_moment))
    assert (page is None) == (hours >= days * 24)
    if page:
        opens = (asked + timedelta(days=days)).astimezone(ZoneInfo(zone))
        assert f"{opens:%H:%M}" in str(page.title)


@pytest.mark.parametrize(("minutes", "told"), [(30, "may still come until 20:30"), (121, "Create the account again")])
def test_a_new_account_that_was_not_confirmed_is_waited_for_or_made_again(minutes: int, told: str) -> None:
    made = Moment(SEVEN_IN_PARIS - timedelta(minutes=minutes), PARIS).isoformat()
    page = new_account(asking(SEVEN_IN_PARIS, which_mail=["activation"], signed_up=made))
    assert told in sentences(page)
    assert new_account(asking(SEVEN_IN_PARIS, which_mail=["activation", "support"], signed_up=made)) is None
