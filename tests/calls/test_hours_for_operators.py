"""Operators see what follows from their file of opening hours, and are told when it cannot be meant or leaves nothing."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from calls.opening import HoursMistake, teams
from operations.doctor import diagnose

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, Any]:
    """Run calls_hours. Out: its exit code and what it printed."""
    out = StringIO()
    try:
        call_command("calls_hours", "--json", *words, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_the_shipped_hours_leave_something_to_choose_all_over_the_world() -> None:
    for zone in ("Europe/Paris", "Pacific/Auckland", "Pacific/Honolulu", "Asia/Kathmandu"):
        code, told = run("--zone", zone)
        assert (code, len(told["days"])) == (0, 7)
        assert sum(bool(times) for times in told["days"].values()) >= 5, zone
    assert diagnose(only=["calls"])[0].state == "ok"


def test_a_changed_file_counts_at_once(settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "hours.toml"
    settings.OPENING_HOURS = file
    file.write_text('[[team]]\nname = "One"\nzone = "UTC"\n')
    assert run()[0] == 3
    assert diagnose(only=["calls"])[0].state == "warning"
    file.write_text('[[team]]\nname = "One"\nzone = "Mars"\n')
    code, told = run()
    assert code == 78
    assert "no IANA time zone" in told["text"]
    assert diagnose(only=["calls"])[0].state == "error"


def test_a_file_that_is_not_there_is_named(settings: Any, tmp_path: Path) -> None:
    settings.OPENING_HOURS = tmp_path / "gone.toml"
    assert "gone.toml: cannot be read" in run()[1]["text"]


def test_a_zone_that_nobody_knows_is_a_mistake_in_the_command() -> None:
    assert run("--zone", "Mars/Olympus")[0] == 2


def test_while_a_changed_file_is_wrong_customers_meet_the_hours_it_named_before(settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "hours.toml"
    settings.OPENING_HOURS = file
    file.write_text("[[team]")
    with pytest.raises(HoursMistake):
        teams()
    file.write_text('[[team]]\nname = "One"\nzone = "UTC"\n')
    assert [each.name for each in teams()] == ["One"]
    file.write_text("[[team]")
    assert [each.name for each in teams()] == ["One"]
    assert diagnose(only=["calls"])[0].state == "error"
