"""Doctor finds out what is broken around files: each dependency is broken here for real."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from attachments.limits import ALARM_AFTER_SECONDS
from attachments.states import DISK_OUT, SCANNER_OUT, FileState
from attachments.tasks import sweep
from operations.clock import database_now
from operations.doctor import ERROR, OK, WARNING, Diagnosis, diagnose
from operations.heartbeats import SWEEP, note
from operations.models import Heartbeat
from tests.attachments.processes import killed_processes_are_gone, warm_process
from tests.attachments.stub_scanner import StubScanner
from tests.factories import a_file, a_ticket
from tests.services.programs import Clamd


def ask(name: str) -> Diagnosis:
    """One line of doctor's report; whatever is wrong comes with its reason and its remedy."""
    (found,) = diagnose(only=[name])
    assert found.why
    assert bool(found.mend) == (found.state != OK)
    assert "itself broke" not in found.result
    return found


def test_a_real_scanner_is_well(settings: LazySettings, clamd: Clamd) -> None:
    settings.CLAMD_URL = clamd.url
    assert ask("scanner").state == OK
    assert ask("scanner-limits").state == OK


def test_no_scanner_is_a_warning_and_agents_are_told() -> None:
    found = ask("scanner")
    assert (found.state, found.result) == (WARNING, "none configured; agents are told “not scanned”")


@pytest.mark.parametrize("url", ["unix:///nowhere/clamd.sock", "tcp://127.0.0.1:1", "clamd"])
def test_a_scanner_that_is_not_there_is_an_error(settings: LazySettings, url: str) -> None:
    settings.CLAMD_URL = url
    assert ask("scanner").state == ERROR


def test_a_stopped_scanner_is_an_error_until_it_is_back(settings: LazySettings, tmp_path: Path) -> None:
    own = Clamd(tmp_path)
    own.begin()
    settings.CLAMD_URL = own.url
    assert ask("scanner").state == OK
    own.stop()
    assert ask("scanner").state == ERROR


def test_a_scanner_without_signatures_is_an_error(settings: LazySettings, stub_scanner: StubScanner) -> None:
    settings.CLAMD_URL = stub_scanner.url
    stub_scanner.reply = b"stream: OK\0"
    found = ask("scanner")
    assert found.state == ERROR
    assert "no signatures" in found.result


def test_a_scanner_that_sees_malware_everywhere_is_an_error(settings: LazySettings, stub_scanner: StubScanner) -> None:
    settings.CLAMD_URL = stub_scanner.url
    stub_scanner.reply = b"stream: Everything FOUND\0"
    found = ask("scanner")
    assert found.state == ERROR
    assert "clean sample" in found.result


def test_a_scanner_that_takes_less_than_we_do_is_an_error(settings: LazySettings, tmp_path: Path) -> None:
    small = Clamd(tmp_path)
    configuration = small.folder / "clamd.conf"
    configuration.write_text(configuration.read_text().replace("StreamMaxLength 60M", "StreamMaxLength 25M"))
    small.begin()
    settings.CLAMD_URL = small.url
    assert ask("scanner").state == OK
    found = ask("scanner-limits")
    small.stop()
    assert found.state == ERROR
    assert "StreamMaxLength" in found.mend


@pytest.mark.parametrize(("days", "state"), [(0, OK), (2, OK), (3, WARNING), (6, WARNING), (7, ERROR), (30, ERROR)])
def test_old_signatures_are_told_with_their_age(
    settings: LazySettings, stub_scanner: StubScanner, days: int, state: str
) -> None:
    settings.CLAMD_URL = stub_scanner.url
    stub_scanner.knows = b"EICAR"
    made = timezone.now() - timedelta(days=days, minutes=5)
    stub_scanner.signatures = b"ClamAV 1.4.6/27800/" + made.ctime().encode() + b"\0"
    found = ask("scanner")
    assert found.state == state
    assert f"{days} days old" in found.result or state == OK


def test_libmagic_recognises_our_samples() -> None:
    assert ask("libmagic").state == OK


def test_the_confined_child_opens_our_sample() -> None:
    assert ask("inspection").state == OK


@pytest.fixture
def a_python_without_our_libraries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """New processes start from the bare interpreter; those that are warm already are gone."""
    base = sys._base_executable  # type: ignore[attr-defined]
    assert base != sys.executable
    monkeypatch.setattr(sys, "executable", base)
    killed_processes_are_gone(warm_process)
    yield
    monkeypatch.undo()
    assert ask("inspection").state == OK


@pytest.mark.parametrize("name", ["libmagic", "inspection"])
@pytest.mark.usefixtures("a_python_without_our_libraries")
def test_a_missing_library_is_an_error(name: str) -> None:
    assert ask(name).state == ERROR


@pytest.fixture
def moment(db: None) -> datetime:
    """The present moment of the database, which doctor goes by."""
    return database_now()


@pytest.mark.django_db
def test_no_files_are_well() -> None:
    assert ask("files").state == OK


def test_a_file_that_has_just_arrived_is_well(moment: datetime) -> None:
    a_file(now=moment)
    assert ask("files").result == "1 being checked, none late"


def test_a_file_that_nobody_takes_is_an_error(moment: datetime) -> None:
    a_file(now=moment - timedelta(minutes=3))
    found = ask("files")
    assert found.state == ERROR
    assert found.result.startswith("nobody checks files: is a worker and beat running?")


def test_a_dead_workers_file_that_nobody_frees_is_an_error(moment: datetime) -> None:
    dead = moment - timedelta(minutes=3)
    a_file(now=moment, state=FileState.CHECKING, lease=uuid4(), lease_until=dead)
    found = ask("files")
    assert found.state == ERROR
    assert "nobody checks files" in found.result


def test_a_file_that_has_no_end_for_too_long_is_an_error(moment: datetime) -> None:
    long_ago = moment - timedelta(seconds=ALARM_AFTER_SECONDS + 1)
    a_file(now=moment, received_at=long_ago, errors=1)
    found = ask("files")
    assert (found.state, found.result) == (ERROR, "1 are still unfinished after 15 minutes")


@pytest.mark.parametrize(
    ("outage", "words"), [(SCANNER_OUT, "1 wait for the virus scanner"), (DISK_OUT, "1 wait for room on the disk")]
)
def test_a_file_that_waits_for_a_dependency_however_long_is_a_warning(
    moment: datetime, outage: str, words: str
) -> None:
    long_ago = moment - timedelta(seconds=ALARM_AFTER_SECONDS + 1)
    a_file(now=moment, received_at=long_ago, waiting_for=outage)
    found = ask("files")
    assert (found.state, found.result) == (WARNING, words)


def test_files_that_could_not_be_checked_are_a_warning_with_their_number(moment: datetime) -> None:
    for _each in range(2):
        a_file(now=moment, ticket=a_ticket(now=moment), state=FileState.FAILED)
    # Nobody but the customer sees a file of an unsent draft, who can send another copy.
    a_file(now=moment, state=FileState.FAILED)
    found = ask("files")
    assert (found.state, found.result) == (WARNING, "2 could not be checked")


@pytest.mark.django_db
def test_a_beat_that_no_longer_comes_is_an_error_and_one_that_came_is_none() -> None:
    note(name=SWEEP, now=database_now() - timedelta(minutes=3))
    found = ask("beat")
    assert (found.state, found.result) == (ERROR, "no sweep for 3 minutes")
    sweep()
    assert ask("beat").state == OK
    assert Heartbeat.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "state"), [(1, OK), (3, ERROR)])
def test_a_portal_that_never_swept_is_given_the_time_it_takes_to_begin(minutes: int, state: str) -> None:
    MigrationRecorder(connection).migration_qs.update(applied=database_now() - timedelta(minutes=minutes))
    assert ask("beat").state == state
