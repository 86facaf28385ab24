"""Offers a request of its own to whoever tells it to the one that catches all (domain G1); it never stands in the way."""

import re
from dataclasses import dataclass

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Access, Answers, RequestType
from forms_catalog.search import find_requests

FITS_BETTER = 0.6
"""How well a sentence must fit a request before it is offered."""
ALARMS = 0.58
"""The same for what cannot wait: rather one offer too many."""
NEARLY = 0.75
"""How much of the best fit an offer needs beside it."""
OFFERED = 2
SENTENCES_READ = 30
ALARMING_QUEUE = "security-response"
READ = ("subject", "description")
_SENTENCE = re.compile(r"[.!?;\n]+")


@dataclass(frozen=True)
class Offer:
    """A request that fits better, and whether its matter cannot wait."""

    request_type: RequestType
    alarming: bool


def better_requests(*, request_type: RequestType, answers: Answers) -> list[Offer]:
    """The requests that fit somebody's own words better, those that cannot wait first; none for any request but one."""
    if not request_type.catches_all:
        return []
    best: dict[str, float] = {}
    for sentence in _sentences(answers):
        for found in find_requests(phrase=sentence, at_most=3):
            best[found.slug] = max(found.score, best.get(found.slug, 0.0))
    others = {slug: score for slug, score in best.items() if _may_be_offered(slug, request_type)}
    enough = NEARLY * max(others.values(), default=0.0)
    offers = []
    for slug in sorted(others, key=lambda slug: -others[slug]):
        alarming = catalogue()[slug].queue == ALARMING_QUEUE
        if others[slug] >= max(enough, ALARMS if alarming else FITS_BETTER):
            offers.append(Offer(catalogue()[slug], alarming))
    return sorted(offers, key=lambda each: not each.alarming)[:OFFERED]


def _may_be_offered(slug: str, beside: RequestType) -> bool:
    return slug in catalogue() and slug != beside.slug and catalogue()[slug].access is not Access.INVITED


def _sentences(answers: Answers) -> list[str]:
    """What was written, cut where people pause: a long story hides what each of its sentences says."""
    text = "\n".join(str(answers.get(name, "")) for name in READ)
    return [each for each in (part.strip() for part in _SENTENCE.split(text)) if each][:SENTENCES_READ]
