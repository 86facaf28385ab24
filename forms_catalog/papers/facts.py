"""What answers about documents add up to on the day of sending and today: ages, ends, and names that differ."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_catalog.definition import Answers
from forms_catalog.fields import age_on, oldest_proof
from operations.typed import folded

PROOF_ISSUED = ("proof_issued_on",)
ENDS = ("id_expiry", "new_id_expiry")
BORN = ("date_of_birth",)
TOLD_HERE = frozenset({*PROOF_ISSUED, *ENDS})
"""Days of which more is told here than how long ago they were."""


def paper_facts(
    *, answers: Answers, questions: Sequence[Mapping[str, Any]], sent_at: datetime, now: datetime
) -> list[str]:
    """Everything that follows, in the active language. In: the ticket's snapshot of its questions."""
    sent, today = sent_at.date(), now.date()
    return [
        *(each for day in _days(answers, PROOF_ISSUED) for each in _of_proof(day, sent, today)),
        *(each for day in _days(answers, ENDS) for each in _of_end(day, sent, today)),
        *(_of_age(day, sent) for day in _days(answers, BORN)),
        *_of_names(answers, questions),
    ]


def _days(answers: Answers, names: Sequence[str]) -> Iterator[date]:
    """The days that were answered; what an older form kept otherwise is passed over."""
    for name in names:
        try:
            day = parse_date(str(answers.get(name) or ""))
        except ValueError:
            continue
        if day:
            yield day


def _of_proof(issued: date, sent: date, today: date) -> Iterator[str]:
    days = (today - issued).days
    yield ngettext(
        "The proof of address is %(days)d day old, by its sender’s answer.",
        "The proof of address is %(days)d days old, by its sender’s answer.",
        days,
    ) % {"days": days}
    if issued < oldest_proof(submitted=sent):
        yield _("The proof of address was too old when it was sent.")


def _of_end(ends: date, sent: date, today: date) -> Iterator[str]:
    if ends <= sent:
        yield _("The identity document had run out when the request was sent.")
    elif ends <= today:
        yield _("The identity document has run out since the request was sent.")
    else:
        days = (ends - today).days
        yield ngettext(
            "The identity document ends in %(days)d day.", "The identity document ends in %(days)d days.", days
        ) % {"days": days}


def _of_age(born: date, sent: date) -> str:
    years = age_on(day=sent, born=born)
    sentence = ngettext(
        "%(years)d year old on the day of the request.", "%(years)d years old on the day of the request.", years
    )
    return sentence % {"years": years}


def _of_names(answers: Answers, questions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Names of people that do not have the same words; accents, case and order aside. Those of one page are one name."""
    asked = [each for each in questions if each.get("kind") == "fullname"]
    together = [
        " ".join(str(answers[each["name"]]) for each in on_page if answers.get(each["name"]))
        for _step, on_page in groupby(asked, key=lambda each: each.get("step"))
    ]
    spelled = {frozenset(folded(name).split()): name for name in reversed(together) if name}
    if len(spelled) > 1:
        yield _("The names differ: %(names)s.") % {"names": " · ".join(reversed(spelled.values()))}
