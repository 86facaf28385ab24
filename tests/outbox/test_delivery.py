"""A letter arrives once, later when it must, and is given up visibly: against a real server that does everything wrong."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection

from operations.clock import database_now
from outbox.delivery import SERVER_AWAY, claim, deliver, due, retry
from outbox.limits import LEASE_SECONDS, MAX_TRIES, WAIT_MINUTES
from outbox.models import Letter, LetterState, Mailbox
from outbox.sweeping import purge, sweep
from tests.outbox.sink import MailServer
from tests.outbox.writing import a_letter, time_passes, wait_of
from tests.tickets.test_merge_at_the_same_moment import at_once

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def state_of(letter: Letter) -> tuple[str, str]:
    """Where a letter stands, and why."""
    letter.refresh_from_db()
    return letter.state, letter.fault


def test_a_letter_arrives_once_however_often_it_is_rung_for(server: MailServer) -> None:
    letter = a_letter()
    for _each in range(3):
        deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.SENT, "")
    assert server.sink.recipients == ["camille@example.com"]


def test_a_server_that_is_down_costs_a_letter_no_try_and_it_leaves_when_the_server_is_back(server: MailServer) -> None:
    server.stop()
    letter = a_letter()
    before = database_now()
    for _minute in range(5):
        deliver(letter_id=letter.id)
        time_passes(letter, MINUTE * 2)
    assert state_of(letter) == (LetterState.WAITING, SERVER_AWAY)
    assert letter.tries == 0
    server.begin()
    assert sweep(now=before + MINUTE) == 1
    deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.SENT, "")
    assert len(server.sink.letters) == 1


def test_while_the_server_is_away_one_letter_a_minute_finds_that_out_and_no_worker_is_held_up(
    server: MailServer,
) -> None:
    server.sink.mode = "slow"
    letters = [a_letter() for _each in range(4)]
    for each in letters:
        deliver(letter_id=each.id)
    assert {state_of(each) for each in letters} == {(LetterState.WAITING, SERVER_AWAY)}
    assert server.sink.connections == 1
    assert {each.tries for each in letters} == {0}
    assert not due(now=database_now()).exists()


@pytest.mark.parametrize("mode", ["450", "451 at the end", "cut before yes", "slow at the end", "sender refused"])
def test_a_letter_that_is_put_off_is_tried_again_ever_more_patiently(server: MailServer, mode: str) -> None:
    server.sink.mode = mode
    letter = a_letter()
    for minutes in (*WAIT_MINUTES, 60, 60):
        begun = database_now()
        deliver(letter_id=letter.id)
        assert abs(wait_of(letter, since=begun) - minutes * MINUTE) < timedelta(seconds=3)
        assert state_of(letter)[0] == LetterState.WAITING
        assert letter.fault != SERVER_AWAY
        time_passes(letter, minutes * MINUTE + timedelta(seconds=3))
    server.sink.mode = "good"
    deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.SENT, "")
    assert len({each["Message-ID"] for each in server.sink.letters}) == 1


def test_a_letter_that_is_put_off_for_two_days_is_given_up_with_the_servers_answer(server: MailServer) -> None:
    server.sink.mode = "450"
    letter = a_letter()
    Letter.objects.filter(id=letter.id).update(tries=MAX_TRIES - 1)
    deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.GIVEN_UP, "450")
    assert timedelta(hours=47) < sum(WAIT_MINUTES) * MINUTE + (MAX_TRIES - len(WAIT_MINUTES)) * 60 * MINUTE


@pytest.mark.parametrize(("mode", "answer"), [("550", "550"), ("554 at the end", "554")])
def test_a_letter_that_is_refused_is_given_up_at_once_and_only_an_operator_tries_it_again(
    server: MailServer, mode: str, answer: str
) -> None:
    server.sink.mode = mode
    letter = a_letter()
    deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.GIVEN_UP, answer)
    server.sink.mode = "good"
    time_passes(letter, timedelta(days=1))
    deliver(letter_id=letter.id)
    assert server.sink.letters == []
    assert retry(now=database_now()) == 1
    deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.SENT, "")


def test_a_server_that_cuts_the_line_after_its_yes_has_the_letter_once(server: MailServer) -> None:
    server.sink.mode = "cut after yes"
    letter = a_letter()
    deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.SENT, "")
    assert len(server.sink.letters) == 1


def test_a_worker_that_dies_between_the_servers_yes_and_our_commit_sends_with_the_same_message_id(
    server: MailServer,
) -> None:
    letter = a_letter()
    deliver(letter_id=letter.id)
    # What the dead worker leaves: the server has the letter, the row still says that it is in a worker's hands.
    lease_until = database_now() + timedelta(seconds=LEASE_SECONDS)
    Letter.objects.filter(id=letter.id).update(
        state=LetterState.WAITING, sent_at=None, tries=0, lease=uuid4(), lease_until=lease_until
    )
    deliver(letter_id=letter.id)
    assert len(server.sink.letters) == 1
    time_passes(letter, timedelta(seconds=LEASE_SECONDS + 1))
    assert sweep(now=database_now()) == 0
    assert state_of(letter) == (LetterState.WAITING, "worker-died")
    time_passes(letter, MINUTE)
    assert sweep(now=database_now()) == 1
    deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.SENT, "")
    first, second = server.sink.letters
    assert first["Message-ID"] == second["Message-ID"] == f"<{letter.id}@support.example.com>"


def test_a_letter_that_kills_its_workers_is_given_up_in_the_end(server: MailServer) -> None:
    letter = a_letter()
    for _death in range(MAX_TRIES):
        assert claim(letter_id=letter.id, now=database_now())
        time_passes(letter, timedelta(seconds=LEASE_SECONDS + 1))
        sweep(now=database_now())
        time_passes(letter, timedelta(hours=1, seconds=1))
    assert state_of(letter) == (LetterState.GIVEN_UP, "worker-died")
    assert server.sink.letters == []


def test_a_worker_that_wakes_up_late_changes_nothing(server: MailServer) -> None:
    letter = a_letter()
    lease = claim(letter_id=letter.id, now=database_now())
    assert lease
    assert claim(letter_id=letter.id, now=database_now()) is None
    time_passes(letter, timedelta(seconds=LEASE_SECONDS + 1))
    sweep(now=database_now())
    time_passes(letter, MINUTE)
    deliver(letter_id=letter.id)
    assert Letter.objects.filter(id=letter.id, lease=lease).update(state=LetterState.GIVEN_UP) == 0
    assert state_of(letter) == (LetterState.SENT, "")


def test_a_kind_of_letter_that_nobody_here_can_write_waits_for_somebody_who_can(server: MailServer) -> None:
    letter = a_letter(kind="of-a-newer-version")
    deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.WAITING, "not-written")
    assert letter.tries == 1


@pytest.mark.parametrize(
    "address",
    [
        "camille@example.com\r\nBcc: victim@example.com",
        "camille@example.com\nSubject: pills",
        "camille@example.com\0",
        "camille@example.com, victim@example.com",
        '"buy pills at once"@example.com',
        "Camille <camille@example.com>",
        "camille@exa\rmple.com",
        "no address",
        "",
    ],
)
def test_no_line_break_nul_or_second_address_reaches_a_header(server: MailServer, address: str) -> None:
    letter = a_letter(to=address)
    deliver(letter_id=letter.id)
    assert state_of(letter) == (LetterState.GIVEN_UP, "address")
    assert server.sink.letters == []
    assert retry(now=database_now()) == 0


def test_a_line_break_in_the_brands_name_or_sender_makes_no_second_header(
    server: MailServer, settings: LazySettings
) -> None:
    settings.BRAND_NAME = "Support\r\nBcc: victim@example.com"
    letter = a_letter()
    deliver(letter_id=letter.id)
    assert server.sink.recipients == ["camille@example.com"]
    assert "Bcc" not in server.sink.letters[0]


def test_rows_of_letters_that_ended_long_ago_are_erased_and_those_that_wait_are_not(server: MailServer) -> None:
    sent, waiting = a_letter(), a_letter()
    deliver(letter_id=sent.id)
    for each in (sent, waiting):
        time_passes(each, timedelta(days=100))
    assert purge(now=database_now()) == 1
    assert Letter.objects.get() == waiting


def test_an_address_that_anybody_typed_goes_with_its_last_letter_unless_its_owner_has_stopped_letters(
    server: MailServer,
) -> None:
    letters = {name: a_letter(to=f"{name}@example.com", asker_proven=False) for name in ("gone", "stopped", "waits")}
    a_letter(to="fresh@example.com", asker_proven=False)
    for name in ("gone", "stopped"):
        deliver(letter_id=letters[name].id)
    Mailbox.objects.filter(key="stopped@example.com").update(silenced_at=database_now())
    Mailbox.objects.exclude(key="fresh@example.com").update(created_at=database_now() - timedelta(days=100))
    for each in letters.values():
        time_passes(each, timedelta(days=100))
    purge(now=database_now())
    kept = set(Mailbox.objects.values_list("key", flat=True))
    assert kept == {"stopped@example.com", "waits@example.com", "fresh@example.com"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
def test_ten_workers_at_the_same_moment_send_one_letter(server: MailServer) -> None:
    for _round in range(20 if connection.vendor == "postgresql" else 3):
        letter = a_letter()
        before = len(server.sink.letters)
        raised = at_once(*[lambda each=letter: deliver(letter_id=each.id)] * 10)
        assert raised == [None] * 10
        assert len(server.sink.letters) == before + 1
        assert state_of(letter) == (LetterState.SENT, "")
