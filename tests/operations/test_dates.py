"""Days in words: the first of a month has its ordinal in French, wherever a day is printed."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from operations.dates import day_in_words, moment_in_words

PROJECT = Path(__file__).resolve().parents[2]
OUR_WORDS = ("accounts", "agent_desk", "attachments", "calls", "follow_up", "forms_catalog", "outbox", "templates")
FORMAT_OF_A_DAY = re.compile(r"[\"'](?:SHORT_)?DATE(?:TIME)?_FORMAT[\"']")


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", date(2026, 12, 1), "1er décembre 2026"),
        ("fr", date(2026, 12, 2), "2 décembre 2026"),
        ("fr", date(2026, 12, 11), "11 décembre 2026"),
        ("en", date(2026, 12, 1), "1 December 2026"),
    ],
)
def test_the_first_of_a_month_is_written_as_its_readers_write_it(language: str, day: date, words: str) -> None:
    with override(language):
        assert day_in_words(day) == words
        assert Template("{% load dates %}{{ day|day_in_words }}").render(Context({"day": day})) == words


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "1er mars 2026 à 9\u00a0h\u00a005"), ("en", "1 March 2026, 09:05")]
)
def test_a_moment_is_its_day_and_its_time(language: str, words: str) -> None:
    at = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
    with override(language):
        assert moment_in_words(at) == words
        assert Template("{% load dates %}{{ at|moment_in_words }}").render(Context({"at": at})) == words


def test_no_page_and_no_letter_writes_a_day_by_a_format_alone() -> None:
    files = [
        each
        for folder in OUR_WORDS
        for each in (PROJECT / folder).rglob("*")
        if each.suffix in {".py", ".html", ".txt"}
    ]
    assert len(files) > 100
    assert [str(each) for each in files if FORMAT_OF_A_DAY.search(each.read_text())] == []
