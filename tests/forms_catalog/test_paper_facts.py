"""Agents need not count: how old a proof is, whether a document has run out, how old its owner is, which names differ."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from forms_catalog.papers.facts import paper_facts

SENT = datetime(2026, 3, 5, 11, 30, tzinfo=UTC)


def facts(*, after_days: int = 0, questions: list[dict[str, Any]] | None = None, **answers: Any) -> list[str]:
    """What an agent reads some days after the request was sent."""
    now = SENT + timedelta(days=after_days)
    return paper_facts(answers=answers, questions=questions or [], sent_at=SENT, now=now)


def test_the_age_of_a_proof_is_counted_to_the_day_on_which_it_is_read() -> None:
    assert facts(proof_issued_on="2026-03-04") == ["The proof of address is 1 day old, by its sender’s answer."]
    assert facts(proof_issued_on="2025-12-06", after_days=4) == [
        "The proof of address is 93 days old, by its sender’s answer."
    ]
    with override("fr"):
        assert facts(proof_issued_on="2025-12-06", after_days=4) == [
            "Le justificatif de domicile date de 93 jours, d’après la réponse donnée."
        ]


@pytest.mark.parametrize(("issued", "too_old"), [("2025-12-05", False), ("2025-12-04", True)])
def test_whether_a_proof_was_too_old_is_told_by_the_day_it_was_sent(issued: str, too_old: bool) -> None:
    told = facts(proof_issued_on=issued, after_days=30)
    assert ("The proof of address was too old when it was sent." in told) is too_old


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ("2026-03-05", "The identity document had run out when the request was sent."),
        ("2026-03-10", "The identity document has run out since the request was sent."),
        ("2026-03-16", "The identity document ends in 1 day."),
        ("2026-04-14", "The identity document ends in 30 days."),
    ],
)
@pytest.mark.parametrize("name", ["id_expiry", "new_id_expiry"])
def test_a_document_that_ends_is_told(name: str, ends: str, sentence: str) -> None:
    answers: dict[str, Any] = {name: ends}
    assert facts(after_days=10, **answers) == [sentence]


@pytest.mark.parametrize(("born", "years"), [("2008-03-05", 18), ("2008-03-06", 17), ("2008-02-29", 18)])
def test_the_age_is_that_of_the_day_of_sending(born: str, years: int) -> None:
    assert facts(date_of_birth=born, after_days=400) == [f"{years} years old on the day of the request."]


QUESTIONS = [
    {"name": name, "kind": "fullname", "step": step}
    for name, step in (("current_name", "now"), ("new_given", "new"), ("new_family", "new"), ("bank_name", "bank"))
]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"current_name": "Élise Martin", "new_given": "elise", "new_family": "MARTIN"}, []),
        ({"current_name": "Élise Martin", "bank_name": "Martin Elise"}, []),
        ({"current_name": "Élise Martin", "new_given": "", "new_family": ""}, []),
        (
            {"current_name": "Élise Martin", "new_given": "Élise", "new_family": "Durand"},
            ["The names differ: Élise Martin · Élise Durand."],
        ),
    ],
)
def test_names_that_differ_between_answers_are_told(names: dict[str, Any], told: list[str]) -> None:
    assert facts(questions=QUESTIONS, **names) == told


@pytest.mark.parametrize("answer", ["", None, "yesterday", "2026-13-40"])
def test_what_is_no_day_adds_up_to_nothing(answer: str | None) -> None:
    assert facts(proof_issued_on=answer, id_expiry=answer, date_of_birth=answer) == []
