"""The entry for a calendar: a stable identity, the customer's zone, lines that every program can read."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from calls.calendar_file import calendar_file
from calls.models import Appointment, CallState, Channel


def an_appointment(**overrides: object) -> Appointment:
    """One that no table holds."""
    values: dict[str, object] = {
        "id": UUID("0190c0de-0000-7000-8000-000000000001"),
        "channel": Channel.PHONE,
        "state": CallState.AGREED,
        "starts_at": datetime(2026, 7, 7, 4, 15, tzinfo=UTC),
        "minutes": 15,
        "zone": "Asia/Kathmandu",
        "sequence": 3,
    }
    return Appointment(**(values | overrides))


def entry(**overrides: object) -> str:
    """The file of an appointment."""
    now = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    return calendar_file(appointment=an_appointment(**overrides), url="https://support.example.com/en/track/", now=now)


def test_it_says_when_on_the_customers_clocks_and_names_their_zone() -> None:
    text = entry()
    assert "DTSTART;TZID=Asia/Kathmandu:20260707T100000\r\n" in text
    assert "DTEND;TZID=Asia/Kathmandu:20260707T101500\r\n" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Kathmandu\r\nBEGIN:STANDARD\r\n" in text
    assert "TZOFFSETTO:+0545\r\n" in text


def test_its_identity_is_stable_and_its_sequence_grows() -> None:
    assert "UID:0190c0de-0000-7000-8000-000000000001@" in entry()
    assert "SEQUENCE:3\r\n" in entry()
    assert "METHOD:PUBLISH\r\n" in entry()


def test_in_utc_itself_no_zone_is_named() -> None:
    text = entry(zone="UTC")
    assert "DTSTART:20260707T041500Z\r\n" in text
    assert "TZID" not in text


def test_in_summer_the_zone_says_so() -> None:
    assert "BEGIN:DAYLIGHT\r\n" in entry(zone="Europe/Paris")


@pytest.mark.parametrize("state", list(CallState))
def test_no_line_is_longer_than_programs_must_read_and_none_cuts_a_character(state: CallState) -> None:
    raw = entry(state=state).encode()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 and line.decode() for line in raw.split(b"\r\n")[:-1])
    assert b"\n" not in raw.replace(b"\r\n", b"")
