"""What a customer is told of a request is true, whatever was merged, undone, answered, refused or still being checked."""

from datetime import datetime, timedelta
from itertools import combinations
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from attachments.joining import join_if_ready
from attachments.models import Attachment
from attachments.states import FileState
from follow_up import standing
from tests.factories import a_file, a_ticket
from tickets.actions.assign import assign
from tickets.actions.change_state import change_state
from tickets.actions.edit import last_event_id
from tickets.actions.merge import merge
from tickets.actions.reply import reply
from tickets.actions.unmerge import unmerge
from tickets.actions.write import write
from tickets.models import Joining, Ticket
from tickets.states import CustomerState, State

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def agent() -> User:
    """Somebody who works here."""
    return User.objects.create_user("lea@example.com", is_staff=True)


def answer(ticket: Ticket, *, by: User, now: datetime, to: Ticket | None = None, then: State | None = None) -> None:
    """An agent answers in a conversation, and may set its state."""
    seen = last_event_id(ticket=ticket)
    reply(ticket_id=ticket.id, body="Answer", author=by, now=now, seen_event=seen, to_id=to.id if to else None)
    if then:
        change_state(ticket_id=ticket.id, state=then, actor=by, now=now, seen_event=last_event_id(ticket=ticket))


def told(ticket: Ticket) -> CustomerState:
    """The state that the sender of a ticket is told now."""
    here = Ticket.objects.get(id=ticket.id)
    return standing.standing_of(reading=standing.read(ticket=here), now=here.updated_at).state


def joined(ticket: Ticket) -> str:
    """What the sender of documents is told became of them."""
    return standing.joined_sentence(reading=standing.read(ticket=Ticket.objects.get(id=ticket.id)))


def last_change(ticket: Ticket) -> datetime:
    """The newest date that the sender of a ticket is told."""
    newest: datetime = max(each["when"] for each in standing.dates(reading=standing.read(ticket=ticket)))
    return newest


def documents_for(parent: Ticket, *, now: datetime, state: FileState = FileState.ACCEPTED) -> Ticket:
    """Documents with one file, sent for a request and ready to join it."""
    child = a_ticket(now=now, joins=parent, request_type="documents-general", device=parent.device)
    a_file(now=now, ticket=child, state=state, code="file_broken" if state == FileState.REFUSED else "")
    return child


def test_documents_that_join_after_an_answer_are_with_an_agent_again(now: datetime, agent: User) -> None:
    parent = a_ticket(now=now)
    answer(parent, by=agent, now=now + MINUTE)
    assert told(parent) == CustomerState.ANSWERED
    child = documents_for(parent, now=now + 2 * MINUTE)
    assert join_if_ready(ticket_id=child.id, now=now + 3 * MINUTE)
    assert (told(parent), told(child)) == (CustomerState.WITH_AN_AGENT, CustomerState.WITH_AN_AGENT)
    assert last_change(parent) == now + 2 * MINUTE
    unmerge(child_id=child.id, now=now + 4 * MINUTE)
    assert (told(parent), told(child)) == (CustomerState.ANSWERED, CustomerState.RECEIVED)


def test_a_request_that_waited_for_documents_waits_again_when_their_joining_is_undone(
    now: datetime, agent: User
) -> None:
    parent = a_ticket(now=now)
    answer(parent, by=agent, now=now + MINUTE, then=State.PENDING)
    assert told(parent) == CustomerState.NEEDS_YOU
    child = documents_for(parent, now=now + 2 * MINUTE)
    join_if_ready(ticket_id=child.id, now=now + 3 * MINUTE)
    assert told(parent) == CustomerState.WITH_AN_AGENT
    unmerge(child_id=child.id, now=now + 4 * MINUTE)
    assert told(parent) == CustomerState.NEEDS_YOU


def test_a_note_between_agents_answers_nobody(now: datetime, agent: User) -> None:
    ticket = a_ticket(now=now)
    Ticket.objects.filter(id=ticket.id).update(state=State.OPEN)
    seen = last_event_id(ticket=ticket)
    reply(ticket_id=ticket.id, body="Odd", author=agent, now=now + MINUTE, seen_event=seen, is_note=True)
    assert told(ticket) == CustomerState.WITH_AN_AGENT


@pytest.mark.parametrize("then", [None, State.ON_HOLD, State.PENDING])
@pytest.mark.parametrize("to_the_root", [True, False])
def test_only_who_can_read_the_answer_is_told_of_it(
    now: datetime, agent: User, to_the_root: bool, then: State | None
) -> None:
    laptop, phone = a_ticket(now=now, device="laptop"), a_ticket(now=now, device="phone")
    merge(child_id=phone.id, into_id=laptop.id, now=now, across_people=True)
    answer(laptop, by=agent, now=now + MINUTE, to=laptop if to_the_root else phone, then=then)
    reader, other = (laptop, phone) if to_the_root else (phone, laptop)
    assert told(reader) == (CustomerState.NEEDS_YOU if then == State.PENDING else CustomerState.ANSWERED)
    assert told(other) == CustomerState.WITH_AN_AGENT
    words = {
        each.id: [said["body"] for said in standing.conversation(reading=standing.read(ticket=each))]
        for each in Ticket.objects.order_by("id")
    }
    assert words == {reader.id: ["Answer"], other.id: []}


def test_what_is_asked_without_a_word_is_asked_of_the_roots_sender(now: datetime) -> None:
    laptop, phone = a_ticket(now=now, device="laptop"), a_ticket(now=now, device="phone")
    merge(child_id=phone.id, into_id=laptop.id, now=now, across_people=True)
    Ticket.objects.filter(id=laptop.id).update(state=State.PENDING)
    assert (told(laptop), told(phone)) == (CustomerState.NEEDS_YOU, CustomerState.WITH_AN_AGENT)


def test_an_answer_stays_with_its_reader_when_the_merge_is_undone(now: datetime, agent: User) -> None:
    laptop, phone = a_ticket(now=now, device="laptop"), a_ticket(now=now, device="phone")
    merge(child_id=phone.id, into_id=laptop.id, now=now, across_people=True)
    answer(laptop, by=agent, now=now + MINUTE, to=phone)
    unmerge(child_id=phone.id, now=now + 2 * MINUTE)
    assert (told(laptop), told(phone)) == (CustomerState.WITH_AN_AGENT, CustomerState.ANSWERED)


def awaits_documents(ticket: Ticket, *, now: datetime) -> bool:
    """Whether the sender of a ticket is told that documents are awaited."""
    return standing.awaited(reading=standing.read(ticket=Ticket.objects.get(id=ticket.id)), now=now).documents


def ask_for_documents(ticket: Ticket, *, by: User, now: datetime, to: Ticket | None = None) -> None:
    """An agent asks for documents in a reply."""
    to_id, seen = (to.id if to else None), last_event_id(ticket=ticket)
    reply(ticket_id=ticket.id, body="Which", author=by, now=now, seen_event=seen, to_id=to_id, asks_for_documents=True)


def test_documents_are_awaited_until_usable_ones_come_whatever_the_customer_writes(now: datetime, agent: User) -> None:
    parent = a_ticket(now=now)
    a_file(now=now, ticket=parent, state=FileState.ACCEPTED)
    assert not awaits_documents(parent, now=now)
    ask_for_documents(parent, by=agent, now=now + MINUTE)
    write(ticket_id=parent.id, body="Which ones?", now=now + 2 * MINUTE)
    assert awaits_documents(parent, now=now)
    documents_for(parent, now=now + 3 * MINUTE, state=FileState.REFUSED)
    assert awaits_documents(parent, now=now)
    documents_for(parent, now=now + 4 * MINUTE, state=FileState.QUEUED)
    assert not awaits_documents(parent, now=now)


def test_a_reply_that_does_not_ask_again_and_a_solved_request_await_no_documents(now: datetime, agent: User) -> None:
    parent = a_ticket(now=now)
    ask_for_documents(parent, by=agent, now=now + MINUTE)
    answer(parent, by=agent, now=now + 2 * MINUTE)
    assert not awaits_documents(parent, now=now)
    ask_for_documents(parent, by=agent, now=now + 3 * MINUTE)
    Ticket.objects.filter(id=parent.id).update(state=State.SOLVED)
    assert not awaits_documents(parent, now=now)


def test_documents_are_awaited_of_whom_they_were_asked_through_a_merge_and_its_undo(now: datetime, agent: User) -> None:
    laptop, phone = a_ticket(now=now, device="laptop"), a_ticket(now=now, device="phone")
    merge(child_id=phone.id, into_id=laptop.id, now=now, across_people=True)
    ask_for_documents(laptop, by=agent, now=now + MINUTE, to=phone)
    assert (awaits_documents(laptop, now=now), awaits_documents(phone, now=now)) == (False, True)
    unmerge(child_id=phone.id, now=now + 2 * MINUTE)
    assert (awaits_documents(laptop, now=now), awaits_documents(phone, now=now)) == (False, True)


def test_nobody_is_said_to_work_on_a_request_that_nobody_has(now: datetime, agent: User) -> None:
    ticket = a_ticket(now=now)
    Ticket.objects.filter(id=ticket.id).update(state=State.OPEN)
    sentence = standing.standing_of(reading=standing.read(ticket=Ticket.objects.get()), now=now).sentence
    assert sentence == "It is in our agents’ list, and waits for one of them."
    assign(ticket_id=ticket.id, assignee=agent, actor=agent, now=now, seen_event=last_event_id(ticket=ticket))
    sentence = standing.standing_of(reading=standing.read(ticket=Ticket.objects.get()), now=now).sentence
    assert sentence == "An agent is working on it."


def test_a_request_that_is_merged_while_it_is_read_keeps_what_its_sender_wrote(now: datetime) -> None:
    parent, ticket = a_ticket(now=now), a_ticket(now=now)
    write(ticket_id=ticket.id, body="How does it stand?", now=now + MINUTE)
    read_before = Ticket.objects.get(id=ticket.id)
    merge(child_id=ticket.id, into_id=parent.id, now=now + 2 * MINUTE, across_people=True)

    reading = standing.read(ticket=read_before)

    assert reading.root == parent
    assert "How does it stand?" in [each.body for each in reading.messages]


def test_a_file_that_was_checked_is_a_change(now: datetime) -> None:
    ticket = a_ticket(now=now)
    a_file(now=now, ticket=ticket, state=FileState.ACCEPTED, settled_at=now + 5 * MINUTE)
    assert last_change(ticket) == now + 5 * MINUTE


ALL_MIXTURES = [mix for size in range(6) for mix in combinations(FileState, size)]


@pytest.mark.parametrize("state", [State.NEW, State.OPEN, State.PENDING, State.SOLVED])
@pytest.mark.parametrize("mix", ALL_MIXTURES, ids=lambda mix: "+".join(mix) or "none")
def test_no_mixture_of_files_makes_a_sentence_false(now: datetime, mix: tuple[FileState, ...], state: State) -> None:
    ticket = a_ticket(now=now)
    Ticket.objects.filter(id=ticket.id).update(state=state)
    for each in mix:
        _a_file_in(each, ticket, now)
    stands = standing.standing_of(reading=standing.read(ticket=Ticket.objects.get(id=ticket.id)), now=now)
    lost = {FileState.REFUSED, FileState.FAILED} & set(mix)
    unfinished = {FileState.QUEUED, FileState.CHECKING} & set(mix)
    assert "everything" not in stands.sentence
    assert ("being checked" in stands.sentence) == bool(unfinished and state == State.NEW)
    assert ("nothing to do" in stands.sentence) == bool(unfinished and not lost and state == State.NEW)
    none_usable = bool(lost) and not unfinished and FileState.ACCEPTED not in mix
    assert ("None of your files could be used" in stands.sentence) == (none_usable and state == State.NEW)


@pytest.mark.parametrize("mix", ALL_MIXTURES, ids=lambda mix: "+".join(mix) or "none")
@pytest.mark.parametrize("joining", [Joining.WAITING, Joining.NOTHING_USABLE])
def test_documents_are_said_to_join_exactly_while_they_still_can(
    now: datetime, mix: tuple[FileState, ...], joining: Joining
) -> None:
    child = a_ticket(now=now, joins=a_ticket(now=now), request_type="documents-general")
    Ticket.objects.filter(id=child.id).update(joining=joining)
    for each in mix:
        _a_file_in(each, child, now)
    # What was sent without a file waits for none.
    hope = not mix or bool(set(mix) - {FileState.REFUSED, FileState.FAILED})
    assert ("by itself once every file is checked" in joined(child)) == hope
    assert ("no file could be used" in joined(child)) == (not hope)


def _a_file_in(state: FileState, ticket: Ticket, now: datetime) -> Attachment:
    lease = {"lease": uuid4(), "lease_until": now} if state == FileState.CHECKING else {}
    return a_file(
        now=now, ticket=ticket, state=state, code="file_broken" if state == FileState.REFUSED else "", **lease
    )


def test_after_an_undo_nobody_is_told_that_documents_join_by_themselves(now: datetime) -> None:
    parent = a_ticket(now=now)
    child = documents_for(parent, now=now)
    assert "by itself" in joined(child)
    join_if_ready(ticket_id=child.id, now=now)
    assert joined(child) == f"It has joined your request {parent.reference}."
    unmerge(child_id=child.id, now=now)
    assert joined(child) == "An agent handles it as a request of its own."


def test_documents_for_a_closed_or_a_strangers_request_are_not_said_to_join(now: datetime) -> None:
    parent = a_ticket(now=now)
    child = documents_for(parent, now=now)
    Ticket.objects.filter(id=parent.id).update(state=State.CLOSED)
    assert "is closed, so an agent handles it as a new one" in joined(child)
    stranger = documents_for(a_ticket(now=now, contact_email="bob@example.com"), now=now)
    assert joined(stranger) == "An agent handles it as a request of its own."
    assert not join_if_ready(ticket_id=stranger.id, now=now)
    assert joined(stranger) == "An agent handles it as a request of its own."


def test_documents_that_their_own_request_was_merged_into_are_not_said_to_join_it(now: datetime) -> None:
    parent = a_ticket(now=now)
    child = documents_for(parent, now=now)
    merge(child_id=parent.id, into_id=child.id, now=now)
    assert joined(child) == "An agent handles it together with another request."
