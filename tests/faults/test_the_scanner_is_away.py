"""The virus scanner is down, or hangs, and whoever waits for it is killed: files wait and say so, others pass, none is lost."""

import os
import signal
import time
from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.faults.people import a_portal, an_agent, endings, the_law_holds, until
from tests.journeys import papers
from tests.services.portal import Portal
from tests.services.programs import Clamd
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

QUICK = 1.0
A_MINUTE = 60.0
# compose and systemd wait for so long before they kill what was asked to end.
PATIENCE_WITH_WHO_ENDS = 10.0
LAST_FILE = "SELECT id FROM attachments_attachment ORDER BY received_at DESC LIMIT 1"


@pytest.fixture(scope="module")
def portal(clamd: Clamd) -> Iterator[Portal]:
    """A portal whose scanner will hang."""
    with a_portal(clamd_url=clamd.url) as running:
        yield running


@pytest.fixture(scope="module")
def agent(portal: Portal) -> Visitor:
    """Somebody of the desk."""
    return an_agent(portal)


@pytest.fixture
def hanging(clamd: Clamd) -> Iterator[Clamd]:
    """It takes connections and says nothing; a test may let it go on before its end."""
    clamd.signal(signal.SIGSTOP)
    yield clamd
    clamd.signal(signal.SIGCONT)


def test_files_wait_for_the_scanner_and_say_so_and_end_by_themselves_when_it_is_back(
    portal: Portal, agent: Visitor, clamd: Clamd
) -> None:
    customer = Visitor(portal.url)
    customer.reach_documents()
    clamd.stop()
    try:
        customer.add(
            ("photo.jpg", papers.phone_photo(640, 480)),
            ("invoice.pdf", papers.malware()),
            ("safe.pdf", papers.password_statement()),
        )
        reference = customer.send()
        status = customer.status_path
        # What cannot be used anyway does not wait.
        customer.wait_for(status, ["queued", "queued", "refused"], seconds=20)
        customer.wait_for_text(status, "Waiting for the virus check", times=2, seconds=10)
        assert "Our virus check is not answering; we try again by ourselves" in customer.page.text
        assert "3 files: 2 being checked, 1 refused." in customer.page.text
        told = agent.get(f"/staff/tickets/{reference}/").text
        assert told.count("The virus scanner does not answer. The check begins by itself when it does.") == 2
        assert [state for state, _errors, _ends in endings(portal)[-3:]] == ["QUEUED", "QUEUED", "REFUSED"]
    finally:
        clamd.begin()
    customer.wait_for(status, ["accepted", "refused", "refused"], seconds=60)
    assert "our scan found something unsafe in it" in customer.page.text
    assert endings(portal)[-3:] == [("ACCEPTED", 0, 1), ("REFUSED", 0, 1), ("REFUSED", 0, 1)]
    spent = "SELECT dead_leases FROM attachments_attachment ORDER BY received_at DESC LIMIT 3"
    assert portal.rows(spent) == [(0,), (0,), (0,)]
    the_law_holds(portal)


def test_five_files_for_a_scanner_that_hangs_hold_up_no_file_that_needs_none_and_no_page(
    portal: Portal, hanging: Clamd
) -> None:
    waiting, other = Visitor(portal.url), Visitor(portal.url)
    waiting.reach_documents()
    waiting.add(*[(f"page-{each}.jpg", papers.phone_photo(160, 120)) for each in range(5)])
    other.reach_documents()
    other.add(("vault.pdf", papers.password_statement()))
    begun = time.monotonic()
    while other.get(other.files_path).file_states != ["refused"]:
        assert other.page.seconds < QUICK
        assert time.monotonic() - begun < A_MINUTE
        assert "accepted" not in waiting.get(waiting.files_path).file_states
        time.sleep(0.2)
    waiting.send()
    status = waiting.status_path
    assert "5 files: 5 being checked." in waiting.get(status).text
    waiting.wait_for_text(status, "Waiting for the virus check", times=5, seconds=A_MINUTE)
    hanging.signal(signal.SIGCONT)
    waiting.wait_for(status, ["accepted"] * 5, seconds=A_MINUTE)
    assert {(errors, ends) for state, errors, ends in endings(portal) if state == "ACCEPTED"} == {(0, 1)}
    the_law_holds(portal)


def test_a_worker_that_is_asked_to_end_in_the_middle_of_a_long_check_and_then_killed_loses_nothing(
    portal: Portal, hanging: Clamd
) -> None:
    customer = Visitor(portal.url)
    customer.reach_documents()
    customer.add(("passport.jpg", papers.phone_photo(160, 120)))
    checking = "SELECT count(*) FROM attachments_attachment WHERE state = 'CHECKING'"
    until(lambda: portal.rows(checking) == [(1,)], seconds=20, what="the worker takes the file")
    customer.send()
    worker, status = portal.pid("worker"), customer.status_path
    os.kill(worker, signal.SIGTERM)
    asked = time.monotonic()
    while portal.pid("worker") == worker and time.monotonic() - asked < PATIENCE_WITH_WHO_ENDS:
        time.sleep(0.1)
    if portal.pid("worker") == worker:
        os.killpg(worker, signal.SIGKILL)
    assert "1 file: 1 being checked." in customer.get(status).text
    hanging.signal(signal.SIGCONT)
    customer.wait_for(status, ["accepted"], seconds=A_MINUTE)
    the_law_holds(portal)


def test_a_file_whose_worker_is_killed_half_way_ends_once_within_a_minute_and_everybody_is_told_meanwhile(
    portal: Portal, agent: Visitor, hanging: Clamd
) -> None:
    customer = Visitor(portal.url)
    customer.reach_documents()
    # The scanner keeps the file in the worker's hands for as long as we need.
    customer.add(("passport.jpg", papers.phone_photo(1200, 900)))
    until(lambda: endings(portal)[-1] == ("CHECKING", 0, 0), seconds=20, what="the worker takes the file")
    portal.signal("worker", signal.SIGKILL)
    killed = time.monotonic()
    hanging.signal(signal.SIGCONT)

    reference = customer.send()
    status = customer.status_path
    assert customer.get(status).file_states == ["checking"]
    assert "Your files are being checked. An agent reads it as soon as its contact address is confirmed." in (
        customer.page.text
    )
    assert "1 file: 1 being checked." in customer.page.text
    assert "Being checked" in agent.get(f"/staff/tickets/{reference}/").text

    customer.wait_for(status, ["accepted"], seconds=A_MINUTE - (time.monotonic() - killed))
    assert "worker ended (-9); starting it again" in portal.said.read_text()
    assert endings(portal)[-1] == ("ACCEPTED", 0, 1)
    (file_id,) = portal.rows(LAST_FILE)[0]
    folder = portal.data / "files" / "previews" / str(UUID(file_id))
    assert [each.name for each in folder.iterdir()] == ["1.webp"]
    page = agent.get(f"/staff/tickets/{reference}/").text
    assert file_id in page.replace("-", "")
    the_law_holds(portal)
