"""R5 of the domain, row by row: how documents find the request they belong with (domain §11)."""

from collections.abc import Callable
from datetime import datetime

import pytest

from attachments.checking import check_file, claim, settle
from attachments.inspection import Verdict
from attachments.joining import join_if_ready
from attachments.models import Attachment
from attachments.sentences import list_files
from attachments.states import FileState
from attachments.sweeping import sweep
from tests.attachments import samples
from tests.attachments.conftest import an_arrived_file
from tests.customer import Customer
from tests.factories import a_file, a_ticket
from tickets.actions.merge import OpensRestrictedDocuments, merge
from tickets.models import Event, Joining, Ticket, Verb
from tickets.states import State

pytestmark = pytest.mark.django_db

CLEAN = Verdict(
    verdict="accepted", code="", media_type="image/png", pages=1, width=10, height=10, flags=(), previews=()
)


def documents_for(parent: Ticket, *, now: datetime, **overrides: object) -> Ticket:
    """A documents ticket that waits to join."""
    return a_ticket(now=now, joins=parent, request_type="documents-general", **overrides)


def clean(file: Attachment, *, now: datetime) -> None:
    """The check of a file ends well."""
    lease = claim(file_id=file.id, now=now)
    assert lease
    settle(file_id=file.id, lease=lease, verdict=CLEAN, now=now)


def merges_of(child: Ticket) -> int:
    """How often a ticket was merged, by the trail."""
    return Event.objects.filter(ticket=child, verb=Verb.MERGED).count()


def merged_by_hand_while_a_file_is_scanned(now: datetime) -> None:
    """Merged at once; the third file appears on the survivor when it is done; the auto-merge later does nothing more."""
    parent = a_ticket(now=now)
    child = documents_for(parent, now=now)
    first, second, third = (a_file(now=now, ticket=child) for _each in range(3))
    clean(first, now=now)
    clean(second, now=now)
    merge(child_id=child.id, into_id=parent.id, now=now)
    child.refresh_from_db()
    assert child.survivor_id == parent.id
    clean(third, now=now)
    assert not join_if_ready(ticket_id=child.id, now=now)
    on_survivor = Attachment.objects.filter(ticket__survivor=parent, state=FileState.ACCEPTED)
    assert (on_survivor.count(), merges_of(child)) == (3, 1)


def last_file_settles_while_the_agent_merges(now: datetime) -> None:
    """Exactly one merge, never a lost file: whichever comes first (both at once: test_merge_at_the_same_moment)."""
    for agent_first in (True, False):
        parent = a_ticket(now=now)
        child = documents_for(parent, now=now)
        file = a_file(now=now, ticket=child)
        if agent_first:
            merge(child_id=child.id, into_id=parent.id, now=now)
        clean(file, now=now)
        join_if_ready(ticket_id=child.id, now=now)
        child.refresh_from_db()
        assert (child.survivor_id, merges_of(child)) == (parent.id, 1)
        assert Attachment.objects.filter(ticket__survivor=parent).count() == 1


def clean_and_password(now: datetime) -> None:
    """Merged; clean shown on the parent; rejected listed; customer asked for one file."""
    parent = a_ticket(now=now)
    child = documents_for(parent, now=now)
    check_file(file_id=an_arrived_file(now=now, content=samples.photo(), ticket=child).id)
    check_file(file_id=an_arrived_file(now=now, content=samples.rc4_pdf(), ticket=child, name="vault.pdf").id)
    files = Attachment.objects.filter(ticket__survivor=parent).order_by("id")
    assert {file.state for file in files} == {FileState.ACCEPTED, FileState.REFUSED}
    asked = [row for row in list_files(attachments=files).rows if "vault.pdf" in str(row.sentence)]
    assert len(asked) == 1


def all_rejected(now: datetime) -> None:
    """Not merged; customer asked again."""
    child = documents_for(a_ticket(now=now), now=now)
    file = an_arrived_file(now=now, content=samples.rc4_pdf(), ticket=child, name="vault.pdf")
    check_file(file_id=file.id)
    child.refresh_from_db()
    assert (child.is_merged, child.joining) == (False, Joining.NOTHING_USABLE)
    file.refresh_from_db()
    assert "vault.pdf" in str(list_files(attachments=[file]).rows[0].sentence)


def parent_was_merged(now: datetime) -> None:
    """Lands in the living one; a merge loop in data does not hang."""
    living, parent = a_ticket(now=now), a_ticket(now=now)
    child = documents_for(parent, now=now)
    merge(child_id=parent.id, into_id=living.id, now=now)
    clean(a_file(now=now, ticket=child), now=now)
    join_if_ready(ticket_id=child.id, now=now)
    child.refresh_from_db()
    assert child.survivor_id == living.id
    one, other = a_ticket(now=now), a_ticket(now=now)
    Ticket.objects.filter(id=one.id).update(merged_into=other, survivor=other)
    Ticket.objects.filter(id=other.id).update(merged_into=one, survivor=one)
    lost = documents_for(one, now=now)
    clean(a_file(now=now, ticket=lost), now=now)
    assert not join_if_ready(ticket_id=lost.id, now=now)
    assert sweep(now=now).joined == 0


def parent_solved_or_closed(now: datetime) -> None:
    """Reopened / follow-up made and linked."""
    for before, after in ((State.SOLVED, State.OPEN), (State.CLOSED, State.CLOSED)):
        parent = a_ticket(now=now)
        child = documents_for(parent, now=now)
        Ticket.objects.filter(id=parent.id).update(state=before)
        clean(a_file(now=now, ticket=child), now=now)
        join_if_ready(ticket_id=child.id, now=now)
        parent.refresh_from_db()
        child.refresh_from_db()
        assert parent.state == after
        assert child.is_merged == (before == State.SOLVED)
        assert child.joins_id == parent.id


def somebody_elses_reference(now: datetime) -> None:
    """E-PARENT, same words as for a non-existing one."""
    theirs = a_ticket(now=now, device="another-browser")
    for slug in ("documents-general", "documents-security"):
        answers = []
        for reference in (theirs.reference, "KS-0000-0000"):
            customer = Customer()
            customer.begin(slug)
            assert customer.answer(ticket_reference=reference).status_code == 422
            answers.append(customer.text.split('role="alert"')[1].split("</div>")[0].replace(reference, ""))
        assert answers[0] == answers[1]
        assert "We cannot find this request for you in this browser" in answers[0]


def job_delivered_twice(now: datetime) -> None:
    """One merge, one note."""
    child = documents_for(a_ticket(now=now), now=now)
    file = an_arrived_file(now=now, content=samples.photo(), ticket=child)
    for _delivery in range(2):
        check_file(file_id=file.id)
    assert sweep(now=now).joined == 0
    assert merges_of(child) == 1
    assert Event.objects.filter(ticket=child.joins, verb=Verb.RECEIVED_MERGE).count() == 1


def security_form_to_general_ticket(now: datetime) -> None:
    """Waits for a supervisor."""
    parent = a_ticket(now=now, request_type="general", queue="general")
    child = documents_for(parent, now=now, restricted=True)
    clean(a_file(now=now, ticket=child), now=now)
    assert not join_if_ready(ticket_id=child.id, now=now)
    child.refresh_from_db()
    assert (child.is_merged, child.joining) == (False, Joining.NEEDS_SUPERVISOR)
    assert sweep(now=now).joined == 0
    with pytest.raises(OpensRestrictedDocuments):
        merge(child_id=child.id, into_id=parent.id, now=now)
    assert merge(child_id=child.id, into_id=parent.id, now=now, restricted_too=True).id == parent.id


ROWS: dict[str, Callable[[datetime], None]] = {
    "child with files clean, clean, scanning; agent merges by hand": merged_by_hand_while_a_file_is_scanned,
    "last file becomes clean while the agent presses merge": last_file_settles_while_the_agent_merges,
    "clean + rejected(password)": clean_and_password,
    "all rejected": all_rejected,
    "parent was merged into another": parent_was_merged,
    "parent solved / closed": parent_solved_or_closed,
    "reference of somebody else's ticket": somebody_elses_reference,
    "same job delivered twice": job_delivered_twice,
    "security form → general ticket": security_form_to_general_ticket,
}


@pytest.mark.parametrize("row", ROWS)
def test_r5(row: str, now: datetime) -> None:
    ROWS[row](now)


def test_a_security_form_joins_a_security_request_by_itself_and_stays_restricted_there(now: datetime) -> None:
    parent = a_ticket(now=now, queue="account-access")
    child = documents_for(parent, now=now, restricted=True)
    clean(a_file(now=now, ticket=child), now=now)
    assert join_if_ready(ticket_id=child.id, now=now)
    child.refresh_from_db()
    assert child.restricted


def test_restricted_documents_are_not_carried_on_by_the_request_they_joined(now: datetime) -> None:
    parent = a_ticket(now=now, queue="account-access")
    child = documents_for(parent, now=now, restricted=True)
    clean(a_file(now=now, ticket=child), now=now)
    join_if_ready(ticket_id=child.id, now=now)
    ordinary = a_ticket(now=now, request_type="general", queue="general")
    with pytest.raises(OpensRestrictedDocuments):
        merge(child_id=parent.id, into_id=ordinary.id, now=now)
