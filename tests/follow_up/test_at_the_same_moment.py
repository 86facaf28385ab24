"""What happens when two browsers press the same button at the same moment, on a real database."""

from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from accounts.proofs import prove
from tests.factories import a_proven_ticket, a_ticket
from tests.letters import posted
from tests.tickets.test_merge_at_the_same_moment import at_once, rounds
from tickets import passes
from tickets.actions.change_state import change_state
from tickets.actions.close import close
from tickets.actions.confirm_address import confirm_address
from tickets.actions.correct_address import AddressIsProven, correct_address
from tickets.actions.edit import last_event_id
from tickets.actions.merge import merge
from tickets.actions.reopen import reopen
from tickets.actions.reply import reply
from tickets.models import Event, Pass, Ticket, Verb
from tickets.states import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_concurrency]


def test_a_mailed_link_that_two_browsers_open_belongs_to_one_of_them() -> None:
    now = timezone.now()
    ticket = a_proven_ticket(now=now)
    for _each in range(rounds() // 4):
        passes.mail(ticket=ticket, now=now)
        made = Pass.objects.filter(device="").get()
        token = passes.token_of(made=made)
        got: list[Ticket] = []

        def open_in(device: str, token: str = token, got: list[Ticket] = got) -> None:
            ticket = passes.open_in(device=device, token=token, now=now)
            if ticket:
                got.append(ticket)

        assert at_once(*(partial(open_in, device=uuid4().hex) for _browser in range(2))) == [None, None]
        assert len(got) == 1


def test_an_address_is_either_proven_or_corrected_and_never_both() -> None:
    now = timezone.now()
    for number in range(rounds() // 4):
        right, other = f"right-{number}@example.com", f"other-{number}@example.com"
        ticket = a_ticket(now=now, account_email="", contact_email=right, device=f"d{number}", worked_unconfirmed=False)
        person = prove(device=f"d{number}", address=right, now=now)
        raised = at_once(
            partial(confirm_address, ticket_id=ticket.id, person=person, now=now, device=f"d{number}"),
            partial(correct_address, ticket_id=ticket.id, address=other, now=now),
        )
        ticket.refresh_from_db()
        if isinstance(raised[1], AddressIsProven):
            assert (ticket.contact_email, ticket.state, ticket.account) == (right, State.NEW, person)
        else:
            assert raised == [None, None]
            assert (ticket.contact_email, ticket.state, ticket.account) == (other, State.UNCONFIRMED, None)


def test_an_address_proven_twice_at_once_is_one_event_and_one_receipt() -> None:
    now = timezone.now()
    ticket = a_ticket(now=now, worked_unconfirmed=False)
    person = prove(device="this-browser", address="alice@example.com", now=now)
    confirm = partial(confirm_address, ticket_id=ticket.id, person=person, now=now)
    assert at_once(confirm, confirm, confirm) == [None, None, None]
    assert Event.objects.filter(verb=Verb.ADDRESS_PROVEN).count() == posted("received").count() == 1


def test_closing_and_reopening_at_once_ends_in_one_of_the_two_and_the_trail_agrees() -> None:
    now = timezone.now()
    ticket = a_proven_ticket(now=now)
    for _each in range(rounds() // 8):
        pressed = (partial(close, ticket_id=ticket.id, now=now), partial(reopen, ticket_id=ticket.id, now=now))
        assert at_once(*pressed) == [None, None]
        last = Event.objects.filter(verb__in=(Verb.CUSTOMER_CLOSED, Verb.CUSTOMER_REOPENED)).order_by("-id")[0]
        assert Ticket.objects.get(id=ticket.id).state == last.details["after"]


def test_two_who_name_the_same_two_addresses_the_other_way_round_are_both_sent() -> None:
    now = timezone.now()
    for number in range(rounds() // 8):
        one, other = f"one-{number}@example.com", f"other-{number}@example.com"
        mistyped = a_ticket(now=now, account_email=other, contact_email=f"typo-{number}@example.com")
        raised = at_once(
            partial(a_ticket, now=now, account_email=one, contact_email=other),
            partial(a_ticket, now=now, account_email=other, contact_email=one),
            partial(correct_address, ticket_id=mistyped.id, address=one, now=now),
        )
        assert raised == [None, None, None]


def test_an_agent_who_replies_and_solves_and_one_who_solves_never_wait_for_each_other() -> None:
    now = timezone.now()
    agent = User.objects.create_user("lea@example.com")
    for number in range(rounds() // 8):
        first, last = f"a-{number}@example.com", f"z-{number}@example.com"
        roots, parts = [], []
        for each in range(2):
            root = a_ticket(now=now, account_email="", contact_email=first, device=f"root-{number}-{each}")
            part = a_ticket(now=now, account_email="", contact_email=last, device=f"part-{number}-{each}")
            merge(child_id=part.id, into_id=root.id, now=now, across_people=True)
            roots.append(root)
            parts.append(part)

        def reply_and_solve(root: Ticket = roots[0], part: Ticket = parts[0]) -> None:
            with transaction.atomic():
                seen = last_event_id(ticket=root)
                reply(ticket_id=root.id, to_id=part.id, body="Done.", author=agent, now=now, seen_event=seen)
                solve(root)

        def solve(root: Ticket = roots[1]) -> None:
            seen = last_event_id(ticket=root)
            change_state(ticket_id=root.id, state=State.SOLVED, actor=agent, now=now, seen_event=seen)

        assert at_once(reply_and_solve, solve) == [None, None]
