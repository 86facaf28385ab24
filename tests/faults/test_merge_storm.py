"""A storm of merges in all directions while files arrive and settle: nothing is lost or doubled, and nobody sees an error."""

import hashlib
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from celery import Celery
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from attachments.joining import left_to_join
from attachments.ledger import prove
from attachments.models import Attachment
from attachments.receive import take_files
from attachments.states import UNFINISHED, FileState
from forms_catalog import drafts
from forms_catalog.journey import SEEN_FILES
from forms_catalog.sending import send
from tests.agent_desk.conftest import browser_of
from tests.attachments import samples
from tests.attachments.filing import received
from tests.customer import Customer
from tests.factories import a_ticket
from tests.faults.people import until
from tests.faults.sent import status_page_of
from tests.follow_up.asking import a_quick_sender, ticket_of
from tests.journeys import papers
from tests.services.portal import PROJECT
from tests.services.programs import Valkey
from tickets.actions.merge import merge
from tickets.links import issue_link
from tickets.models import Event, Message, Ticket, Verb

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_concurrency]

SEEDS, SEEDS_IN_A_LONG_RUN = 1, 20
REQUESTS, ROUNDS, FILES_AT_MOST = 12, 12, 3
UNDONE = 0.4
"""How often an agent undoes what was just merged; else after a dozen rounds all would be one conversation."""
SHOWN_TO_AGENTS = {200, 409, 422}
WELL_WITHIN = 60


@pytest.fixture
def bell(valkey: Valkey, tmp_path: Path) -> Iterator[Celery]:
    """Four worker processes on the database of this test. Out: what to ring for them with."""
    name = settings.DATABASES["default"]["NAME"]
    database = (
        f"sqlite://{name}" if connection.vendor == "sqlite" else re.sub(r"[^/]+$", name, os.environ["DATABASE_URL"])
    )
    said = tmp_path / "workers"
    command = [sys.executable, "-m", "celery", "-A", "kraken_support", "worker", "--concurrency", "4"]
    env = {**os.environ, "DATABASE_URL": database, "REDIS_URL": valkey.url, "CLAMD_URL": "", "DATA_DIR": str(tmp_path)}
    with said.open("wb") as log:
        workers = subprocess.Popen([*command, "--loglevel", "INFO"], cwd=PROJECT, env=env, stdout=log, stderr=log)
    app = Celery(broker=valkey.url.replace("unix://", "redis+socket://"), set_as_current=False)
    try:
        until(lambda: bool(app.control.ping(timeout=1)), seconds=30, what="the workers are ready")
        yield app
    finally:
        workers.terminate()
        workers.wait(30)
    told = said.read_text(errors="replace")
    assert "Traceback" not in told, told
    assert "deadlock" not in told


@dataclass
class Storm:
    """What everybody did, in their own words: the ledger is compared with this, not with itself."""

    seed: int
    bell: Celery
    requests: list[Ticket]
    chance: random.Random
    sent: dict[UUID, list[str]] = field(default_factory=dict)
    """Documents, and the SHA-256 of each file that went with them."""
    shown: Counter[int] = field(default_factory=Counter)
    """The status of each page that an agent saw."""
    read: Counter[int] = field(default_factory=Counter)
    """The status of each page that the customer saw."""
    wrote: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    raised: list[BaseException] = field(default_factory=list)

    def ring(self, file_id: UUID) -> None:
        """Once, twice or three times: messages may come again."""
        for _each in range(self.chance.randint(1, 3)):
            self.bell.send_task("attachments.tasks.check_file", kwargs={"file_id": str(file_id)})

    def customer(self) -> None:
        """Sends documents for one request after the other, while agents merge these."""
        for _each in range(ROUNDS):
            request, now = self.chance.choice(self.requests), timezone.now()
            draft = drafts.begin(request_type="documents-general", device=request.device, now=now, parent=request)
            drafts.save_answers(draft=draft, answers={"note": "", "consent": True, SEEN_FILES: "yes"}, now=now)
            contents = [papers.phone_photo(64, 48) for _file in range(self.chance.randint(1, FILES_AT_MOST))]
            if self.chance.random() < 0.3:
                contents.append(samples.aes_256_pdf())
            incoming = [received(each, f"{number}.jpg", now=now) for number, each in enumerate(contents)]
            kept = take_files(tray_id=draft.tray_id, received=incoming, limit=5, now=now).kept
            before, after = (kept, []) if self.chance.random() < 0.5 else ([], kept)
            for file in before:
                self.ring(file.id)
            ticket = send(draft_id=draft.id, device=draft.device, language="en", now=now)
            self.sent[ticket.id] = [hashlib.sha256(each).hexdigest() for each in contents]
            for file in after:
                self.ring(file.id)

    def reader(self, sender: Customer) -> None:
        """The same customer looks how one and the other request stand, and writes to them, until the storm is over."""
        pages = {request.id: status_page_of(request) for request in self.requests}
        while not self.over.is_set():
            page = pages[random.choice(self.requests).id]
            self.read[sender.get(page).status_code] += 1
            body = f"How does it stand? I ask for the {len(self.wrote)}. time."
            if f'action="{page}write/"' in sender.text:
                answer = sender.post(f"{page}write/", {"body": body})
                self.read[answer.status_code] += 1
                self.wrote.append(body)
                assert body in sender.text

    def agent(self, user: User, deeds: list[tuple[Ticket, Ticket]], together: threading.Barrier) -> None:
        """Merges what they were told to in their browser, and undoes something now and then."""
        desk = browser_of(user)
        desk.raise_request_exception = False
        for child, into in deeds:
            together.wait(WELL_WITHIN)
            address = f"/staff/tickets/{into.reference}/merge/"
            preview: Any = desk.get(address, {"other": child.reference}, follow=True)
            self.shown[preview.status_code] += 1
            fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', preview.content.decode()))
            if "seen_event_other" in fields:
                self.shown[desk.post(preview.request["PATH_INFO"], fields, follow=True).status_code] += 1
            if self.chance.random() < UNDONE:
                page: Any = desk.get(f"/staff/tickets/{into.reference}/", follow=True)
                fields = dict(re.findall(r'name="(seen_event|child)" value="([^"]*)"', page.content.decode()))
                if "child" in fields:
                    self.shown[desk.post(f"{page.request['PATH_INFO']}unmerge/", fields, follow=True).status_code] += 1

    def run(self, *deeds: Callable[[], None]) -> None:
        """All at once, until all but the last are done."""

        def do(deed: Callable[[], None]) -> None:
            try:
                deed()
            except BaseException as fault:
                self.raised.append(fault)
            finally:
                connection.close()

        *deeds_that_end, for_ever = [threading.Thread(target=do, args=(each,)) for each in deeds]
        for thread in (for_ever, *deeds_that_end):
            thread.start()
        for thread in deeds_that_end:
            thread.join()
        self.over.set()
        for_ever.join()


def plans(requests: list[Ticket], chance: random.Random) -> tuple[list[tuple[Ticket, Ticket]], ...]:
    """What the two agents do at the same moment, round by round: one pair from both ends, chains, and triangles."""
    one, other = [], []
    for _each in range(ROUNDS):
        first, second, third = chance.sample(requests, 3)
        kind = chance.choice(["opposite", "chain", "same", "away"])
        one.append((first, second))
        other.append(
            {
                "opposite": (second, first),
                "chain": (second, third),
                "same": (first, second),
                "away": (first, third),
            }[kind]
        )
    return one, other


def test_no_storm_of_merges_loses_or_doubles_a_file_or_shows_anybody_an_error(
    bell: Celery, request: pytest.FixtureRequest
) -> None:
    agents = [User.objects.create_superuser(f"{name}@example.com") for name in ("lea", "sam")]
    for seed in range(SEEDS_IN_A_LONG_RUN if request.config.getoption("--long") else SEEDS):
        chance = random.Random(seed)
        address = f"alice{seed}@example.com"
        sender = a_quick_sender(address=address)
        first = ticket_of(sender)
        again = {"device": first.device, "account_email": address, "contact_email": address}
        requests = [first, *(a_ticket(now=timezone.now(), **again) for _each in range(REQUESTS - 1))]
        for each in requests:
            issue_link(ticket=each, now=timezone.now())
        storm = Storm(seed, bell, requests, chance)
        one, other = plans(requests, chance)
        together = threading.Barrier(2)
        storm.run(
            storm.customer,
            partial(storm.agent, agents[0], one, together),
            partial(storm.agent, agents[1], other, together),
            partial(storm.reader, sender),
        )
        assert storm.raised == [], seed
        assert set(storm.shown) <= SHOWN_TO_AGENTS, (seed, storm.shown)
        assert set(storm.read) == {200}, (seed, storm.read)
        everything_is_where_it_belongs(storm)
    proof = prove(now=timezone.now(), share=1)
    assert proof.breaches == []


def test_a_page_opened_in_the_very_moment_of_a_merge_shows_the_request_that_goes_on() -> None:
    child, into = a_ticket(now=timezone.now()), a_ticket(now=timezone.now(), body="The one that goes on.")
    desk = browser_of(User.objects.create_superuser("lea@example.com"))
    merged: list[Ticket] = []

    def merge_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "tickets_event" in sql and not merged:
            merged.append(child)
            merge(child_id=child.id, into_id=into.id, now=timezone.now())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(merge_first):
        page: Any = desk.get(f"/staff/tickets/{child.reference}/")
    assert merged
    assert page.status_code == 200
    assert f"<title>{into.reference}" in page.content.decode()
    assert "The one that goes on." in page.content.decode()


def everything_is_where_it_belongs(storm: Storm) -> None:
    """Once the workers are done: what the customer sent, and nothing else, each once, in a live conversation."""
    mine = Attachment.objects.filter(ticket__in=storm.sent)
    begun = time.monotonic()
    while mine.filter(state__in=UNFINISHED).exists() or left_to_join(limit=1):
        assert time.monotonic() - begun < WELL_WITHIN, (storm.seed, mine.values_list("state", flat=True))
        storm.bell.send_task("attachments.tasks.sweep")
        time.sleep(0.2)
    tickets = {each.id: each for each in Ticket.objects.order_by("id")}
    for ticket in tickets.values():
        # One hop, to where it lives: so there is no circle either.
        assert tickets[ticket.survivor_id].merged_into_id is None
    for ticket_id, digests in storm.sent.items():
        files = Attachment.objects.filter(ticket=ticket_id)
        assert sorted(files.values_list("sha256", flat=True)) == sorted(digests)
        assert set(files.values_list("state", flat=True)) <= {FileState.ACCEPTED, FileState.REFUSED}
        assert Event.objects.filter(ticket=ticket_id, verb=Verb.FILE_SETTLED).count() == len(digests)
        merges = Event.objects.filter(ticket=ticket_id, verb=Verb.MERGED).count()
        assert merges <= Event.objects.filter(ticket=ticket_id, verb=Verb.UNMERGED).count() + 1
    messages = Message.objects.filter(ticket__in=[*storm.sent, *(each.id for each in storm.requests)])
    assert messages.count() == len(storm.sent) + len(storm.requests) + len(storm.wrote)
    assert sorted(messages.filter(body__in=storm.wrote).values_list("body", flat=True)) == sorted(storm.wrote)
    assert mine.filter(errors__gt=0).count() == mine.filter(dead_leases__gt=0).count() == 0
