"""Nobody fills a stranger's mailbox through us: budgets in rows, kept under a lock, and per domain and network."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from operations import rate_limits
from operations.clock import database_now
from operations.rate_limits import TooManyTries
from outbox.addresses import address_key, can_be_written_to, mailbox_key
from outbox.budgets import asking_for_a_letter, mailbox_with_room
from outbox.letters import TEST
from outbox.limits import LETTERS_FROM_NETWORK, LETTERS_TO_DOMAIN, MOST_A_DAY, MOST_AN_HOUR
from outbox.models import Letter, LetterState, Mailbox
from outbox.posting import post
from outbox.silence import allow_again, mailbox_of, silence, stop_token
from tests.outbox.writing import a_letter
from tests.tickets.test_merge_at_the_same_moment import at_once

pytestmark = pytest.mark.django_db

VICTIM = "victim@example.com"
HOUR = timedelta(hours=1)


def posted(to: str = VICTIM, *, after: timedelta = timedelta(0), asker_proven: bool = False) -> bool:
    """Whether a letter is written."""
    now = timezone.now() + after
    letter = post(kind=TEST, about=uuid4(), to=to, language="en", asker_proven=asker_proven, now=now)
    return letter is not None


def test_three_in_an_hour_and_five_in_a_day_whatever_they_are_about() -> None:
    assert [posted(after=minute * timedelta(minutes=1)) for minute in range(6)] == [True] * 3 + [False] * 3
    assert [posted(after=HOUR + minute * timedelta(minutes=1)) for minute in range(1, 6)] == [True] * 2 + [False] * 3
    assert not posted(after=23 * HOUR)
    assert posted(after=25 * HOUR)


@pytest.mark.parametrize("other", ["VICTIM@EXAMPLE.COM", "victim+1@example.com", "Victim+a+b@Example.com"])
def test_other_spellings_of_a_mailbox_are_the_same_mailbox(other: str) -> None:
    assert all(posted() for _each in range(MOST_AN_HOUR))
    assert not posted(other)
    assert posted("somebody.else@example.com")


def test_letters_that_their_owner_has_proven_to_want_are_not_counted() -> None:
    assert all(posted(asker_proven=True) for _each in range(20))
    assert all(posted() for _each in range(MOST_AN_HOUR))
    assert not posted()
    assert posted(asker_proven=True)


def test_over_the_budget_the_time_to_wait_is_told() -> None:
    now = timezone.now()
    for _each in range(MOST_AN_HOUR):
        assert posted()
    with pytest.raises(TooManyTries) as told:
        mailbox_with_room(address=VICTIM, now=now + timedelta(minutes=20))
    assert abs(told.value.retry_after - 40 * 60) < 10


@pytest.mark.parametrize(
    ("address", "network", "budget"),
    [
        ("mailbox-{}@example.com", "", LETTERS_TO_DOMAIN),
        ("{}@gmail.com", "203.0.113.9", LETTERS_FROM_NETWORK),
        ("{}@gmail.com", "2001:db8:1:2::{}", LETTERS_FROM_NETWORK),
    ],
)
def test_one_domain_and_one_network_have_budgets_of_their_own(
    address: str, network: str, budget: rate_limits.Budget
) -> None:
    for number in range(budget.tries):
        with asking_for_a_letter(to=address.format(number), network=network.format(number)):
            pass
    with pytest.raises(TooManyTries), asking_for_a_letter(to=address.format("x"), network=network.format("ff")):
        pass


def test_a_provider_of_mailboxes_for_everybody_is_not_shut_by_its_own_size() -> None:
    for number in range(2 * LETTERS_TO_DOMAIN.tries):
        with asking_for_a_letter(to=f"person-{number}@gmail.com", network=f"198.51.{number // 250}.{number % 250}"):
            pass


def test_a_letter_that_was_not_written_spends_nothing() -> None:
    for _each in range(2 * LETTERS_FROM_NETWORK.tries):
        with pytest.raises(ZeroDivisionError), asking_for_a_letter(to="x@gmail.com", network="203.0.113.9"):
            raise ZeroDivisionError


def test_this_was_not_me_stops_waiting_letters_and_all_others_and_can_be_undone() -> None:
    waiting = a_letter(to=VICTIM, asker_proven=False)
    wanted = a_letter(to=VICTIM, asker_proven=True)
    mailbox = mailbox_of(token=stop_token(mailbox=Mailbox.objects.get()))
    assert mailbox
    silence(mailbox=mailbox, now=timezone.now())
    waiting.refresh_from_db()
    wanted.refresh_from_db()
    assert (waiting.state, wanted.state) == (LetterState.STOPPED, LetterState.WAITING)
    assert not posted()
    assert not posted("Victim+tag@example.com")
    assert posted(asker_proven=True)
    allow_again(mailbox=mailbox)
    assert posted()


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
def test_a_hundred_at_the_same_moment_at_the_limit_are_three() -> None:
    for number in range(5 if connection.vendor == "postgresql" else 1):
        to = f"victim-{number}@example.com"
        written: list[bool] = []

        def one(to: str = to, written: list[bool] = written) -> None:
            written.append(posted(to))

        raised: list[BaseException | None] = []
        for _wave in range(2):
            raised += at_once(*[one] * 50)
        assert raised == [None] * 100
        assert sum(written) == MOST_AN_HOUR
        assert Letter.objects.filter(mailbox__key=to).count() == MOST_AN_HOUR


def test_addresses_are_compared_and_counted_in_two_ways() -> None:
    assert address_key(" Camille+Kraken@Example.COM ") == "camille+kraken@example.com"
    assert mailbox_key("Camille+Kraken@Example.COM") == "camille@example.com"
    assert mailbox_key("+only-a-tag@example.com") == "+only-a-tag@example.com"
    assert mailbox_key("c.a.mille@example.com") != mailbox_key("camille@example.com")
    assert mailbox_key("C.a.mille+x@GoogleMail.com") == mailbox_key("camille@gmail.com")
    assert address_key("camille@EXÄMPLE.com") == address_key("camille@xn--exmple-cua.com")
    assert address_key("no address") == "no address"
    assert address_key(f"camille@{'x' * 70}.com") == f"camille@{'x' * 70}.com"


@pytest.mark.parametrize(
    "address", ["camille@example.com", "o'neil+x@sub.example.co", "a@exämple.com", "x@xn--exmple-cua.com"]
)
def test_plain_addresses_can_be_written_to(address: str) -> None:
    assert can_be_written_to(address)
    assert a_letter(to=address, now=database_now()).state == LetterState.WAITING


def test_the_numbers_are_those_that_were_promised() -> None:
    assert (MOST_AN_HOUR, MOST_A_DAY) == (3, 5)
