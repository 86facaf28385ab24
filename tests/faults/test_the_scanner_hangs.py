"""The virus scanner hangs: workers do not hang with it, other files pass, and a worker that is to end meanwhile loses nothing."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.faults.people import a_portal, endings, the_law_holds, until
from tests.journeys import papers
from tests.services.portal import Portal
from tests.services.programs import Clamd
from tests.services.visitor import Visitor

# One portal of their own for all.
pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("the_scanner_hangs")]

QUICK = 1.0
A_MINUTE = 60.0
# compose and systemd wait for so long before they kill what was asked to end.
PATIENCE_WITH_WHO_ENDS = 10.0


@pytest.fixture(scope="module")
def portal(clamd: Clamd) -> Iterator[Portal]:
    """A portal whose scanner will hang."""
    with a_portal(clamd_url=clamd.url) as running:
        yield running


@pytest.fixture
def hanging(clamd: Clamd) -> Iterator[Clamd]:
    """It takes connections and says nothing; a test may let it go on before its end."""
    clamd.signal(signal.SIGSTOP)
    yield clamd
    clamd.signal(signal.SIGCONT)


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
