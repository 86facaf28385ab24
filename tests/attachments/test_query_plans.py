"""Looking for files that need somebody costs the same however many files there are (DESIGN law 13)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet

from attachments.backlog import backlog
from attachments.flat_copies import due_flat_copies
from attachments.joining import left_to_join
from attachments.lateness import late_files, unfinished_files
from attachments.models import Attachment, FlatCopy
from attachments.rescanning import outdated
from attachments.states import SCANNER_OUT, FileState
from attachments.turns import due, next_files, next_turns
from operations import doctor
from operations.ids import new_id
from tests.attachments.plans import every_plan, scans
from tests.factories import a_file, a_message, a_ticket
from tickets.models import Joining, Ticket
from tickets.states import LIVE

pytestmark = [pytest.mark.django_db, pytest.mark.query_plans]

LONG_AGO = timedelta(days=30)
HOW_MANY = 5_000


@pytest.fixture(autouse=True)
def _a_table_of_ended_files(now: datetime) -> None:
    """Many files that have ended, and one of each kind that somebody looks for."""
    ticket = a_ticket(now=now)
    message = a_message(ticket=ticket)
    moment = now - LONG_AGO
    ended: dict[str, Any] = {"received_at": moment, "next_try_at": moment, "settled_at": moment, "name": "a.jpg"}
    Attachment.objects.bulk_create(
        Attachment(id=new_id(now=moment), ticket=ticket, message=message, size=1, state=FileState.ACCEPTED, **ended)
        for _each in range(HOW_MANY)
    )
    a_file(now=moment, ticket=ticket, waiting_for=SCANNER_OUT)
    a_file(now=moment, ticket=ticket, state=FileState.CHECKING, lease=uuid4(), lease_until=moment)
    a_file(now=moment, ticket=ticket, state=FileState.FAILED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def files(**wanted: Any) -> "QuerySet[Attachment]":
    """Some files."""
    return Attachment.objects.filter(**wanted)


QUESTIONS: dict[str, Callable[[datetime], "QuerySet[Attachment]"]] = {
    "late": lambda now: late_files(now=now),
    "late and not for an outage": lambda now: late_files(now=now).filter(waiting_for=""),
    "unfinished": lambda _now: unfinished_files(),
    "due": lambda now: due(now=now),
    "of one customer, unfinished": lambda _now: files(customer="", settled_at__isnull=True),
    "in the hands of the dead": lambda now: files(state=FileState.CHECKING, lease_until__lt=now),
    "could not be checked": lambda _now: files(state=FileState.FAILED),
    "could not be checked, of live requests": lambda _now: files(
        state=FileState.FAILED, ticket__survivor__state__in=LIVE, ticket__isnull=False
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_few_files_that_need_somebody_are_found_by_an_index(now: datetime, question: str) -> None:
    found = QUESTIONS[question](now).order_by()
    assert 0 < found.count() <= 2
    assert not scans(found.explain())


def test_the_sweeper_finds_the_few_flat_copies_to_be_made_by_an_index(now: datetime) -> None:
    FlatCopy.objects.bulk_create(FlatCopy(attachment=each) for each in Attachment.objects.all())
    FlatCopy.objects.filter(pk=Attachment.objects.values("id")[:1]).update(due_at=now)
    found = due_flat_copies(now=now)
    assert found.count() == 1
    assert "flat_copies_wanted" in found.explain()


def test_doctor_never_reads_the_whole_table() -> None:
    with every_plan() as plans:
        doctor.diagnose(only=["files"])
    assert plans
    assert [plan for plan in plans if scans(plan)] == []


def test_what_waits_is_told_without_reading_the_whole_table(now: datetime) -> None:
    with every_plan() as plans:
        backlog(now=now)
        next_turns(customer="somebody", now=now)
        next_files(now=now)
        list(outdated(signatures="ClamAV 2", now=now))
    # What is ready to join is a question about requests.
    about_files = [plan for plan in plans if 'FROM "attachments_attachment"' in plan.partition("WHERE")[0]]
    assert len(about_files) > 6
    assert [plan for plan in about_files if scans(plan)] == []


def test_documents_that_are_ready_to_join_are_found_without_reading_all_requests(now: datetime) -> None:
    parent = a_ticket(now=now)
    for joining in (Joining.WAITING, Joining.NOTHING_USABLE):
        documents = a_ticket(now=now, joins=parent, request_type="documents-general")
        Ticket.objects.filter(id=documents.id).update(joining=joining)
        a_file(now=now, ticket=documents, state=FileState.ACCEPTED)
    ids = [new_id(now=now) for _each in range(HOW_MANY)]
    columns = [each.attname for each in Ticket._meta.concrete_fields]
    (row,) = Ticket.objects.filter(id=parent.id).values(*columns)
    Ticket.objects.bulk_create(
        Ticket(**row | {"id": each, "survivor_id": each, "draft_id": each, "reference": f"KS-{number:07}"})
        for number, each in enumerate(ids)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with every_plan() as plans:
        assert len(left_to_join(limit=10)) == 2
    assert len(plans) == 2
    for plan in plans:
        assert not scans(plan)
        assert "ticket_waiting_to_join" in plan or "ticket_with_nothing_usable" in plan
