"""Documents join the request they belong with by themselves, exactly once, and whoever undoes it has the last word."""

from datetime import datetime, timedelta

import pytest

from attachments.checking import check_file, claim, retry, settle
from attachments.inspection import Verdict
from attachments.joining import join_if_ready, left_to_join
from attachments.models import Attachment
from attachments.states import FileState
from attachments.sweeping import sweep
from tests.attachments import samples
from tests.attachments.conftest import an_arrived_file
from tests.factories import a_file, a_ticket
from tickets.actions.unmerge import unmerge
from tickets.models import Event, Joining, Ticket, Verb
from tickets.states import State

pytestmark = pytest.mark.django_db

ACCEPTED = Verdict(
    verdict="accepted",
    code="",
    media_type="image/png",
    pages=1,
    width=10,
    height=10,
    flags=(),
    previews=(),
)


def documents_for(parent: Ticket, *, now: datetime) -> Ticket:
    """A documents ticket that waits to join."""
    return a_ticket(now=now, joins=parent, request_type="documents-general")


def accept(file: Attachment, *, now: datetime) -> None:
    """Settle a file and tell nobody."""
    lease = claim(file_id=file.id, now=now)
    assert lease
    settle(file_id=file.id, lease=lease, verdict=ACCEPTED, now=now)


def reasons(ticket: Ticket) -> list[str]:
    """Why the trail says that documents were not joined."""
    events = Event.objects.filter(ticket=ticket, verb=Verb.NOT_JOINED).order_by("id")
    return [each.details["reason"] for each in events]


def test_documents_join_when_their_last_file_has_settled_and_not_before(now: datetime) -> None:
    parent = a_ticket(now=now)
    child = documents_for(parent, now=now)
    first = an_arrived_file(now=now, content=samples.photo(), ticket=child)
    last = an_arrived_file(now=now, content=samples.rc4_pdf(), ticket=child, name="vault.pdf")
    check_file(file_id=first.id)
    child.refresh_from_db()
    assert not child.is_merged
    check_file(file_id=last.id)
    child.refresh_from_db()
    assert child.survivor_id == parent.id
    assert not join_if_ready(ticket_id=child.id, now=now)
    assert Event.objects.filter(ticket=child, verb=Verb.MERGED).count() == 1


def test_documents_of_which_none_can_be_used_stay_and_say_so_once(now: datetime) -> None:
    child = documents_for(a_ticket(now=now), now=now)
    file = an_arrived_file(now=now, content=samples.rc4_pdf(), ticket=child, name="vault.pdf")
    check_file(file_id=file.id)
    for _each in range(2):
        assert not join_if_ready(ticket_id=child.id, now=now)
    child.refresh_from_db()
    assert (child.joining, child.is_merged) == (Joining.NOTHING_USABLE, False)
    assert reasons(child) == [Joining.NOTHING_USABLE]


def test_documents_that_become_usable_later_join_after_all(now: datetime) -> None:
    parent = a_ticket(now=now)
    child = documents_for(parent, now=now)
    file = an_arrived_file(now=now, content=samples.photo(), ticket=child, state=FileState.FAILED)
    join_if_ready(ticket_id=child.id, now=now)
    child.refresh_from_db()
    assert child.joining == Joining.NOTHING_USABLE
    retry(file_id=file.id, now=now)
    check_file(file_id=file.id)
    child.refresh_from_db()
    assert child.survivor_id == parent.id


def test_documents_for_a_closed_request_become_a_follow_up_that_both_know_of(now: datetime) -> None:
    parent = a_ticket(now=now)
    child = documents_for(parent, now=now)
    Ticket.objects.filter(id=parent.id).update(state=State.CLOSED)
    check_file(file_id=an_arrived_file(now=now, content=samples.photo(), ticket=child).id)
    child.refresh_from_db()
    assert (child.joining, child.is_merged) == (Joining.FOLLOW_UP, False)
    assert reasons(child) == [Joining.FOLLOW_UP]
    told = Event.objects.get(ticket=parent, verb=Verb.NOT_JOINED)
    assert told.details == {"reason": Joining.FOLLOW_UP, "other": child.reference}


def test_documents_of_somebody_else_never_join_by_themselves(now: datetime) -> None:
    parent = a_ticket(now=now, contact_email="bob@example.com")
    child = documents_for(parent, now=now)
    check_file(file_id=an_arrived_file(now=now, content=samples.photo(), ticket=child).id)
    child.refresh_from_db()
    assert (child.joining, child.is_merged) == (Joining.NOT_ASKED, False)


def test_documents_follow_their_request_into_the_one_it_was_merged_into(now: datetime) -> None:
    root, parent = a_ticket(now=now), a_ticket(now=now)
    child = documents_for(parent, now=now)
    Ticket.objects.filter(id=parent.id).update(merged_into=root, survivor=root)
    check_file(file_id=an_arrived_file(now=now, content=samples.photo(), ticket=child).id)
    child.refresh_from_db()
    assert child.survivor_id == root.id


def test_the_sweeper_finishes_a_join_that_nobody_called_for(now: datetime) -> None:
    parent = a_ticket(now=now)
    child = documents_for(parent, now=now)
    accept(a_file(now=now, ticket=child), now=now)
    assert sweep(now=now).joined == 1
    child.refresh_from_db()
    assert child.survivor_id == parent.id
    assert sweep(now=now).joined == 0


def test_an_undone_join_stays_undone(now: datetime) -> None:
    child = documents_for(a_ticket(now=now), now=now)
    accept(a_file(now=now, ticket=child), now=now)
    join_if_ready(ticket_id=child.id, now=now)
    unmerge(child_id=child.id, now=now)
    assert sweep(now=now).joined == 0
    assert not join_if_ready(ticket_id=child.id, now=now)
    child.refresh_from_db()
    assert not child.is_merged


def test_documents_that_cannot_join_hide_none_that_can(now: datetime) -> None:
    undone = documents_for(a_ticket(now=now), now=now)
    accept(a_file(now=now, ticket=undone), now=now)
    join_if_ready(ticket_id=undone.id, now=now)
    unmerge(child_id=undone.id, now=now)
    unfinished = documents_for(a_ticket(now=now), now=now)
    a_file(now=now, ticket=unfinished)
    later = now + timedelta(seconds=1)
    ready = documents_for(a_ticket(now=later), now=later)
    accept(a_file(now=now, ticket=ready), now=now)
    assert left_to_join(limit=1) == [ready.id]
