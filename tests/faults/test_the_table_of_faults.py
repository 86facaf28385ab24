"""The table of faults is true: every fault has its line, and every test that a line names exists."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FAULTS = [f"F{number:02}" for number in range(1, 43)]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def lines() -> dict[str, str]:
    """What shows each fault, by its number."""
    rows = re.findall(
        r"^\| (F\d\d) \| [^|]+ \| ([^|]+) \|$", (PROJECT / "docs" / "faults.md").read_text(), re.MULTILINE
    )
    assert len(rows) == len(dict(rows)), "a fault has two lines"
    return dict(rows)


def test_every_fault_has_its_line_with_a_test_or_the_reason_why_there_is_none() -> None:
    shown = lines()
    assert [*shown] == FAULTS
    assert not [fault for fault, by in shown.items() if not NAMED.search(by) and not by.startswith("not applicable: ")]


def test_every_test_that_is_named_exists() -> None:
    for fault, by in lines().items():
        for path, name in NAMED.findall(by):
            assert f"\ndef {name}(" in (PROJECT / path).read_text(), f"{fault}: {path}::{name}"
