"""Whatever a scanner answers that is neither clean nor malware: the file waits or could not be checked, and is never accepted."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from attachments.checking import check_file
from attachments.limits import MAX_ERRORS
from attachments.models import Attachment
from attachments.states import SCANNER_OUT, FileState
from tests.attachments import samples
from tests.attachments.stub_scanner import StubScanner
from tests.attachments.test_scanner import BEYOND, UNCLEAR
from tests.faults.sent import a_last_file, status_page_of, the_ledger_is_clean

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner(settings: LazySettings) -> Iterator[StubScanner]:
    """The portal's scanner, which answers what the test wants."""
    stub = StubScanner()
    settings.CLAMD_URL = stub.url
    yield stub
    stub.close()


def tried_again(file: Attachment, *, times: int) -> None:
    """Let workers try, again and again."""
    for _each in range(times):
        Attachment.objects.filter(id=file.id, state=FileState.QUEUED).update(next_try_at=file.received_at)
        check_file(file_id=file.id)
    file.refresh_from_db()


@pytest.mark.parametrize("reply", UNCLEAR.values(), ids=UNCLEAR)
def test_a_file_waits_for_a_scanner_that_talks_nonsense_as_for_one_that_is_silent(
    scanner: StubScanner, reply: bytes
) -> None:
    customer, file = a_last_file(content=samples.photo(), name="passport.jpg")
    assert file.ticket
    good, scanner.reply = scanner.reply, reply
    tried_again(file, times=MAX_ERRORS + 1)
    assert (file.state, file.waiting_for, file.errors) == (FileState.QUEUED, SCANNER_OUT, 0)
    customer.get(status_page_of(file.ticket))
    assert "Waiting for the virus check" in customer.text
    assert "1 file: 1 being checked." in customer.text
    the_ledger_is_clean()
    scanner.reply = good
    tried_again(file, times=1)
    assert file.state == FileState.ACCEPTED
    the_ledger_is_clean()


@pytest.mark.parametrize("reply", BEYOND.values(), ids=BEYOND)
def test_a_file_beyond_the_scanners_limits_could_not_be_checked(scanner: StubScanner, reply: bytes) -> None:
    customer, file = a_last_file(content=samples.photo(), name="passport.jpg")
    assert file.ticket
    scanner.reply = reply
    tried_again(file, times=MAX_ERRORS)
    assert file.state == FileState.FAILED
    assert file.previews.count() == 0
    customer.get(status_page_of(file.ticket))
    assert "1 file: 1 could not be checked." in customer.text
    the_ledger_is_clean()
