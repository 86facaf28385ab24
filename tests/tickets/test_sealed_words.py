"""What is written in requests about identity and tax lies sealed in the database, and so do all answers."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Group
from forms_catalog.sending import SEALED_GROUPS
from operations.sealed import Sealed
from tests.factories import a_message, a_ticket
from tickets.actions.edit import last_event_id
from tickets.actions.reply import reply
from tickets.actions.write import write
from tickets.models import Message

pytestmark = pytest.mark.django_db


def stored(table: str, column: str) -> list[bytes]:
    """What the database holds, as it lies there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608  (names of ours)
        rows = [row[0] for row in cursor.fetchall()]
    return [row.encode() if isinstance(row, str) else bytes(row) for row in rows]


def test_the_groups_that_are_sealed_are_identity_and_tax() -> None:
    assert set(SEALED_GROUPS) == {Group.IDENTITY, Group.TAX}
    assert [each.slug for each in catalogue().values() if each.group is Group.TAX]


def test_answers_of_every_request_are_sealed_and_read_as_they_were(now: datetime) -> None:
    ticket = a_ticket(now=now, answers={"new_family": "Curie", "ticks": ["a", "b"]})
    (lying,) = stored("tickets_ticket", "answers")
    assert b"Curie" not in lying
    ticket.refresh_from_db()
    assert ticket.answers == {"new_family": "Curie", "ticks": ["a", "b"]}
    assert stored("tickets_ticket", "account_email") == [b"alice@example.com"]


def test_every_word_of_a_sealed_request_is_sealed(now: datetime) -> None:
    ticket = a_ticket(now=now, sealed=True, body="My name changed in Warsaw.")
    write(ticket_id=ticket.id, body="And in Paris as well.", now=now)
    reply(
        ticket_id=ticket.id,
        body="Thank you, Marie.",
        author=User.objects.create_user("lea@example.com"),
        now=now,
        seen_event=last_event_id(ticket=ticket),
    )
    lying = b"".join(stored("tickets_message", "body"))
    assert not [word for word in (b"Warsaw", b"Paris", b"Marie") if word in lying]
    read = list(ticket.messages.order_by("created_at", "id").values_list("body", flat=True))
    assert sorted(read) == ["And in Paris as well.", "My name changed in Warsaw.", "Thank you, Marie."]


def test_the_same_words_pressed_twice_are_one_message_though_they_are_sealed(now: datetime) -> None:
    ticket = a_ticket(now=now - timedelta(minutes=1), sealed=True)
    one = write(ticket_id=ticket.id, body="Is anybody there?", now=now)
    assert write(ticket_id=ticket.id, body="Is anybody there?", now=now).id == one.id


def test_a_message_that_is_saved_again_stays_sealed_and_an_empty_one_stays_empty(now: datetime) -> None:
    message = a_message(ticket=a_ticket(now=now, sealed=True, body="Kept from strangers"))
    message.save(update_fields=["body"])
    assert b"strangers" not in stored("tickets_message", "body")[0]
    Message.objects.update(body=Sealed(""))
    assert not Message.objects.exclude(body="").exists()


def test_words_that_only_look_sealed_are_read_as_they_were_written(now: datetime) -> None:
    text = "\x01sealed:not at all"
    message = a_message(ticket=a_ticket(now=now, body=text))
    message.refresh_from_db()
    assert message.body == text
