"""A file that is settled in the very moment of Send has its end on the trail once, whoever came first."""

from datetime import datetime
from functools import partial

import pytest
from django.db import connection, transaction

from attachments import storage
from attachments.attach import attach_tray
from attachments.checking import claim, settle
from attachments.ledger import prove
from attachments.receive import new_tray, take_files
from operations.clock import database_now
from tests.attachments import samples
from tests.attachments.filing import received
from tests.factories import a_message, a_ticket
from tests.tickets.test_merge_at_the_same_moment import ACCEPTED, at_once
from tickets.models import Event, Verb

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_concurrency]


def rounds() -> int:
    """Many where rows are locked; a taste where one writer at a time is the lock."""
    return 60 if connection.vendor == "postgresql" else 5


def test_send_and_the_end_of_a_check_at_the_same_moment_leave_one_line_and_a_clean_ledger(now: datetime) -> None:
    for _round in range(rounds()):
        tray = new_tray(now=now)
        incoming = [received(samples.photo(), "a.jpg", now=now)]
        (file,) = take_files(tray_id=tray.id, received=incoming, limit=5, now=now).kept
        lease = claim(file_id=file.id, now=now)
        assert lease
        ticket = a_ticket(now=now)
        raised = at_once(
            partial(transaction.atomic(attach_tray), tray_id=tray.id, message=a_message(ticket=ticket)),
            partial(settle, file_id=file.id, lease=lease, verdict=ACCEPTED, now=database_now()),
        )
        assert raised == [None, None]
        assert Event.objects.filter(ticket=ticket, verb=Verb.FILE_SETTLED).count() == 1
        assert storage.quarantine_path(file.id).exists()
    proof = prove(now=database_now())
    assert proof.breaches == []
    assert proof.account.offered == proof.account.accepted == rounds()
