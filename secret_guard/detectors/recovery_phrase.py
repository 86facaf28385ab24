"""Wallet recovery phrases: 12 to 24 words of a BIP-39 list in a row whose checksum is right, in any of its languages.

The checksum decides: one run of twelve list words in sixteen passes it by chance, and honest prose hardly ever
has twelve list words in a row.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from mnemonic import Mnemonic

KIND = "recovery_phrase"
LENGTHS = (24, 21, 18, 15, 12)
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@cache
def _lists() -> dict[str, list[tuple[str, int]]]:
    """For each word, the lists it stands on with its number there; words without accents and case."""
    known: dict[str, list[tuple[str, int]]] = {}
    for language in Mnemonic.list_languages():
        for number, word in enumerate(Mnemonic(language).wordlist):
            known.setdefault(_plain(word), []).append((language, number))
    return known


def _plain(word: str) -> str:
    """A word as people type it: without case and accents, composed one way."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    # Japanese voiced marks and Korean letters are parts of words, not accents.
    return "".join(each for each in decomposed if not "\u0300" <= each <= "\u036f")


def _words(text: str) -> list[tuple[str, int, int]]:
    """The text's words with their places; Chinese, written without spaces, one sign at a time."""
    found: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if _HAN.search(word):
            found += [(_plain(sign), match.start() + at, match.start() + at + 1) for at, sign in enumerate(word)]
        else:
            found.append((_plain(word), match.start(), match.end()))
    return found


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where recovery phrases stand, in the text without its invisible signs.

    Numbers, punctuation and line breaks between the words do not hide them.
    """
    cleaned = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    words = _words(cleaned)
    known = _lists()
    on_list = [known.get(word, ()) for word, _start, _end in words]
    for language in {language for entry in on_list for language, _number in entry}:
        yield from _in_language(language, words, on_list)


def _in_language(
    language: str, words: list[tuple[str, int, int]], on_list: list[list[tuple[str, int]] | tuple[()]]
) -> Iterator[tuple[int, int]]:
    numbers = [next((number for name, number in entry if name == language), None) for entry in on_list]
    begin = 0
    while begin < len(numbers):
        end = begin
        while end < len(numbers) and numbers[end] is not None:
            end += 1
        run = [number for number in numbers[begin:end] if number is not None]
        for at in range(len(run)):
            for length in LENGTHS:
                if at + length <= len(run) and checksum_is_right(run[at : at + length]):
                    yield words[begin + at][1], words[begin + at + length - 1][2]
        begin = end + 1


def checksum_is_right(numbers: list[int]) -> bool:
    """BIP-39: the last bits of the words' numbers are the first bits of the SHA-256 of the others."""
    bits = 0
    for number in numbers:
        bits = bits << 11 | number
    check_bits = len(numbers) // 3
    entropy = bits >> check_bits
    digest = hashlib.sha256(entropy.to_bytes(check_bits * 4, "big")).digest()
    return bits & ((1 << check_bits) - 1) == digest[0] >> (8 - check_bits)
