"""What must hold for requests: every offered file stands somewhere, merges lead where they say, no message is gone."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from attachments.joining import left_to_join
from attachments.ledger.breaches import Breach, Laws, breach
from attachments.ledger.of_files import NOBODY_TRIES_SECONDS
from attachments.models import Attachment, Offer
from tickets.models import Event, Message, Ticket, Verb

SPOKEN = (Verb.SUBMITTED, Verb.WROTE, Verb.REPLIED, Verb.NOTED)
"""Each message has one of these on the trail."""
ENOUGH_JOINS = 200


def offers(ids: list[UUID]) -> list[Breach]:
    """A look at what came with some messages, by the messages’ ids: offered = standing + erased."""
    said = dict(Offer.objects.filter(message__in=ids).order_by().values_list("message_id", "files"))
    erased = dict(Offer.objects.filter(message__in=ids).order_by().values_list("message_id", "erased"))
    stand = Attachment.objects.filter(message__in=ids).order_by().values_list("message_id").annotate(n=Count("pk"))
    standing = dict(stand)
    references = dict(Message.objects.filter(id__in=ids).order_by().values_list("id", "ticket__reference"))
    return [
        breach(
            Laws.NOT_ACCOUNTED,
            references[each],
            f"{said.get(each, 0)} files came with one message, {standing.get(each, 0)} stand, "
            f"{erased.get(each, 0)} were erased on purpose",
        )
        for each in ids
        if each in references and said.get(each, 0) != standing.get(each, 0) + erased.get(each, 0)
    ]


def conversations(ids: list[UUID]) -> list[Breach]:
    """A look at some requests by id: where merges lead, whether all messages are there, what should have joined."""
    rows = list(Ticket.objects.filter(id__in=ids).order_by("id"))
    return [*_merges(rows), *_messages(rows)]


def left_behind(*, now: datetime) -> Callable[[list[None]], list[Breach]]:
    """A look at documents that are ready to join, and have not although the sweeper came by again and again."""
    lately = Attachment.objects.filter(
        ticket=OuterRef("pk"), settled_at__gt=now - timedelta(seconds=NOBODY_TRIES_SECONDS)
    )

    def look(_batch: list[None]) -> list[Breach]:
        ready = Ticket.objects.filter(id__in=left_to_join(limit=ENOUGH_JOINS)).exclude(Exists(lately)).order_by("id")
        sentence = "all its files are checked, and it has not joined the request it belongs to"
        return [breach(Laws.NOT_JOINED, each, sentence) for each in ready.values_list("reference", flat=True)]

    return look


def _merges(rows: list[Ticket]) -> Iterator[Breach]:
    """Follow every merge of the batch at once, one step of all of them a query."""
    into = {ticket.id: ticket.merged_into_id for ticket in rows}
    front = {each for each in into.values() if each} - into.keys()
    while front:
        step = dict(Ticket.objects.filter(id__in=front).order_by().values_list("id", "merged_into"))
        into |= step
        front = {each for each in step.values() if each} - into.keys()
    for ticket in rows:
        end, seen = ticket.id, {ticket.id}
        while (following := into.get(end)) and following not in seen:
            end = following
            seen.add(end)
        if following:
            yield breach(Laws.MERGED_IN_A_CIRCLE, ticket.reference, "its merges lead round in a circle")
        elif end != ticket.survivor_id:
            yield breach(Laws.WRONG_SURVIVOR, ticket.reference, "lives in another request than its merges lead to")


def _messages(rows: list[Ticket]) -> Iterator[Breach]:
    ids = [ticket.id for ticket in rows]
    there = dict(Message.objects.filter(ticket__in=ids).order_by().values_list("ticket").annotate(n=Count("pk")))
    events = Event.objects.filter(ticket__in=ids, verb__in=SPOKEN).order_by()
    told = dict(events.values_list("ticket").annotate(n=Count("pk")))
    for ticket in rows:
        if (have := there.get(ticket.id, 0)) != (should := told.get(ticket.id, 0)):
            sentence = f"has {have} messages, its trail tells of {should}"
            yield breach(Laws.MESSAGES_LOST, ticket.reference, sentence)
