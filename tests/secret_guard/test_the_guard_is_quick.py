"""Whatever somebody types, judging it takes no longer than its length allows, and what is too long is not stored."""

import random
import time

import pytest
from django.core.exceptions import ValidationError
from mnemonic import Mnemonic

from secret_guard import LONGEST_TEXT, SecretFound, TextTooLong, finding, refuse_secrets
from secret_guard.detectors.recovery_phrase import LENGTHS, checksum_is_right
from secret_guard.validators import no_secrets

CUSTOMERS_LONGEST = 10_000
QUICK = 0.1
CHINESE = ("chinese_simplified", "chinese_traditional")


def text_that_never_sums_up(length: int) -> str:
    """Signs that are words in both Chinese lists, chosen so that no run of them is a phrase in either."""
    numbers = [{word: number for number, word in enumerate(Mnemonic(each).wordlist)} for each in CHINESE]
    signs = sorted(numbers[0].keys() & numbers[1].keys())
    chance, text = random.Random(5), ""
    while len(text) < length:
        longer = text[-23:] + chance.choice(signs)
        if not any(is_a_phrase([known[sign] for sign in longer]) for known in numbers):
            text += longer[-1]
    return text


def is_a_phrase(numbers: list[int]) -> bool:
    """Whether the last so many words are one."""
    for length in LENGTHS:
        bits = 0
        for number in numbers[-length:]:
            bits = bits << 11 | number
        if len(numbers) >= length and checksum_is_right(bits, words=length):
            return True
    return False


TEXTS = {
    "chinese": lambda: text_that_never_sums_up(3000) * 4,
    "chinese, sign by sign": lambda: " ".join(text_that_never_sums_up(3000) * 2),
    "one list word again and again": lambda: "的" * CUSTOMERS_LONGEST,
    "list words of every language": lambda: (
        (" ".join(Mnemonic(each).wordlist[7] for each in Mnemonic.list_languages()) + " ") * 200
    ),
    "dashes": lambda: "-" * CUSTOMERS_LONGEST,
    "begun again and again": lambda: "-----BEGIN " * 1000,
    "accents": lambda: "\u0315\u0300" * (CUSTOMERS_LONGEST // 2),
    "signs made of accents": lambda: "\u0f73" * CUSTOMERS_LONGEST,
    "signs that become many": lambda: "\ufdfa" * CUSTOMERS_LONGEST,
    "passwords": lambda: "password is the " * 650,
    "codes": lambda: "code a b c d e f g h " * 500,
    "digits one by one": lambda: "1 " * (CUSTOMERS_LONGEST // 2),
    "card numbers that are none": lambda: "order 4111111111111112 " * 450,
    "tax numbers that are none": lambda: "123-45-" * 1400,
    "names of keys": lambda: "api key " * 1250,
    "tokens": lambda: "eyJaaaaaaaaaaa." * 700,
    "no spaces at all": lambda: "aB3" * 3400,
    "hexadecimal digits": lambda: ("sead " + "a" * 64 + " ") * 150,
    "base58": lambda: ("z" * 51 + " ") * 200,
    "prose": lambda: "I lost my phone about noon, above the old bridge, and nothing opens any more. " * 130,
}


def seconds_for(text: str) -> float:
    """The processor time it takes to judge a text; the best of three, for a machine that does other things."""
    taken = []
    for _each in range(3):
        finding._free.clear()
        begun = time.process_time()
        try:
            refuse_secrets(text=text)
        except SecretFound:
            pass
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize("kind", TEXTS)
def test_the_longest_text_of_any_content_is_judged_in_a_tenth_of_a_second(kind: str) -> None:
    text = TEXTS[kind]()[:CUSTOMERS_LONGEST]
    assert len(text) > CUSTOMERS_LONGEST * 0.8
    assert seconds_for(text) < QUICK
    assert seconds_for(text + text) < 2 * QUICK


def test_thousands_of_list_words_none_of_which_sum_up_were_made_by_somebody_and_are_refused() -> None:
    with pytest.raises(SecretFound):
        refuse_secrets(text=" ".join(text_that_never_sums_up(3000)))


@pytest.mark.parametrize("honest", ["abandon " * 1250, "test " * 2000, "的" * CUSTOMERS_LONGEST])
def test_the_same_word_held_down_is_no_secret(honest: str) -> None:
    refuse_secrets(text=honest)


def test_a_phrase_at_the_very_end_of_the_longest_text_is_found() -> None:
    phrase = "abandon " * 11 + "about"
    with pytest.raises(SecretFound):
        refuse_secrets(text="x" * (LONGEST_TEXT - len(phrase) - 1) + " " + phrase)


def test_a_longer_text_is_not_judged_but_refused() -> None:
    refuse_secrets(text="x" * LONGEST_TEXT)
    with pytest.raises(TextTooLong):
        refuse_secrets(text="x" * (LONGEST_TEXT + 1))


def test_a_field_says_how_long_its_text_may_be() -> None:
    with pytest.raises(ValidationError) as refused:
        no_secrets("x" * (LONGEST_TEXT + 1))
    assert refused.value.code == "long"
    assert "20000" in refused.value.messages[0]


def test_a_text_that_was_found_free_is_not_searched_again_when_the_next_page_judges_it() -> None:
    text = TEXTS["prose"]()[:CUSTOMERS_LONGEST]
    first = seconds_for(text)
    begun = time.process_time()
    refuse_secrets(text=text)
    assert time.process_time() - begun < first / 10


def test_a_secret_is_refused_however_often_it_comes_and_beside_a_text_that_was_free() -> None:
    phrase, honest = "abandon " * 11 + "about", "My phone fell into the harbour."
    refuse_secrets(text=honest)
    for text in (phrase, phrase, f"{honest} {phrase}", phrase):
        with pytest.raises(SecretFound):
            refuse_secrets(text=text)


def test_what_is_remembered_of_texts_is_bounded_and_holds_no_word_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_REMEMBERED", 3)
    for number in range(10):
        refuse_secrets(text=f"My phone fell into harbour number {number}.")
        assert len(finding._free) <= 3
    assert {len(mark) for mark in finding._free} == {16}
    assert not any(b"phone" in mark for mark in finding._free)
