"""Two agents, or an agent and the account's owner, press at the same moment, on a real database: one of them is first."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from outbox.models import Letter
from tests.factories import a_proven_ticket
from tests.tickets.test_merge_at_the_same_moment import at_once
from tests.tickets.test_two_agents import ASKED, by, proposed
from tickets.actions.carry_out import NotAgreedYet, carry_out
from tickets.actions.disown import disown
from tickets.actions.edit import ChangedMeanwhile
from tickets.actions.judge import agree
from tickets.actions.propose import propose
from tickets.models import Approval, Event, Ticket, Verb

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_concurrency]


@pytest.fixture
def agents() -> list[User]:
    """Three of them."""
    return [User.objects.create_user(f"{name}@example.com") for name in ("lea", "sam", "noe")]


def rounds() -> int:
    """Some where rows are locked; a taste where one writer at a time is the lock."""
    return 15 if connection.vendor == "postgresql" else 5


def asked(now: datetime) -> Ticket:
    """One more request, of a sender of its own."""
    address = f"sender{Ticket.objects.count()}@example.com"
    return a_proven_ticket(now=now, **ASKED, account_email=address, contact_email=address)


def told(raised: list[BaseException | None]) -> list[type[BaseException]]:
    """What those heard who were not first."""
    return [type(each) for each in raised if each]


def test_of_two_proposals_and_of_two_agreements_one_counts(now: datetime, agents: list[User]) -> None:
    lea, sam, noe = agents
    for _round in range(rounds()):
        ticket = asked(now)
        words: dict[str, Any] = {"checked": "Everything"}
        raised = at_once(*(partial(propose, **by(ticket, each, now, **words)) for each in (lea, sam)))
        assert told(raised) == [ChangedMeanwhile]
        first = Approval.objects.get(ticket=ticket).proposed_by
        others = [each for each in (lea, sam, noe) if each != first]
        raised = at_once(*(partial(agree, **by(ticket, each, now)) for each in others))
        assert told(raised) == [ChangedMeanwhile]
        assert Event.objects.filter(ticket=ticket, verb=Verb.AGREED).count() == 1
        assert Letter.objects.filter(about=ticket.id, kind="takes_effect").count() == 1


def test_a_change_is_carried_out_or_stopped_and_never_both(now: datetime, agents: list[User]) -> None:
    lea, sam, _noe = agents
    ends = set()
    for _round in range(rounds()):
        ticket = asked(now)
        proposed(ticket, lea, now)
        agree(**by(ticket, sam, now))
        later = now + timedelta(days=30)
        raised = at_once(partial(carry_out, **by(ticket, lea, later)), partial(disown, ticket_id=ticket.id, now=later))
        approval = Approval.objects.get(ticket=ticket)
        verbs = set(Event.objects.filter(ticket=ticket).values_list("verb", flat=True))
        assert Verb.DISOWNED in verbs
        assert (Verb.CARRIED_OUT in verbs, Verb.STOPPED in verbs) == (
            approval.state == "CARRIED_OUT",
            approval.state == "STOPPED",
        )
        heard = told(raised)
        assert heard == [] if approval.state == "CARRIED_OUT" else heard[0] in {ChangedMeanwhile, NotAgreedYet}
        ends.add(approval.state)
    assert ends <= {"CARRIED_OUT", "STOPPED"}
