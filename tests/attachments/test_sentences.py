"""Every end of a file is said in words, in both languages, and the sum of a list adds up."""

import re
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from attachments.models import Attachment, Judgement
from attachments.reasons import Reason
from attachments.sentences import describe, list_files, refusal_sentence
from attachments.states import SCANNER_OUT, FileState, Refusal
from tests.factories import a_file

LANGUAGES = ("en", "fr")
NAME = "relevé 100%.pdf"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", Refusal.values)
def test_every_refusal_names_the_file_and_says_what_to_do(code: str, language: str) -> None:
    with translation.override(language):
        sentence = refusal_sentence(code=code, name=NAME)
        others = {refusal_sentence(code=other, name=NAME) for other in Refusal.values if other != code}
    assert NAME in sentence
    assert "%(" not in sentence
    assert sentence.count(".") >= 2
    assert sentence not in others


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", FileState.values)
def test_every_state_has_a_name_and_a_tone(now: datetime, state: str, language: str) -> None:
    lease: dict[str, Any] = {"lease": uuid4(), "lease_until": now} if state == FileState.CHECKING else {}
    code = Refusal.BROKEN if state == FileState.REFUSED else ""
    file = a_file(now=now, name=NAME, state=state, code=code, **lease)
    with translation.override(language):
        row = describe(attachment=file)
    assert (row.name, row.state) == (NAME, state.lower())
    assert row.label
    assert row.tone in {"ok", "info", "warn", "error"}
    assert bool(row.sentence) == (state in {FileState.REFUSED, FileState.FAILED})


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_waits_for_the_scanner_says_so(now: datetime, language: str) -> None:
    with translation.override(language):
        waits = describe(attachment=a_file(now=now, waiting_for=SCANNER_OUT))
        queued = describe(attachment=a_file(now=now))
    assert waits.sentence
    assert waits.label != queued.label
    assert (waits.tone, queued.tone) == ("warn", "info")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("accepted", "refused", "queued", "checking", "failed"),
    [(1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0), (0, 0, 0, 0, 1), (3, 2, 1, 1, 4), (12, 0, 0, 1, 0)],
)
def test_offered_is_accepted_and_refused_and_being_checked_and_not_checked(
    now: datetime, accepted: int, refused: int, queued: int, checking: int, failed: int, language: str
) -> None:
    files: list[Attachment] = [
        *[a_file(now=now, state=FileState.ACCEPTED) for _each in range(accepted)],
        *[a_file(now=now, state=FileState.REFUSED, code=Refusal.TYPE) for _each in range(refused)],
        *[a_file(now=now) for _each in range(queued)],
        *[a_file(now=now, state=FileState.CHECKING, lease=uuid4(), lease_until=now) for _each in range(checking)],
        *[a_file(now=now, state=FileState.FAILED) for _each in range(failed)],
    ]
    with translation.override(language):
        listed = list_files(attachments=files)
    offered, *parts = [int(each) for each in re.findall(r"\d+", listed.summary)]
    assert offered == len(files) == sum(parts) == len(listed.rows)
    assert sorted(parts) == sorted(each for each in (accepted, queued + checking, refused, failed) if each)
    assert listed.settled == (queued + checking == 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_nothing_says_so(language: str) -> None:
    with translation.override(language):
        assert list_files(attachments=[]).summary


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_without_names_numbers_the_files_in_their_sentences_too(now: datetime, language: str) -> None:
    files = [a_file(now=now, name=NAME, state=FileState.REFUSED, code=code) for code in Refusal.values]
    with translation.override(language):
        listed = list_files(attachments=files, by_name=False)
    for number, row in enumerate(listed.rows, start=1):
        assert row.name.endswith(f" {number}")
        assert row.name in row.sentence
        assert NAME not in row.sentence


@pytest.mark.django_db
def test_what_an_agent_said_of_a_document_that_was_known_from_before_comes_first(now: datetime) -> None:
    earlier = a_file(now=now, state=FileState.ACCEPTED)
    file = a_file(now=now, name=NAME, state=FileState.ACCEPTED, same_as=earlier.id, known_since=now)
    assert "We use it again" in describe(attachment=file).sentence
    judgement = Judgement(attachment=file, reason=Reason.BLURRY)
    assert "blurred" in describe(attachment=file, judgement=judgement).sentence
