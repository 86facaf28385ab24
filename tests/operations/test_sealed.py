"""Drafts are sealed: a stolen database shows no answers, an earlier key still opens, an altered byte is noticed."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from forms_catalog import drafts
from forms_catalog.models import Draft
from operations.sealed import SealBroken, seal, unseal

ANSWERS = {"account_email": "marie.curie@example.com", "description": "Volé à la gare, mon passeport aussi"}
EARLIER, NEWER = "e" * 25 + "arlier" * 5, "n" * 25 + "ewer" * 8


def test_what_was_sealed_opens_again_whatever_it_was() -> None:
    for value in ({}, {"a": [1, "é", None]}, "text", [ANSWERS]):
        assert unseal(seal(value)) == value
    assert seal("same") != seal("same")


def test_a_key_of_before_still_opens_and_what_is_saved_anew_needs_it_no_more(settings: LazySettings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = EARLIER, []
    old = seal(ANSWERS)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEWER, [EARLIER]
    assert unseal(old) == ANSWERS
    new = seal(ANSWERS)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(new) == ANSWERS
    with pytest.raises(SealBroken):
        unseal(old)


def test_no_altered_or_shortened_byte_goes_unnoticed() -> None:
    sealed = seal(ANSWERS)
    for position in range(0, len(sealed), 7):
        with pytest.raises(SealBroken):
            unseal(sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :])
    for broken in (sealed[:-1], b"", sealed[1:], seal("x")[:40] + sealed[40:]):
        with pytest.raises(SealBroken):
            unseal(broken)


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_database_show_no_answer_of_a_draft() -> None:
    now = timezone.now()
    draft = drafts.begin(request_type="lost-device", device="this-browser", now=now)
    drafts.save_answers(draft=draft, answers=ANSWERS, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM forms_catalog_draft")
        ((stored,),) = cursor.fetchall()
    assert b"marie" not in bytes(stored)
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        written = b"".join(Path(each).read_bytes() for each in (name, name + "-wal") if Path(each).exists())
        assert b"lost-device" in written
        assert b"marie" not in written
        assert b"passeport aussi" not in written
    assert drafts.find(draft_id=draft.id, device="this-browser", now=now).answers == ANSWERS


@pytest.mark.django_db
def test_not_even_a_dump_shows_them(capsys: pytest.CaptureFixture[str]) -> None:
    now = timezone.now()
    draft = drafts.begin(request_type="lost-device", device="this-browser", now=now)
    drafts.save_answers(draft=draft, answers=ANSWERS, now=now)
    call_command("dumpdata", "forms_catalog.draft")
    dumped = capsys.readouterr().out
    assert str(draft.id) in dumped
    assert "marie" not in dumped


@pytest.mark.django_db
def test_answers_that_were_altered_in_the_database_are_not_taken_for_answers() -> None:
    draft = drafts.begin(request_type="lost-device", device="this-browser", now=timezone.now())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE forms_catalog_draft SET answers = %s", [b"{}"])
    with pytest.raises(SealBroken):
        Draft.objects.get(id=draft.id)
