"""Messages come ten times, a day late, out of order, for rows that are gone; sweepers come in pairs: each is as good as one."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.utils import timezone

from attachments.checking import claim
from attachments.joining import join_if_ready
from attachments.models import Attachment
from attachments.purging import purge_tray
from attachments.receive import new_tray, remove_file, take_files
from attachments.states import FileState
from attachments.sweeping import remove_orphans, sweep
from attachments.tasks import check_file, rescan_file
from operations.clock import database_now
from outbox.tasks import deliver
from tests.attachments import samples
from tests.attachments.filing import received
from tests.faults.sent import a_last_file, the_ledger_is_clean
from tests.tickets.test_merge_at_the_same_moment import at_once
from tickets.models import Event, Verb

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_concurrency]

TEN = 10


@pytest.fixture(autouse=True)
def _no_scanner(settings: LazySettings) -> None:
    settings.CLAMD_URL = ""


def test_a_message_that_comes_ten_times_at_once_is_as_good_as_one() -> None:
    _customer, file = a_last_file(content=samples.photo(), name="passport.jpg")
    assert at_once(*[partial(check_file, file_id=str(file.id))] * TEN) == [None] * TEN
    file.refresh_from_db()
    assert (file.state, file.errors, file.dead_leases) == (FileState.ACCEPTED, 0, 0)
    assert Event.objects.filter(ticket=file.ticket, verb=Verb.FILE_SETTLED).count() == 1
    assert Event.objects.filter(ticket=file.ticket, verb=Verb.MERGED).count() == 1
    the_ledger_is_clean()


def test_messages_for_what_is_gone_or_long_done_do_nothing() -> None:
    now = timezone.now()
    tray = new_tray(now=now)
    arrived = [received(samples.photo(), "a.jpg", now=now), received(samples.screenshot(), "b.png", now=now)]
    taken_back, purged = take_files(tray_id=tray.id, received=arrived, limit=5, now=now).kept
    remove_file(tray_id=tray.id, file_id=taken_back.id)
    purge_tray(tray_id=tray.id)
    _customer, done = a_last_file(content=samples.photo(), name="passport.jpg")
    check_file(file_id=str(done.id))
    before = Attachment.objects.filter(id=done.id).values()[0]
    for file_id in (taken_back.id, purged.id, done.id, uuid4()):
        check_file(file_id=str(file_id))
        rescan_file(file_id=str(file_id))
        deliver(letter_id=str(file_id))
    assert done.ticket_id
    assert not join_if_ready(ticket_id=done.ticket_id, now=database_now())
    assert Attachment.objects.filter(id=done.id).values()[0] == before
    assert Event.objects.filter(ticket=done.ticket, verb=Verb.FILE_SETTLED).count() == 1
    the_ledger_is_clean()


def test_the_message_for_a_second_file_may_come_before_that_for_the_first_and_a_day_late(now: datetime) -> None:
    _customer, first = a_last_file(content=samples.photo(), name="passport.jpg")
    _other, second = a_last_file(content=samples.screenshot(), name="screen.png")
    yesterday = timezone.now() - timedelta(days=1)
    Attachment.objects.update(received_at=yesterday, next_try_at=yesterday)
    check_file(file_id=str(second.id))
    check_file(file_id=str(first.id))
    assert set(Attachment.objects.values_list("state", flat=True)) == {FileState.ACCEPTED}
    the_ledger_is_clean()


def test_four_sweepers_at_once_find_everything_once() -> None:
    dead = [a_last_file(content=samples.photo(), name="passport.jpg")[1] for _each in range(3)]
    for file in dead:
        claim(file_id=file.id, now=database_now())
    ready = [a_last_file(content=samples.screenshot(), name="screen.png")[1] for _each in range(3)]
    for file in ready:
        # Settled by a worker that died before it joined the ticket: nobody will call.
        Attachment.objects.filter(id=file.id).update(state=FileState.FAILED, settled_at=timezone.now())
    Attachment.objects.filter(state=FileState.CHECKING).update(lease_until=database_now() - timedelta(seconds=1))
    found: list[int] = []
    counting = threading.Lock()

    def look() -> None:
        swept = sweep(now=database_now())
        with counting:
            found.append(swept.freed)

    assert at_once(look, look, look, look, partial(remove_orphans, now=timezone.now())) == [None] * 5
    assert sum(found) == len(dead)
    assert {each.dead_leases for each in Attachment.objects.filter(id__in=[file.id for file in dead])} == {1}
    for file in ready:
        assert Event.objects.filter(ticket=file.ticket, verb=Verb.NOT_JOINED).count() <= 1


def test_send_while_the_file_is_checked_and_swept_and_rung_for_again() -> None:
    """Everything that may touch one file at once: the customer who sends it, two workers, and the sweeper."""
    for _round in range(5):
        _customer, file = a_last_file(content=samples.photo(), name="passport.jpg")
        assert file.ticket_id
        acts: list[Callable[[], object]] = [
            partial(check_file, file_id=str(file.id)),
            partial(check_file, file_id=str(file.id)),
            partial(sweep, now=database_now()),
            partial(join_if_ready, ticket_id=file.ticket_id, now=database_now()),
        ]
        assert at_once(*acts) == [None] * len(acts)
        file.refresh_from_db()
        assert file.state == FileState.ACCEPTED
    the_ledger_is_clean()
