"""Turns answers back into words: for the review page, the ticket's snapshot and the agent's view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from forms_catalog.catalogue import described_field, in_every_language
from forms_catalog.definition import Step
from tickets.snapshot import in_language

EMPTY: tuple[Any, ...] = ("", [], None)


@dataclass(frozen=True)
class Answered:
    """One question with its answer in words."""

    name: str
    question: str
    answer: str
    step: str


def snapshot(*, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The questions as a customer sees them now, in every language: what a ticket keeps, so that it stays readable."""
    return [question for step in steps for question in _questions(step)]


@cache
def _questions(step: Step) -> list[dict[str, Any]]:
    """A page's questions in every language: the same for everybody, so they are put into words once."""
    return [
        {
            "step": step.slug,
            **described_field(name, form_field),
            "label": in_every_language(form_field.label or step.title),
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
            )
            for question in questions
            if question["name"] in answers
        ]


def _answer(question: Mapping[str, Any], value: Any, language: str) -> str:
    if value in EMPTY:
        return _("Not given")
    labels: dict[str, str] = {
        each["code"]: in_language(texts=each["label"], language=language) for each in question.get("choices", ())
    }
    if isinstance(value, list):
        return "\n".join(str(labels.get(code, code)) for code in value)
    if question["kind"] == "datefield":
        return str(date_format(parse_date(value) or value, "DATE_FORMAT"))
    return labels.get(value, str(value))
