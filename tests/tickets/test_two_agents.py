"""A change of an account takes two agents and some time, and its owner can stop it until then; the database says so too."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from outbox.models import Letter
from secret_guard import SecretFound
from tests.factories import a_proven_ticket, a_ticket
from tests.letters import posted, text_of, written
from tickets.actions.carry_out import NotAgreedYet, StillCooling, carry_out
from tickets.actions.change_state import change_state
from tickets.actions.disown import disown
from tickets.actions.edit import ChangedMeanwhile, last_event_id
from tickets.actions.judge import NothingToJudge, OwnerCannotBeTold, YourOwnProposal, agree, decline
from tickets.actions.merge import merge
from tickets.actions.propose import (
    NeedsNoSecondAgent,
    NotBeingWorkedOn,
    OwnerObjected,
    ProposedAlready,
    propose,
)
from tickets.actions.reply import NotInThisConversation
from tickets.actions.stop import NothingToStop, stop
from tickets.approvals import Stage, newest_of, stage_of
from tickets.changes import Change
from tickets.models import Approval, Event, Ticket, Verb
from tickets.states import Priority, State

pytestmark = pytest.mark.django_db

HOURS = 48
ASKED: dict[str, Any] = {
    "request_type": "phone-change",
    "form": {"title": {"en": "Change of phone number"}, "questions": [], "four_eyes": "PHONE"},
    "priority": 3,
    "worked_unconfirmed": False,
}


@pytest.fixture(autouse=True)
def _hours(settings: LazySettings) -> None:
    settings.COOLING_HOURS = {each.value: HOURS for each in Change}


@pytest.fixture
def lea() -> User:
    """An agent."""
    return User.objects.create_user("lea@example.com")


@pytest.fixture
def sam() -> User:
    """Another agent."""
    return User.objects.create_user("sam@example.com")


@pytest.fixture
def ticket(now: datetime) -> Ticket:
    """A request of somebody who has proven their address, for another phone number."""
    return a_proven_ticket(now=now, **ASKED)


def by(ticket: Ticket, actor: User, now: datetime, **more: Any) -> dict[str, Any]:
    """What every one of the verbs is given on a fresh page."""
    root = Ticket.objects.get(id=ticket.survivor_id)
    common = {"ticket_id": root.id, "part_id": ticket.id, "actor": actor, "now": now}
    return {**common, "seen_event": last_event_id(ticket=root), **more}


def proposed(ticket: Ticket, actor: User, now: datetime) -> Approval:
    """What an agent has checked."""
    return propose(**by(ticket, actor, now, checked="Old number matches our record; passport compared."))


def agreed(ticket: Ticket, lea: User, sam: User, now: datetime) -> Approval:
    """Both agents have looked."""
    proposed(ticket, lea, now)
    return agree(**by(ticket, sam, now))


def test_two_agents_and_then_time_carry_a_change_out(now: datetime, lea: User, sam: User, ticket: Ticket) -> None:
    approval = agreed(ticket, lea, sam, now)
    assert approval.takes_effect_at == now + timedelta(hours=HOURS)
    moment = now + timedelta(hours=HOURS)
    with pytest.raises(StillCooling):
        carry_out(**by(ticket, lea, moment - timedelta(seconds=1)))
    assert stage_of(approval=approval, now=moment) is Stage.READY
    done = carry_out(**by(ticket, lea, moment))
    assert (done.state, done.ended_at) == ("CARRIED_OUT", moment)
    verbs = list(Event.objects.filter(ticket=ticket).order_by("id").values_list("verb", flat=True))
    assert verbs[-3:] == [Verb.PROPOSED, Verb.AGREED, Verb.CARRIED_OUT]


def test_nobody_judges_their_own_proposal_whatever_role_they_have(now: datetime, lea: User, ticket: Ticket) -> None:
    lea.is_superuser = True
    lea.save()
    proposed(ticket, lea, now)
    with pytest.raises(YourOwnProposal):
        agree(**by(ticket, lea, now))
    with pytest.raises(YourOwnProposal):
        decline(**by(ticket, lea, now, reason="Not enough"))
    assert Approval.objects.get().decided_by is None


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("nobody_judges_their_own_proposal", lambda lea, sam, now: {"decided_by": lea, "decided_at": now}),
        ("only_a_second_agent_lets_a_change_take_effect", lambda lea, sam, now: {"state": "AGREED"}),
        (
            "no_change_is_carried_out_before_its_time",
            lambda lea, sam, now: {
                "state": "CARRIED_OUT",
                "decided_by": sam,
                "decided_at": now,
                "takes_effect_at": now + timedelta(hours=1),
                "ended_at": now,
            },
        ),
        ("approval_has_an_end_exactly_when_over", lambda lea, sam, now: {"state": "STOPPED"}),
        ("approval_is_decided_by_somebody_at_some_time", lambda lea, sam, now: {"decided_by": sam}),
        ("approval_state_is_known", lambda lea, sam, now: {"state": "DONE", "ended_at": now}),
        ("approval_change_is_known", lambda lea, sam, now: {"change": "BALANCE"}),
    ],
)
def test_the_database_itself_refuses(
    constraint: str, values: Callable[..., dict[str, Any]], now: datetime, lea: User, sam: User, ticket: Ticket
) -> None:
    approval = proposed(ticket, lea, now)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Approval.objects.filter(id=approval.id).update(**values(lea, sam, now))


def test_whoever_proposes_works_on_it_unless_somebody_does_already(now: datetime, lea: User, sam: User) -> None:
    first, second = a_proven_ticket(now=now, **ASKED), a_proven_ticket(now=now, **ASKED)
    Ticket.objects.filter(id=second.id).update(assignee=sam)
    for ticket, works in ((first, lea), (second, sam)):
        proposed(ticket, lea, now)
        ticket.refresh_from_db()
        assert (ticket.state, ticket.assignee) == (State.OPEN, works)


def test_there_is_one_open_proposal_at_a_time(now: datetime, lea: User, sam: User, ticket: Ticket) -> None:
    first = proposed(ticket, lea, now)
    with pytest.raises(ProposedAlready):
        proposed(ticket, sam, now)
    first.pk = ticket.id
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)
    decline(**by(ticket, sam, now, reason="The name on the passport differs."))
    again = proposed(ticket, lea, now + timedelta(minutes=1))
    assert newest_of(tickets=[ticket]) == {ticket.id: again}


def test_a_declined_change_does_not_begin_and_its_reason_is_in_the_trail(
    now: datetime, lea: User, sam: User, ticket: Ticket
) -> None:
    proposed(ticket, lea, now)
    decline(**by(ticket, sam, now, reason="Photo and passport do not match."))
    with pytest.raises(NotAgreedYet):
        carry_out(**by(ticket, lea, now + timedelta(days=9)))
    with pytest.raises(NothingToJudge):
        agree(**by(ticket, sam, now))
    assert Event.objects.get(verb=Verb.DECLINED).details == {"reason": "Photo and passport do not match."}
    assert not posted("takes_effect")


def test_what_is_not_agreed_is_not_carried_out_however_long_it_waits(now: datetime, lea: User, ticket: Ticket) -> None:
    proposed(ticket, lea, now)
    with pytest.raises(NotAgreedYet):
        carry_out(**by(ticket, lea, now + timedelta(days=30)))


def test_a_request_that_changes_nothing_needs_no_second_agent(now: datetime, lea: User) -> None:
    plain = a_proven_ticket(now=now)
    with pytest.raises(NeedsNoSecondAgent):
        proposed(plain, lea, now)
    with pytest.raises(NothingToStop):
        stop(**by(plain, lea, now, reason="Nothing"))


def test_a_secret_in_what_was_checked_is_refused(now: datetime, lea: User, ticket: Ticket) -> None:
    with pytest.raises(SecretFound):
        propose(**by(ticket, lea, now, checked="abandon " * 11 + "about"))
    assert not Approval.objects.exists()


def test_the_owner_is_told_at_the_accounts_own_address_even_when_the_answer_goes_elsewhere(
    now: datetime, lea: User, sam: User
) -> None:
    ticket = a_proven_ticket(now=now, **ASKED, contact_email="new@example.net", body="TYPED http://evil.example/")
    agreed(ticket, lea, sam, now)
    letter = posted("takes_effect")[0]
    assert (letter.address, letter.asker_proven) == ("alice@example.com", False)
    text = text_of(letter)
    assert "the phone number of the account" in text
    assert "7 March 2026" in text
    assert "/n/" in text
    assert not {"TYPED", "evil", "new@example.net", "passport"} & set(text.replace("/", " ").split())


def test_the_owner_is_told_when_it_is_also_the_contact_address(
    now: datetime, lea: User, sam: User, ticket: Ticket
) -> None:
    agreed(ticket, lea, sam, now)
    assert [(each.address, each.asker_proven) for each in posted("takes_effect")] == [("alice@example.com", True)]


def test_without_a_letter_to_the_owner_no_change_begins(now: datetime, lea: User, sam: User) -> None:
    ticket = a_proven_ticket(now=now, **ASKED, contact_email="new@example.net")
    for _each in range(5):
        a_ticket(now=now, account_email="alice@example.com", contact_email="x@example.net")
    proposed(ticket, lea, now)
    before = Letter.objects.count()
    with pytest.raises(OwnerCannotBeTold):
        agree(**by(ticket, sam, now))
    assert Approval.objects.get().state == "PROPOSED"
    assert Letter.objects.count() == before
    tomorrow = now + timedelta(days=1, minutes=1)
    assert agree(**by(ticket, sam, tomorrow)).takes_effect_at == tomorrow + timedelta(hours=HOURS)


def test_an_objection_stops_the_change_makes_it_urgent_and_tells_who_is_on_duty(
    now: datetime, lea: User, sam: User, ticket: Ticket, settings: LazySettings
) -> None:
    settings.ON_DUTY_ADDRESS = "duty@example.com"
    agreed(ticket, lea, sam, now)
    disown(ticket_id=ticket.id, now=now + timedelta(hours=HOURS - 1))
    ticket.refresh_from_db()
    approval = Approval.objects.get()
    assert (approval.state, approval.reason) == ("STOPPED", "")
    assert ticket.priority == Priority.URGENT
    assert [each.address for each in posted("urgent")] == ["duty@example.com"]
    later = now + timedelta(days=30)
    with pytest.raises(NotAgreedYet):
        carry_out(**by(ticket, lea, later))
    with pytest.raises(OwnerObjected):
        proposed(ticket, lea, later)


def test_an_objection_at_submission_comes_before_every_proposal(now: datetime, lea: User, ticket: Ticket) -> None:
    disown(ticket_id=ticket.id, now=now)
    with pytest.raises(OwnerObjected):
        proposed(ticket, lea, now)


def test_an_objection_to_a_request_that_changes_nothing_stays_a_word_to_agents(now: datetime) -> None:
    plain = a_proven_ticket(now=now, priority=3)
    disown(ticket_id=plain.id, now=now)
    plain.refresh_from_db()
    assert plain.priority == Priority.NORMAL


def test_the_letter_is_not_sent_any_more_once_the_change_is_stopped(
    now: datetime, lea: User, sam: User, ticket: Ticket
) -> None:
    agreed(ticket, lea, sam, now)
    stop(**by(ticket, lea, now, reason="The customer called: it was not them."))
    assert written(posted("takes_effect")[0]) is None


def test_a_request_that_is_over_or_unproven_is_not_carried_out(
    now: datetime, lea: User, sam: User, ticket: Ticket
) -> None:
    agreed(ticket, lea, sam, now)
    change_state(ticket_id=ticket.id, state=State.SOLVED, actor=lea, now=now, seen_event=last_event_id(ticket=ticket))
    with pytest.raises(NotBeingWorkedOn):
        carry_out(**by(ticket, lea, now + timedelta(days=9)))
    unproven = a_ticket(now=now, **ASKED)
    with pytest.raises(NotBeingWorkedOn):
        proposed(unproven, lea, now)


def test_a_change_goes_with_its_own_part_through_a_merge(now: datetime, lea: User, sam: User, ticket: Ticket) -> None:
    root = a_proven_ticket(now=now)
    proposed(ticket, lea, now)
    merge(child_id=ticket.id, into_id=root.id, now=now)
    ticket.refresh_from_db()
    assert agree(**by(ticket, sam, now)).ticket_id == ticket.id
    disown(ticket_id=ticket.id, now=now)
    root.refresh_from_db()
    assert root.priority == Priority.URGENT
    stranger = a_proven_ticket(now=now, **ASKED)
    with pytest.raises(NotInThisConversation):
        propose(**by(root, lea, now, checked="Nothing") | {"part_id": stranger.id})


def test_a_decision_on_an_outdated_page_is_refused(now: datetime, lea: User, sam: User, ticket: Ticket) -> None:
    proposed(ticket, lea, now)
    outdated = by(ticket, sam, now)
    stop(**by(ticket, lea, now, reason="I saw something odd."))
    with pytest.raises(ChangedMeanwhile):
        agree(**outdated)
