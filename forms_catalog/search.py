"""Finds request types by what people type, in either language, with typos and without accents."""

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from forms_catalog.catalogue import catalogue, in_every_language

ENOUGH = 0.82
"""How alike two words must be to count as the same word mistyped."""
SHORT = 4
"""Words up to this length must match exactly: a typo in “2fa” is another word."""
_COMMON = """
a ai au aux avec ce ces comment dans de des du elle en est et i il j je la le les ma me mes mon my n ne no
not of on ou pas plus pour qu que qui s sa se ses son sur the to un une and can do does have in is it what with
"""
COMMON = frozenset(_COMMON.split())
"""Words that tell nothing about what somebody means."""


@dataclass(frozen=True)
class Found:
    """One answer of the search: a request type and how well it fits, from 0 to 1."""

    slug: str
    kind: str
    score: float


def words(text: str) -> list[str]:
    """The telling words of a text: lower case, without accents, punctuation and common words."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))
    split = "".join(each if each.isalnum() else " " for each in plain).split()
    return [word for word in split if word not in COMMON] or split


@cache
def _index() -> dict[str, dict[str, float]]:
    """Each type's words with their weight: a word of the title tells more than one of the summary."""
    index: dict[str, dict[str, float]] = {}
    for slug, request_type in catalogue().items():
        weights: dict[str, float] = {}
        for text, weight in (
            (request_type.title, 1.0),
            (request_type.keywords, 1.0),
            (request_type.summary, 0.5),
        ):
            for rendered in in_every_language(text).values():
                for word in words(rendered):
                    weights[word] = max(weight, weights.get(word, 0.0))
        index[slug] = weights
    return index


def find_requests(*, phrase: str, at_most: int = 5) -> list[Found]:
    """The request types nearest to a phrase, best first; those that share nothing with it are left out.

    The page's language plays no part: people type in either.
    """
    asked = words(phrase)
    if not asked:
        return []
    found = [
        Found(slug, "request", round(sum(_best(word, weights) for word in asked) / len(asked), 3))
        for slug, weights in _index().items()
    ]
    return sorted((each for each in found if each.score > 0), key=lambda each: -each.score)[:at_most]


def _best(word: str, weights: dict[str, float]) -> float:
    if word in weights:
        return weights[word]
    if len(word) <= SHORT:
        return 0.0
    alike = [
        weight * SequenceMatcher(None, word, known).ratio()
        for known, weight in weights.items()
        if len(known) > SHORT and known[0] == word[0] and SequenceMatcher(None, word, known).quick_ratio() >= ENOUGH
    ]
    return max((each for each in alike if each >= ENOUGH / 2), default=0.0)
