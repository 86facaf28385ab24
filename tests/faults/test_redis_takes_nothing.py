"""Redis is full, read-only, or silent on open lines, and workers die as they are rung for: the rows are the queue."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import redis

from tests.faults.people import a_portal, the_law_holds, until
from tests.faults.silent_line import SilentLine
from tests.journeys import papers
from tests.services.plugin import a_redis
from tests.services.portal import Portal
from tests.services.programs import Valkey, free_port
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

QUICK = 1.0
A_SWEEP_OR_TWO = 45.0
A_MINUTE_AND_A_HALF = 90.0
# Everything is imported once; each line that is read makes one more worker.
WARM = """
import os, signal, sys
from kraken_support.celery import app
app.loader.import_default_modules()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(2, 1)
        app.worker_main(["worker", "--pool", "solo", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"])
        os._exit(0)
    print(pid, flush=True)
"""


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[Valkey]:
    """A Redis to do everything to."""
    with a_redis(request.config) as service:
        yield service


@pytest.fixture(scope="module")
def line(server: Valkey) -> Iterator[SilentLine]:
    """The way to it."""
    way = SilentLine(server.path)
    yield way
    way.close()


@pytest.fixture(scope="module")
def portal(line: SilentLine) -> Iterator[Portal]:
    """A portal behind that line."""
    with a_portal(redis_url=line.url) as running:
        yield running


def listeners(bell: "redis.Redis") -> set[str]:
    """Connections on which a worker waits for the next message."""
    return {each["id"] for each in bell.client_list() if each["cmd"] == "brpop"}


@contextmanager
def in_place_of_its_worker(portal: Portal, bell: "redis.Redis") -> Iterator[Callable[[], int]]:
    """The portal's own worker stands still, so that it is not started again ever more slowly, and hears no message.

    Out: what starts another one, in the same environment, and says its process.
    """
    portal.signal("worker", signal.SIGSTOP)
    for each in listeners(bell):
        bell.client_kill_filter(_id=each)
    warm = portal.beside("shell", "--no-imports", "-c", WARM)
    ask, hear = warm.stdin, warm.stdout
    assert ask is not None
    assert hear is not None

    def started() -> int:
        before = listeners(bell)
        ask.write("another\n")
        ask.flush()
        pid = int(hear.readline())
        until(lambda: bool(listeners(bell) - before), seconds=60, what="a worker is idle")
        return pid

    try:
        yield started
    finally:
        ask.close()
        warm.wait(30)
        portal.signal("worker", signal.SIGCONT)


def photo(number: int) -> tuple[str, bytes]:
    """One that is like no other."""
    return f"page-{number}.jpg", papers.phone_photo(160, 120)


@pytest.mark.parametrize("fault", ["full", "read-only", "silent"])
def test_adding_and_sending_are_as_quick_as_ever_and_every_file_ends(
    portal: Portal, server: Valkey, line: SilentLine, fault: str, request: pytest.FixtureRequest
) -> None:
    if fault != "full" and not request.config.getoption("--long"):
        pytest.skip("one of three: the others with --long")
    bell = redis.Redis(unix_socket_path=str(server.path))
    customer = Visitor(portal.url)
    customer.reach_documents()
    if fault == "full":
        bell.config_set("maxmemory", "1")
    elif fault == "read-only":
        bell.replicaof("127.0.0.1", str(free_port()))
    else:
        line.fall_silent()
    try:
        for number in range(2):
            assert customer.add(photo(number)).seconds < QUICK
        customer.send()
        assert customer.page.seconds < QUICK
        status = customer.status_path
        assert "2 files: " in customer.get(status).text
        # Long enough for beat to ring, and for a worker to come back for more.
        time.sleep(3)
    finally:
        bell.config_set("maxmemory", "0")
        bell.replicaof("NO", "ONE")
        line.speak_again()
    customer.wait_for(status, ["accepted"] * 2, seconds=A_MINUTE_AND_A_HALF)
    # Whoever had listened on the old line listens again: the next file needs no sweep to be found.
    later = Visitor(portal.url)
    later.reach_documents()
    later.add(photo(3))
    later.wait_for(later.files_path, ["accepted"], seconds=A_SWEEP_OR_TWO)
    the_law_holds(portal)


def test_a_worker_that_is_killed_in_the_moment_in_which_it_is_rung_for_loses_nothing(
    portal: Portal, server: Valkey, request: pytest.FixtureRequest
) -> None:
    bell = redis.Redis(unix_socket_path=str(server.path))
    customers = []
    with in_place_of_its_worker(portal, bell) as another_worker:
        for number in range(50 if request.config.getoption("--long") else 12):
            customer = Visitor(portal.url)
            customer.reach_documents()
            os.kill(another_worker(), signal.SIGKILL)
            customer.add(photo(number))
            customers.append(customer)
    for customer in customers:
        customer.wait_for(customer.files_path, ["accepted"], seconds=A_MINUTE_AND_A_HALF)
        customer.send()
    the_law_holds(portal)
