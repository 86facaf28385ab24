"""PostgreSQL crashes, is full, is locked, or goes down with everything else: all of a request is there, or none of it."""

import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.insisting import Insistent
from tests.faults.people import a_portal, the_law_holds, until
from tests.journeys import papers
from tests.services.plugin import needed
from tests.services.portal import Portal
from tests.services.programs import PostgreSQL, ServiceMissing
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

A_MINUTE = 60.0
CUSTOMERS = 3


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[PostgreSQL]:
    """A PostgreSQL to do everything to."""
    # Not in the run's own folder, which nobody else may open: as root the server runs as somebody else.
    folder = Path(tempfile.mkdtemp(prefix="ks-pg-", dir="/tmp"))
    try:
        service = PostgreSQL(folder)
    except ServiceMissing as missing:
        needed(request.config, missing)
        raise
    service.begin()
    yield service
    service.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def portal(server: PostgreSQL) -> Iterator[Portal]:
    """A portal on it."""
    with a_portal(database_url=server.url) as running:
        yield running


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a fault is repeated."""
    return 10 if request.config.getoption("--long") else 3


def ask(server: PostgreSQL, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Look at the rows from outside."""
    with psycopg.connect(server.url) as link:
        return link.execute(query, values).fetchall()


FILES_OF = """
    SELECT file.sha256 FROM attachments_attachment AS file JOIN tickets_ticket AS ticket ON ticket.id = file.ticket_id
    WHERE ticket.reference = %s ORDER BY file.sha256
"""

HALF_A_REQUEST = """
    SELECT reference FROM tickets_ticket AS ticket
    WHERE NOT EXISTS (SELECT 1 FROM tickets_message WHERE ticket_id = ticket.id)
    OR NOT EXISTS (SELECT 1 FROM tickets_event WHERE ticket_id = ticket.id AND verb = 'SUBMITTED')
    OR NOT EXISTS (SELECT 1 FROM attachments_attachment WHERE ticket_id = ticket.id AND state = 'ACCEPTED')
"""
EVERYBODY_ELSE_GOES = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND application_name <> 'taken' AND backend_type = 'client backend'
"""


def all_is_kept(portal: Portal, server: PostgreSQL, customers: list[Insistent]) -> None:
    """What each was told was received is there once, with each file once, and every file comes to its end."""
    references = [reference for each in customers for reference in each.sent]
    assert len(set(references)) == len(references)
    for customer in customers:
        for reference, digests in customer.sent.items():
            assert [row[0] for row in ask(server, FILES_OF, reference)] == digests
    unfinished = "SELECT count(*) FROM attachments_attachment WHERE settled_at IS NULL AND ticket_id IS NOT NULL"
    until(lambda: ask(server, unfinished) == [(0,)], seconds=A_MINUTE, what="every file comes to its end")
    assert ask(server, HALF_A_REQUEST) == []
    assert ask(server, "SELECT draft_id FROM tickets_ticket GROUP BY draft_id HAVING count(*) > 1") == []
    the_law_holds(portal)


def test_while_it_crashes_again_and_again_each_request_arrives_once_and_whole(
    portal: Portal, server: PostgreSQL, rounds: int
) -> None:
    customers = [Insistent(Visitor(portal.url)) for _each in range(CUSTOMERS)]
    over = threading.Event()
    raised: list[BaseException] = []

    def send_and_send(customer: Insistent) -> None:
        try:
            while not over.is_set():
                customer.send_documents(files=2)
        except BaseException as fault:
            raised.append(fault)

    threads = [threading.Thread(target=send_and_send, args=(each,)) for each in customers]
    for thread in threads:
        thread.start()
    for _round in range(rounds):
        time.sleep(2)
        server.crash()
        server.resume()
    time.sleep(1)
    over.set()
    for thread in threads:
        thread.join()
    assert raised == []
    assert all(each.statuses <= {200, 503} for each in customers)
    assert sum(each.outages for each in customers) > 0
    all_is_kept(portal, server, customers)


def test_out_of_connections_is_a_503_that_says_when_and_takes_neither_text_nor_files(
    portal: Portal, server: PostgreSQL
) -> None:
    person = Visitor(portal.url)
    draft = person.reach_documents()
    person.add(("passport.jpg", papers.phone_photo(320, 240)))
    assert len(person.page.file_states) == 1
    taken: list[psycopg.Connection[Any]] = []
    with psycopg.connect(server.url, autocommit=True) as last:
        for _again in range(3):
            try:
                while True:
                    taken.append(psycopg.connect(server.url, application_name="taken"))
            except psycopg.OperationalError:
                last.execute(EVERYBODY_ELSE_GOES)
        try:
            for path in ("/en/track/", person.files_path):
                page = person.get(path)
                assert (page.status, page.retry_after) == (503, "30")
            assert person.post(draft.rstrip("/") + "/note/", {"note": "typed while it was full"}).status == 503
            assert person.add(("second.jpg", papers.phone_photo(330, 240))).status == 503
            assert person.get("/healthz").status == 200
            assert person.get("/readyz").status == 503
        finally:
            for each in taken:
                each.close()
    until(lambda: person.get("/readyz").status == 200, seconds=10, what="it is ready again")
    person.get(person.files_path)
    assert len(person.page.file_states) == 1
    assert "passport.jpg" in person.page.text
    assert person.add(("second.jpg", papers.phone_photo(330, 240))).status == 200
    person.wait_for(person.files_path, ["accepted", "accepted"], seconds=A_MINUTE)
    person.send()
    the_law_holds(portal)


def test_send_pressed_again_and_again_while_a_table_is_locked_makes_one_request(
    portal: Portal, server: PostgreSQL, request: pytest.FixtureRequest
) -> None:
    person = Visitor(portal.url)
    person.reach_documents()
    person.add(("passport.jpg", papers.phone_photo(320, 240)))
    person.post(person.files_path)
    send = person.files_path.replace("/files/", "/send/")
    again = []
    for _each in range(5):
        tab = Visitor(portal.url)
        tab.cookies, tab.token = person.cookies, person.token
        tab.opener = person.opener
        again.append(tab)
    threads = [threading.Thread(target=each.post, args=(send,)) for each in again]
    with psycopg.connect(server.url) as holder:
        holder.execute("LOCK TABLE tickets_ticket IN ACCESS EXCLUSIVE MODE")
        for thread in threads:
            thread.start()
        time.sleep(40 if request.config.getoption("--long") else 3)
        holder.rollback()
    for thread in threads:
        thread.join()
    assert {each.page.status for each in again} == {200}
    assert len({each.page.url for each in again}) == 1
    assert "/sent/" in again[0].page.url
    the_law_holds(portal)


def test_when_everything_is_killed_at_once_what_was_received_is_there_after_the_start(
    portal: Portal, server: PostgreSQL, rounds: int
) -> None:
    customer = Insistent(Visitor(portal.url))
    for _round in range(rounds // 3):
        customer.send_documents(files=2)
        # At the very moment at which the customer reads that it was received.
        for name in ("worker", "web", "beat", "redis"):
            portal.signal(name, signal.SIGKILL)
        assert portal.process
        portal.process.kill()
        portal.process.wait()
        server.crash(signal.SIGKILL)
        server.resume()
        portal.up("--no-demo")
        status = f"/en/sent/{[*customer.sent][-1]}/"
        assert customer.get(status).status == 200
        customer.visitor.wait_for(customer.visitor.status_path, ["accepted", "accepted"], seconds=A_MINUTE)
    all_is_kept(portal, server, [customer])
