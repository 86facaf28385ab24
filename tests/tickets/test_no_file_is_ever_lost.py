"""Whatever happens in whatever order, every accepted file is reachable from exactly one live ticket, and every file ends."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from attachments.checking import claim, expire_lease, settle
from attachments.inspection import Verdict
from attachments.joining import join_if_ready, left_to_join
from attachments.models import Attachment
from attachments.states import UNFINISHED, FileState
from tests.conftest import THURSDAY_NOON
from tests.factories import a_file, a_ticket
from tests.tickets.test_merge import rows
from tickets.actions.merge import CannotMergeIntoItself, ParentIsClosed, TicketAlreadyMerged, merge
from tickets.actions.unmerge import NotMerged, unmerge
from tickets.models import Event, Joining, Ticket, Verb


@dataclass(frozen=True)
class Held:
    """A file in a worker's hands."""

    file_id: UUID
    lease: UUID


def verdict(*, good: bool) -> Verdict:
    """What an inspection may answer."""
    return Verdict(
        verdict="accepted" if good else "refused",
        code="" if good else "file_broken",
        media_type="image/png" if good else "",
        pages=1 if good else None,
        width=1 if good else None,
        height=1 if good else None,
        flags=(),
        previews=(),
    )


class Portal(RuleBasedStateMachine):
    """Customers, workers and agents doing what they do, in any order; workers die, messages come twice."""

    tickets = Bundle("tickets")
    files = Bundle("files")
    held = Bundle("held")

    def __init__(self) -> None:
        super().__init__()
        self.now = THURSDAY_NOON
        self.rollback = transaction.atomic()
        self.rollback.__enter__()

    def tick(self, seconds: int = 1) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    @rule(target=tickets)
    def submit(self) -> Ticket:
        self.tick()
        return a_ticket(now=self.now)

    @rule(target=tickets, parent=tickets)
    def submit_documents(self, parent: Ticket) -> Ticket:
        self.tick()
        return a_ticket(now=self.now, joins=parent, request_type="documents-general")

    @rule(target=files, ticket=tickets)
    def upload(self, ticket: Ticket) -> Attachment:
        return a_file(now=self.now, ticket=ticket)

    @rule(target=held, file=files)
    def worker_takes(self, file: Attachment) -> object:
        lease = claim(file_id=file.id, now=self.now)
        return Held(file.id, lease) if lease else multiple()

    @rule(holding=held, good=st.booleans(), rings=st.integers(0, 3))
    def worker_settles(self, holding: Held, good: bool, rings: int) -> None:
        """Also with a lease lost long ago, and with the join delivered never, once or thrice."""
        ticket_id = settle(file_id=holding.file_id, lease=holding.lease, verdict=verdict(good=good), now=self.now)
        for _each in range(rings if ticket_id else 0):
            assert ticket_id
            join_if_ready(ticket_id=ticket_id, now=self.now)

    @rule()
    def workers_die_and_the_sweeper_finds_out(self) -> None:
        self.tick(1000)
        for each in Attachment.objects.filter(state=FileState.CHECKING).order_by("id"):
            expire_lease(attachment=each, now=self.now)

    @rule(ticket=tickets)
    def join_is_delivered_again(self, ticket: Ticket) -> None:
        join_if_ready(ticket_id=ticket.id, now=self.now)

    @rule(child=tickets, into=tickets)
    def agent_merges(self, child: Ticket, into: Ticket) -> None:
        try:
            merge(child_id=child.id, into_id=into.id, now=self.now)
        except (CannotMergeIntoItself, TicketAlreadyMerged, ParentIsClosed):
            return

    @rule(child=tickets)
    def agent_undoes(self, child: Ticket) -> None:
        try:
            unmerge(child_id=child.id, now=self.now)
        except NotMerged:
            return

    @rule(child=tickets, into=tickets)
    def agent_merges_and_undoes_at_once(self, child: Ticket, into: Ticket) -> None:
        everything = list(Ticket.objects.order_by("id"))
        before = rows(*everything)
        try:
            merge(child_id=child.id, into_id=into.id, now=self.now)
        except (CannotMergeIntoItself, TicketAlreadyMerged, ParentIsClosed):
            return
        unmerge(child_id=child.id, now=self.now)
        assert rows(*everything) == before

    @invariant()
    def every_ticket_lives_in_a_live_root(self) -> None:
        all_tickets = {each.id: each for each in Ticket.objects.order_by("id")}
        for ticket in all_tickets.values():
            seen = {ticket.id}
            root = ticket
            while root.merged_into_id:
                root = all_tickets[root.merged_into_id]
                assert root.id not in seen, "a cycle of merges"
                seen.add(root.id)
            assert ticket.survivor_id == root.id

    @invariant()
    def every_accepted_file_is_reachable_from_exactly_one_live_ticket(self) -> None:
        roots = Ticket.objects.filter(merged_into__isnull=True).order_by("id")
        reached = [
            file_id
            for root in roots
            for file_id in Attachment.objects.filter(ticket__survivor=root, state=FileState.ACCEPTED)
            .order_by("id")
            .values_list("id", flat=True)
        ]
        accepted = Attachment.objects.filter(state=FileState.ACCEPTED).order_by("id").values_list("id", flat=True)
        assert sorted(reached) == sorted(accepted)

    @invariant()
    def the_worker_joins_a_ticket_at_most_once(self) -> None:
        for ticket in Ticket.objects.exclude(joining=Joining.NOT_ASKED).order_by("id"):
            assert ticket.joins
            merges = Event.objects.filter(ticket=ticket, verb=Verb.MERGED, details__other=ticket.joins.reference)
            undone = Event.objects.filter(ticket=ticket, verb=Verb.UNMERGED)
            assert merges.count() <= undone.count() + 1

    def teardown(self) -> None:
        """Let everything come to rest, then look whether anything was left behind."""
        try:
            self._settle_everything()
            assert not Attachment.objects.filter(state__in=UNFINISHED).exists()
            for ticket_id in left_to_join(limit=100):
                was_undone = Event.objects.filter(ticket_id=ticket_id, verb=Verb.UNMERGED).exists()
                assert was_undone, "a documents ticket was left behind"
        finally:
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    def _settle_everything(self) -> None:
        for _each in range(12):
            self.tick(1000)
            for held in Attachment.objects.filter(state=FileState.CHECKING).order_by("id"):
                expire_lease(attachment=held, now=self.now)
            for queued in Attachment.objects.filter(state=FileState.QUEUED).order_by("id"):
                lease = claim(file_id=queued.id, now=self.now)
                assert lease
                settle(file_id=queued.id, lease=lease, verdict=verdict(good=True), now=self.now)
            for ticket_id in left_to_join(limit=100):
                join_if_ready(ticket_id=ticket_id, now=self.now)


@pytest.mark.django_db
def test_no_order_of_events_loses_a_file(request: pytest.FixtureRequest) -> None:
    examples = 300 if request.config.getoption("--long", default=False) else 40
    run_state_machine_as_test(
        Portal,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
