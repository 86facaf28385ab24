"""Who counts as one person: whoever proved an address; while nothing is proven, one browser (DESIGN §5, law 1)."""

from datetime import datetime, timedelta

import pytest

from accounts.proofs import prove
from tests.factories import a_proven_ticket, a_submission, a_ticket
from tests.letters import posted
from tickets.actions.confirm_address import confirm_address
from tickets.actions.correct_address import AddressIsProven, correct_address
from tickets.actions.merge import DifferentPeople, merge
from tickets.actions.submit import submit
from tickets.models import Event, Ticket, Verb
from tickets.readers import own_tickets
from tickets.states import State

pytestmark = pytest.mark.django_db


def references(ticket: Ticket, *, proven: bool) -> set[str]:
    """What somebody may see of the conversation that a ticket lives in."""
    return {each.reference for each in own_tickets(ticket=Ticket.objects.get(id=ticket.id), proven=proven)}


def test_a_request_from_an_unproven_address_waits_unless_its_type_is_worked_meanwhile(now: datetime) -> None:
    waiting = a_ticket(now=now, worked_unconfirmed=False)
    stolen = a_ticket(now=now, worked_unconfirmed=True)
    proven = a_proven_ticket(now=now, worked_unconfirmed=False)
    nameless = a_ticket(now=now, worked_unconfirmed=False, account_email="", contact_email="")
    states = [each.state for each in (waiting, stolen, proven, nameless)]
    assert states == [State.UNCONFIRMED, State.NEW, State.NEW, State.NEW]
    assert [bool(each.account) for each in (waiting, stolen, proven, nameless)] == [False, False, True, False]


def test_a_code_in_the_sending_browser_confirms_all_that_it_sent_with_this_address_and_nothing_else(
    now: datetime,
) -> None:
    mine = [a_ticket(now=now, worked_unconfirmed=False) for _each in range(2)]
    others = [
        a_ticket(now=now, worked_unconfirmed=False, contact_email="bob@example.com"),
        a_ticket(now=now, worked_unconfirmed=False, device="another-browser"),
    ]
    person = prove(device="this-browser", address="Alice@example.com", now=now)
    confirmed = confirm_address(ticket_id=mine[0].id, person=person, device="this-browser", now=now)
    assert {each.id for each in confirmed} == {each.id for each in mine}
    assert set(Ticket.objects.filter(state=State.NEW, account=person)) == set(mine)
    assert set(Ticket.objects.filter(state=State.UNCONFIRMED, account=None)) == set(others)
    assert confirm_address(ticket_id=mine[0].id, person=person, device="this-browser", now=now) == []
    assert Event.objects.filter(verb=Verb.ADDRESS_PROVEN).count() == posted("received").count() == 2


def test_a_link_confirms_its_own_request_and_the_documents_that_were_sent_for_it(now: datetime) -> None:
    ticket = a_ticket(now=now, worked_unconfirmed=False)
    documents = a_ticket(now=now, joins=ticket, contact_email="", account_email="", worked_unconfirmed=False)
    another = a_ticket(now=now, worked_unconfirmed=False)
    person = prove(device="a-phone", address="alice@example.com", now=now)
    confirmed = confirm_address(ticket_id=ticket.id, person=person, now=now)
    assert {each.id for each in confirmed} == {ticket.id, documents.id}
    another.refresh_from_db()
    assert another.state == State.UNCONFIRMED


def test_documents_of_the_same_browser_are_of_the_same_person_and_ask_for_no_proof_of_their_own(now: datetime) -> None:
    parent = a_proven_ticket(now=now)
    before = posted("confirm_address").count()
    same = a_ticket(now=now, joins=parent, account_email="", contact_email="")
    foreign = a_ticket(now=now, joins=parent, account_email="", contact_email="", device="a-stranger")
    assert (same.account, same.contact_email, same.contact_proven_at) == (parent.account, "alice@example.com", now)
    assert (foreign.account, foreign.contact_email) == (None, "")
    assert posted("confirm_address").count() == before


def test_one_person_is_known_from_any_browser_by_a_proven_address(now: datetime) -> None:
    laptop = a_proven_ticket(now=now, device="laptop")
    phone = a_proven_ticket(now=now, device="phone")
    merge(child_id=phone.id, into_id=laptop.id, now=now)
    assert references(laptop, proven=True) == {laptop.reference, phone.reference}


@pytest.mark.parametrize("typed", ["alice@example.com", "bob@example.com", ""])
def test_an_address_that_was_only_typed_makes_nobody_the_same_person(now: datetime, typed: str) -> None:
    hers = a_proven_ticket(now=now, device="laptop")
    claimed = a_ticket(now=now, device="a-stranger", contact_email=typed)
    with pytest.raises(DifferentPeople):
        merge(child_id=claimed.id, into_id=hers.id, now=now)


def test_two_proven_addresses_in_one_browser_are_two_people(now: datetime) -> None:
    alice = a_proven_ticket(now=now, account_email="")
    bob = a_proven_ticket(now=now, account_email="", contact_email="bob@example.com")
    with pytest.raises(DifferentPeople):
        merge(child_id=bob.id, into_id=alice.id, now=now)
    merge(child_id=bob.id, into_id=alice.id, now=now, across_people=True)
    for proven in (True, False):
        assert references(alice, proven=proven) == {alice.reference}
        assert references(bob, proven=proven) == {bob.reference}


def test_whoever_had_another_confirm_their_request_by_mistake_reads_nothing_of_that_person(now: datetime) -> None:
    hers = a_proven_ticket(now=now, device="her-laptop")
    bait = a_ticket(now=now, device="a-thief")
    person = prove(device="her-laptop", address="alice@example.com", now=now)
    confirm_address(ticket_id=bait.id, person=person, now=now)
    merge(child_id=bait.id, into_id=hers.id, now=now)
    # The thief's browser is known as the one that sent the bait, and never as Alice.
    assert references(bait, proven=False) == {bait.reference}
    assert references(hers, proven=True) == {hers.reference, bait.reference}


def test_a_mistyped_address_can_be_corrected_until_somebody_has_proven_it(now: datetime) -> None:
    ticket = a_ticket(now=now, account_email="", contact_email="alise@example.com")
    documents = a_ticket(now=now, joins=ticket, account_email="", contact_email="")
    assert (
        correct_address(ticket_id=ticket.id, address="alice@example.com", now=now).contact_email == "alice@example.com"
    )
    documents.refresh_from_db()
    assert documents.contact_email == "alice@example.com"
    person = prove(device="this-browser", address="alise@example.com", now=now)
    assert confirm_address(ticket_id=ticket.id, person=person, now=now) == []
    person = prove(device="this-browser", address="alice@example.com", now=now)
    confirm_address(ticket_id=ticket.id, person=person, now=now)
    with pytest.raises(AddressIsProven):
        correct_address(ticket_id=ticket.id, address="mallory@example.com", now=now)


def test_documents_still_join_their_request_after_a_supervisor_merged_that_with_another_persons(now: datetime) -> None:
    bob = a_proven_ticket(now=now, device="bobs", account_email="", contact_email="bob@example.com")
    alice = a_proven_ticket(now=now, device="hers", account_email="")
    merge(child_id=alice.id, into_id=bob.id, now=now, across_people=True)
    documents = a_ticket(now=now, device="hers", joins=alice, account_email="", contact_email="")
    merge(child_id=documents.id, into_id=alice.id, now=now + timedelta(minutes=1))
    assert references(alice, proven=True) == {alice.reference, documents.reference}
    assert references(bob, proven=True) == {bob.reference}


def test_send_is_not_refused_when_no_letter_can_be_written(now: datetime) -> None:
    tickets = [submit(submission=a_submission(network="203.0.113.9"), now=now)[0] for _each in range(6)]
    assert Ticket.objects.filter(id__in=[each.id for each in tickets]).count() == 6
    assert posted(to="alice@example.com").count() == 3
