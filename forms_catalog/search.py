"""Finds request types by what people type: in either language, with typos, without accents, in any order.

Words become concepts (`search_words`), so that “portable volé” and “someone nicked my mobile” are the same thing said
twice. Each type is known by phrases: its title, its summary and its keywords, one phrase between two commas. What was
typed is held against each phrase; a concept that few types have tells more than one that many have, and one that a
type's phrases keep saying more than one said in passing. A doubt is held against every answer.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from forms_catalog.catalogue import catalogue, in_every_language, listed, pointers
from forms_catalog.definition import RequestType
from forms_catalog.pointer import Pointer
from forms_catalog.search_words import CONCEPTS, HARMS, MISFORTUNES, NEGATIONS, NOTHING_TOLD

LONGEST_WORDS = 40
"""More words than this are not a search but a letter: its beginning does."""
EXACT_ONLY = 5
"""Words shorter than this must match exactly: a typo in “2fa” is another word."""
TWO_SLIPS = 9
"""From this length on, two slips still leave the word recognisable."""
MISTYPED = 0.8
"""How much a word that had to be guessed counts."""
UNKNOWN = 0.5
"""How much a word that no type knows speaks against a phrase, as people say more than is needed."""
LEFT_UNSAID = 0.3
"""How much a phrase suffers from words of its own that were not typed."""
SAID_BESIDES = 0.6
"""How much a phrase suffers from what was typed besides."""
DOUBT = 0.8
"""What is held against every answer, so that one common word proves little and several rare ones much."""
OWN_WORD = 0.5
"""How much a word counts that stands in the phrases and is no concept: it may stand there by accident."""
BY_USE = 0.25
"""How much it counts that a type's phrases keep saying what was typed, beside the one phrase that fits best."""
FITS = 0.18
"""Below this a type has nothing to do with what was typed."""
BESIDE_THE_BEST = 0.5
"""How well an answer must fit, beside the best one, to be worth somebody's look."""
TURNED = "not"
"""The concept of all negations."""
_ENDINGS = (
    "ements",
    "ement",
    "ations",
    "ation",
    "ingly",
    "ings",
    "ing",
    "ions",
    "ion",
    "edly",
    "ees",
    "ed",
    "ee",
    "es",
    "er",
    "ez",
    "s",
    "e",
    "x",
)
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "‘": "'", "`": "'"})


@dataclass(frozen=True)
class Found:
    """One answer of the search and how well it fits (0 to 1): a request, its self-help, or a page that needs no request."""

    slug: str
    kind: str
    score: float


@dataclass(frozen=True)
class _Known:
    """What the search knows: each type's phrases as concepts, how usual each is in them, and how much each tells."""

    phrases: Mapping[str, tuple[frozenset[str], ...]]
    usual: Mapping[str, Mapping[str, float]]
    telling: Mapping[str, float]


def find_requests(*, phrase: str, at_most: int = 5) -> list[Found]:
    """The request types and pointers nearest to a phrase, best first, then the self-help of those that have some.

    Types that share nothing with it are left out. The page's language plays no part: people type in either.
    """
    known = _index()
    asked = _concepts(phrase, known.telling)
    scores = {slug: _score(asked, phrases, known.usual[slug], known.telling) for slug, phrases in known.phrases.items()}
    enough = max(FITS, BESIDE_THE_BEST * max(scores.values(), default=0.0))
    fitting = sorted((slug for slug, score in scores.items() if score >= enough), key=lambda slug: -scores[slug])
    found = [
        Found(slug, "pointer" if slug in pointers() else "request", round(scores[slug], 3))
        for slug in fitting[:at_most]
    ]
    helping = [each for each in found if each.kind == "request" and catalogue()[each.slug].self_help]
    return found + [Found(each.slug, "help", each.score) for each in helping]


def tells_of_harm(*, phrase: str) -> bool:
    """Whether a phrase says that something was taken, or that somebody else is at work, and does not deny it."""
    return any(word <= HARMS for word in _concepts(phrase, _index().telling))


def forget_index() -> None:
    """Read the catalogue anew."""
    _index.cache_clear()
    _vocabulary.cache_clear()


def _nearest(concept: str, telling: Mapping[str, float]) -> str:
    """A word that only one type's own phrases hold, mistyped; everything else as it is."""
    if concept in telling or len(concept) < EXACT_ONLY:
        return concept
    alike = (each for each in telling if each[0] == concept[0] and _slips(concept, each, 1, open_ended=False) <= 1)
    return next(alike, concept)


def _score(
    asked: Mapping[frozenset[str], float],
    phrases: Iterable[frozenset[str]],
    usual: Mapping[str, float],
    telling: Mapping[str, float],
) -> float:
    """How well the best phrase fits, and how usual what was typed is among all of them.

    Of a word's several meanings the one counts that the phrase has.
    """
    meanings = frozenset[str]().union(*asked)
    weights = {each: telling.get(each, UNKNOWN) for each in meanings}
    least = {word: min(weights[each] for each in word) for word in asked}
    best = 0.0
    for phrase in phrases:
        if phrase.isdisjoint(meanings):
            continue
        shared = besides = 0.0
        for word, sure in asked.items():
            if meant := word & phrase:
                shared += sure * max(weights[each] for each in meant)
            else:
                besides += least[word]
        unsaid = sum(telling[each] for each in phrase - meanings)
        best = max(best, shared / (shared + DOUBT + SAID_BESIDES * besides + LEFT_UNSAID * unsaid))
    used = sum(sure * max(weights[each] * usual.get(each, 0.0) for each in word) for word, sure in asked.items())
    return (1 - BY_USE) * best + BY_USE * used / (DOUBT + sum(max(weights[each] for each in word) for word in asked))


@cache
def _index() -> _Known:
    phrases = {each.slug: _meant(_phrases(each)) for each in listed()}
    spread = Counter(concept for known in phrases.values() for concept in frozenset[str]().union(*known))
    telling = {
        concept: log(1 + len(phrases) / number) * (1.0 if concept in CONCEPTS else OWN_WORD)
        for concept, number in spread.items()
    }
    counts = {slug: Counter(concept for phrase in known for concept in phrase) for slug, known in phrases.items()}
    usual = {slug: {each: n / (n + 1) for each, n in counted.items()} for slug, counted in counts.items()}
    return _Known(phrases, usual, telling | {TURNED: UNKNOWN})


def _meant(texts: Iterable[str]) -> tuple[frozenset[str], ...]:
    """A type's phrases as concepts. A word of several meanings has those that the type also says in clearer words.

    “Died” is said of people and of phones: beside “death of the account holder” it says nothing of a phone.
    """
    meanings = [[frozenset(_known(word) or (_stem(word),)) for word in _words(text)] for text in texts]
    clear = frozenset[str]().union(*(each for phrase in meanings for each in phrase if len(each) == 1))
    phrases = (frozenset[str]().union(*(each & clear or each for each in phrase)) for phrase in meanings)
    return tuple(filter(None, phrases))


def _phrases(request_type: RequestType | Pointer) -> Iterator[str]:
    """Each way in which people may say what a type is for."""
    yield from filter(None, (each.strip() for each in str(request_type.keywords).split(",")))
    for text in (request_type.title, request_type.summary):
        yield from in_every_language(text).values()


def _concepts(text: str, telling: Mapping[str, float]) -> dict[frozenset[str], float]:
    """Each word of a text as the concepts it may mean, with how surely; words of no concept stand for themselves."""
    found: dict[frozenset[str], float] = {}
    turned = False
    for word in _words(text):
        stem = _stem(word)
        known = _known(word) or ((stem,) if stem in telling else ())
        meant = frozenset(known or _mistyped(word) or (_nearest(stem, telling),))
        turned, was_turned = meant == {TURNED}, turned
        if not (was_turned and meant & MISFORTUNES):
            found[meant] = max(1.0 if known or stem in meant else MISTYPED, found.get(meant, 0.0))
    return found


def _words(text: str) -> list[str]:
    """Lower case, without accents and punctuation; words that belong together joined, those that tell nothing left out."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    letters = (each for each in plain if not unicodedata.combining(each))
    # “can't” is one word, “l'adresse” two.
    joined = "".join(letters).replace("n't", "nt")
    split = "".join(each if each.isalnum() else " " for each in joined).split()[:LONGEST_WORDS]
    split = [part for word in split for part in _apart(word)]
    words: list[str] = []
    while split:
        length = next((n for n in (4, 3, 2) if _belong_together("_".join(split[:n]))), 1)
        words.append("_".join(split[:length]))
        split = split[length:]
    return [word for word in words if word not in NOTHING_TOLD]


def _apart(word: str) -> tuple[str, ...]:
    """“dutilisateur” as “d” and “utilisateur”: people leave apostrophes out; a known word stays whole."""
    clung = len(word) > EXACT_ONLY and word[0] in "cdjlmnst" and word[1] in "aeiouh" and not _known(word)
    return (word[0], word[1:]) if clung and (_known(word[1:]) or _belong_together(f"{word[0]}_{word[1:]}")) else (word,)


def _belong_together(joined: str) -> bool:
    vocabulary = _vocabulary()
    return joined in vocabulary.whole or any(joined.startswith(each) for each in vocabulary.together)


@dataclass(frozen=True)
class _Vocabulary:
    """The words of all concepts: whole, by their beginning, and the beginnings of several that belong together."""

    whole: Mapping[str, tuple[str, ...]]
    beginnings: Mapping[str, tuple[str, ...]]
    together: tuple[str, ...]
    by_first_letters: Mapping[str, tuple[str, ...]]


@cache
def _vocabulary() -> _Vocabulary:
    whole: dict[str, list[str]] = defaultdict(list)
    beginnings: dict[str, list[str]] = defaultdict(list)
    for concept, words in {**CONCEPTS, TURNED: NEGATIONS}.items():
        for word in words.split():
            (beginnings if word.endswith("*") else whole)[word.rstrip("*")].append(concept)
    near: dict[str, set[str]] = defaultdict(set)
    for word in (each for each in (*whole, *beginnings) if len(each) >= EXACT_ONLY and "_" not in each):
        for letter in word[:2]:
            near[letter].add(word)
    return _Vocabulary(
        whole={word: tuple(concepts) for word, concepts in whole.items()},
        beginnings={word: tuple(concepts) for word, concepts in beginnings.items()},
        together=tuple(word for word in beginnings if "_" in word),
        by_first_letters={letter: tuple(sorted(words)) for letter, words in near.items()},
    )


def _known(word: str) -> tuple[str, ...]:
    vocabulary = _vocabulary()
    if word in vocabulary.whole:
        return vocabulary.whole[word]
    return next((found for end in range(len(word), 2, -1) if (found := vocabulary.beginnings.get(word[:end], ()))), ())


def _mistyped(word: str) -> tuple[str, ...]:
    """The concepts of the known words nearest to a word, if any is near enough."""
    if len(word) < EXACT_ONLY or word.isdigit():
        return ()
    vocabulary = _vocabulary()
    best, found = 3, list[str]()
    for known in {each for letter in word[:2] for each in vocabulary.by_first_letters.get(letter, ())}:
        open_ended = known in vocabulary.beginnings
        # The shorter a beginning is, the less may follow it.
        if open_ended and len(word) > 2 * len(known) + 1 - EXACT_ONLY:
            continue
        allowed = 2 if min(len(word), len(known)) >= TWO_SLIPS else 1
        slips = _slips(word, known, allowed, open_ended=open_ended)
        if slips < best:
            best, found = slips, []
        if slips == best and slips <= allowed:
            found += [*vocabulary.whole.get(known, ()), *vocabulary.beginnings.get(known, ())]
    return tuple(dict.fromkeys(sorted(found)))


def _slips(word: str, known: str, allowed: int, *, open_ended: bool) -> int:
    """How many letters were added, left out, changed or swapped; an open-ended word may go on as it likes."""
    if len(known) - len(word) > allowed or (not open_ended and len(word) - len(known) > allowed):
        return allowed + 1
    above, row = list[int](), list(range(len(known) + 1))
    nearest = row[-1]
    for i, letter in enumerate(word[: len(known) + allowed], 1):
        before, above, row = above, row, [i]
        for j, other in enumerate(known, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == known[j - 2] and word[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        nearest = min(nearest, row[-1])
        if min(row) > allowed:
            break
    return nearest if open_ended else row[-1]


def _stem(word: str) -> str:
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 4), "")
    return word.removesuffix(ending)
