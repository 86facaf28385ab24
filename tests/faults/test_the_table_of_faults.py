"""The tables of faults and of abuse are true: each has its line, and every test that a line names exists."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TABLES = {
    "faults.md": [f"F{number:02}" for number in range(1, 43)],
    "abuse.md": [f"A{number:02}" for number in range(1, 46)],
}
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
REASONS = ("not applicable: ", "no test: ")


def lines(table: str) -> dict[str, str]:
    """What shows each line, by its number."""
    rows = re.findall(r"^\| ([AF]\d\d) \| [^|]+ \| ([^|]+) \|$", (PROJECT / "docs" / table).read_text(), re.MULTILINE)
    assert len(rows) == len(dict(rows)), "one number has two lines"
    return dict(rows)


@pytest.mark.parametrize("table", TABLES)
def test_every_number_has_its_line_with_a_test_or_the_reason_why_there_is_none(table: str) -> None:
    shown = lines(table)
    assert [*shown] == TABLES[table]
    assert not [number for number, by in shown.items() if not NAMED.search(by) and not by.startswith(REASONS)]


@pytest.mark.parametrize("table", TABLES)
def test_every_test_that_is_named_exists(table: str) -> None:
    for number, by in lines(table).items():
        for path, name in NAMED.findall(by):
            assert f"\ndef {name}(" in (PROJECT / path).read_text(), f"{number}: {path}::{name}"
