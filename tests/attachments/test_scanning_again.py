"""When the scanner knows more, recent files are scanned again; what it finds then is taken away and told to everybody."""

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from attachments import storage
from attachments.checking import check_file
from attachments.inspection import ScannerUnavailable, scanner_from_url
from attachments.ledger import prove
from attachments.models import Attachment, Preview
from attachments.rescanning import RECENT, Found, outdated, ring_for_outdated, scan_again
from attachments.sentences import list_files
from attachments.states import FileState, Refusal
from attachments.tasks import rescan_file
from operations.clock import database_now
from tests.attachments import samples
from tests.attachments.conftest import an_arrived_file
from tests.attachments.filing import a_sent_request
from tests.attachments.stub_scanner import StubScanner
from tests.services.programs import Clamd
from tickets.models import Event, Ticket, Verb

pytestmark = pytest.mark.django_db

MONDAY = b"ClamAV 1.0.3/27210/Mon Mar 11 09:28:12 2024\0"
TUESDAY = b"ClamAV 1.0.3/27211/Tue Mar 12 09:28:12 2024\0"
FOUND = b"stream: Win.Trojan.New FOUND\0"


@pytest.fixture
def scanner(stub_scanner: StubScanner, settings: LazySettings) -> StubScanner:
    """A scanner whose signatures the test chooses."""
    stub_scanner.signatures = MONDAY
    settings.CLAMD_URL = stub_scanner.url
    return stub_scanner


@pytest.fixture
def sent(scanner: StubScanner) -> tuple[Ticket, Attachment]:
    """A request with one file that Monday's signatures found good."""
    ticket, (file,) = a_sent_request(now=database_now(), names=["passport.jpg"])
    assert file.state == FileState.ACCEPTED
    return ticket, file


def test_a_file_keeps_what_it_was_judged_with(sent: tuple[Ticket, Attachment]) -> None:
    _ticket, file = sent
    assert file.signatures == MONDAY[:-1].decode()


def test_new_signatures_mark_recent_files_as_outdated_and_old_ones_not(
    sent: tuple[Ticket, Attachment], scanner: StubScanner
) -> None:
    now = database_now()
    assert not outdated(signatures=MONDAY[:-1].decode(), now=now).exists()
    assert outdated(signatures=TUESDAY[:-1].decode(), now=now).count() == 1
    assert not outdated(signatures=TUESDAY[:-1].decode(), now=now + RECENT + timedelta(hours=1)).exists()
    assert ring_for_outdated(now=now) == 0
    scanner.signatures = TUESDAY
    assert ring_for_outdated(now=now) == 1


def test_a_clean_file_is_asked_about_once_for_each_version(
    sent: tuple[Ticket, Attachment], scanner: StubScanner
) -> None:
    _ticket, file = sent
    scanner.signatures = TUESDAY
    rescan_file(file_id=str(file.id))
    file.refresh_from_db()
    assert (file.state, file.signatures) == (FileState.ACCEPTED, TUESDAY[:-1].decode())
    assert ring_for_outdated(now=database_now()) == 0


def test_what_is_found_later_is_taken_from_agents_is_an_event_and_on_every_page(
    sent: tuple[Ticket, Attachment], scanner: StubScanner
) -> None:
    ticket, file = sent
    assert Preview.objects.filter(attachment=file).exists()
    scanner.signatures, scanner.reply = TUESDAY, FOUND
    rescan_file(file_id=str(file.id))
    file.refresh_from_db()
    assert (file.state, file.code) == (FileState.REFUSED, Refusal.UNSAFE)
    assert not storage.quarantine_path(file.id).exists()
    assert not storage.previews_dir(file.id).exists()
    assert not Preview.objects.filter(attachment=file).exists()
    assert Event.objects.filter(ticket=ticket, verb=Verb.FILE_WITHDRAWN, details__file=str(file.id)).count() == 1
    assert "We removed “passport.jpg”" in list_files(attachments=[file]).rows[0].sentence
    rescan_file(file_id=str(file.id))
    assert Event.objects.filter(ticket=ticket, verb=Verb.FILE_WITHDRAWN).count() == 1
    proof = prove(now=database_now(), share=1)
    assert proof.breaches == []
    assert (proof.account.offered, proof.account.refused) == (1, 1)


def test_what_is_found_is_taken_away_wherever_the_same_bytes_lie_however_old(
    sent: tuple[Ticket, Attachment], scanner: StubScanner
) -> None:
    _ticket, file = sent
    now = database_now()
    older, (again,) = a_sent_request(now=now, names=["again.jpg"])
    _other, (different,) = a_sent_request(now=now, names=["different.jpg"])
    # As if the very same bytes had come with an earlier request, long before new signatures ask about them by themselves.
    Attachment.objects.filter(id=again.id).update(sha256=file.sha256, settled_at=now - 2 * RECENT)
    Attachment.objects.filter(id=different.id).update(sha256="0" * 64)
    scanner.signatures, scanner.reply = TUESDAY, FOUND
    rescan_file(file_id=str(file.id))
    again.refresh_from_db()
    different.refresh_from_db()
    assert (again.state, again.code) == (FileState.REFUSED, Refusal.UNSAFE)
    assert not storage.quarantine_path(again.id).exists()
    assert Event.objects.filter(ticket=older, verb=Verb.FILE_WITHDRAWN, details__file=str(again.id)).count() == 1
    assert different.state == FileState.ACCEPTED


def test_two_that_find_the_same_at_once_take_it_away_once(
    sent: tuple[Ticket, Attachment], scanner: StubScanner
) -> None:
    ticket, file = sent
    bytes_of_it = storage.quarantine_path(file.id).read_bytes()
    scanner.reply = FOUND
    asked = scanner_from_url(scanner.url)
    assert asked
    assert scan_again(file_id=file.id, scanner=asked, now=database_now()) == Found.WITHDRAWN
    storage.quarantine_path(file.id).write_bytes(bytes_of_it)
    assert scan_again(file_id=file.id, scanner=asked, now=database_now()) == Found.GONE
    assert Event.objects.filter(ticket=ticket, verb=Verb.FILE_WITHDRAWN).count() == 1


@pytest.mark.parametrize("reply", [b"nonsense\0", b"stream: Heuristics.Limits.Exceeded FOUND\0"])
def test_a_scanner_in_trouble_changes_nothing(
    sent: tuple[Ticket, Attachment], scanner: StubScanner, reply: bytes
) -> None:
    _ticket, file = sent
    scanner.signatures, scanner.reply = TUESDAY, reply
    rescan_file(file_id=str(file.id))
    file.refresh_from_db()
    assert (file.state, file.signatures) == (FileState.ACCEPTED, MONDAY[:-1].decode())


def test_a_file_of_the_days_without_a_scanner_loses_that_mark_once_one_has_judged_it(
    now: datetime, stub_scanner: StubScanner, settings: LazySettings
) -> None:
    file = an_arrived_file(now=now, content=samples.photo())
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.signatures, file.flags) == ("", ["not_scanned"])
    settings.CLAMD_URL = stub_scanner.url
    assert ring_for_outdated(now=database_now()) == 1
    rescan_file(file_id=str(file.id))
    file.refresh_from_db()
    assert file.flags == []


def test_a_real_scanner_with_a_signature_more_finds_what_it_let_pass(
    now: datetime, settings: LazySettings, clamd: Clamd
) -> None:
    file = an_arrived_file(now=now, content=samples.photo())
    settings.CLAMD_URL = clamd.url
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert file.state == FileState.ACCEPTED
    assert file.signatures.startswith("ClamAV")
    new = clamd.folder / "signatures" / "new.ndb"
    new.write_text(f"Local.New:0:*:{samples.photo()[:200].hex()}\n")
    try:
        restarted(clamd)
        call_command("attachments_rescan", "--since", "1d")
    finally:
        new.unlink()
        restarted(clamd)
    file.refresh_from_db()
    assert (file.state, file.code) == (FileState.REFUSED, Refusal.UNSAFE)


def restarted(clamd: Clamd) -> None:
    """It reads its signatures anew."""
    clamd.stop()
    clamd.begin()


def test_a_scanner_that_does_not_say_who_it_is_is_an_outage(scanner: StubScanner) -> None:
    scanner.signatures = b"UNKNOWN COMMAND\0"
    asked = scanner_from_url(scanner.url)
    assert asked
    with pytest.raises(ScannerUnavailable):
        asked.version()
