"""An agent's words reach the sender they are addressed to and stay there; no edit hides behind a worker's event."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from tests.factories import a_ticket
from tickets.actions.assign import assign
from tickets.actions.edit import ChangedMeanwhile, last_event_id
from tickets.actions.merge import merge
from tickets.actions.reply import NotInThisConversation, reply
from tickets.actions.unmerge import unmerge
from tickets.models import Event, Message, Ticket, Verb
from tickets.states import State
from tickets.trail import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> User:
    """Somebody who works here."""
    return User.objects.create_user("lea@example.com")


def test_a_reply_to_a_part_belongs_to_that_part_and_opens_the_root(now: datetime, agent: User) -> None:
    root, part = a_ticket(now=now), a_ticket(now=now)
    merge(child_id=part.id, into_id=root.id, now=now)
    seen = last_event_id(ticket=root)
    said = reply(ticket_id=root.id, to_id=part.id, body="Hello", author=agent, now=now, seen_event=seen)
    assert said.ticket_id == part.id
    states = dict(Ticket.objects.order_by("id").values_list("id", "state"))
    assert states == {root.id: State.OPEN, part.id: State.NEW}
    assert Event.objects.get(verb=Verb.REPLIED).details["to"] == part.reference


def test_undoing_the_merge_keeps_each_message_where_it_was_addressed(now: datetime, agent: User) -> None:
    root, part = a_ticket(now=now), a_ticket(now=now)
    merge(child_id=part.id, into_id=root.id, now=now)
    for to in (None, part.id):
        seen = last_event_id(ticket=root)
        reply(ticket_id=root.id, to_id=to, body=f"For {to}", author=agent, now=now, seen_event=seen)
    unmerge(child_id=part.id, now=now)
    assert Message.objects.get(body="For None").ticket.survivor_id == root.id
    assert Message.objects.get(body=f"For {part.id}").ticket.survivor_id == part.id


def test_a_reply_to_somebody_outside_the_conversation_is_refused(now: datetime, agent: User) -> None:
    root, stranger = a_ticket(now=now), a_ticket(now=now)
    seen = last_event_id(ticket=root)
    with pytest.raises(NotInThisConversation):
        reply(ticket_id=root.id, to_id=stranger.id, body="Hello", author=agent, now=now, seen_event=seen)
    assert not Message.objects.filter(body="Hello").exists()


def test_an_edit_that_was_still_being_saved_when_the_page_was_read_is_not_overwritten(
    now: datetime, agent: User
) -> None:
    ticket = a_ticket(now=now)
    taken = Event.objects.order_by("-id").values_list("id", flat=True)[0] + 1
    # A colleague's edit has its number, and is not committed yet when a worker's event, with a higher one, already is.
    Event.objects.create(id=taken + 1, ticket=ticket, verb=Verb.FILE_SETTLED, at=now)
    seen = last_event_id(ticket=ticket)
    Event.objects.create(id=taken, ticket=ticket, verb=Verb.REPLIED, at=now, actor=agent)
    with pytest.raises(ChangedMeanwhile):
        assign(ticket_id=ticket.id, assignee=agent, actor=agent, now=now, seen_event=seen)


def test_a_file_that_settles_disturbs_nobody(now: datetime, agent: User) -> None:
    ticket = a_ticket(now=now)
    seen = last_event_id(ticket=ticket)
    record(ticket_id=ticket.id, verb=Verb.FILE_SETTLED, now=now)
    assert assign(ticket_id=ticket.id, assignee=agent, actor=agent, now=now, seen_event=seen).assignee == agent


def test_the_database_knows_every_priority_there_is(now: datetime) -> None:
    ticket = a_ticket(now=now)
    with pytest.raises(IntegrityError, match="ticket_priority_is_known"):
        Ticket.objects.filter(id=ticket.id).update(priority=5)


def test_the_database_knows_everybody_who_can_speak(now: datetime) -> None:
    a_ticket(now=now)
    with pytest.raises(IntegrityError, match="message_speaker_is_known"):
        Message.objects.update(speaker="NOBODY")
