"""What an operator sees of letters that do not leave, and the commands that help."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from operations import doctor
from operations.clock import database_now
from operations.commands import OK, PROBLEMS, TRY_LATER, USAGE
from outbox.delivery import deliver
from outbox.models import Letter, LetterState
from tests.outbox.sink import MailServer
from tests.outbox.writing import a_letter, time_passes

pytestmark = pytest.mark.django_db


def letters() -> doctor.Diagnosis:
    """Doctor's line about letters."""
    (found,) = doctor.diagnose(only=["letters"])
    return found


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """A command with --json. Out: its exit code and its result."""
    code = OK
    capsys.readouterr()
    try:
        call_command(*words, "--json")
    except SystemExit as end:
        code = int(end.code or OK)
    return code, json.loads(capsys.readouterr().out)


def test_doctor_is_content_with_letters_that_leave(server: MailServer) -> None:
    assert letters().state == doctor.OK
    deliver(letter_id=a_letter().id)
    assert letters().state == doctor.OK


def test_doctor_sees_that_nobody_sends() -> None:
    time_passes(a_letter(), timedelta(minutes=5))
    found = letters()
    assert found.state == doctor.ERROR
    assert "worker" in found.mend


def test_doctor_sees_letters_that_wait_for_the_server(server: MailServer) -> None:
    server.stop()
    deliver(letter_id=a_letter().id)
    found = letters()
    assert found.state == doctor.ERROR
    assert "1 wait for the mail server" in found.result


def test_doctor_sees_letters_that_were_given_up(server: MailServer) -> None:
    server.sink.mode = "550"
    deliver(letter_id=a_letter().id)
    found = letters()
    assert found.state == doctor.WARNING
    assert "mail_retry" in found.mend


@pytest.mark.parametrize(
    ("mode", "code", "state", "fault"),
    [("good", OK, "SENT", ""), ("450", TRY_LATER, "WAITING", "450"), ("550", PROBLEMS, "GIVEN_UP", "550")],
)
def test_mail_test_sends_a_letter_and_says_what_became_of_it(
    server: MailServer, capsys: pytest.CaptureFixture[str], mode: str, code: int, state: str, fault: str
) -> None:
    server.sink.mode = mode
    ended, told = run(capsys, "mail_test", "lea@example.com", "--lang", "fr")
    assert (ended, told["state"], told["fault"]) == (code, state, fault)
    assert server.sink.recipients == (["lea@example.com"] if mode == "good" else [])


def test_mail_test_says_where_a_letter_is_kept_that_is_not_sent(
    settings: LazySettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    call_command("mail_test", "lea@example.com")
    told = capsys.readouterr().out
    assert f"1 letter kept in {tmp_path}, not sent." in told
    assert len(list(tmp_path.iterdir())) == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    call_command("mail_test", "lea@example.com")
    assert "1 letter printed here, not sent." in capsys.readouterr().out


def test_mail_test_asks_the_server_even_when_it_was_away_a_moment_ago(
    server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.stop()
    assert run(capsys, "mail_test", "lea@example.com")[0] == TRY_LATER
    server.begin()
    assert run(capsys, "mail_test", "lea@example.com")[0] == OK


def test_mail_test_wants_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "mail_test", "lea")[0] == USAGE
    assert not Letter.objects.exists()


def test_mail_retry_tells_the_servers_answers_and_tries_again(
    server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.sink.mode = "550"
    first, second = a_letter(), a_letter()
    deliver(letter_id=first.id)
    server.sink.mode = "554 at the end"
    deliver(letter_id=second.id)
    assert run(capsys, "mail_retry", "--dry-run")[1] == {"retried": 0, "faults": {"550": 1, "554": 1}}
    assert Letter.objects.filter(state=LetterState.GIVEN_UP).count() == 2
    assert run(capsys, "mail_retry", "--letter", str(first.id))[1]["retried"] == 1
    assert run(capsys, "mail_retry")[1]["retried"] == 1
    server.sink.mode = "good"
    for each in (first, second):
        deliver(letter_id=each.id)
    assert Letter.objects.filter(state=LetterState.SENT, sent_at__lte=database_now()).count() == 2
