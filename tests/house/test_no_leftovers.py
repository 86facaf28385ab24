"""Nothing of a merge lies about: a browser skips a rule beside such a mark without a word."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("accounts", "agent_desk", "attachments", "calls", "deploy", "docs", "follow_up", "forms_catalog")
MORE_FOLDERS = (
    "kraken_support",
    "locale",
    "operations",
    "outbox",
    "secret_guard",
    "static",
    "templates",
    "tests",
    "tickets",
)
WORDS = {".css", ".html", ".js", ".md", ".po", ".py", ".svg", ".toml", ".tsv", ".txt", ".yml"}
MARK = re.compile(r"^(?:<{7} |>{7} |={7}$)", re.MULTILINE)


def test_no_file_keeps_a_mark_of_an_unfinished_merge() -> None:
    files = [
        each for folder in FOLDERS + MORE_FOLDERS for each in (PROJECT / folder).rglob("*") if each.suffix in WORDS
    ]
    assert len(files) > 500
    assert [str(each) for each in files if MARK.search(each.read_text(encoding="utf-8", errors="replace"))] == []
