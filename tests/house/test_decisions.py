"""The list of decisions is whole: every record has its line, in order, under its own title."""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "decisions"


def test_every_decision_has_its_line_in_order() -> None:
    listed = re.findall(
        r"^\| \[(\d{4})\]\((\S+)\) \|", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    records = sorted(each.name for each in FOLDER.glob("0*.md"))
    assert [name for _number, name in listed] == records
    assert [int(number) for number, _name in listed] == list(range(1, len(records) + 1))
