"""Puts what is asked of documents in words, for customers before they send and for agents beside what was sent."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import ngettext

from forms_catalog.definition import Answers, RequestType
from forms_catalog.papers.asking import Asked, asked_for
from forms_catalog.papers.roles import KIND_OF_ROLE

SHOWN_AT_ONCE = 2


@dataclass(frozen=True)
class Paper:
    """What is asked for one kind of document, in words."""

    title: str
    needed: bool
    age: str
    asked: Asked


@dataclass(frozen=True)
class Papers:
    """What is asked for all documents of a request: what everybody reads, and what opens on demand."""

    shown: list[Paper]
    folded: list[Paper]

    @property
    def any(self) -> bool:
        """Whether there are rules at all."""
        return bool(self.shown or self.folded)


def papers_of(*, request_type: RequestType, answers: Answers, wanted: Collection[str] = ()) -> Papers:
    """What is asked for the documents of a request with these answers, in the active language.

    What is needed is shown; what is not folds away when there is more than a page holds. In: roles that an agent wants
    again, which are needed too.
    """
    policy = request_type.files
    if policy is None:
        return Papers([], [])
    needed = {KIND_OF_ROLE[role] for role in (*policy.needed(answers), *wanted) if role in KIND_OF_ROLE}
    papers = [paper(each, needed=each.kind in needed) for each in asked_for(roles=policy.roles, answers=answers)]
    others = [each for each in papers if not each.needed]
    if len(papers) <= SHOWN_AT_ONCE:
        return Papers(papers, [])
    return Papers([each for each in papers if each.needed], others)


def papers_beforehand(*, request_type: RequestType) -> Papers:
    """The same before anything is answered, for requests that are not sent without some documents: all of it, unfolded."""
    policy = request_type.files
    if policy is None or not policy.required_roles:
        return Papers([], [])
    return Papers([paper(each) for each in asked_for(roles=policy.roles, answers={})], [])


def paper(asked: Asked, *, needed: bool = False) -> Paper:
    """One kind of document in words."""
    return Paper(
        title=str(asked.kind.label),
        needed=needed,
        age=_age(asked.months),
        asked=asked,
    )


def _age(months: int | None) -> str:
    if months is None:
        return ""
    sentence = ngettext("It is at most %(number)d month old.", "It is at most %(number)d months old.", months)
    return sentence % {"number": months}
