"""Wallet recovery phrases: 12 to 24 words of a BIP-39 list in a row whose checksum is right, in any of its languages.

The checksum decides: one run of twelve list words in sixteen passes it by chance, and honest prose hardly ever
has twelve list words in a row.
"""

import hashlib
import re
import unicodedata
from functools import cache, lru_cache

from mnemonic import Mnemonic

KIND = "recovery_phrase"
LENGTHS = (12, 15, 18, 21, 24)
MOST_TRIES = 4_000
"""Different runs of list words that are summed in one text. Of honest ones every sixteenth to 256th is right by chance,
so a text in which none of so many is was made to keep us busy, and is refused like one that holds a phrase."""

_BITS = 11
_MASKS = tuple((length, (1 << _BITS * length) - 1) for length in LENGTHS)
_LONGEST_MASK = _MASKS[-1][1]
# Chinese is written without spaces: each sign is a word. Voiced marks are parts of Japanese words.
_WORD = re.compile(r"[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])[^\W\d_]|[\u3099\u309a])+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@cache
def _lists() -> dict[str, list[tuple[str, int]]]:
    """For each word, the lists it stands on with its number there; words without accents and case."""
    known: dict[str, list[tuple[str, int]]] = {}
    for language in Mnemonic.list_languages():
        for number, word in enumerate(Mnemonic(language).wordlist):
            known.setdefault(_plain(word), []).append((language, number))
    return known


def _plain(text: str) -> str:
    """A text as people type it: without case, accents and invisible signs, decomposed.

    Sign by sign: a whole text of nothing but accents would take Python quadratic time to put in order.
    """
    return text.lower() if text.isascii() else "".join(map(_plain_sign, _INVISIBLE.sub("", text)))


@lru_cache(maxsize=8192)
def _plain_sign(sign: str) -> str:
    # Japanese voiced marks and Korean letters are parts of words, not accents.
    decomposed = unicodedata.normalize("NFKD", sign).lower()
    return "".join(each for each in decomposed if not "\u0300" <= each <= "\u036f")


def holds_one(text: str) -> bool:
    """Whether a recovery phrase stands in a text. Numbers, punctuation and line breaks between the words do not hide it."""
    known = _lists()
    tried: set[int] = set()
    runs: dict[str, tuple[int, int]] = {}
    for match in _WORD.finditer(_plain(text)):
        # For each language, how many of its words end here in a row, and the numbers of the last 24 as bits.
        runs = {
            language: _longer(runs.get(language, (0, 0)), number) for language, number in known.get(match.group(), ())
        }
        for words, bits in runs.values():
            for length, mask in _MASKS:
                if words < length:
                    break
                # The bit in front tells apart what is the same number in different lengths.
                phrase = bits & mask | mask + 1
                if phrase not in tried:
                    tried.add(phrase)
                    if checksum_is_right(bits & mask, words=length):
                        return True
        if len(tried) > MOST_TRIES:
            return True
    return False


def _longer(run: tuple[int, int], number: int) -> tuple[int, int]:
    words, bits = run
    return words + 1, (bits << _BITS | number) & _LONGEST_MASK


def checksum_is_right(bits: int, *, words: int) -> bool:
    """BIP-39: the last bits of the words' numbers are the first bits of the SHA-256 of the others."""
    check_bits = words // 3
    entropy = bits >> check_bits
    digest = hashlib.sha256(entropy.to_bytes(check_bits * 4, "big")).digest()
    return bits & ((1 << check_bits) - 1) == digest[0] >> (8 - check_bits)
