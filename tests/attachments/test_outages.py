"""While something that checking depends on is out, files wait, say so, and spend none of their tries."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import translation

from attachments import storage
from attachments.checking import check_file
from attachments.limits import MAX_DEAD_LEASES, MAX_ERRORS, OUTAGE_RETRY_SECONDS
from attachments.models import Attachment
from attachments.sentences import describe
from attachments.states import DISK_OUT, SCANNER_OUT, FileState
from operations.clock import database_now
from tests.attachments import samples
from tests.attachments.conftest import an_arrived_file
from tests.attachments.stub_scanner import StubScanner
from tests.factories import a_file
from tests.services.programs import Clamd

pytestmark = pytest.mark.django_db


def test_an_outage_of_the_scanner_spends_no_try_and_says_what_the_file_waits_for(
    now: datetime, settings: LazySettings, tmp_path: Path, clamd: Clamd
) -> None:
    file = an_arrived_file(now=now, content=samples.photo(), errors=MAX_ERRORS - 1)
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody"
    for _each in range(MAX_ERRORS + 1):
        Attachment.objects.filter(id=file.id).update(next_try_at=now)
        check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.waiting_for, file.errors) == (FileState.QUEUED, SCANNER_OUT, MAX_ERRORS - 1)
    wait = (file.next_try_at - database_now()).total_seconds()
    assert OUTAGE_RETRY_SECONDS - 5 < wait <= OUTAGE_RETRY_SECONDS
    with translation.override("en"):
        assert "virus check is not answering" in describe(attachment=file).sentence
    settings.CLAMD_URL = clamd.url
    Attachment.objects.filter(id=file.id).update(next_try_at=now)
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.waiting_for, file.flags) == (FileState.ACCEPTED, "", [])


def test_a_mistyped_address_of_the_scanner_is_an_outage_too(now: datetime, settings: LazySettings) -> None:
    file = an_arrived_file(now=now, content=samples.photo())
    settings.CLAMD_URL = "clamd.sock"
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.waiting_for, file.errors) == (FileState.QUEUED, SCANNER_OUT, 0)


def test_a_full_disk_spends_no_try(now: datetime, settings: LazySettings) -> None:
    file = a_file(now=now, errors=MAX_ERRORS - 1)
    settings.DISK_FLOOR_BYTES = 2**60
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.waiting_for, file.errors) == (FileState.QUEUED, DISK_OUT, MAX_ERRORS - 1)
    settings.DISK_FLOOR_BYTES = 1024
    storage.quarantine_path(file.id).write_bytes(samples.photo())
    Attachment.objects.filter(id=file.id).update(next_try_at=now)
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.waiting_for) == (FileState.ACCEPTED, "")


def test_a_file_that_ends_the_scanner_each_time_ends_as_could_not_be_checked_and_others_go_on(
    now: datetime, settings: LazySettings, stub_scanner: StubScanner
) -> None:
    settings.CLAMD_URL = stub_scanner.url
    stub_scanner.dies_of = b"\xff\xd8"
    deadly = an_arrived_file(now=now, content=samples.photo(), errors=MAX_ERRORS - 1)
    harmless = an_arrived_file(now=now, content=samples.screenshot(), name="screen.png")
    for tries in range(1, MAX_DEAD_LEASES + 1):
        Attachment.objects.filter(id=deadly.id).update(next_try_at=now)
        check_file(file_id=deadly.id)
        deadly.refresh_from_db()
        assert (deadly.dead_leases, deadly.errors) == (tries, MAX_ERRORS - 1)
        waits = tries < MAX_DEAD_LEASES
        assert deadly.waiting_for == (SCANNER_OUT if waits else "")
        assert deadly.state == (FileState.QUEUED if waits else FileState.FAILED)
    check_file(file_id=harmless.id)
    harmless.refresh_from_db()
    assert (harmless.state, harmless.dead_leases) == (FileState.ACCEPTED, 0)


def test_a_file_that_is_refused_anyway_does_not_wait_for_the_scanner(
    now: datetime, settings: LazySettings, tmp_path: Path
) -> None:
    file = an_arrived_file(now=now, content=samples.aes_256_pdf(), name="vault.pdf")
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody"
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.code) == (FileState.REFUSED, "file_password")


def test_an_error_after_an_outage_no_longer_blames_the_scanner(now: datetime) -> None:
    file = a_file(now=now, waiting_for=SCANNER_OUT)
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.errors, file.waiting_for) == (1, "")
