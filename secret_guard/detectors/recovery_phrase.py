"""Wallet recovery phrases: 12 to 24 words of a BIP-39 list in a row whose checksum is right, in any of its languages.

The checksum decides: one run of twelve list words in sixteen passes it by chance, and honest prose hardly ever has
twelve list words in a row. Where somebody calls the words a phrase, a wrong checksum is a slip of the pen. Chinese is
the exception, see `_chinese_phrase`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from mnemonic import Mnemonic

KIND = "recovery_phrase"
RANK = 1
LENGTHS = (12, 15, 18, 21, 24)
MOST_TRIES = 4_000
"""Different runs of list words that are summed in one text. Of honest ones every sixteenth to 256th is right by chance,
so a text in which none of so many is was made to keep us busy, and is refused like one that holds a phrase."""

CHINESE = ("chinese_simplified", "chinese_traditional")
_BITS = 11
_MASKS = tuple((length, (1 << _BITS * length) - 1) for length in LENGTHS)
_LONGEST_MASK = _MASKS[-1][1]
# Chinese is written without spaces: each sign is a word. Voiced marks are parts of Japanese words.
_WORD = re.compile(r"[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])[^\W\d_]|[\u3099\u309a])+")
# “word 1: …, word 2: …”: the label is a word of the list itself.
_LABEL = re.compile(r"\b(?:word|mot)s?\s?[#°]?\d{1,2}\b", re.IGNORECASE)
_CALLED_A_PHRASE = re.compile(
    r"recovery|\bseed|mnemonic|secret phrase|backup phrase|\b(?:12|15|18|21|24|twelve)[ -]words?|recuperation|mnemonique|"
    r"graine|phrase secrete|(?:12|15|18|21|24|douze|vingt-quatre) mots",
    re.IGNORECASE,
)
_NEAR = 200
_ENOUGH_DIFFERENT = 8


@cache
def _lists() -> dict[str, list[tuple[str, int]]]:
    """For each word, the lists it stands on with its number there; words as they look undressed, in lower case."""
    known: dict[str, list[tuple[str, int]]] = {}
    for language in Mnemonic.list_languages():
        for number, word in enumerate(Mnemonic(language).wordlist):
            plain = "".join(
                each
                for each in unicodedata.normalize("NFKD", word).lower()
                if each in "\u3099\u309a" or not unicodedata.combining(each)
            )
            known.setdefault(plain, []).append((language, number))
    return known


def holds_one(text: str) -> bool:
    """Whether a recovery phrase stands in a text. Numbers, punctuation and line breaks between the words do not hide it."""
    text = _LABEL.sub("", text)
    known = _lists()
    tried: set[int] = set()
    runs: dict[str, tuple[int, int]] = {}
    end = 0
    for match in _WORD.finditer(text.lower()):
        touches = match.start() == end
        end = match.end()
        # For each language, how many of its words end here in a row, and the numbers of the last 24 as bits.
        runs = {
            language: _longer((0, 0) if touches and language in CHINESE else runs.get(language, (0, 0)), number)
            for language, number in known.get(match.group(), ())
        }
        for language, (words, bits) in runs.items():
            for length, mask in _MASKS:
                if words < length:
                    break
                # The bit in front tells apart what is the same number in different lengths.
                phrase = bits & mask | mask + 1
                if phrase not in tried:
                    tried.add(phrase)
                    if checksum_is_right(bits & mask, words=length):
                        return True
                    if length == LENGTHS[0] and language not in CHINESE and _is_called_one(text, end, bits & mask):
                        return True
        if len(tried) > MOST_TRIES:
            return True
    return any(_chinese_phrase(signs) for signs in _chinese_signs(text))


def _longer(run: tuple[int, int], number: int) -> tuple[int, int]:
    words, bits = run
    return words + 1, (bits << _BITS | number) & _LONGEST_MASK


def _is_called_one(text: str, end: int, bits: int) -> bool:
    """Twelve list words that are called a phrase just before: most of them different, unlike a key that was held down."""
    numbers = {bits >> _BITS * place & 0x7FF for place in range(LENGTHS[0])}
    return len(numbers) >= _ENOUGH_DIFFERENT and bool(_CALLED_A_PHRASE.search(text, max(0, end - _NEAR), end))


def checksum_is_right(bits: int, *, words: int) -> bool:
    """BIP-39: the last bits of the words' numbers are the first bits of the SHA-256 of the others."""
    check_bits = words // 3
    entropy = bits >> check_bits
    digest = hashlib.sha256(entropy.to_bytes(check_bits * 4, "big")).digest()
    return bits & ((1 << check_bits) - 1) == digest[0] >> (8 - check_bits)


_BLOCK = re.compile(r"[\u3400-\u9fff]+")
_GROUPS = re.compile(
    r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{1,23}(?:\s{1,2}[\u3400-\u9fff]{1,23}){1,23}(?![\u3400-\u9fff])"
)
_NAMED = re.compile(r"(?:助记词|助記詞|恢复短语|恢復短語|种子|種子|私钥|私鑰)(?:是|为|為)?")
_BANDS = ((64, -2.5), (256, -1.05), (512, -0.3), (1024, 0.6), (2048, 2.0))
"""How much more likely a sign is in a random phrase than in a sentence (logarithms), by its place on the list, which is
in the order of how common the signs are."""
_LIKE_A_PHRASE = -0.55
"""The least mean of that for signs that are written together: nearly every phrase lies above, few sentences do."""


def _chinese_signs(text: str) -> Iterator[str]:
    """What may be a phrase in Chinese that is written together: whole stretches between other signs, or what is named so."""
    if not _BLOCK.search(text):
        return
    for each in _BLOCK.finditer(text):
        yield each.group()
    for each in _GROUPS.finditer(text):
        yield "".join(each.group().split())
    for each in _NAMED.finditer(text):
        signs = "".join(text[each.end() : each.end() + 50].split())
        following = _BLOCK.match(signs)
        for length in LENGTHS:
            if following and len(following.group()) > length:
                yield signs[:length]


def _chinese_phrase(signs: str) -> bool:
    """Whether signs that are written together are a phrase.

    The Chinese lists hold the signs of everyday writing, so any twelve of a sentence pass the checksum one time in
    sixteen. Written one by one, as wallets show them, the checksum still decides. Written together, a phrase must be a
    whole stretch of exactly its length, and must read unlike a sentence: half of a random phrase are signs from the
    rarer half of the list, of which a sentence has few.
    """
    if len(signs) not in LENGTHS:
        return False
    known = _lists()
    for language in CHINESE:
        numbers = [number for sign in signs for its, number in known.get(sign, ()) if its == language]
        if len(numbers) != len(signs):
            continue
        bits = 0
        for number in numbers:
            bits = bits << _BITS | number
        likeness = sum(next(weight for end, weight in _BANDS if number < end) for number in numbers)
        if likeness >= _LIKE_A_PHRASE * len(signs) and checksum_is_right(bits, words=len(signs)):
            return True
    return False
