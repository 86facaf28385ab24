"""Codes of an agent's app, codes on paper and set-up links: each good once, none of them readable in the database."""

import base64
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection

from agent_desk.models import RecoveryCode, SecondFactor, SetUpLink
from agent_desk.recovery_codes import CODES, codes_left, enter_recovery_code, make_codes
from agent_desk.second_factor import (
    STEP_SECONDS,
    WrongCode,
    app_address,
    code_at,
    enter_code,
    has_second_factor,
    new_secret,
    set_up,
)
from agent_desk.set_up_links import LIFE, LinkIsOver, agent_of_link, issue_set_up_link, use_link
from tests.services import authenticator

STEP = timedelta(seconds=STEP_SECONDS)
PASSWORD = "a long password that is right"


def with_an_app(agent: User, now: datetime) -> str:
    """Set up an app ten minutes ago. Out: its secret."""
    secret, begun = new_secret(), now - timedelta(minutes=10)
    set_up(agent=agent, secret=secret, code=authenticator.code(secret, begun.timestamp()), now=begun)
    return secret


def app_code(secret: str, now: datetime) -> str:
    """What the app shows then."""
    return authenticator.code(secret, now.timestamp())


@pytest.mark.parametrize(
    ("moment", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_rfc_6238(moment: int, code: str) -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_at(secret=secret, step=moment // STEP_SECONDS) == code == authenticator.code(secret, moment)


def test_an_app_is_kept_only_when_its_first_code_was_right(agent: User, now: datetime) -> None:
    secret = new_secret()
    with pytest.raises(WrongCode):
        set_up(agent=agent, secret=secret, code=app_code(new_secret(), now), now=now)
    assert not has_second_factor(agent=agent)
    set_up(agent=agent, secret=secret, code=app_code(secret, now), now=now)
    assert has_second_factor(agent=agent)


def test_no_other_app_takes_the_place_of_one_that_is_set_up(agent: User, now: datetime) -> None:
    first, other = with_an_app(agent, now), new_secret()
    with pytest.raises(WrongCode):
        set_up(agent=agent, secret=other, code=app_code(other, now), now=now)
    enter_code(agent=agent, code=app_code(first, now), now=now)


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_one_step_wrong_and_no_more(agent: User, now: datetime, steps: int, good: bool) -> None:
    shown = app_code(with_an_app(agent, now), now + steps * STEP)
    if good:
        return enter_code(agent=agent, code=shown, now=now)
    with pytest.raises(WrongCode):
        enter_code(agent=agent, code=shown, now=now)


def test_a_code_that_was_used_opens_nothing_again_nor_does_an_earlier_one(agent: User, now: datetime) -> None:
    secret = with_an_app(agent, now)
    enter_code(agent=agent, code=app_code(secret, now), now=now)
    for used in (now, now - STEP):
        with pytest.raises(WrongCode):
            enter_code(agent=agent, code=app_code(secret, used), now=now)
    enter_code(agent=agent, code=app_code(secret, now + STEP), now=now + STEP)


def test_the_code_that_set_the_app_up_does_not_also_sign_in(agent: User, now: datetime) -> None:
    secret = new_secret()
    set_up(agent=agent, secret=secret, code=app_code(secret, now), now=now)
    with pytest.raises(WrongCode):
        enter_code(agent=agent, code=app_code(secret, now), now=now)


def race(use: Callable[[], None]) -> int:
    """Do the same in eight threads at once. Out: how many of them were let in."""
    let_in: list[bool] = []
    together = threading.Barrier(8)

    def one() -> None:
        together.wait()
        try:
            use()
            let_in.append(True)
        except (WrongCode, LinkIsOver):
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _each in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return len(let_in)


@pytest.mark.database_concurrency
@pytest.mark.django_db(transaction=True)
def test_of_many_who_bring_the_same_code_at_once_one_gets_in(now: datetime) -> None:
    agent = User.objects.create_user("lea@example.com", is_staff=True)
    secret = with_an_app(agent, now)
    shown, paper = app_code(secret, now), make_codes(agent=agent)[0]
    token = issue_set_up_link(agent=agent, now=now).rstrip("/").rsplit("/", 1)[1]
    assert race(lambda: enter_code(agent=agent, code=shown, now=now)) == 1
    assert race(lambda: enter_recovery_code(agent=agent, code=paper, now=now)) == 1

    def choose() -> None:
        use_link(token=token, password=PASSWORD, now=now)

    assert race(choose) == 1


@pytest.mark.parametrize(
    "odd", ["", " ", "12345", "1234567", "²²²²²²", "１２３４５６", "-12345", "0x1234", "\0", "9" * 60]
)
def test_odd_codes_are_only_wrong(agent: User, now: datetime, odd: str) -> None:
    with_an_app(agent, now)
    make_codes(agent=agent)
    for enter in (enter_code, enter_recovery_code):
        with pytest.raises(WrongCode):
            enter(agent=agent, code=odd, now=now)


def test_a_code_may_be_typed_with_spaces(agent: User, now: datetime) -> None:
    shown = app_code(with_an_app(agent, now), now)
    enter_code(agent=agent, code=f" {shown[:3]} {shown[3:]} ", now=now)


def test_each_recovery_code_works_once_however_it_is_typed_and_for_its_agent_only(
    agent: User, supervisor: User, now: datetime
) -> None:
    codes = make_codes(agent=agent)
    assert len(set(codes)) == CODES == codes_left(agent=agent)
    with pytest.raises(WrongCode):
        enter_recovery_code(agent=supervisor, code=codes[0], now=now)
    enter_recovery_code(agent=agent, code=f" {codes[0].lower().replace('-', ' ')} ", now=now)
    with pytest.raises(WrongCode):
        enter_recovery_code(agent=agent, code=codes[0], now=now)
    assert codes_left(agent=agent) == CODES - 1


def test_new_recovery_codes_replace_the_old_ones(agent: User, now: datetime) -> None:
    old = make_codes(agent=agent)
    new = make_codes(agent=agent)
    with pytest.raises(WrongCode):
        enter_recovery_code(agent=agent, code=old[0], now=now)
    enter_recovery_code(agent=agent, code=new[0], now=now)


def test_a_stolen_database_shows_no_secret_no_code_and_no_link(agent: User, now: datetime) -> None:
    secret, codes = with_an_app(agent, now), make_codes(agent=agent)
    token = issue_set_up_link(agent=agent, now=now).rstrip("/").rsplit("/", 1)[1]
    stored = ""
    with connection.cursor() as cursor:
        for model in (SecondFactor, RecoveryCode, SetUpLink):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608  (our own table's name)
            stored += repr(
                [tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in cursor]
            )
    assert "gAAAA" in stored
    for each in (secret, token, *codes, *(code.replace("-", "") for code in codes)):
        assert each not in stored


def test_an_app_reads_whose_key_it_is_from_the_picture(agent: User) -> None:
    address = app_address(secret="ABCD", agent=agent)
    assert address == ("otpauth://totp/Kraken%20Support%3Alea%40example.com?secret=ABCD&issuer=Kraken%20Support")


def token_for(agent: User, now: datetime) -> str:
    """A fresh link's token."""
    return issue_set_up_link(agent=agent, now=now).rstrip("/").rsplit("/", 1)[1]


def test_a_set_up_link_works_once(agent: User, now: datetime) -> None:
    token = token_for(agent, now)
    assert agent_of_link(token=token, now=now) == agent == agent_of_link(token=token, now=now)
    use_link(token=token, password=PASSWORD, now=now)
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)
    for look in (agent_of_link, lambda **given: use_link(password="another long one", **given)):
        with pytest.raises(LinkIsOver):
            look(token=token, now=now)


def test_a_set_up_link_is_over_after_a_day_or_when_there_is_a_newer_one_or_when_its_agent_has_left(
    agent: User, now: datetime
) -> None:
    first, second = token_for(agent, now), token_for(agent, now)
    over: list[tuple[str, datetime]] = [(first, now), (second, now + LIFE), ("", now), ("x" * 5000, now)]
    for token, moment in over:
        with pytest.raises(LinkIsOver):
            agent_of_link(token=token, now=moment)
    assert agent_of_link(token=second, now=now + LIFE - STEP)
    agent.is_active = False
    agent.save()
    with pytest.raises(LinkIsOver):
        agent_of_link(token=second, now=now)


def test_choosing_a_new_password_by_a_link_takes_the_old_app_and_codes_away(agent: User, now: datetime) -> None:
    with_an_app(agent, now)
    make_codes(agent=agent)
    use_link(token=token_for(agent, now), password=PASSWORD, now=now)
    assert not has_second_factor(agent=agent)
    assert codes_left(agent=agent) == 0
