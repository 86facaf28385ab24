"""Oldest first, but nobody waits behind a flood of somebody else’s files."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from attachments import flat_copies, storage
from attachments.backlog import LOOK_BACK, SHORTEST_TOLD, expected_wait
from attachments.checking import check_in_turn, claim
from attachments.limits import OUTAGE_RETRY_SECONDS
from attachments.models import Attachment, FlatCopy, Tray
from attachments.receive import new_tray, take_files
from attachments.sentences import list_files
from attachments.states import SCANNER_OUT, FileState
from attachments.sweeping import RING_FOR_FLAT_COPIES_AT_MOST, sweep
from attachments.tasks import make_flat_copy
from attachments.turns import TURN_SECONDS, due, next_files, next_turns
from operations.clock import database_now
from operations.ids import new_id
from tests.attachments import samples
from tests.attachments.conftest import an_arrived_file
from tests.attachments.filing import received
from tests.attachments.plans import scans
from tests.factories import a_file

pytestmark = pytest.mark.django_db

FLOOD = 20_000
A_FILE_A_SECOND = 1
"""Fewer than one worker checks."""


def arrives(*, tray: Tray, now: datetime, name: str = "a.jpg") -> Attachment:
    """A file comes in."""
    file = received(samples.photo(), name, now=now)
    (kept,) = take_files(tray_id=tray.id, received=[file], limit=100, now=now).kept
    return kept


def a_flood(*, now: datetime, since: timedelta, files: int = FLOOD) -> None:
    """One customer’s 20,000 files, through as many trays as they like, begun a while ago."""
    begun = now - since
    tray = new_tray(now=begun, customer="flooder")
    places = (begun + timedelta(seconds=TURN_SECONDS * number) for number in range(files))
    Attachment.objects.bulk_create(
        (
            Attachment(
                id=new_id(now=begun), tray=tray, customer="flooder", name="a.jpg", size=1, sha256="",
                received_at=begun, next_try_at=begun, turn_at=place,
            )
            for place in places
        ),
        batch_size=2000,
    )  # fmt: skip


def taken_in_turn(*, now: datetime, seconds: int) -> Iterator[Attachment]:
    """What one slow worker takes in so many seconds."""
    for second in range(seconds * A_FILE_A_SECOND):
        (first, *_others) = next_files(now=now + timedelta(seconds=second))
        assert claim(file_id=first, now=now + timedelta(seconds=second))
        yield Attachment.objects.get(id=first)


@pytest.mark.query_plans
def test_a_new_customer_waits_less_than_two_minutes_behind_a_flooder_of_twenty_thousand_files(
    now: datetime,
) -> None:
    a_flood(now=now, since=timedelta(minutes=5))
    mine = arrives(tray=new_tray(now=now, customer="me"), now=now)
    assert any(file.id == mine.id for file in taken_in_turn(now=now, seconds=119))
    assert not scans(due(now=now).order_by("turn_at")[:5].explain())


def test_the_place_of_a_flooders_next_file_x(
    now: datetime,
) -> None:
    a_flood(now=now, since=timedelta(0), files=30)
    place = next(next_turns(customer="flooder", now=now))
    assert place == now + timedelta(seconds=TURN_SECONDS * 30)
    assert next(next_turns(customer="somebody else", now=now)) == now


def test_without_a_flood_the_oldest_is_first_and_ones_own_files_keep_their_order(now: datetime) -> None:
    mine, other = new_tray(now=now, customer="me"), new_tray(now=now, customer="other")
    first, second = arrives(tray=mine, now=now, name="1.jpg"), None
    second = arrives(tray=other, now=now + timedelta(seconds=1))
    assert next_files(now=now + timedelta(seconds=9)) == [first.id, second.id]


def test_a_flood_is_slowed_and_never_starved(now: datetime) -> None:
    a_flood(now=now, since=timedelta(0), files=30)
    patient = [file.customer for file in taken_in_turn(now=now, seconds=20)]
    assert patient == ["flooder"] * 20


def test_trays_of_one_browser_share_one_place_in_the_queue(now: datetime) -> None:
    one, another = (arrives(tray=new_tray(now=now, customer="me"), now=now) for _each in range(2))
    assert another.turn_at - one.turn_at == timedelta(seconds=TURN_SECONDS)


def test_a_ring_takes_the_file_whose_turn_it_is_and_not_the_one_that_was_rung_for() -> None:
    now = database_now()
    rung = an_arrived_file(now=now, content=samples.photo(), turn_at=now + timedelta(hours=1))
    first = an_arrived_file(now=now, content=samples.photo(), turn_at=now)
    check_in_turn(file_id=rung.id)
    assert Attachment.objects.get(id=first.id).state == FileState.ACCEPTED
    assert Attachment.objects.get(id=rung.id).state == FileState.QUEUED
    check_in_turn(file_id=first.id)
    assert Attachment.objects.get(id=rung.id).state == FileState.ACCEPTED


def a_flood_of_flat_copies(*, now: datetime, copies: int = 50) -> list[Attachment]:
    """One customer’s long documents, accepted and each waiting for its flat copy."""
    files = [
        a_file(now=now, state=FileState.ACCEPTED, settled_at=now, media_type="application/pdf", pages=2000)
        for _each in range(copies)
    ]
    FlatCopy.objects.bulk_create(FlatCopy(attachment=file, due_at=now - timedelta(hours=1)) for file in files)
    return files


def test_a_file_does_not_wait_behind_a_flood_of_flat_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def draw_some(path: Path, *, first: int, pages: int, folder: Path) -> int:
        drawn.append(path.name)
        return first + 1

    monkeypatch.setattr(flat_copies, "draw_some", draw_some)
    now = database_now()
    rung = a_flood_of_flat_copies(now=now)[0]
    storage.previews_dir(rung.id).mkdir()
    mine, other = (an_arrived_file(now=now, content=samples.photo(), turn_at=now) for _each in range(2))
    make_flat_copy(file_id=str(rung.id))
    waiting = Attachment.objects.filter(id__in=[mine.id, other.id], state=FileState.QUEUED)
    assert (waiting.count(), drawn) == (1, []), "each message checks a file, and draws nothing while another waits"
    make_flat_copy(file_id=str(rung.id))
    assert (waiting.count(), drawn) == (0, [str(rung.id)])


def test_few_messages_of_a_flood_of_flat_copies_are_on_the_way_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rung = []
    monkeypatch.setattr("attachments.sweeping.ring", lambda *, task, file_id: rung.append(file_id))
    monkeypatch.setattr("attachments.flat_copies.ring", lambda *, task, file_id: rung.append(file_id))
    monkeypatch.setattr(flat_copies, "draw_some", lambda _path, *, first, pages, folder: first + 1)
    now = database_now()
    for file in a_flood_of_flat_copies(now=now):
        storage.previews_dir(file.id).mkdir()
    for sweeps in (1, 2, 3):
        sweep(now=database_now())
        assert len(rung) == RING_FOR_FLAT_COPIES_AT_MOST * sweeps
        for file_id in rung[-RING_FOR_FLAT_COPIES_AT_MOST:]:
            make_flat_copy(file_id=file_id)
    assert len(set(rung)) == len(rung), "the copies take turns, and no run rings for the next"


def test_what_waits_for_an_outage_leaves_the_front_of_the_queue(now: datetime, settings, tmp_path) -> None:
    file = an_arrived_file(now=now, content=samples.photo(), turn_at=now)
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody"
    check_in_turn(file_id=file.id)
    file.refresh_from_db()
    assert file.waiting_for == SCANNER_OUT
    assert file.turn_at - database_now() > timedelta(seconds=OUTAGE_RETRY_SECONDS - 5)


def test_how_long_it_takes_is_told_only_when_it_is_known_and_long(now: datetime) -> None:
    mine = a_file(now=now, turn_at=now)
    assert expected_wait(files=[mine], now=now) is None, "nothing was checked lately"
    for number in range(10):
        a_file(now=now, state=FileState.ACCEPTED, settled_at=now - timedelta(seconds=number))
    assert expected_wait(files=[mine], now=now) is None, "soon"
    for _each in range(20):
        a_file(now=now, turn_at=now - timedelta(minutes=1))
    assert expected_wait(files=[mine], now=now) is None, "few were checked because few came: nothing has waited yet"
    Attachment.objects.exclude(id=mine.id).update(next_try_at=now - timedelta(minutes=1))
    wait = expected_wait(files=[mine], now=now)
    assert wait is not None
    assert wait == LOOK_BACK * 21 / 10 > SHORTEST_TOLD
    assert "about 25 minutes" in list_files(attachments=[mine], now=now).summary
    assert "minutes" not in list_files(attachments=[mine]).summary
    with translation.override("fr"):
        assert "environ 25\u00a0minutes" in list_files(attachments=[mine], now=now).summary
    mine.waiting_for = SCANNER_OUT
    assert expected_wait(files=[mine], now=now) is None, "what is out says so, and when it ends nobody knows"
