"""Every file is claimed by one worker at a time, settled once, and ends, whoever dies on the way."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings, settings
from django.db import connection

from attachments import storage
from attachments.checking import check_file, claim, expire_lease, retry, settle
from attachments.inspection import Verdict
from attachments.limits import LEASE_SECONDS, MAX_DEAD_LEASES, MAX_ERRORS
from attachments.models import Attachment
from attachments.states import FileState
from attachments.sweeping import sweep
from operations.clock import database_now
from tests.attachments import samples
from tests.attachments.conftest import an_arrived_file
from tests.attachments.processes import inspecting_child, killed_as_soon_as_a_file_is_open, warm_process
from tests.attachments.stub_scanner import StubScanner
from tests.factories import a_file, a_ticket
from tickets.models import Event, Verb

LATER = timedelta(seconds=LEASE_SECONDS + 1)
REFUSED = Verdict(
    verdict="refused",
    code="file_broken",
    media_type="",
    pages=None,
    width=None,
    height=None,
    flags=(),
    previews=(),
)


def settled(ticket_id: UUID) -> int:
    """How often the trail says that a file of this ticket came to its end."""
    return Event.objects.filter(ticket_id=ticket_id, verb=Verb.FILE_SETTLED).count()


@pytest.mark.django_db
def test_a_file_in_a_workers_hands_is_not_given_to_another(now: datetime) -> None:
    file = a_file(now=now)
    assert claim(file_id=file.id, now=now)
    assert claim(file_id=file.id, now=now) is None


@pytest.mark.django_db
def test_a_file_is_not_tried_before_its_time(now: datetime) -> None:
    file = a_file(now=now, next_try_at=now + timedelta(seconds=5))
    assert claim(file_id=file.id, now=now) is None
    assert claim(file_id=file.id, now=now + timedelta(seconds=5))


@pytest.mark.django_db
def test_a_good_file_is_accepted_with_its_pages_as_images(now: datetime) -> None:
    file = an_arrived_file(now=now, content=samples.pdf(pages=3), name="statement.pdf", ticket=a_ticket(now=now))
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.code, file.media_type, file.pages) == (FileState.ACCEPTED, "", "application/pdf", 3)
    assert [each.number for each in file.previews.order_by("number")] == [1, 2, 3]
    assert all(storage.preview_path(file.id, number).read_bytes()[:4] == b"RIFF" for number in (1, 2, 3))
    assert storage.quarantine_path(file.id).exists()
    assert not [*(Path(settings.FILES_DIR) / "making").iterdir()]


@pytest.mark.django_db
def test_a_refused_file_leaves_its_code_and_none_of_its_bytes(now: datetime) -> None:
    file = an_arrived_file(now=now, content=samples.aes_256_pdf(), name="vault.pdf")
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.code) == (FileState.REFUSED, "file_password")
    assert not storage.quarantine_path(file.id).exists()
    assert not storage.previews_dir(file.id).exists()


@pytest.mark.django_db
def test_a_wrong_ending_among_the_allowed_ones_is_corrected(now: datetime) -> None:
    file = an_arrived_file(now=now, content=samples.screenshot(), name="proof.jpg")
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.name, file.media_type) == ("proof.png", "image/png")


@pytest.mark.django_db
@pytest.mark.parametrize("content", [samples.photo(), samples.rc4_pdf()], ids=["accepted", "refused"])
def test_a_settled_file_is_never_settled_again(now: datetime, content: bytes) -> None:
    ticket = a_ticket(now=now)
    file = an_arrived_file(now=now, content=content, ticket=ticket, name="file.pdf")
    check_file(file_id=file.id)
    before = Attachment.objects.filter(id=file.id).values()[0]
    check_file(file_id=file.id)
    assert Attachment.objects.filter(id=file.id).values()[0] == before
    assert settled(ticket.id) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
def test_a_file_rung_for_many_times_at_once_is_settled_once(now: datetime) -> None:
    ticket = a_ticket(now=now)
    file = an_arrived_file(now=now, content=samples.photo(), ticket=ticket)
    together = threading.Barrier(4)

    def work() -> None:
        together.wait(10)
        check_file(file_id=file.id)
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    file.refresh_from_db()
    assert file.state == FileState.ACCEPTED
    assert settled(ticket.id) == 1


@pytest.mark.django_db
def test_a_worker_whose_lease_was_taken_settles_nothing(now: datetime) -> None:
    file = an_arrived_file(now=now, content=b"bytes")
    lost = claim(file_id=file.id, now=now)
    file.refresh_from_db()
    assert expire_lease(attachment=file, now=now + LATER)
    held = claim(file_id=file.id, now=now + LATER)
    assert lost
    assert settle(file_id=file.id, lease=lost, verdict=REFUSED, now=now + LATER) is None
    file.refresh_from_db()
    assert (file.state, file.lease) == (FileState.CHECKING, held)
    assert storage.quarantine_path(file.id).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
def test_a_worker_that_wakes_up_late_disturbs_nothing(
    now: datetime, settings: LazySettings, stub_scanner: StubScanner
) -> None:
    file = an_arrived_file(now=now, content=samples.photo(), ticket=a_ticket(now=now))
    stub_scanner.reply = b"stream: Late.Malware FOUND\0"
    stub_scanner.pause()
    settings.CLAMD_URL = stub_scanner.url

    def work() -> None:
        check_file(file_id=file.id)
        connection.close()

    slow = threading.Thread(target=work)
    slow.start()
    stub_scanner.wait_for_a_file()
    settings.CLAMD_URL = ""
    file.refresh_from_db()
    assert expire_lease(attachment=file, now=database_now() + LATER)
    Attachment.objects.filter(id=file.id).update(next_try_at=now)
    check_file(file_id=file.id)
    stub_scanner.go_on()
    slow.join()
    file.refresh_from_db()
    assert (file.state, file.code) == (FileState.ACCEPTED, "")
    assert storage.quarantine_path(file.id).exists()
    assert storage.preview_path(file.id, 1).exists()
    assert file.ticket_id
    assert settled(file.ticket_id) == 1


@pytest.mark.django_db
def test_the_file_of_a_dead_worker_is_queued_again_by_the_sweeper(now: datetime) -> None:
    file = a_file(now=now)
    claim(file_id=file.id, now=now)
    assert sweep(now=now + timedelta(seconds=LEASE_SECONDS - 1)).freed == 0
    assert sweep(now=now + LATER).freed == 1
    file.refresh_from_db()
    assert (file.state, file.dead_leases, file.lease) == (FileState.QUEUED, 1, None)


@pytest.mark.django_db
def test_a_file_that_kills_every_worker_ends_as_could_not_be_checked(now: datetime) -> None:
    ticket = a_ticket(now=now)
    file = a_file(now=now, ticket=ticket)
    at = now
    for _each in range(MAX_DEAD_LEASES):
        file.refresh_from_db()
        assert file.state == FileState.QUEUED
        claim(file_id=file.id, now=at)
        at += LATER
        sweep(now=at)
    file.refresh_from_db()
    assert (file.state, file.dead_leases) == (FileState.FAILED, MAX_DEAD_LEASES)
    assert settled(ticket.id) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("died_before", [0, MAX_DEAD_LEASES - 1])
def test_a_worker_that_renewed_its_lease_a_moment_ago_is_not_robbed(now: datetime, died_before: int) -> None:
    file = a_file(now=now, dead_leases=died_before)
    lease = claim(file_id=file.id, now=now)
    file.refresh_from_db()
    Attachment.objects.filter(id=file.id).update(lease_until=now + 2 * LATER)
    assert not expire_lease(attachment=file, now=now + LATER)
    file.refresh_from_db()
    assert (file.state, file.lease, file.dead_leases) == (FileState.CHECKING, lease, died_before)


def check_until_killed(file: Attachment, whom: Callable[[], int | None], now: datetime) -> None:
    """Check a file while somebody kills the inspection; once more, when the inspection was done before the blow fell."""
    for _each in range(10):
        errors = file.errors
        with killed_as_soon_as_a_file_is_open(whom):
            check_file(file_id=file.id)
        file.refresh_from_db()
        if file.errors > errors:
            return
        Attachment.objects.filter(id=file.id).update(state=FileState.QUEUED, settled_at=None, next_try_at=now)
        Event.objects.filter(ticket=file.ticket, verb=Verb.FILE_SETTLED).delete()
    raise AssertionError("the inspection was always faster")


@pytest.mark.django_db
@pytest.mark.parametrize("whom", [inspecting_child, warm_process])
def test_an_inspection_that_dies_spends_a_try_and_the_next_one_succeeds(
    now: datetime, whom: Callable[[], int | None]
) -> None:
    file = an_arrived_file(now=now, content=samples.slow_picture(), name="map.png")
    check_until_killed(file, whom, now)
    assert (file.state, file.errors, file.dead_leases) == (FileState.QUEUED, 1, 0)
    assert file.next_try_at > database_now()
    Attachment.objects.filter(id=file.id).update(next_try_at=now)
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert file.state == FileState.ACCEPTED


@pytest.mark.django_db
def test_a_file_whose_inspection_always_dies_ends_as_could_not_be_checked_and_keeps_its_bytes(now: datetime) -> None:
    ticket = a_ticket(now=now)
    file = an_arrived_file(now=now, content=samples.slow_picture(), name="map.png", ticket=ticket)
    for _each in range(MAX_ERRORS):
        Attachment.objects.filter(id=file.id).update(next_try_at=now)
        check_until_killed(file, inspecting_child, now)
    file.refresh_from_db()
    assert (file.state, file.errors, file.waiting_for) == (FileState.FAILED, MAX_ERRORS, "")
    assert storage.quarantine_path(file.id).exists()
    assert settled(ticket.id) == 1


@pytest.mark.django_db
def test_a_file_whose_bytes_have_vanished_ends_too(now: datetime) -> None:
    file = a_file(now=now)
    for _each in range(MAX_ERRORS):
        Attachment.objects.filter(id=file.id).update(next_try_at=now)
        check_file(file_id=file.id)
    file.refresh_from_db()
    assert file.state == FileState.FAILED


@pytest.mark.django_db
def test_a_file_that_could_not_be_checked_can_be_tried_again_with_its_tries_renewed(now: datetime) -> None:
    content = samples.photo()
    file = an_arrived_file(now=now, content=content, state=FileState.FAILED, errors=MAX_ERRORS, dead_leases=2)
    assert retry(file_id=file.id, now=now)
    file.refresh_from_db()
    assert (file.state, file.errors, file.dead_leases) == (FileState.QUEUED, 0, 0)
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert file.state == FileState.ACCEPTED


@pytest.mark.django_db
@pytest.mark.parametrize("state", [FileState.QUEUED, FileState.ACCEPTED, FileState.REFUSED])
def test_only_a_file_that_could_not_be_checked_is_tried_again(now: datetime, state: str) -> None:
    file = a_file(now=now, state=state, code="file_unsafe" if state == FileState.REFUSED else "")
    before = Attachment.objects.filter(id=file.id).values()[0]
    assert not retry(file_id=file.id, now=now + LATER)
    assert Attachment.objects.filter(id=file.id).values()[0] == before
