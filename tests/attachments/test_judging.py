"""An agent's word on a document: stored, told to its sender, taken back; and no part of the account of files."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments.judging import (
    JudgedAlready,
    NotFoundGood,
    NothingAwaited,
    judge,
    judgements_of,
    take_back,
    turned_down_before,
    wanted_again,
)
from attachments.ledger.account import take_account
from attachments.models import Attachment, Judgement
from attachments.reasons import Reason
from attachments.sentences import list_files
from attachments.states import FileState
from outbox.models import Letter
from tests.factories import a_file, a_proven_ticket, a_ticket
from tickets import telling
from tickets.actions.merge import merge
from tickets.models import Event, Ticket, Verb
from tickets.states import State

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 5, 11, 30, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def agent() -> User:
    """Somebody who judges."""
    return create_agent(email="lea@example.com", name="Léa Martin", role=Role.AGENT)


@pytest.fixture
def ticket() -> Ticket:
    """A request of somebody whose address is proven."""
    return a_proven_ticket(now=NOON)


def accepted(ticket: Ticket, **overrides: object) -> Attachment:
    """A file that the check found good."""
    return a_file(now=NOON, ticket=ticket, **({"state": FileState.ACCEPTED} | overrides))


def letters(ticket: Ticket) -> int:
    """How many letters said that a document must come again."""
    return Letter.objects.filter(about=ticket.id, kind=telling.DOCUMENT_AGAIN).count()


def test_a_document_that_is_turned_down_makes_the_request_wait_and_tells_its_sender_once(
    ticket: Ticket, agent: User
) -> None:
    first, second = accepted(ticket, role="id_front"), accepted(ticket, role="id_back")
    for _again in range(2):
        judge(file_id=first.id, reason=Reason.BLURRY, actor=agent, now=NOON)
    judge(file_id=second.id, reason=Reason.GLARE, actor=agent, now=NOON + timedelta(minutes=5))
    ticket.refresh_from_db()
    assert ticket.state == State.PENDING
    assert letters(ticket) == 1
    assert Event.objects.filter(verb=Verb.FILE_JUDGED).count() == 2
    # Both files came at the same moment: neither is the first.
    assert {each.reason for each in wanted_again(tickets=[ticket])} == {"blurry", "glare"}


def test_a_good_document_is_accepted_and_nobody_is_written_to(ticket: Ticket, agent: User) -> None:
    file = accepted(ticket)
    judge(file_id=file.id, reason="", actor=agent, now=NOON)
    ticket.refresh_from_db()
    assert ticket.state == State.NEW
    assert letters(ticket) == 0
    assert wanted_again(tickets=[ticket]) == []


def test_a_judgement_is_taken_back_before_another_is_given(ticket: Ticket, agent: User) -> None:
    file = accepted(ticket)
    judge(file_id=file.id, reason=Reason.BLURRY, actor=agent, now=NOON)
    with pytest.raises(JudgedAlready):
        judge(file_id=file.id, reason="", actor=agent, now=NOON)
    take_back(file_id=file.id, actor=agent, now=NOON)
    with pytest.raises(JudgedAlready):
        take_back(file_id=file.id, actor=agent, now=NOON)
    judge(file_id=file.id, reason="", actor=agent, now=NOON)
    assert Judgement.objects.get().is_good
    told = list(Event.objects.filter(verb__in=[Verb.FILE_JUDGED, Verb.FILE_UNJUDGED]).order_by("id"))
    assert [(each.verb, each.details.get("judged")) for each in told] == [
        (Verb.FILE_JUDGED, "blurry"),
        (Verb.FILE_UNJUDGED, None),
        (Verb.FILE_JUDGED, ""),
    ]


@pytest.mark.parametrize("state", [FileState.QUEUED, FileState.REFUSED, FileState.FAILED])
def test_only_what_the_check_found_good_is_judged(ticket: Ticket, agent: User, state: FileState) -> None:
    file = a_file(now=NOON, ticket=ticket, state=state, code="file_type" if state == FileState.REFUSED else "")
    with pytest.raises(NotFoundGood):
        judge(file_id=file.id, reason="", actor=agent, now=NOON)


def test_a_file_that_nobody_sent_is_not_judged(agent: User) -> None:
    with pytest.raises(NotFoundGood):
        judge(file_id=a_file(now=NOON, state=FileState.ACCEPTED).id, reason="", actor=agent, now=NOON)


@pytest.mark.parametrize("state", [State.SOLVED, State.CLOSED])
def test_nothing_is_turned_down_in_a_request_that_is_over(ticket: Ticket, agent: User, state: State) -> None:
    file = accepted(ticket)
    Ticket.objects.filter(id=ticket.id).update(state=state)
    with pytest.raises(NothingAwaited):
        judge(file_id=file.id, reason=Reason.BLURRY, actor=agent, now=NOON)
    judge(file_id=file.id, reason="", actor=agent, now=NOON)


def test_an_unconfirmed_request_stays_unconfirmed_and_its_page_asks_all_the_same(agent: User) -> None:
    ticket = a_ticket(now=NOON, worked_unconfirmed=False)
    file = accepted(ticket)
    judge(file_id=file.id, reason=Reason.BLURRY, actor=agent, now=NOON)
    ticket.refresh_from_db()
    assert ticket.state == State.UNCONFIRMED
    assert len(wanted_again(tickets=[ticket])) == 1


def test_the_database_knows_no_other_reasons(ticket: Ticket, agent: User) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        judge(file_id=accepted(ticket).id, reason="nonsense", actor=agent, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(attachment=accepted(ticket), reason="nonsense", judged_by=agent, judged_at=NOON)


def test_a_judgement_changes_neither_the_account_of_files_nor_their_state(ticket: Ticket, agent: User) -> None:
    files = [accepted(ticket), a_file(now=NOON, ticket=ticket, state=FileState.REFUSED, code="file_type")]
    before = take_account()
    judge(file_id=files[0].id, reason=Reason.EXPIRED, actor=agent, now=NOON)
    assert take_account() == before
    listed = list_files(attachments=files, judgements=judgements_of(files=files))
    assert listed.summary == "2 files: 1 checked, 1 refused."
    assert [row.label for row in listed.rows] == ["Document has run out", "Refused"]
    assert listed.rows[0].state == "accepted"
    assert "Send one that you can still use" in listed.rows[0].sentence


def test_whoever_only_holds_the_link_reads_no_reason(ticket: Ticket, agent: User) -> None:
    file = accepted(ticket)
    judge(file_id=file.id, reason=Reason.NAME_MISMATCH, actor=agent, now=NOON)
    (row,) = list_files(attachments=[file], by_name=False, judgements=judgements_of(files=[file])).rows
    assert (row.name, row.label, row.sentence) == ("File 1", "Another copy is needed", "")


@pytest.mark.parametrize(
    ("role", "state", "mended"),
    [
        ("id_front", FileState.ACCEPTED, True),
        ("id_front", FileState.QUEUED, True),
        ("", FileState.ACCEPTED, True),
        ("proof_of_address", FileState.ACCEPTED, False),
        ("id_front", FileState.REFUSED, False),
    ],
)
def test_a_document_is_wanted_until_it_came_again(
    ticket: Ticket, agent: User, role: str, state: FileState, mended: bool
) -> None:
    judge(file_id=accepted(ticket, role="id_front").id, reason=Reason.BLURRY, actor=agent, now=NOON)
    more = a_proven_ticket(now=LATER, joins=ticket, joins_by_itself=True)
    a_file(now=LATER, ticket=more, role=role, state=state, code="file_type" if state == FileState.REFUSED else "")
    assert (wanted_again(tickets=[ticket]) == []) is mended
    if state != FileState.QUEUED:
        merge(child_id=more.id, into_id=ticket.id, now=LATER)
        assert (wanted_again(tickets=[ticket, more]) == []) is mended


def test_the_second_copy_may_be_turned_down_as_well_and_is_then_what_is_wanted(ticket: Ticket, agent: User) -> None:
    judge(file_id=accepted(ticket, role="id_front").id, reason=Reason.BLURRY, actor=agent, now=NOON)
    more = a_proven_ticket(now=LATER, joins=ticket, joins_by_itself=True)
    second = accepted(more, role="id_front")
    judge(file_id=second.id, reason=Reason.GLARE, actor=agent, now=LATER)
    assert {each.reason for each in wanted_again(tickets=[ticket, more])} == {"glare"}


def test_the_very_same_bytes_are_known_again_for_the_same_person_and_request_only(ticket: Ticket, agent: User) -> None:
    file = accepted(ticket)
    judge(file_id=file.id, reason=Reason.BLURRY, actor=agent, now=NOON)
    same, other = a_file(now=LATER, sha256=file.sha256), a_file(now=LATER)

    def known(request: Ticket, device: str) -> set[object]:
        return set(turned_down_before(files=[same, other], request=request, device=device, person=None))

    assert known(ticket, ticket.device) == {same.id}
    assert known(ticket, "another-browser") == set()
    assert known(ticket, "") == set()
    assert known(a_proven_ticket(now=LATER), ticket.device) == set()
    assert set(turned_down_before(files=[same], request=ticket, device="another-browser", person=ticket.account)) == {
        same.id
    }
    take_back(file_id=file.id, actor=agent, now=LATER)
    assert known(ticket, ticket.device) == set()


@pytest.mark.parametrize("reason", [Reason.MISSING_BACK, Reason.WRONG_TYPE, Reason.PAGES_MISSING])
def test_a_file_may_come_again_when_what_was_lacking_lies_beside_it(
    ticket: Ticket, agent: User, reason: Reason
) -> None:
    file = accepted(ticket)
    judge(file_id=file.id, reason=reason, actor=agent, now=NOON)
    same = a_file(now=LATER, sha256=file.sha256)
    assert turned_down_before(files=[same], request=ticket, device=ticket.device, person=None) == {}
