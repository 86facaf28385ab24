"""Guessing agents' passwords is slowed down, wherever Redis is, and tells nobody whose addresses are agents'."""

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import LazySettings
from django.test import Client

from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from operations import passwords, rate_limits
from operations.passwords import AT_ONCE, LARGEST_QUEUE, FrugalArgon2
from operations.rate_limits import FAILED_SIGN_INS_OF_ADDRESS, FAILED_SIGN_INS_OF_NETWORK, TooManyTries
from tests.customer import assert_a_good_page
from tests.services.portal import PROJECT
from tests.services.programs import Valkey

pytestmark = pytest.mark.django_db

AGENT = "lea@example.com"
PASSWORD = "a long password that is right"
TRIES = FAILED_SIGN_INS_OF_ADDRESS.tries


@pytest.fixture(autouse=True)
def _counts_of_this_test(settings: LazySettings, valkey: Valkey) -> Iterator[None]:
    """A Redis of the test's own; what this process counts is forgotten with it."""
    settings.REDIS_URL = valkey.url
    yield
    rate_limits._counters.cache_clear()


@pytest.fixture(autouse=True)
def _an_agent() -> None:
    agent = create_agent(email=AGENT, name="Léa", role=Role.AGENT)
    agent.set_password(PASSWORD)
    agent.save(update_fields=["password"])


def sign_in(email: str = AGENT, *, right: bool = False, network: str = "203.0.113.9", language: str = "en") -> Any:
    """One try at the agents' door."""
    fields = {"username": email, "password": PASSWORD if right else "wrong", "next": "/staff/"}
    return Client().post("/staff/login/", fields, REMOTE_ADDR=network, HTTP_ACCEPT_LANGUAGE=language)


def spend_all(email: str = AGENT) -> None:
    """As many wrong passwords for one address as are let through, each from elsewhere."""
    for number in range(TRIES):
        assert sign_in(email, network=f"198.51.100.{number}").status_code == 200


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "<h1>Too many tries</h1>"), ("fr", "<h1>Trop d’essais</h1>")],
)
def test_after_many_wrong_passwords_for_an_address_even_the_right_one_waits_and_is_told_for_how_long(
    language: str, heading: str
) -> None:
    spend_all()
    refused = sign_in(right=True, language=language)
    assert refused.status_code == 429
    assert 60 < int(refused.headers["Retry-After"]) <= FAILED_SIGN_INS_OF_ADDRESS.seconds
    assert heading in refused.content.decode()
    assert_a_good_page(refused)
    assert sign_in("sam@example.com").status_code == 200


def test_the_pause_is_the_same_for_an_address_that_is_nobodys() -> None:
    spend_all()
    spend_all("nobody@example.com")
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    emails = (AGENT, AGENT.upper(), "nobody@example.com")
    assert len({token.sub("", sign_in(email).content.decode()) for email in emails}) == 1


@pytest.mark.parametrize(
    ("networks", "elsewhere"),
    [
        (["203.0.113.9"], "203.0.113.10"),
        ([f"2001:db8:1:2::{number:x}" for number in range(1, 40)], "2001:db8:1:3::1"),
    ],
)
def test_many_wrong_passwords_from_one_network_close_it_and_no_other(networks: list[str], elsewhere: str) -> None:
    for number in range(FAILED_SIGN_INS_OF_NETWORK.tries):
        email = f"person-{number}@example.com"
        assert sign_in(email, network=networks[number % len(networks)]).status_code == 200
    assert sign_in(right=True, network=networks[-1]).status_code == 429
    assert sign_in(right=True, network=elsewhere).status_code == 302


def test_callers_of_unknown_origin_do_not_close_the_door_for_each_other() -> None:
    for number in range(FAILED_SIGN_INS_OF_NETWORK.tries + 1):
        sign_in(f"person-{number}@example.com", network="")
    assert sign_in(right=True, network="").status_code == 302


def test_signing_in_is_not_counted() -> None:
    for _each in range(TRIES + 1):
        assert sign_in(right=True).status_code == 302


def test_all_processes_count_together() -> None:
    spend_all()
    rate_limits._counters.cache_clear()  # What a process remembers that has only just begun.
    assert sign_in().status_code == 429


def test_emptying_redis_gives_nobody_their_tries_back(valkey: Valkey) -> None:
    spend_all()
    redis.Redis(unix_socket_path=str(valkey.path)).flushall()
    assert sign_in(right=True).status_code == 429


@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP])
def test_a_redis_that_is_away_locks_nobody_out_and_lets_nobody_guess(valkey: Valkey, fault: signal.Signals) -> None:
    valkey.signal(fault)
    begun = time.monotonic()
    assert sign_in(right=True).status_code == 302
    assert time.monotonic() - begun < 1.5
    spend_all()
    assert sign_in(right=True).status_code == 429


def test_nobodys_address_is_written_into_redis(valkey: Valkey) -> None:
    sign_in()
    client = redis.Redis(unix_socket_path=str(valkey.path))
    keys = [key.decode() for key in client.scan_iter()]
    assert len(keys) == 2
    assert not [key for key in keys if "lea" in key or "203.0" in key]
    assert all(0 < client.ttl(key) <= FAILED_SIGN_INS_OF_ADDRESS.seconds for key in keys)


CROWD = """
import threading
from pathlib import Path
import django; django.setup()
from django.contrib.auth.hashers import get_hashers
from django.test.utils import override_settings
from kraken_support.settings import base

def peak():
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024

with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
    hasher = get_hashers()[0]
    kept = hasher.encode("right", hasher.salt())
    before, right, together = peak(), [], threading.Barrier(24)
    def one():
        together.wait()
        right.append(hasher.verify("right", kept))
    crowd = [threading.Thread(target=one) for _ in range(24)]
    for each in crowd: each.start()
    for each in crowd: each.join()
    assert right == [True] * 24
    print(peak() - before)
"""


def test_twenty_four_sign_ins_at_once_take_little_memory() -> None:
    done = subprocess.run([sys.executable, "-c", CROWD], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60, done.stdout


def test_passwords_are_hashed_as_owasp_says() -> None:
    assert FrugalArgon2().encode("word", "salt" * 6).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_longer_queue_than_this_process_can_bear_is_told_to_come_again() -> None:
    crowd = LARGEST_QUEUE + 8
    together, ended = threading.Barrier(crowd), []
    # Nobody's turn comes before everybody has asked.
    begin = threading.Event()
    for _each in range(AT_ONCE):
        passwords._hashing.submit(begin.wait)

    def one() -> None:
        together.wait()
        try:
            FrugalArgon2().encode("word", "salt" * 6)
        except TooManyTries as fault:
            ended.append(fault.retry_after)

    threads = [threading.Thread(target=one) for _each in range(crowd)]
    for each in threads:
        each.start()
    patience = time.monotonic() + 10
    while len(ended) < 8 and time.monotonic() < patience:
        time.sleep(0.01)
    begin.set()
    for each in threads:
        each.join()
    assert ended == [passwords.COME_AGAIN_SECONDS] * 8


def test_a_crowd_that_comes_at_once_gets_no_more_tries_than_the_budget_has() -> None:
    spending = {FAILED_SIGN_INS_OF_ADDRESS: "crowd@example.com"}
    together, tried = threading.Barrier(40), []

    def guess() -> None:
        together.wait()
        try:
            with rate_limits.one_try(spending=spending):
                tried.append(1)
                time.sleep(0.05)
                rate_limits.spend(spending=spending)
        except TooManyTries:
            pass

    crowd = [threading.Thread(target=guess) for _each in range(40)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert 1 <= len(tried) <= TRIES
    with pytest.raises(TooManyTries), rate_limits.one_try(spending=spending):
        pass
