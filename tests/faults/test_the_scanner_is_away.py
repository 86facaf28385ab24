"""The virus scanner is down: files wait and say so, nothing is accepted unseen, and no try is spent."""

from collections.abc import Callable

import pytest

from tests.faults.people import an_agent, endings, the_law_holds
from tests.journeys import papers
from tests.services.portal import Portal
from tests.services.programs import Clamd
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack


def test_files_wait_for_the_scanner_and_say_so_and_end_by_themselves_when_it_is_back(
    portal_of_my_own: Callable[..., Portal], clamd: Clamd
) -> None:
    portal = portal_of_my_own("--no-demo", clamd_url=clamd.url)
    agent, customer = an_agent(portal), Visitor(portal.url)
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
        assert [state for state, _errors, _ends in endings(portal)] == ["QUEUED", "QUEUED", "REFUSED"]
    finally:
        clamd.begin()
    customer.wait_for(status, ["accepted", "refused", "refused"], seconds=60)
    assert "our scan found something unsafe in it" in customer.page.text
    assert endings(portal) == [("ACCEPTED", 0, 1), ("REFUSED", 0, 1), ("REFUSED", 0, 1)]
    assert portal.rows("SELECT max(dead_leases) FROM attachments_attachment") == [(0,)]
    the_law_holds(portal)
