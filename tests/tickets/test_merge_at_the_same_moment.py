"""What happens when two people or two workers do it at the same moment, on a real database."""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from queue import Queue
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection

from attachments.checking import claim, settle
from attachments.inspection import Verdict
from attachments.joining import join_if_ready
from attachments.models import Attachment
from tests.factories import a_file, a_ticket
from tickets.actions.edit import ChangedMeanwhile, last_event_id
from tickets.actions.merge import CannotMergeIntoItself, TicketAlreadyMerged, merge
from tickets.actions.reply import reply
from tickets.actions.unmerge import unmerge
from tickets.models import Event, Message, Ticket, Verb

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_concurrency]

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


def rounds() -> int:
    """Two hundred where rows are locked; a taste where one writer at a time is the lock."""
    return 200 if connection.vendor == "postgresql" else 10


def at_once(*actions: Callable[[], object]) -> list[BaseException | None]:
    """Run the actions in threads that start together. Out: what each raised."""
    barrier = threading.Barrier(len(actions))
    raised: list[BaseException | None] = [None] * len(actions)

    def run(position: int, action: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            action()
        except BaseException as fault:
            raised[position] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, each)) for number, each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def test_of_two_opposite_merges_one_wins_and_the_other_is_told_why(now: datetime) -> None:
    for _round in range(rounds()):
        one, other = a_ticket(now=now), a_ticket(now=now)
        raised = at_once(
            partial(merge, child_id=one.id, into_id=other.id, now=now),
            partial(merge, child_id=other.id, into_id=one.id, now=now),
        )
        refusals = [each for each in raised if each]
        assert len(refusals) == 1
        assert isinstance(refusals[0], CannotMergeIntoItself | TicketAlreadyMerged)
        merged = Ticket.objects.filter(id__in=[one.id, other.id], merged_into__isnull=False)
        assert merged.count() == 1


def test_of_three_merges_in_a_circle_two_win_and_no_circle_comes_about(now: datetime) -> None:
    for _round in range(rounds() // 4):
        one, two, three = (a_ticket(now=now) for _each in range(3))
        raised = at_once(
            partial(merge, child_id=one.id, into_id=two.id, now=now),
            partial(merge, child_id=two.id, into_id=three.id, now=now),
            partial(merge, child_id=three.id, into_id=one.id, now=now),
        )
        refusals = [each for each in raised if each]
        assert len(refusals) == 1
        assert isinstance(refusals[0], CannotMergeIntoItself | TicketAlreadyMerged)
        roots = Ticket.objects.filter(id__in=[one.id, two.id, three.id], merged_into__isnull=True)
        assert set(Ticket.objects.filter(survivor__in=roots).values_list("id", flat=True)) == {one.id, two.id, three.id}
        assert roots.count() == 1


def test_a_child_merged_into_two_parents_at_once_has_exactly_one(now: datetime) -> None:
    for _round in range(rounds() // 4):
        child, left, right = (a_ticket(now=now) for _each in range(3))
        raised = at_once(
            partial(merge, child_id=child.id, into_id=left.id, now=now),
            partial(merge, child_id=child.id, into_id=right.id, now=now),
        )
        assert sorted(type(each).__name__ for each in raised) == ["NoneType", "TicketAlreadyMerged"]
        child.refresh_from_db()
        assert child.survivor_id in {left.id, right.id}


def test_an_undo_and_another_merge_of_the_same_root_never_wait_for_each_other(now: datetime) -> None:
    for _round in range(rounds()):
        root, child, leaf, other = (a_ticket(now=now) for _each in range(4))
        merge(child_id=leaf.id, into_id=child.id, now=now)
        merge(child_id=child.id, into_id=root.id, now=now)
        raised = at_once(
            partial(unmerge, child_id=child.id, now=now),
            partial(merge, child_id=root.id, into_id=other.id, now=now),
        )
        assert raised == [None, None]
        survivors = dict(Ticket.objects.order_by("id").values_list("id", "survivor"))
        assert [survivors[each.id] for each in (root, child, leaf)] == [other.id, child.id, child.id]


def test_an_undo_and_a_reply_to_what_it_cuts_off_never_wait_for_each_other(now: datetime) -> None:
    agent = User.objects.create_user("lea@example.com")
    for _round in range(rounds()):
        root, child = a_ticket(now=now), a_ticket(now=now)
        merge(child_id=child.id, into_id=root.id, now=now)
        answer = partial(
            reply,
            ticket_id=root.id,
            to_id=child.id,
            body="Hello",
            author=agent,
            now=now,
            seen_event=last_event_id(ticket=root),
        )
        raised = at_once(partial(unmerge, child_id=child.id, now=now), answer)
        assert raised[0] is None
        assert raised[1] is None or isinstance(raised[1], ChangedMeanwhile)
        assert Message.objects.filter(ticket=child, body="Hello").count() == (raised[1] is None)


def test_two_last_files_settling_together_join_the_ticket_exactly_once(now: datetime) -> None:
    for _round in range(rounds()):
        parent = a_ticket(now=now)
        child = a_ticket(now=now, joins=parent)
        files = [a_file(now=now, ticket=child) for _each in range(2)]
        leases = [claim(file_id=each.id, now=now) for each in files]

        def finish(position: int, files: list[Attachment] = files, leases: list[UUID | None] = leases) -> None:
            lease = leases[position]
            assert lease
            ticket_id = settle(file_id=files[position].id, lease=lease, verdict=ACCEPTED, now=now)
            assert ticket_id
            join_if_ready(ticket_id=ticket_id, now=now)

        assert at_once(partial(finish, 0), partial(finish, 1)) == [None, None]
        child.refresh_from_db()
        assert child.survivor_id == parent.id
        assert Event.objects.filter(ticket=child, verb=Verb.MERGED).count() == 1


def test_a_last_file_settling_while_an_agent_merges_makes_one_merge(now: datetime) -> None:
    for _round in range(rounds() // 4):
        parent = a_ticket(now=now)
        child = a_ticket(now=now, joins=parent)
        file = a_file(now=now, ticket=child)
        lease = claim(file_id=file.id, now=now)
        assert lease

        def finish(file: Attachment = file, lease: UUID = lease, now: datetime = now) -> None:
            ticket_id = settle(file_id=file.id, lease=lease, verdict=ACCEPTED, now=now)
            assert ticket_id
            join_if_ready(ticket_id=ticket_id, now=now)

        raised = at_once(
            finish,
            partial(merge, child_id=child.id, into_id=parent.id, now=now),
        )
        assert raised[0] is None
        assert raised[1] is None or isinstance(raised[1], TicketAlreadyMerged)
        assert Event.objects.filter(ticket=child, verb=Verb.MERGED).count() == 1


def test_one_file_claimed_by_ten_workers_is_checked_by_one(now: datetime) -> None:
    for _round in range(rounds() // 10):
        file = a_file(now=now)
        won: Queue[UUID | None] = Queue()

        def take(file: Attachment = file, won: Queue[UUID | None] = won) -> None:
            won.put(claim(file_id=file.id, now=now))

        at_once(*[take] * 10)
        assert sum(won.get() is not None for _each in range(10)) == 1
