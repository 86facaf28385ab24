"""F28: whatever the zone and the day, what is offered exists once on the person's clocks, is open, and reads back the same."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as some

from calls.opening import HoursMistake, Span, Team, open_within, parse, teams
from calls.slots import BANDS, NotOnTheClocks, band, candidates, instant, is_weekend, offered, open_in_band

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
AROUND_THE_CLOCK = parse(
    {
        "team": [
            {
                "name": "All",
                "zone": "UTC",
                "hours": {
                    day: ["00:00-24:00"]
                    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
                },
            }
        ]
    }
)
START = datetime(2024, 1, 1, tzinfo=UTC)
moments = some.integers(0, 12 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@given(zone=some.sampled_from(ZONES), now=moments)
def test_in_every_zone_seven_days_in_a_row_begin_tomorrow_with_two_on_a_weekend(zone: str, now: datetime) -> None:
    days = candidates(now=now, zone=zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    assert days == [today + timedelta(days=number) for number in range(1, 8)]
    assert sum(is_weekend(day) for day in days) == 2


@given(zone=some.sampled_from(ZONES), now=moments)
def test_every_offered_time_exists_once_and_reads_back_the_same(zone: str, now: datetime) -> None:
    clocks = ZoneInfo(zone)
    for day, times in offered(now=now, zone=zone, who=AROUND_THE_CLOCK).items():
        for at in times:
            moment = instant(day=day, at=at, zone=zone)
            assert moment > now
            assert moment.astimezone(clocks).replace(tzinfo=None) == datetime.combine(day, at)
            local = datetime.combine(day, at, clocks)
            assert local.utcoffset() == local.replace(fold=1).utcoffset()


@given(zone=some.sampled_from(ZONES), now=moments)
def test_whatever_is_offered_is_open_at_the_teams_own_hours(zone: str, now: datetime) -> None:
    who = teams()
    for day, times in offered(now=now, zone=zone, who=who).items():
        for at in times:
            whole = band(day=day, at=at, zone=zone)
            for span in open_in_band(day=day, at=at, zone=zone, who=who):
                assert whole.start <= span.start < span.end <= whole.end
                middle = span.start + (span.end - span.start) / 2
                assert any(_answers(team, middle) for team in who)


def _answers(team: Team, at: datetime) -> bool:
    """The rule said again, minute by minute, on the team's own clocks."""
    local = at.astimezone(team.zone)
    minute = local.hour * 60 + local.minute
    return not team.is_holiday(local.date()) and any(
        first <= minute < last for first, last in team.hours[local.weekday()]
    )


def test_a_day_whose_first_hour_does_not_exist_has_no_band_from_midnight() -> None:
    # In Cairo clocks go forward at midnight.
    day = date(2026, 4, 24)
    with pytest.raises(NotOnTheClocks):
        instant(day=day, at=time(), zone="Africa/Cairo")
    days = offered(now=datetime(2026, 4, 20, tzinfo=UTC), zone="Africa/Cairo", who=AROUND_THE_CLOCK)
    assert days[day] == tuple(BANDS[2:])


def test_the_night_is_offered_only_where_nobody_answers_by_day() -> None:
    paris = teams()[:1]
    now = datetime(2026, 3, 5, 11, 30, tzinfo=UTC)
    in_alaska = offered(now=now, zone="America/Anchorage", who=paris)
    # On a Saturday Paris answers from midnight to six there; on other days before and after.
    assert [at.hour for at in in_alaska[date(2026, 3, 7)]] == [0, 3]
    assert [at.hour for at in in_alaska[date(2026, 3, 10)]] == [6]
    assert [at.hour for at in offered(now=now, zone="Europe/Paris", who=paris)[date(2026, 3, 10)]] == [9, 12, 15]


def test_hours_of_two_teams_that_touch_are_one() -> None:
    wanted = Span(datetime(2026, 3, 6, 0, tzinfo=UTC), datetime(2026, 3, 7, 0, tzinfo=UTC))
    found = open_within(wanted=wanted, who=teams())
    # Singapore from 1 to 9, Paris from 8 to 17, New York from 14 to 22.
    assert [(each.start.hour, each.end.hour) for each in found] == [(1, 22)]


def test_nobody_answers_on_a_holiday_of_every_year() -> None:
    wanted = Span(datetime(2027, 12, 25, tzinfo=UTC), datetime(2027, 12, 26, tzinfo=UTC))
    assert open_within(wanted=wanted, who=teams()) == []


@pytest.mark.parametrize(
    ("team", "told"),
    [
        ({"zone": "UTC"}, "has no name"),
        ({"name": "A", "zone": "Paris"}, "no IANA time zone"),
        ({"name": "A", "zone": "UTC", "hours": {"mardi": ["09:00-10:00"]}}, "'mardi' is no weekday"),
        ({"name": "A", "zone": "UTC", "hours": {"monday": ["9-17"]}}, "'9-17' are no hours"),
        ({"name": "A", "zone": "UTC", "hours": {"monday": ["17:00-09:00"]}}, "ends before it begins"),
        ({"name": "A", "zone": "UTC", "holidays": ["2026-02-30"]}, "'2026-02-30' is no day"),
    ],
)
def test_a_mistake_in_the_file_of_hours_is_said_and_not_guessed_at(team: dict[str, object], told: str) -> None:
    with pytest.raises(HoursMistake, match=told):
        parse({"team": [team]})
