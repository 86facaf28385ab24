"""What operators do to files by command: each is planned first, done once, and written down."""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone

from attachments import storage
from attachments.checking import check_file
from attachments.ledger import prove
from attachments.limits import MAX_ERRORS
from attachments.models import Attachment, Offer, Preview
from attachments.receive import new_tray
from attachments.states import FileState
from forms_catalog.models import Draft
from operations.clock import database_now
from operations.commands import INTERRUPTED, OK, PARTIAL, PROBLEMS, REFUSED, TRY_LATER, USAGE
from tests.attachments.filing import a_sent_request
from tests.factories import a_file
from tickets.models import Event, Ticket, Verb
from tickets.states import State

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=400)
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with --json. Out: how it ended, and what it said."""

    def run_command(name: str, *words: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = OK
        try:
            call_command(name, *words, "--json")
        except SystemExit as end:
            code = int(end.code or OK)
        except CommandError as mistake:
            code = mistake.returncode
        out = capsys.readouterr().out
        return code, json.loads(out) if out else None

    return run_command


def fails(file: Attachment) -> None:
    """Its check breaks down as often as it may."""
    Attachment.objects.filter(id=file.id).update(
        state=FileState.FAILED, settled_at=timezone.now(), errors=MAX_ERRORS, signatures=""
    )


def test_the_ledger_ends_with_3_when_it_is_to_check_and_anything_is_amiss(run: Run) -> None:
    ticket, files = a_sent_request(now=database_now())
    assert run("ledger", "--check", "--deep")[0] == OK
    storage.quarantine_path(files[0].id).unlink()
    code, said = run("ledger", "--check")
    assert code == PROBLEMS
    assert said["account"]["offered"] == said["account"]["stands"] == 3
    (found,) = [each for each in said["breaches"] if each["law"] == "bytes_missing"]
    assert found["subject"] == str(files[0].id)
    assert f"manage.py attachments_requeue --file {files[0].id}" in found["mend"]
    assert run("ledger")[0] == OK
    assert run("ledger", "--check", "--ticket", ticket.reference)[0] == PROBLEMS
    other, _files = a_sent_request(now=database_now())
    code, said = run("ledger", "--check", "--ticket", other.reference)
    assert (code, said["account"]["offered"]) == (OK, 3)
    assert run("ledger", "--ticket", "nonsense")[0] == USAGE
    assert run("attachments_verify")[0] == PROBLEMS


def test_verify_reads_the_part_of_the_files_that_it_is_told_to(run: Run) -> None:
    _ticket, files = a_sent_request(now=database_now())
    path = storage.quarantine_path(files[0].id)
    path.write_bytes(bytes(path.stat().st_size))
    assert run("attachments_verify")[0] == OK
    assert run("attachments_verify", "--deep")[0] == PROBLEMS
    assert run("attachments_verify", "--deep", "--sample", "0%")[0] == OK
    with pytest.raises(CommandError):
        call_command("attachments_verify", "--deep", "--sample", "half")


def test_what_mends_a_lost_preview_mends_it(run: Run) -> None:
    _ticket, files = a_sent_request(now=database_now())
    storage.preview_path(files[0].id, 1).unlink()
    code, said = run("ledger", "--check")
    assert code == PROBLEMS
    words = said["breaches"][0]["mend"].removeprefix("manage.py ").split()
    assert run(*words)[0] == OK
    assert Attachment.objects.get(id=files[0].id).state == FileState.QUEUED
    assert not Preview.objects.filter(attachment=files[0]).exists()
    assert run("ledger", "--check")[0] == OK
    check_file(file_id=files[0].id)
    assert run("ledger", "--check", "--deep")[0] == OK
    assert storage.preview_path(files[0].id, 1).exists()


def test_what_mends_images_of_a_refused_file_mends_them(run: Run) -> None:
    ticket, _files = a_sent_request(now=database_now())
    refused = Attachment.objects.get(ticket=ticket, state=FileState.REFUSED)
    Preview.objects.create(attachment=refused, number=1, width=1, height=1)
    (found,) = run("ledger", "--check")[1]["breaches"]
    call_command(*shlex.split(found["mend"])[1:])
    assert run("ledger", "--check")[0] == OK


def test_altered_bytes_without_a_backup_end_as_could_not_be_checked(run: Run) -> None:
    _ticket, files = a_sent_request(now=database_now())
    storage.quarantine_path(files[0].id).write_bytes(bytes(files[0].size))
    (found,) = run("ledger", "--check", "--deep")[1]["breaches"]
    assert f"without one remove it there, then manage.py attachments_requeue --file {files[0].id}" in found["mend"]
    storage.quarantine_path(files[0].id).unlink()
    assert run("attachments_requeue", "--file", str(files[0].id))[0] == OK
    for _each in range(MAX_ERRORS):
        Attachment.objects.filter(id=files[0].id).update(next_try_at=database_now() - timedelta(seconds=1))
        check_file(file_id=files[0].id)
    assert Attachment.objects.get(id=files[0].id).state == FileState.FAILED
    assert run("ledger", "--check", "--deep")[0] == OK


def test_what_could_not_be_checked_is_queued_again_and_the_trail_says_who_wanted_it(run: Run) -> None:
    ticket, files = a_sent_request(now=database_now())
    fails(files[0])
    assert run("attachments_requeue", "--dry-run")[1]["planned"] == {"failed": 1}
    assert Attachment.objects.get(id=files[0].id).state == FileState.FAILED
    code, said = run("attachments_requeue", "--ticket", ticket.reference)
    assert (code, said["requeued"]) == (OK, 1)
    file = Attachment.objects.get(id=files[0].id)
    assert (file.state, file.errors) == (FileState.QUEUED, 0)
    event = Event.objects.get(ticket=ticket, verb=Verb.FILE_RETRIED)
    assert event.details["os_user"]
    assert "command" in event.details
    assert run("attachments_requeue")[1]["requeued"] == 0


def test_only_what_nobody_holds_is_taken_back(run: Run) -> None:
    now = database_now()
    soon, long_ago = now + timedelta(seconds=20), now - timedelta(minutes=30)
    alive = a_file(now=now, state=FileState.CHECKING, lease=uuid4(), lease_until=soon)
    dead = a_file(now=now, state=FileState.CHECKING, lease=uuid4(), lease_until=long_ago)
    assert run("attachments_requeue", "--dry-run")[1]["planned"] == {"checking": 1}
    assert run("attachments_requeue", "--file", str(alive.id))[0] == PARTIAL
    assert run("attachments_requeue")[1]["requeued"] == 1
    assert Attachment.objects.get(id=alive.id).lease == alive.lease
    assert Attachment.objects.get(id=dead.id).state == FileState.QUEUED


def test_a_refused_file_has_nothing_left_to_check(run: Run) -> None:
    file = a_file(now=database_now(), state=FileState.REFUSED, code="file_unsafe")
    code, said = run("attachments_requeue", "--file", str(file.id))
    assert (code, said["requeued"], said["skipped"]) == (PARTIAL, 0, 1)


def test_without_a_scanner_nothing_is_scanned_again_and_an_outage_is_for_later(
    run: Run, settings: LazySettings, tmp_path: Path
) -> None:
    a_sent_request(now=database_now())
    assert run("attachments_rescan", "--dry-run") == (OK, {"planned": 2})
    assert run("attachments_rescan")[1] == {"error": "no_scanner"}
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody"
    assert run("attachments_rescan")[0] == TRY_LATER


def test_only_files_judged_with_older_signatures_are_chosen_when_so_said(run: Run) -> None:
    _ticket, files = a_sent_request(now=database_now())
    Attachment.objects.filter(id=files[0].id).update(signatures="ClamAV 1.0.3/27210/Mon Mar 11 09:28:12 2024")
    others = Attachment.objects.filter(state=FileState.ACCEPTED).exclude(id=files[0].id)
    others.update(signatures="ClamAV 1.0.3/27300/Sun Jun  9 08:22:44 2024")
    assert run("attachments_rescan", "--signature-older-than", "2024-04-01", "--dry-run")[1] == {"planned": 1}
    assert run("attachments_rescan", "--signature-older-than", "1d", "--dry-run")[1] == {"planned": 2}


def closed(ticket: Ticket) -> None:
    """It was closed long ago."""
    long_ago = timezone.now() - LONG_AGO
    Ticket.objects.filter(id=ticket.id).update(state=State.CLOSED, updated_at=long_ago)
    Attachment.objects.filter(ticket=ticket).update(settled_at=long_ago)


def test_files_of_closed_requests_are_erased_only_with_yes_and_the_ledger_knows(run: Run) -> None:
    ticket, files = a_sent_request(now=database_now())
    other, _files = a_sent_request(now=database_now())
    closed(ticket)
    words = ("attachments_purge", "--kind", "closed", "--older-than", "365d")
    assert run(*words)[0] == REFUSED
    assert run(*words, "--dry-run")[1] == {"planned": 3}
    assert Attachment.objects.filter(ticket=ticket).count() == 3
    assert run(*words, "--yes")[1] == {"erased": 3, "kept": 0}
    assert not Attachment.objects.filter(ticket=ticket).exists()
    for file in files:
        assert not storage.quarantine_path(file.id).exists()
        assert not storage.previews_dir(file.id).exists()
    assert Event.objects.filter(ticket=ticket, verb=Verb.FILE_ERASED).count() == 3
    assert Offer.objects.get(message__ticket=ticket).erased == 3
    proof = prove(now=timezone.now() + timedelta(hours=3), share=1)
    assert proof.breaches == []
    assert (proof.account.offered, proof.account.erased) == (3, 3)
    assert Attachment.objects.filter(ticket=other).count() == 3


def test_what_is_told_of_refused_files_is_erased_by_itself(run: Run) -> None:
    ticket, _files = a_sent_request(now=database_now())
    Attachment.objects.update(settled_at=timezone.now() - LONG_AGO)
    assert run("attachments_purge", "--kind", "refused", "--older-than", "90d", "--yes")[1]["erased"] == 1
    assert Attachment.objects.filter(ticket=ticket).count() == 2
    assert prove(now=timezone.now()).holds


def test_a_tray_that_a_draft_needs_is_never_erased_and_one_that_none_needs_is(run: Run) -> None:
    long_ago = timezone.now() - LONG_AGO
    needed, left = (a_file(now=long_ago, tray=new_tray(now=long_ago)) for _each in range(2))
    storage.quarantine_path(left.id).write_bytes(b"left")
    assert needed.tray
    Draft.objects.create(
        id=uuid4(),
        device="this-browser",
        request_type="lost-device",
        tray=needed.tray,
        created_at=long_ago,
        updated_at=long_ago,
        expires_at=timezone.now() + timedelta(days=1),
    )
    assert run("attachments_purge", "--kind", "draft", "--older-than", "1d", "--yes")[0] == REFUSED
    assert run("attachments_purge", "--kind", "draft", "--older-than", "30d", "--yes")[1] == {"erased": 1, "kept": 1}
    assert list(Attachment.objects.values_list("id", flat=True)) == [needed.id]
    assert not storage.quarantine_path(left.id).exists()


def test_the_life_of_a_file_is_told_without_a_word_of_the_customers(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    ticket, files = a_sent_request(now=database_now())
    code, said = run("attachments_show", str(files[0].id))
    assert code == OK
    assert (said["state"], said["request"]) == ("ACCEPTED", ticket.reference)
    assert [each["verb"] for each in said["events"]] == ["FILE_SETTLED"]
    assert said["on_disk"] == {"quarantine": files[0].size}
    assert files[0].name not in json.dumps(said)
    storage.quarantine_path(files[0].id).unlink()
    assert run("attachments_show", str(files[0].id))[0] == PROBLEMS
    assert run("attachments_show", str(uuid4()))[0] == REFUSED


@pytest.mark.parametrize(("seconds", "code", "state"), [(5, 0, "OK"), (90, 1, "WARNING"), (900, 2, "CRITICAL")])
def test_a_monitor_gets_one_line_and_the_exit_codes_it_knows(
    capsys: pytest.CaptureFixture[str], seconds: int, code: int, state: str
) -> None:
    a_file(now=database_now() - timedelta(seconds=seconds))
    try:
        call_command("queue_status", "--nagios", "--warn", "60", "--crit", "300")
        ended = OK
    except SystemExit as end:
        ended = int(end.code or 0)
    (line,) = capsys.readouterr().out.splitlines()
    assert ended == code
    assert line.startswith(f"FILES {state} - 1 due")


def test_watching_goes_on_until_it_is_stopped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(now=database_now())
    looks = iter([None, None])

    def ctrl_c_at_the_third(_seconds: float) -> None:
        if next(looks, "end") == "end":
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", ctrl_c_at_the_third)
    with pytest.raises(SystemExit) as ended:
        call_command("queue_status", "--watch")
    assert ended.value.code == INTERRUPTED
    assert capsys.readouterr().out.count("checks: 1 due") == 3


def test_two_copies_of_a_command_that_changes_much_do_not_run_at_once(
    run: Run, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "locks").mkdir()
    hold = (
        "import fcntl, sys, time; lock = open(sys.argv[1], 'w'); fcntl.flock(lock, fcntl.LOCK_EX);"
        " print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / "locks" / "attachments_requeue")], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        assert run("attachments_requeue")[0] == TRY_LATER
        assert run("attachments_requeue", "--dry-run")[0] == OK
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    assert run("attachments_requeue")[0] == OK


def test_what_the_sweeper_does_once_an_hour_can_be_done_at_once(run: Run) -> None:
    stranger: UUID = uuid4()
    storage.quarantine_path(stranger).write_bytes(b"whose?")
    code, said = run("sweep", "--orphans")
    assert (code, said["erased"]) == (OK, 0)
    assert storage.quarantine_path(stranger).exists(), "its row may still be on the way"
