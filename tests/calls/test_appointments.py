"""An appointment from the customer's proposals to its end: who may do what, what is told, and what nobody gets twice."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from calls.actions.accept import accept
from calls.actions.agree import NotProposed, agree
from calls.actions.cancel import SayWhy, cancel
from calls.actions.propose import propose
from calls.actions.settle import NotYet, settle
from calls.booking import AgentIsTaken, AsksForNoCall, MissedTooOften, NotATime, TicketIsOver
from calls.code_words import call_code
from calls.ending import CallChanged
from calls.models import Appointment, CallState, TakenQuarter
from calls.slots import NotOnTheClocks
from secret_guard import SecretFound
from tests.calls.asking import asks_for_a_call_back, asks_for_video
from tests.factories import a_ticket
from tests.letters import posted, text_of, written
from tests.tickets.test_merge_at_the_same_moment import at_once, rounds
from tickets.actions.change_state import change_state
from tickets.actions.close import close
from tickets.actions.edit import ChangedMeanwhile, last_event_id
from tickets.models import Event, Ticket, Verb
from tickets.states import State

pytestmark = pytest.mark.django_db
NINE_THIRTY_IN_PARIS = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)


@pytest.fixture
def agent() -> User:
    """Who calls."""
    return an_agent("lea")


def an_agent(name: str) -> User:
    return User.objects.create_user(f"{name}@example.com", is_staff=True)


def agreed(ticket: Ticket, agent: User, now: datetime, at: datetime = NINE_THIRTY_IN_PARIS) -> Appointment:
    """The agent picks a time of the customer's."""
    seen = last_event_id(ticket=ticket)
    return agree(root_id=ticket.id, part_id=ticket.id, starts_at=at, actor=agent, now=now, seen_event=seen)


def proposed(ticket: Ticket, agent: User, now: datetime, day: date, at: time) -> Appointment:
    """The agent proposes another."""
    seen = last_event_id(ticket=ticket)
    return propose(root_id=ticket.id, part_id=ticket.id, day=day, at=at, actor=agent, now=now, seen_event=seen)


def shown(appointment: Appointment) -> dict[str, Any]:
    """What a page that shows it sends back."""
    return {"appointment_id": appointment.id, "sequence": appointment.sequence}


def test_a_time_within_a_proposal_is_agreed_and_told_on_both_clocks(agent: User, now: datetime) -> None:
    ticket = asks_for_video(now=now)
    appointment = agreed(ticket, agent, now)
    assert (appointment.state, appointment.zone, appointment.minutes) == (CallState.AGREED, "Europe/Paris", 30)
    text = text_of(posted("call_agreed").get(), now=now)
    assert "Friday 6 March 2026 at 09:30, Paris time (UTC+1)" in text
    assert "Friday 6 March 2026 at 08:30, UTC" in text
    assert Event.objects.get(verb=Verb.CALL_AGREED).actor == agent
    assert Ticket.objects.get().state == State.OPEN


def test_who_calls_works_on_the_request_unless_somebody_does_already(agent: User, now: datetime) -> None:
    ticket = asks_for_video(now=now)
    agreed(ticket, agent, now)
    assert Ticket.objects.get().assignee == agent
    agreed(ticket, an_agent("sam"), now)
    assert Ticket.objects.get().assignee == agent


def test_the_letter_is_in_the_tickets_language(agent: User, now: datetime) -> None:
    agreed(asks_for_video(now=now, language="fr"), agent, now)
    text = text_of(posted("call_agreed").get(), now=now)
    assert "vendredi 6 mars 2026 à 9\u00a0h\u00a030, heure de Paris (UTC+1)" in text


def test_no_letter_holds_the_call_code_or_the_customers_words(agent: User, now: datetime) -> None:
    ticket = asks_for_video(now=now, body="the thief knows my street")
    appointment = agreed(ticket, agent, now)
    message = written(posted("call_agreed").get(), now=now)
    assert message is not None
    whole = message.message().as_string() + str(message.attachments[0])
    for word in (*call_code(appointment=appointment).split()[:2], "thief", "lea@example.com", "+33"):
        assert word not in whole


def test_without_a_proven_address_nobody_is_written_to(agent: User, now: datetime) -> None:
    ticket = a_ticket(now=now, request_type="video-verification", answers=asks_for_video(now=now).answers)
    agreed(ticket, agent, now)
    assert posted("call_agreed").count() == 0


def test_a_time_that_the_customer_did_not_name_can_only_be_proposed(agent: User, now: datetime) -> None:
    ticket = asks_for_video(now=now)
    for at in (NINE_THIRTY_IN_PARIS - timedelta(hours=2), datetime(2026, 3, 6, 10, 45, tzinfo=UTC)):
        with pytest.raises(NotProposed):
            agreed(ticket, agent, now, at)
    appointment = proposed(ticket, agent, now, date(2026, 3, 10), time(17))
    assert (appointment.state, appointment.starts_at.hour) == (CallState.PROPOSED, 16)
    assert Ticket.objects.get().state == State.PENDING
    assert "at 17:00, Paris time (UTC+1)" in text_of(posted("call_proposed").get(), now=now)


def test_a_proposed_time_holds_once_the_customer_agrees(agent: User, now: datetime) -> None:
    appointment = proposed(asks_for_video(now=now), agent, now, date(2026, 3, 10), time(17))
    for _press in range(2):
        assert accept(**shown(appointment), now=now).state == CallState.AGREED
    assert Event.objects.filter(verb=Verb.CALL_ACCEPTED, actor=None).count() == 1
    assert Ticket.objects.get().state == State.OPEN
    assert posted("call_agreed").count() == 1


def test_a_proposed_time_that_has_passed_is_not_agreed_to(agent: User, now: datetime) -> None:
    appointment = proposed(asks_for_video(now=now), agent, now, date(2026, 3, 10), time(17))
    with pytest.raises(CallChanged):
        accept(**shown(appointment), now=now + timedelta(days=6))


def test_a_time_that_the_clocks_jump_over_is_not_proposed(agent: User, now: datetime) -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        with pytest.raises(NotOnTheClocks):
            proposed(asks_for_video(now=now, draft_id=uuid4()), agent, now, day, time(2, 30))


def test_moving_a_call_gives_it_a_higher_sequence_another_code_and_the_old_time_back(
    agent: User, now: datetime
) -> None:
    ticket = asks_for_video(now=now)
    first = agreed(ticket, agent, now)
    code = call_code(appointment=first)
    moved = agreed(ticket, agent, now + timedelta(minutes=1), datetime(2026, 3, 9, 15, 0, tzinfo=UTC))
    assert (moved.id, moved.sequence, Appointment.objects.count()) == (first.id, 1, 1)
    assert call_code(appointment=moved) != code
    assert set(TakenQuarter.objects.values_list("starts_at", flat=True)) == {
        datetime(2026, 3, 9, 15, 0, tzinfo=UTC),
        datetime(2026, 3, 9, 15, 15, tzinfo=UTC),
    }
    old, new = posted("call_agreed")
    assert written(old, now=now) is None
    assert "It takes the place of every time that we told you before." in text_of(new, now=now)
    with pytest.raises(CallChanged):
        cancel(appointment_id=first.id, sequence=0, now=now)


def test_a_call_that_is_off_frees_its_time_and_leaves_the_calendar(agent: User, now: datetime) -> None:
    appointment = agreed(asks_for_video(now=now), agent, now)
    off = cancel(**shown(appointment), now=now + timedelta(minutes=1), wants_another=True)
    assert (off.state, off.sequence, TakenQuarter.objects.count()) == (CallState.CANCELLED, 1, 0)
    assert Event.objects.get(verb=Verb.CALL_CANCELLED).details["wants_another"] is True
    message = written(posted("call_cancelled").get(), now=now)
    assert message is not None
    entry = str(message.attachments[0][1])
    for line in ("METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", f"UID:{appointment.id}@"):
        assert line in entry
    assert written(posted("call_agreed").get(), now=now) is None


@pytest.mark.parametrize("by_an_agent", [True, False])
def test_a_call_to_come_ends_with_its_request_and_its_customer_is_told(
    agent: User, now: datetime, *, by_an_agent: bool
) -> None:
    ticket = asks_for_video(now=now)
    agreed(ticket, agent, now)
    if by_an_agent:
        seen = last_event_id(ticket=ticket)
        change_state(ticket_id=ticket.id, state=State.SOLVED, actor=agent, now=now, seen_event=seen)
    else:
        close(ticket_id=ticket.id, now=now)
    assert (Appointment.objects.get().state, TakenQuarter.objects.count()) == (CallState.CANCELLED, 0)
    assert Event.objects.get(verb=Verb.CALL_CANCELLED).details["with_request"] is True
    assert "The call at this time is called off:" in text_of(posted("call_cancelled").get(), now=now)


def test_a_call_that_has_begun_outlives_its_request_until_somebody_says_how_it_went(agent: User, now: datetime) -> None:
    ticket = asks_for_video(now=now)
    appointment = agreed(ticket, agent, now)
    close(ticket_id=ticket.id, now=NINE_THIRTY_IN_PARIS)
    assert Appointment.objects.get().state == CallState.AGREED
    settle(**shown(appointment), outcome=CallState.HELD, actor=agent, now=NINE_THIRTY_IN_PARIS)


def test_an_agent_calls_off_only_with_a_reason_that_holds_no_secret(agent: User, now: datetime) -> None:
    appointment = agreed(asks_for_video(now=now), agent, now)
    with pytest.raises(SayWhy):
        cancel(**shown(appointment), now=now, actor=agent)
    with pytest.raises(SecretFound):
        cancel(**shown(appointment), now=now, actor=agent, reason="the password is hunter2hunter2")
    cancel(**shown(appointment), now=now, actor=agent, reason="The agent is ill")
    assert Event.objects.get(verb=Verb.CALL_CANCELLED).details["reason"] == "The agent is ill"


def test_how_a_call_went_is_recorded_once_it_has_begun(agent: User, now: datetime) -> None:
    appointment = agreed(asks_for_video(now=now), agent, now)
    with pytest.raises(NotYet):
        settle(**shown(appointment), outcome=CallState.HELD, actor=agent, now=now)
    settle(**shown(appointment), outcome=CallState.HELD, actor=agent, now=NINE_THIRTY_IN_PARIS)
    assert Appointment.objects.get().state == CallState.HELD
    with pytest.raises(CallChanged):
        settle(**shown(appointment), outcome=CallState.NO_SHOW, actor=agent, now=NINE_THIRTY_IN_PARIS)


def test_after_two_missed_calls_the_customer_sends_a_new_request(agent: User, now: datetime) -> None:
    ticket = asks_for_video(now=now)
    for at, told in (
        (NINE_THIRTY_IN_PARIS, "Write to us on the page of your request which times suit you"),
        (datetime(2026, 3, 9, 15, 0, tzinfo=UTC), "for another call, send a new request"),
    ):
        appointment = agreed(ticket, agent, at - timedelta(hours=1), at)
        settle(**shown(appointment), outcome=CallState.NO_SHOW, actor=agent, now=at)
        now = at
        letter = posted("call_missed").last()
        assert letter is not None
        assert told in text_of(letter, now=now)
    with pytest.raises(MissedTooOften):
        proposed(ticket, agent, now, date(2026, 3, 12), time(10))


def test_a_request_that_is_over_or_asks_for_no_call_gets_none(agent: User, now: datetime) -> None:
    with pytest.raises(AsksForNoCall):
        proposed(a_ticket(now=now), agent, now, date(2026, 3, 12), time(10))
    ticket = asks_for_video(now=now, draft_id=uuid4())
    Ticket.objects.filter(id=ticket.id).update(state=State.SOLVED)
    with pytest.raises(TicketIsOver):
        agreed(ticket, agent, now)


def test_a_call_begins_a_quarter_of_an_hour_that_is_still_to_come(agent: User, now: datetime) -> None:
    ticket = asks_for_video(now=now)
    for day, at in ((date(2026, 3, 10), time(17, 10)), (date(2026, 3, 4), time(17))):
        with pytest.raises(NotATime):
            proposed(ticket, agent, now, day, at)


def test_an_agent_who_saw_an_old_page_changes_nothing(agent: User, now: datetime) -> None:
    ticket = asks_for_video(now=now)
    seen = last_event_id(ticket=ticket)
    agreed(ticket, agent, now)
    with pytest.raises(ChangedMeanwhile):
        agree(
            root_id=ticket.id,
            part_id=ticket.id,
            starts_at=NINE_THIRTY_IN_PARIS,
            actor=agent,
            now=now,
            seen_event=seen,
        )


def test_an_agent_has_one_call_at_a_time_also_when_they_only_overlap(agent: User, now: datetime) -> None:
    agreed(asks_for_video(now=now), agent, now)
    other = asks_for_video(now=now, draft_id=uuid4(), device="other", account_email="", contact_email="bob@example.com")
    with pytest.raises(AgentIsTaken):
        agreed(other, agent, now, NINE_THIRTY_IN_PARIS + timedelta(minutes=15))
    assert not Appointment.objects.filter(ticket=other).exists()
    agreed(other, an_agent("sam"), now, NINE_THIRTY_IN_PARIS + timedelta(minutes=15))


def test_the_database_allows_one_live_call_for_a_ticket(agent: User, now: datetime) -> None:
    appointment = agreed(asks_for_video(now=now), agent, now)
    appointment.id = uuid4()
    with pytest.raises(IntegrityError, match=r"ticket_has_one_live_call|ticket_id"), transaction.atomic():
        appointment.save(force_insert=True)


def test_a_call_back_lasts_a_quarter_of_an_hour_on_the_customers_own_clocks(agent: User, now: datetime) -> None:
    ticket = asks_for_a_call_back(now=now)
    appointment = agreed(ticket, agent, now, datetime(2026, 3, 6, 17, 0, tzinfo=UTC))
    assert appointment.minutes == 15
    assert "at 12:00, New York time (UTC\N{MINUS SIGN}5)" in text_of(posted("call_agreed").get(), now=now)


def test_the_code_is_two_words_and_a_number_that_only_we_can_make(agent: User, now: datetime, settings: Any) -> None:
    appointment = agreed(asks_for_video(now=now), agent, now)
    code = call_code(appointment=appointment)
    first, second, number = code.split()
    assert first.isalpha()
    assert second.isalpha()
    assert number.isdigit()
    settings.SECRET_KEY = "another key" * 6
    assert call_code(appointment=appointment) != code


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
def test_two_people_cannot_take_one_slot_of_one_agent(agent: User, now: datetime) -> None:
    for number in range(min(rounds(), 20)):
        one, other = (
            asks_for_video(
                now=now,
                draft_id=uuid4(),
                device=f"{number}-{name}",
                account_email="",
                contact_email=f"{name}-{number}@example.com",
            )
            for name in ("one", "other")
        )
        raised = at_once(partial(agreed, one, agent, now), partial(agreed, other, agent, now))
        assert sorted(type(each).__name__ for each in raised) == ["AgentIsTaken", "NoneType"]
        assert Appointment.objects.count() == 1
        Appointment.objects.all().delete()
