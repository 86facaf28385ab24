"""Whoever types what happened, in either language and with slips, is shown the request that is meant among the first."""

import csv
import re
from pathlib import Path
from time import process_time

import pytest

from forms_catalog.catalogue import catalogue, in_every_language, pointers
from forms_catalog.search import find_requests, forget_index, tells_of_harm
from forms_catalog.search_words import CONCEPTS, NOTHING_TOLD
from tests.customer import Customer

FIRST = 3
ENOUGH = 0.95
AT_ONCE = 0.9
SURE = 0.6
NOTHING = "none"
PHRASES = Path(__file__).with_name("search_phrases.csv")
HELD_OUT = Path(__file__).with_name("search_phrases_held_out.csv")
"""Phrases that no word and no weight of the search was ever chosen by: they stay unread, only their rates are looked at."""


def rows(language: str) -> list[tuple[str, set[str]]]:
    """The phrases of a language with the types each may mean, as far as these types exist."""
    with PHRASES.open(encoding="utf-8") as lines:
        all_rows = [
            (row["phrase"], set(row["expected"].split("|"))) for row in csv.DictReader(lines) if row["lang"] == language
        ]
    return [(phrase, expected) for phrase, expected in all_rows if expected & {*catalogue(), *pointers()}]


def held_out() -> list[tuple[str, set[str]]]:
    """The phrases set aside, with what each may mean; “none” is meant by what has nothing to do with us."""
    with HELD_OUT.open(encoding="utf-8") as lines:
        return [(row["phrase"], set(row["expected"].split("|"))) for row in csv.DictReader(lines)]


def found_for(phrase: str) -> list[str]:
    """What the search offers beside self-help, best first; “none” when that is nothing."""
    return [each.slug for each in find_requests(phrase=phrase) if each.kind != "help"] or [NOTHING]


def requests_for(phrase: str) -> list[str]:
    """The slugs of the requests that the search offers, best first."""
    return [each.slug for each in find_requests(phrase=phrase) if each.kind == "request"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_request_that_is_meant_is_among_the_first_three(language: str) -> None:
    phrases = rows(language)
    missed = [phrase for phrase, expected in phrases if not expected & set(found_for(phrase)[:FIRST])]
    assert len(missed) <= (1 - ENOUGH) * len(phrases), missed


def test_phrases_never_tuned_on_keep_their_rates() -> None:
    phrases = [(phrase, expected) for phrase, expected in held_out() if expected != {NOTHING}]
    among = sum(not expected.isdisjoint(found_for(phrase)[:FIRST]) for phrase, expected in phrases)
    at_once = sum(found_for(phrase)[0] in expected for phrase, expected in phrases)
    assert among >= ENOUGH * len(phrases)
    assert at_once >= AT_ONCE * len(phrases)


def test_what_means_nothing_to_us_is_seldom_answered_surely() -> None:
    answers = [find_requests(phrase=phrase) for phrase, expected in held_out() if expected == {NOTHING}]
    assert sum(bool(found) and found[0].score >= SURE for found in answers) <= len(answers) / 4


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


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("my account is not hacked, I forgot my password", "password-reset"),
        ("my phone is not stolen, it is broken", "2fa-unavailable"),
        ("téléphone pas volé juste cassé", "2fa-unavailable"),
    ],
)
def test_a_misfortune_that_is_denied_is_not_what_somebody_means(phrase: str, meant: str) -> None:
    assert requests_for(phrase)[0] == meant
    assert not tells_of_harm(phrase=phrase)


def test_a_hackathon_is_no_break_in() -> None:
    assert requests_for("hacked")[0] == "suspicious-activity"
    assert "event-proposal" not in requests_for("hacked")
    assert requests_for("hackathon")[0] == "event-proposal"


def test_one_common_word_proves_less_than_several_rare_ones() -> None:
    (common, *_), (rare, *_) = (find_requests(phrase=phrase) for phrase in ("account", "withdrawal I did not make"))
    assert common.score < SURE < rare.score


def test_a_word_of_the_catalogue_is_never_taken_for_a_slip_in_another() -> None:
    assert "password-reset" not in requests_for("street and postcode")
    assert requests_for("street and postcode")[0] == "address-change"


def test_no_word_both_tells_something_and_nothing() -> None:
    words = {word for each in CONCEPTS.values() for word in each.split()}
    assert not words & NOTHING_TOLD


@pytest.mark.parametrize(
    "phrase",
    ["opening hours", "horaires d’ouverture", "what is your phone number", "numéro du support", "where is your office"],
)
def test_who_asks_how_to_reach_us_is_told_on_a_page(phrase: str) -> None:
    assert found_for(phrase)[0] == "reaching-us"


def test_words_about_something_else_find_nothing() -> None:
    for phrase in ("", "   ", "?!", "pancakes with maple syrup", "the the the", "xkqzw", "hello", "merci beaucoup"):
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


def test_a_search_takes_a_few_milliseconds() -> None:
    phrases = [phrase for phrase, _expected in held_out()]
    requests_for("phone")
    started = process_time()
    for phrase in phrases:
        find_requests(phrase=phrase)
    assert (process_time() - started) / len(phrases) < 0.005


def test_the_results_page_says_honestly_that_nothing_fits() -> None:
    customer = Customer()
    customer.get("/en/search/?q=pancakes+with+maple+syrup")
    assert "Nothing found for these words" in customer.text
    assert "/en/requests/" in customer.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_whoever_only_calls_for_help_is_asked_what_happened(language: str) -> None:
    customer = Customer(language)
    customer.get(f"/{language}/")
    asked = set(re.findall(r'class="tile" href="([^"]+)"', customer.text))
    for words in ("help urgent", "aidez moi svp"):
        customer.get(f"/{language}/search/?q={words}")
        assert asked <= set(re.findall(r'class="tile" href="([^"]+)"', customer.text)), words
    assert f'href="/{language}/track/"' in customer.text
