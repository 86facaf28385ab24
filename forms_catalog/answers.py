"""Turns answers back into words: for the review page, the ticket's snapshot and the agent's view."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from calls.words import day_in_words as weekday_in_words
from forms_catalog.catalogue import described_field, in_every_language
from forms_catalog.countries import country_name
from forms_catalog.definition import Step
from forms_catalog.fields import Moment, moment_or_day
from forms_catalog.fields.entries import numbered
from forms_catalog.fields.phones import phone_in_words
from forms_catalog.fields.shares import kept_share_in_words
from forms_catalog.zones import zone_in_words
from operations.dates import day_in_words, moment_in_words
from tickets.snapshot import in_language

EMPTY: tuple[Any, ...] = ("", [], None)


@dataclass(frozen=True)
class Answered:
    """One question with its answer in words."""

    name: str
    question: str
    answer: str
    step: str
    page: str


def snapshot(*, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The questions as a customer sees them now, in every language: what a ticket keeps, so that it stays readable."""
    return [question for step in steps for question in _questions(step)]


@cache
def _questions(step: Step) -> list[dict[str, Any]]:
    """A page's questions in every language: the same for everybody, so they are put into words once."""
    return [
        {
            "step": step.slug,
            "page": in_every_language(step.title),
            **described_field(name, form_field),
            "label": in_every_language(form_field.label or step.title),
            **({"skipped": in_every_language(step.skip)} if step.skip else {}),
        }
        for name, form_field in step.fields().items()
    ]


def in_words(*, questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any], language: str) -> list[Answered]:
    """Each question of a snapshot with its answer, in the given language; free text is left as it was written."""
    with override(language):
        return [
            Answered(
                name=question["name"],
                question=in_language(texts=question["label"], language=language),
                answer=_answer(question, answers.get(question["name"]), language),
                step=question["step"],
                page=in_language(texts=question.get("page", {}), language=language),
            )
            for question in questions
            if question["name"] in answers
        ]


def _day(value: str) -> str:
    day = parse_date(value)
    return day_in_words(day) if day else value


def _slot_day(value: str) -> str:
    day = parse_date(value)
    return weekday_in_words(day) if day else value


def _month(value: str) -> str:
    return str(date_format(parse_date(value) or value, "YEAR_MONTH_FORMAT"))


def _moment(value: str) -> str:
    given = moment_or_day(value)
    if isinstance(given, Moment):
        return f"{moment_in_words(given.local)} ({zone_in_words(name=given.zone)})"
    return day_in_words(given)


def _number(value: str) -> str:
    return str(number_format(Decimal(value), force_grouping=True))


def _country(value: str) -> str:
    return country_name(code=value)


def _phone(value: str) -> str:
    return phone_in_words(kept=value)


SHOWN_AS: Mapping[str, Callable[[str], str]] = {
    "day": _day,
    "birthdate": _day,
    "month": _month,
    "momentfield": _moment,
    "amount": _number,
    "country": _country,
    "phone": _phone,
    "share": kept_share_in_words,
    "slotday": _slot_day,
    "timezone": lambda value: zone_in_words(name=value),
}
"""How answers that are kept in one spelling for all languages are shown in the active one, by kind of field."""


def _answer(question: Mapping[str, Any], value: Any, language: str) -> str:
    if value in EMPTY:
        return in_language(texts=question.get("skipped", {}), language=language) or _("Not given")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if "entries" in question:
        return _entries(question, value, language)
    labels: dict[str, str] = {
        each["code"]: in_language(texts=each["label"], language=language) for each in question.get("choices", ())
    }
    if isinstance(value, list):
        return "\n".join(str(labels.get(code, code)) for code in value)
    if question["kind"] in SHOWN_AS:
        return SHOWN_AS[question["kind"]](str(value))
    return labels.get(value, str(value))


def _entries(question: Mapping[str, Any], value: Any, language: str) -> str:
    """Every entry under its number: what it is called, what it is, and what else was given."""
    kinds = {each["kind"]: each for each in question["entries"]}
    told = []
    for number, entry in numbered(value):
        kind = kinds[entry["kind"]]
        what = f" ({in_language(texts=kind['label'], language=language)})" if len(kinds) > 1 else ""
        head = f"{number}. {entry[kind['named']]}{what}"
        given = [
            each for each in kind["fields"] if each["name"] != kind["named"] and entry.get(each["name"]) not in EMPTY
        ]
        told.append("\n".join([head, *(_fact(each, entry[each["name"]], language) for each in given)]))
    return "\n\n".join(told)


def _fact(question: Mapping[str, Any], value: Any, language: str) -> str:
    asked = in_language(texts=question["label"], language=language)
    answer = _answer(question, value, language).replace("\n", ", ")
    return _("%(question)s: %(answer)s") % {"question": asked, "answer": answer}
