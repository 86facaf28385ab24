"""A merge moves nothing: it is safe at any moment, follows chains, never makes a cycle, and can be undone exactly."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from attachments.states import FileState
from tests.factories import a_file, a_ticket
from tickets.actions.edit import last_event_id
from tickets.actions.merge import (
    CannotMergeIntoItself,
    DifferentPeople,
    ParentIsClosed,
    TicketAlreadyMerged,
    merge,
)
from tickets.actions.reply import reply
from tickets.actions.unmerge import NotMerged, unmerge
from tickets.models import Event, Ticket, Verb
from tickets.states import State

pytestmark = pytest.mark.django_db


def rows(*tickets: Ticket) -> list[Any]:
    """Everything the database knows of these tickets and their files, events apart."""
    ids = [ticket.id for ticket in tickets]
    found: list[Any] = [*Ticket.objects.filter(id__in=ids).order_by("id").values()]
    for ticket in Ticket.objects.filter(id__in=ids).order_by("id"):
        found += ticket.files.order_by("id").values()
        found += ticket.messages.order_by("id").values()
    return found


def test_a_merged_ticket_lives_on_in_the_other(now: datetime) -> None:
    child, parent = a_ticket(now=now), a_ticket(now=now)
    merge(child_id=child.id, into_id=parent.id, now=now)
    child.refresh_from_db()
    assert (child.merged_into_id, child.survivor_id) == (parent.id, parent.id)
    assert child.is_merged


def test_files_stay_with_the_ticket_they_came_with(now: datetime) -> None:
    child, parent = a_ticket(now=now), a_ticket(now=now)
    queued = a_file(now=now, ticket=child)
    merge(child_id=child.id, into_id=parent.id, now=now)
    queued.refresh_from_db()
    assert queued.ticket_id == child.id
    assert queued.state == FileState.QUEUED


def test_a_chain_resolves_in_one_hop(now: datetime) -> None:
    first, second, third = (a_ticket(now=now) for _each in range(3))
    merge(child_id=first.id, into_id=second.id, now=now)
    merge(child_id=second.id, into_id=third.id, now=now)
    assert set(Ticket.objects.values_list("survivor_id", flat=True)) == {third.id}


def test_merging_into_a_merged_ticket_reaches_the_one_it_lives_in(now: datetime) -> None:
    first, second, third = (a_ticket(now=now) for _each in range(3))
    merge(child_id=second.id, into_id=third.id, now=now)
    assert merge(child_id=first.id, into_id=second.id, now=now).id == third.id


def test_a_cycle_cannot_come_about(now: datetime) -> None:
    first, second = a_ticket(now=now), a_ticket(now=now)
    merge(child_id=first.id, into_id=second.id, now=now)
    with pytest.raises(CannotMergeIntoItself):
        merge(child_id=second.id, into_id=first.id, now=now)


def test_a_ticket_is_not_merged_into_itself(now: datetime) -> None:
    ticket = a_ticket(now=now)
    with pytest.raises(CannotMergeIntoItself):
        merge(child_id=ticket.id, into_id=ticket.id, now=now)


def test_a_second_merge_of_the_same_ticket_names_where_it_went(now: datetime) -> None:
    child, winner, loser = (a_ticket(now=now) for _each in range(3))
    merge(child_id=child.id, into_id=winner.id, now=now)
    with pytest.raises(TicketAlreadyMerged) as refused:
        merge(child_id=child.id, into_id=loser.id, now=now)
    assert refused.value.into.id == winner.id


def test_merging_two_peoples_tickets_needs_a_supervisors_word(now: datetime) -> None:
    child = a_ticket(now=now, contact_email="alice@example.com")
    parent = a_ticket(now=now, contact_email="bob@example.com")
    with pytest.raises(DifferentPeople):
        merge(child_id=child.id, into_id=parent.id, now=now)
    assert merge(child_id=child.id, into_id=parent.id, now=now, across_people=True).id == parent.id


def test_a_plus_tag_makes_another_person_but_the_case_of_the_domain_does_not(now: datetime) -> None:
    one = a_ticket(now=now, account_email="alice@example.com", contact_email="alice@example.com")
    same = a_ticket(now=now, account_email="alice@EXAMPLE.com", contact_email="alice@example.com")
    other = a_ticket(now=now, account_email="alice+2@example.com", contact_email="alice@example.com")
    merge(child_id=same.id, into_id=one.id, now=now)
    with pytest.raises(DifferentPeople):
        merge(child_id=other.id, into_id=one.id, now=now)


def test_a_solved_parent_opens_again(now: datetime) -> None:
    child, parent = a_ticket(now=now), a_ticket(now=now)
    Ticket.objects.filter(id=parent.id).update(state=State.SOLVED)
    merge(child_id=child.id, into_id=parent.id, now=now)
    parent.refresh_from_db()
    assert parent.state == State.OPEN


def test_a_closed_parent_takes_nothing_more(now: datetime) -> None:
    child, parent = a_ticket(now=now), a_ticket(now=now)
    Ticket.objects.filter(id=parent.id).update(state=State.CLOSED)
    with pytest.raises(ParentIsClosed):
        merge(child_id=child.id, into_id=parent.id, now=now)


@pytest.mark.parametrize("state", [State.NEW, State.SOLVED, State.PENDING])
def test_undo_restores_everything_but_the_events(now: datetime, state: State) -> None:
    child, parent, grandchild = (a_ticket(now=now) for _each in range(3))
    a_file(now=now, ticket=child)
    merge(child_id=grandchild.id, into_id=child.id, now=now)
    Ticket.objects.filter(id=parent.id).update(state=state)
    before = rows(child, parent, grandchild)
    merge(child_id=child.id, into_id=parent.id, now=now)
    unmerge(child_id=child.id, now=now)
    assert rows(child, parent, grandchild) == before


def test_undo_restores_the_state_although_colleagues_took_notes_meanwhile(now: datetime) -> None:
    agent = User.objects.create_user("agent@example.com")
    child, parent = a_ticket(now=now), a_ticket(now=now)
    Ticket.objects.filter(id=parent.id).update(state=State.PENDING)
    merge(child_id=child.id, into_id=parent.id, now=now)
    seen = last_event_id(ticket=parent)
    reply(ticket_id=parent.id, body="For somebody else?", author=agent, now=now, seen_event=seen, is_note=True)
    unmerge(child_id=child.id, now=now)
    parent.refresh_from_db()
    assert parent.state == State.PENDING


def test_undo_in_the_middle_of_a_chain_takes_its_own_branch_along(now: datetime) -> None:
    leaf, middle, root = (a_ticket(now=now) for _each in range(3))
    merge(child_id=leaf.id, into_id=middle.id, now=now)
    merge(child_id=middle.id, into_id=root.id, now=now)
    unmerge(child_id=middle.id, now=now)
    leaf.refresh_from_db()
    assert (leaf.merged_into_id, leaf.survivor_id) == (middle.id, middle.id)


def test_there_is_nothing_to_undo_on_a_ticket_that_stands_alone(now: datetime) -> None:
    with pytest.raises(NotMerged):
        unmerge(child_id=a_ticket(now=now).id, now=now)


def test_both_sides_keep_a_note_of_who_merged_what(now: datetime) -> None:
    agent = User.objects.create_user("agent@example.com")
    child, parent = a_ticket(now=now), a_ticket(now=now)
    merge(child_id=child.id, into_id=parent.id, now=now, actor=agent)
    notes = Event.objects.exclude(verb=Verb.SUBMITTED).order_by("id")
    assert [(each.ticket_id, each.verb, each.details["other"]) for each in notes] == [
        (child.id, Verb.MERGED, parent.reference),
        (parent.id, Verb.RECEIVED_MERGE, child.reference),
    ]
    assert {each.actor_id for each in notes} == {agent.id}
