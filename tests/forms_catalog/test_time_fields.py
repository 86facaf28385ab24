"""Moments, days and months: right on the clocks of every zone, and refused where those clocks never stood."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog import fields
from forms_catalog.answers import in_words
from forms_catalog.definition import Asking
from forms_catalog.fields import Moment
from forms_catalog.fields.moments import MomentBoxes
from tests.conftest import THURSDAY_NOON

ZONES = sorted(
    each
    for each in available_timezones()
    if "/" in each and not each.startswith(("Etc/", "posix/", "right/", "SystemV/"))
)
MOMENTS = st.integers(min_value=1_300_000_000, max_value=1_900_000_000)
MINUTE = timedelta(minutes=1)
WHEN = fields.moment("When")


def refused(field: Any, value: Any) -> str:
    """The code a value is refused with."""
    with pytest.raises(ValidationError) as refusal:
        field.clean(value)
    return str(refusal.value.error_list[0].code)


def asking(now: datetime = THURSDAY_NOON) -> Asking:
    """A page that asks at this moment."""
    return Asking(answers={}, now=now, device="d")


@given(zone=st.sampled_from(ZONES), seconds=MOMENTS)
def test_what_a_clock_shows_is_kept_and_shown_again_in_every_zone(zone: str, seconds: int) -> None:
    local = datetime.fromtimestamp(seconds // 60 * 60, ZoneInfo(zone))
    kept = WHEN.clean([local.date().isoformat(), f"{local:%H:%M}", zone])
    assert kept is not None
    assert f"{kept.local:%Y-%m-%d %H:%M}" == f"{local:%Y-%m-%d %H:%M}"
    again = WHEN.clean(kept.isoformat())
    assert again == kept
    # Where clocks went back it may be the other of the two hours that looked the same.
    assert abs(kept.at - local.astimezone(UTC)) <= timedelta(hours=3)


def jumped_over(place: ZoneInfo, year: int) -> list[datetime]:
    """The first minute that the clocks of a place did not show, for each time they went forward in a year."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(366)]
    changed = [
        day
        for day, next_day in pairwise(days)
        if day.astimezone(place).utcoffset() != next_day.astimezone(place).utcoffset()
    ]
    minutes = [day + timedelta(minutes=number) for day in changed for number in range(24 * 60)]
    shown = [
        (each.astimezone(place).replace(tzinfo=None), (each + MINUTE).astimezone(place).replace(tzinfo=None))
        for each in minutes
    ]
    return [before + MINUTE for before, after in shown if after - before > MINUTE]


@given(zone=st.sampled_from(ZONES), year=st.integers(min_value=2011, max_value=2029))
def test_a_time_that_the_clocks_jumped_over_is_refused_in_every_zone(zone: str, year: int) -> None:
    for skipped in jumped_over(ZoneInfo(zone), year):
        assert refused(WHEN, [skipped.date().isoformat(), f"{skipped:%H:%M}", zone]) == "time_dst"


@pytest.mark.parametrize(
    ("day", "time", "zone", "at"),
    [
        ("2026-03-05", "12:30", "Europe/Paris", "2026-03-05T11:30:00+00:00"),
        ("05/03/2026", "12h30", "paris", "2026-03-05T11:30:00+00:00"),
        ("2026-03-06", "12:30 am", "Pacific/Auckland", "2026-03-05T11:30:00+00:00"),
        ("2026-03-05", "6.30 a.m.", "new york", "2026-03-05T11:30:00+00:00"),
        ("2026-03-05", "8", "UTC", "2026-03-05T08:00:00+00:00"),
        ("٢٠٢٦-٠٣-٠٥", "١٢:٣٠", "Europe/Paris", "2026-03-05T11:30:00+00:00"),
        ("2025-10-26", "02:30", "Europe/Paris", "2025-10-26T00:30:00+00:00"),
    ],
)
def test_a_moment_is_understood_as_people_write_it(day: str, time: str, zone: str, at: str) -> None:
    assert WHEN.clean([day, time, zone]).at.isoformat() == at


@pytest.mark.parametrize(
    ("day", "time", "zone", "why"),
    [
        ("2026-03-29", "02:30", "Europe/Paris", "time_dst"),
        ("2026-03-05", "12:30", "", "tz"),
        ("2026-03-05", "", "Europe/Paris", "time"),
        ("", "12:30", "Europe/Paris", "date"),
        ("2026-02-30", "12:30", "Europe/Paris", "date"),
        ("2026-03-05", "25:00", "Europe/Paris", "time"),
        ("2010-12-31", "12:30", "Europe/Paris", "too_early"),
        ("99999-12-31", "12:30", "Europe/Paris", "date"),
        ("2026-03-05", "otpauth://x", "Europe/Paris", "secret"),
    ],
)
def test_what_is_no_moment_is_refused_for_its_reason(day: str, time: str, zone: str, why: str) -> None:
    assert refused(WHEN, [day, time, zone]) == why


@pytest.mark.parametrize(
    "kept", ["2026-03-05T12:30:00[Europe/Paris]", "2026-03-05T12:30:00+01:00[Mars/Olympus]", "x", "9" * 400]
)
def test_a_kept_moment_that_was_tampered_with_is_refused(kept: str) -> None:
    assert refused(WHEN, kept) == "date"


def test_all_that_is_missing_of_a_moment_is_said_at_once() -> None:
    with pytest.raises(ValidationError) as refusal:
        WHEN.clean(["2026-03-05", "", ""])
    assert [each.code for each in refusal.value.error_list] == ["time", "tz"]


@pytest.mark.parametrize(
    ("typed", "zone", "read"),
    [
        ("gmt+1", "Etc/GMT-1", "UTC+1"),
        ("UTC +02:00", "Etc/GMT-2", "UTC+2"),
        ("utc-5", "Etc/GMT+5", "UTC-5"),
        ("Ho Chi Minh", "Asia/Ho_Chi_Minh", "Asia/Ho Chi Minh"),
        ("Paris, France", "Europe/Paris", "Europe/Paris"),
    ],
)
def test_a_zone_is_taken_as_people_name_it_and_read_in_their_way(typed: str, zone: str, read: str) -> None:
    moment = WHEN.clean(["2026-03-05", "12:30", typed])
    assert isinstance(moment, Moment)
    assert moment.zone == zone
    day, time, shown = MomentBoxes().decompress(moment.isoformat())
    assert (shown, WHEN.clean([day, time, shown])) == (read, moment)


def test_hours_that_no_clock_on_earth_is_ahead_name_no_zone() -> None:
    assert refused(WHEN, ["2026-03-05", "12:30", "utc+19"]) == "tz"


def test_where_the_day_is_enough_a_day_is_an_answer_and_a_time_still_needs_its_zone() -> None:
    roughly = fields.moment("When", day_is_enough=True)
    for zone in ("", "Europe/Paris"):
        assert roughly.clean(["05/03/2026", "", zone]) == date(2026, 3, 5)
    assert roughly.clean("2026-03-05") == date(2026, 3, 5)
    assert MomentBoxes().decompress("2026-03-05") == ["2026-03-05", "", ""]
    assert refused(roughly, ["2026-03-05", "12:30", ""]) == "tz"
    assert refused(roughly, ["2010-12-31", "", ""]) == "too_early"
    assert refused(WHEN, "2026-03-05") == "time"
    assert set(fields.moment_has_come("when")({"when": date(2026, 3, 7)}, asking())) == {"when"}


def test_a_moment_that_has_not_come_is_refused_to_the_minute() -> None:
    check = fields.moment_has_come("when")
    assert check({"when": Moment(THURSDAY_NOON, "Europe/Paris")}, asking()) == {}
    later = check({"when": Moment(THURSDAY_NOON + timedelta(minutes=1), "Europe/Paris")}, asking())
    assert [each.code for each in later.values() if isinstance(each, ValidationError)] == ["future"]


def test_a_day_that_has_begun_somewhere_on_earth_is_not_the_future() -> None:
    check = fields.has_come("day")
    assert check({"day": date(2026, 3, 6)}, asking()) == {}
    assert set(check({"day": date(2026, 3, 7)}, asking())) == {"day"}


@pytest.mark.parametrize(
    "typed",
    ["03/2024", "3 2024", "2024-03", "March 2024", "mars 2024", "MARS 2024", "Mar 2024", "2024 mars"],
)
def test_a_month_is_taken_as_people_write_it(typed: str) -> None:
    assert fields.month("Month").clean(typed) == date(2024, 3, 1)
    assert fields.month("Month").clean("2024-03-01") == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("typed", "why"), [("13/2024", "month"), ("03/24", "month"), ("brumaire 2024", "month"), ("05/2010", "too_early")]
)
def test_what_is_no_month_is_refused(typed: str, why: str) -> None:
    assert refused(fields.month("Month"), typed) == why


@pytest.mark.parametrize(
    ("submitted", "oldest"),
    [
        ("2026-05-31", "2026-02-28"),
        ("2028-05-31", "2028-02-29"),
        ("2026-03-05", "2025-12-05"),
        ("2026-01-01", "2025-10-01"),
    ],
)
def test_a_proof_of_address_may_be_three_calendar_months_old(submitted: str, oldest: str) -> None:
    assert fields.oldest_proof(submitted=date.fromisoformat(submitted)) == date.fromisoformat(oldest)


@pytest.mark.parametrize(
    ("issued", "why"), [("2026-02-28", []), ("2026-02-27", ["proof_age"]), ("2026-06-02", ["future"])]
)
def test_an_older_or_future_proof_is_refused(issued: str, why: list[str]) -> None:
    check = fields.recent_proof("issued")
    found = check({"issued": date.fromisoformat(issued)}, asking(datetime(2026, 5, 31, 11, 30, tzinfo=UTC)))
    assert [each.code for each in found.values() if isinstance(each, ValidationError)] == why


@pytest.mark.parametrize(
    ("kind", "kept", "english", "french"),
    [
        (
            "momentfield",
            "2026-03-05T12:30:00+01:00[Europe/Paris]",
            "5 March 2026, 12:30 (Europe/Paris)",
            "5 mars 2026 à 12\xa0h\xa030 (Europe/Paris)",
        ),
        ("momentfield", "2026-03-05", "5 March 2026", "5 mars 2026"),
        ("month", "2024-03-01", "March 2024", "mars 2024"),
        ("day", "2026-03-05", "5 March 2026", "5 mars 2026"),
        ("country", "DE", "Germany", "Allemagne"),
        ("amount", "1234.50", "1,234.50", "1\xa0234,50"),
        ("phone", "+33199001234;ext=12", "+33 1 99 00 12 34 #12", "+33 1 99 00 12 34 #12"),
        ("consent", True, "Yes", "Oui"),
    ],
)
def test_an_answer_kept_in_one_spelling_is_read_in_the_readers_language(
    kind: str, kept: Any, english: str, french: str
) -> None:
    question = {"name": "x", "kind": kind, "label": {"en": "X", "fr": "X"}, "step": "s"}
    for language, shown in (("en", english), ("fr", french)):
        with override(language):
            (answered,) = in_words(questions=[question], answers={"x": kept}, language=language)
            assert answered.answer == shown


@pytest.mark.parametrize(
    ("day", "code"),
    [
        # Half past eleven UTC on the 5th: on the last clocks of the earth it is still the 4th.
        (date(2026, 3, 3), "past"),
        (date(2026, 3, 4), "past"),
        (date(2026, 3, 5), ""),
        (None, ""),
    ],
)
def test_a_day_to_come_is_after_today(day: date | None, code: str) -> None:
    found = fields.is_to_come("ends")({"ends": day}, asking())
    assert [each.code for each in found.values() if isinstance(each, ValidationError)] == ([code] if code else [])


def test_a_day_to_come_may_be_refused_in_the_words_of_its_question() -> None:
    found = fields.is_to_come("ends", "Use a document that has not ended")({"ends": date(2026, 3, 1)}, asking())
    assert isinstance(found["ends"], ValidationError)
    assert found["ends"].messages == ["Use a document that has not ended"]


@pytest.mark.parametrize("typed", ["1234", " 12 34 ", "\u0661\u0662\u0663\u0664"])
def test_the_last_digits_of_a_number_are_kept_as_digits(typed: str) -> None:
    assert fields.last_digits("Last four").clean(typed) == "1234"


@pytest.mark.parametrize("typed", ["123", "12345", "12a4", "4111 1111 1111 1234", "FR76 1234"])
def test_more_of_a_number_than_its_last_digits_is_refused(typed: str) -> None:
    assert refused(fields.last_digits("Last four"), typed) == "last_digits"
