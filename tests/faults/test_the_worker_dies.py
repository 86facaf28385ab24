"""A worker is killed with a file in its hands: the next one ends the file, once, within a minute."""

import signal
import time
from collections.abc import Callable

import pytest

from tests.faults.people import an_agent, endings, the_law_holds, until
from tests.journeys import papers
from tests.services.portal import Portal
from tests.services.programs import Clamd
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

ONE_MINUTE = 60.0


def test_a_file_whose_worker_is_killed_half_way_ends_once_within_a_minute_and_everybody_is_told_meanwhile(
    portal_of_my_own: Callable[..., Portal], clamd: Clamd
) -> None:
    portal = portal_of_my_own("--no-demo", clamd_url=clamd.url)
    agent, customer = an_agent(portal), Visitor(portal.url)
    customer.reach_documents()
    # A scanner that hangs keeps the file in the worker's hands for as long as we need.
    clamd.signal(signal.SIGSTOP)
    try:
        customer.add(("passport.jpg", papers.phone_photo(1200, 900)))
        until(lambda: endings(portal) == [("CHECKING", 0, 0)], seconds=20, what="the worker takes the file")
        portal.signal("worker", signal.SIGKILL)
        killed = time.monotonic()
    finally:
        clamd.signal(signal.SIGCONT)

    reference = customer.send()
    status = customer.status_path
    assert customer.get(status).file_states == ["checking"]
    assert "Your files are being checked. An agent reads it as soon as its contact address is confirmed." in (
        customer.page.text
    )
    assert "1 file: 1 being checked." in customer.page.text
    assert "Being checked" in agent.get(f"/staff/tickets/{reference}/").text

    customer.wait_for(status, ["accepted"], seconds=ONE_MINUTE - (time.monotonic() - killed))
    assert "worker ended (-9); starting it again" in portal.said.read_text()
    assert endings(portal) == [("ACCEPTED", 0, 1)]
    ((file_id,),) = portal.rows("SELECT attachment_id FROM attachments_preview")
    assert [each.name for each in (portal.data / "files" / "previews").glob("*/*.webp")] == ["1.webp"]
    page = agent.get(f"/staff/tickets/{reference}/").text
    assert file_id in page.replace("-", "")
    the_law_holds(portal)
