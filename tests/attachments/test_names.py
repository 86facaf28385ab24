"""A file's name is shown, never used: whatever it holds, what remains is short, visible, and keeps its ending."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attachments.names import LONGEST, NAMELESS, clean_name, content_disposition, extension


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("passport.jpg", "passport.jpg"),
        ("Relevé été 2026.pdf", "Relevé été 2026.pdf"),
        ("護照.png", "護照.png"),
        ("../../etc/passwd.png", "passwd.png"),
        ("/etc/cron.d/job.pdf", "job.pdf"),
        ("..\\..\\windows\\win.pdf", "win.pdf"),
        ("C:\\Users\\me\\scan.pdf", "scan.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("in\u200bvo\ufeffice\u2060.pdf", "invoice.pdf"),
        ("tag\U000e0041.pdf", "tag.pdf"),
        ("  two   spaces .pdf ", "two spaces.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("lone\ud800.pdf", "lone.pdf"),
        (".htaccess", "htaccess"),
        ("....", NAMELESS),
        ("..", NAMELESS),
        ("", NAMELESS),
        ("\u200b\u202e", NAMELESS),
        ("folder/", NAMELESS),
    ],
)
def test_a_name_is_shown_without_folders_and_invisible_signs(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


@pytest.mark.parametrize("raw", ["é" * 400 + ".pdf", "a" * 400 + ".jpeg", "x." * 200 + "png"])
def test_a_name_that_is_too_long_is_cut_in_the_middle_and_keeps_its_ending(raw: str) -> None:
    assert len(clean_name(raw)) <= LONGEST
    assert extension(clean_name(raw)) == extension(raw)


def test_a_name_without_an_ending_is_cut_at_the_end() -> None:
    assert clean_name("a" * 400) == "a" * LONGEST


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PDF", "pdf"),
        ("a.tar.gz", "gz"),
        ("a", ""),
        ("", ""),
        ("a.pdf.", "pdf"),
        ("a.pd\u202ef", "pdf"),
        (".pdf", ""),
    ],
)
def test_the_ending_is_read_as_it_is_shown(name: str, ending: str) -> None:
    assert extension(name) == ending


@given(st.text())
def test_whatever_is_offered_the_name_can_be_shown_and_cleaning_it_again_changes_nothing(raw: str) -> None:
    cleaned = clean_name(raw)
    assert 0 < len(cleaned) <= LONGEST
    assert not re.search(r"[/\\\x00-\x1f\x7f]", cleaned)
    assert {unicodedata.category(each) for each in cleaned}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert clean_name(cleaned) == cleaned


@pytest.mark.parametrize("name", ['a"; filename="b.html', "a\r\nX-Injected: 1.pdf", "été.pdf", "a%2e;b.pdf", "\0.pdf"])
def test_the_name_in_a_header_cannot_leave_its_place(name: str) -> None:
    header = content_disposition(name)
    assert header.isascii()
    assert not re.search(r"[\x00-\x1f\x7f]", header)
    plain, _mark, encoded = header.partition("; filename*=UTF-8''")
    assert re.fullmatch(r'attachment; filename="[^"\\%;]*"', plain)
    assert re.fullmatch(r"[A-Za-z0-9._~%-]+", encoded)
    assert unquote(encoded) == clean_name(name)
