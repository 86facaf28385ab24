"""Redis hangs, is dead or is emptied: Send answers the same and as quickly, and every file ends."""

import signal
from collections.abc import Iterator

import pytest
import redis

from tests.faults.people import a_portal, an_agent, endings, the_law_holds, until
from tests.journeys import papers
from tests.services.plugin import a_redis
from tests.services.portal import Portal
from tests.services.programs import Valkey
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

QUICK = 1.0
A_SWEEP_OR_TWO = 45.0


@pytest.fixture(scope="module")
def valkey(request: pytest.FixtureRequest) -> Iterator[Valkey]:
    """A Redis to take away."""
    with a_redis(request.config) as service:
        yield service


@pytest.fixture(scope="module")
def portal(valkey: Valkey) -> Iterator[Portal]:
    """A portal on it."""
    with a_portal(redis_url=valkey.url) as running:
        yield running


@pytest.fixture(scope="module")
def agent(portal: Portal) -> Visitor:
    """Somebody of the desk."""
    return an_agent(portal)


def pictures(count: int) -> list[tuple[str, bytes]]:
    """Some different small photos."""
    return [(f"page-{each}.jpg", papers.phone_photo(320 + 8 * each, 240)) for each in range(count)]


@pytest.mark.parametrize("fault", ["hangs", "is dead"])
def test_while_redis_is_away_adding_and_sending_answer_the_same_in_under_a_second_and_the_files_end_later(
    portal: Portal, agent: Visitor, valkey: Valkey, fault: str
) -> None:
    customer = Visitor(portal.url)
    customer.reach_documents()
    if fault == "hangs":
        valkey.signal(signal.SIGSTOP)
    else:
        valkey.signal(signal.SIGKILL)
    for each in pictures(2):
        assert customer.add(each).seconds < QUICK
    assert customer.page.status == 200
    assert customer.page.file_states == ["queued", "queued"]
    reference = customer.send()
    assert customer.page.seconds < QUICK
    assert "Request sent" in customer.page.text
    assert "Checking goes on when you close this page." in customer.page.text
    status = customer.status_path
    assert "2 files: 2 being checked." in customer.get(status).text
    assert "The check takes a few moments. Nothing to do." in agent.get(f"/staff/tickets/{reference}/").text
    assert endings(portal)[-2:] == [("QUEUED", 0, 0)] * 2

    if fault == "hangs":
        valkey.signal(signal.SIGCONT)
    else:
        valkey.stop()
        valkey.begin()
    customer.wait_for(status, ["accepted", "accepted"], seconds=A_SWEEP_OR_TWO)
    assert endings(portal)[-2:] == [("ACCEPTED", 0, 1)] * 2
    the_law_holds(portal)


def test_when_redis_has_begun_again_the_next_file_is_rung_for_at_once(portal: Portal, valkey: Valkey) -> None:
    customer, first, other = Visitor(portal.url), *pictures(2)
    customer.reach_documents()
    portal.signal("worker", signal.SIGSTOP)
    try:
        for each in (first, other):
            valkey.stop()
            valkey.begin()
            redis.Redis(unix_socket_path=str(valkey.path)).flushall()
            customer.add(each)
            until(lambda: rung_for_a_check(valkey), seconds=5, what="a check is rung for")
    finally:
        portal.signal("worker", signal.SIGCONT)


def rung_for_a_check(valkey: Valkey) -> bool:
    """Whether somebody asks for a file to be checked, and not only beat for its sweeps."""
    return any(
        b"attachments.tasks.check" in each
        for each in redis.Redis(unix_socket_path=str(valkey.path)).lrange("celery", 0, -1)
    )


def test_when_redis_is_emptied_with_work_queued_every_file_still_ends_once(portal: Portal, valkey: Valkey) -> None:
    customer, bell = Visitor(portal.url), redis.Redis(unix_socket_path=str(valkey.path))
    customer.reach_documents()
    portal.signal("worker", signal.SIGSTOP)
    try:
        customer.add(*pictures(4))
        until(lambda: bell.llen("celery") >= 2, seconds=5, what="work is queued")
        customer.send()
        status = customer.status_path
        bell.flushall()
        assert bell.llen("celery") == 0
        assert "4 files: 4 being checked." in customer.get(status).text
    finally:
        portal.signal("worker", signal.SIGCONT)
    customer.wait_for(status, ["accepted"] * 4, seconds=A_SWEEP_OR_TWO)
    assert endings(portal)[-4:] == [("ACCEPTED", 0, 1)] * 4
    the_law_holds(portal)
