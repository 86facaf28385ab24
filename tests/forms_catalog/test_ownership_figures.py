"""Shares are read as people write them and kept exactly; whatever is no share is refused."""

from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.fields import share
from forms_catalog.fields.shares import kept_share_in_words, share_in_words
from forms_catalog.ownership.figures import NotAShare, percentage_of, plain_share, share_of


@pytest.mark.parametrize(
    ("typed", "kept", "part"),
    [
        ("25", "25", Fraction(1, 4)),
        ("25 %", "25", Fraction(1, 4)),
        ("33,333333", "33.333333", Fraction(33333333, 100000000)),
        ("33.30", "33.3", Fraction(333, 1000)),
        ("1/3", "1/3", Fraction(1, 3)),
        ("⅓", "1/3", Fraction(1, 3)),
        ("½", "1/2", Fraction(1, 2)),
        ("٢٥٫٥٪", "25.5", Fraction(51, 200)),
        ("２５", "25", Fraction(1, 4)),
        ("२५", "25", Fraction(1, 4)),
        (" 100 ", "100", Fraction(1)),
        ("100.000000", "100", Fraction(1)),
        ("0", "0", Fraction(0)),
        ("007", "7", Fraction(7, 100)),
        ("0,000001", "0.000001", Fraction(1, 10**8)),
        ("3/3", "3/3", Fraction(1)),
    ],
)
def test_a_share_is_kept_exactly(typed: str, kept: str, part: Fraction) -> None:
    assert plain_share(typed) == kept
    assert share_of(kept) == part


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "NaN",
            "inf",
            "-1",
            "−1",
            "+5",
            "1e2",
            "1E2",
            "100.000001",
            "100,1",
            "101",
            "999",
            "4/3",
            "1/0",
            "0/0",
            "1/-3",
        ),
        *(
            "25.1234567",
            "1.000,05",
            "1,000.05",
            "25 percent",
            "25%%",
            "1/3%",
            "33⅓",
            "1//3",
            ".5",
            "5.",
            "0x10",
            "9" * 400,
        ),
        *("a quarter", "½½", "<b>5</b>", "\x00", "25\n25", "1_0"),
    ],
)
def test_what_is_no_share_is_refused(typed: str) -> None:
    with pytest.raises(NotAShare):
        plain_share(typed)
    with pytest.raises(Exception, match="Enter a share from 0 to 100"):
        share("Part").clean(typed)


def test_nothing_is_no_share_and_no_error_where_it_is_optional() -> None:
    assert share("Part").clean("  ") == ""
    with pytest.raises(Exception, match="How much"):
        share("Part", required="How much").clean("")


@pytest.mark.parametrize(
    ("part", "english", "french"),
    [
        (Fraction(1, 4), "25%", "25\u202f%"),
        (Fraction(24999999, 10**8), "24.999999%", "24,999999\u202f%"),
        (Fraction(1, 3), "about 33.333333%", "environ 33,333333\u202f%"),
        (Fraction(1, 4) - Fraction(1, 10**12), "about 24.999999%", "environ 24,999999\u202f%"),
        (Fraction(0), "0%", "0\u202f%"),
    ],
)
def test_a_share_is_said_exactly_or_cut_off_and_never_looks_larger(part: Fraction, english: str, french: str) -> None:
    with override("en"):
        assert share_in_words(part) == english
    with override("fr"):
        assert share_in_words(part) == french


def test_a_fraction_is_said_as_it_was_given_too() -> None:
    assert kept_share_in_words("1/3") == "1/3 (about 33.333333%)"
    assert kept_share_in_words("12.5") == "12.5%"


@given(st.integers(0, 10**8))
def test_every_percentage_of_six_decimals_comes_back_as_it_was(hundred_millionths: int) -> None:
    text, exact = percentage_of(Fraction(hundred_millionths, 10**8))
    assert exact
    assert plain_share(text) == text
    assert share_of(text) == Fraction(hundred_millionths, 10**8)


@given(st.fractions(0, 1))
def test_a_percentage_in_words_is_never_more_than_the_share(part: Fraction) -> None:
    text, exact = percentage_of(part)
    assert share_of(text) <= part < share_of(text) + Fraction(1, 10**8)
    assert exact == (share_of(text) == part)


@given(st.text(max_size=30))
def test_any_text_is_a_share_from_nothing_to_the_whole_or_refused(typed: str) -> None:
    try:
        kept = plain_share(typed)
    except NotAShare:
        return
    assert 0 <= share_of(kept) <= 1
    assert plain_share(kept) == kept
