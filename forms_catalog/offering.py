"""Offers a request of its own to whoever tells it to the one that catches all (domain G1); it never stands in the way."""

import re
from dataclasses import dataclass

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Access, Answers, RequestType
from forms_catalog.search import find_requests, tells_of_harm

FITS_BETTER = 0.6
"""How well a sentence must fit a request before it is offered."""
ALARMS = 0.45
"""The same for what cannot wait, in a sentence that tells of harm: rather one offer too many."""
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
    alarming = set[str]()
    for sentence in _sentences(answers):
        harm = tells_of_harm(phrase=sentence)
        for found in find_requests(phrase=sentence, at_most=3):
            if not _may_be_offered(found.slug, request_type):
                continue
            alarm = harm and catalogue()[found.slug].queue == ALARMING_QUEUE
            if found.score >= (ALARMS if alarm else FITS_BETTER):
                best[found.slug] = max(found.score, best.get(found.slug, 0.0))
                alarming |= {found.slug} if alarm else set()
    enough = NEARLY * max(best.values(), default=0.0)
    fitting = sorted((slug for slug, score in best.items() if score >= enough), key=lambda slug: -best[slug])
    offers = [Offer(catalogue()[slug], slug in alarming) for slug in fitting]
    return sorted(offers, key=lambda each: not each.alarming)[:OFFERED]


def _may_be_offered(slug: str, beside: RequestType) -> bool:
    return slug in catalogue() and slug != beside.slug and catalogue()[slug].access is not Access.INVITED


def _sentences(answers: Answers) -> list[str]:
    """What was written, cut where people pause: a long story hides what each of its sentences says."""
    text = "\n".join(str(answers.get(name, "")) for name in READ)
    return [each for each in (part.strip() for part in _SENTENCE.split(text)) if each][:SENTENCES_READ]
