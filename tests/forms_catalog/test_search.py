"""Whoever types what happened, in either language and with slips, is shown the request that is meant among the first."""

import csv
from pathlib import Path
from time import process_time

import pytest

from forms_catalog.catalogue import catalogue, in_every_language
from forms_catalog.search import find_requests, forget_index
from tests.customer import Customer

FIRST = 3
ENOUGH = 0.95
PHRASES = Path(__file__).with_name("search_phrases.csv")


def rows(language: str) -> list[tuple[str, set[str]]]:
    """The phrases of a language with the types each may mean, as far as these types exist."""
    with PHRASES.open(encoding="utf-8") as lines:
        all_rows = [
            (row["phrase"], set(row["expected"].split("|"))) for row in csv.DictReader(lines) if row["lang"] == language
        ]
    return [(phrase, expected) for phrase, expected in all_rows if expected & set(catalogue())]


def requests_for(phrase: str) -> list[str]:
    """The slugs of the requests that the search offers, best first."""
    return [each.slug for each in find_requests(phrase=phrase) if each.kind == "request"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_request_that_is_meant_is_among_the_first_three(language: str) -> None:
    phrases = rows(language)
    missed = [phrase for phrase, expected in phrases if not expected & set(requests_for(phrase)[:FIRST])]
    assert len(missed) <= (1 - ENOUGH) * len(phrases), missed


@pytest.mark.parametrize("slug", [slug for slug, each in catalogue().items() if not each.stage_of])
def test_every_type_is_found_by_its_own_title_in_both_languages(slug: str) -> None:
    for title in in_every_language(catalogue()[slug].title).values():
        assert slug in requests_for(title)[:FIRST], title


@pytest.mark.parametrize(
    ("written", "mistyped"),
    [("téléphone volé", "telephone vole"), ("lost my phone", "MY PHONE... lost!"), ("stolen phone", "stoeln phnoe")],
)
def test_accents_case_order_and_slips_change_nothing(written: str, mistyped: str) -> None:
    assert requests_for(written)[0] == requests_for(mistyped)[0]


def test_a_broken_phone_finds_nothing_about_somebody_who_died() -> None:
    for phrase in ("téléphone cassé", "broken phone"):
        assert "bereavement" not in requests_for(phrase)
    assert requests_for("mon père est mort")[0] == "bereavement"


def test_words_about_something_else_find_nothing() -> None:
    for phrase in ("", "   ", "?!", "pancakes with maple syrup", "the the the", "xkqzw"):
        assert find_requests(phrase=phrase) == [], phrase


def test_self_help_comes_after_the_requests_and_only_where_it_exists() -> None:
    found = find_requests(phrase="my authenticator codes are refused")
    kinds = [each.kind for each in found]
    assert kinds == sorted(kinds, reverse=True)
    assert {each.slug for each in found if each.kind == "help"} == {
        each.slug for each in found if catalogue()[each.slug].self_help
    }


def test_a_long_text_of_strange_words_is_answered_at_once() -> None:
    forget_index()
    requests_for("phone")
    started = process_time()
    requests_for(" ".join(f"q{number}wertzuiopasdfghjklyxcvbnm" for number in range(400)))
    assert process_time() - started < 1


def test_the_results_page_says_honestly_that_nothing_fits() -> None:
    customer = Customer()
    customer.get("/en/search/?q=pancakes+with+maple+syrup")
    assert "Nothing found for these words" in customer.text
    assert "/en/requests/" in customer.text
