"""Agents get a flat copy of documents that act or are long: made by the worker page by page, gone with its file."""

import errno
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pikepdf
import pytest
from django.conf import LazySettings
from pikepdf import Name, String

from attachments import flat_copies, storage
from attachments.checking import check_file
from attachments.flat_copies import make_some
from attachments.inspection import InspectionDied, flattening, page_copies, scanner_from_url
from attachments.inspection.workshop import Outcome, Workshop
from attachments.ledger import prove
from attachments.limits import FLAT_BINDS, FLAT_LEASE_SECONDS, FLAT_RUNS, PREVIEW_PAGES
from attachments.models import Attachment, FlatCopy
from attachments.purging import purge_tray
from attachments.receive import new_tray
from attachments.requeueing import requeue
from attachments.rescanning import scan_again
from attachments.sweeping import UNFINISHED_GRACE_SECONDS, look_round, remove_orphans, sweep
from operations.clock import database_now
from tests.attachments import hostile, samples
from tests.attachments.conftest import an_arrived_file
from tests.attachments.stub_scanner import StubScanner

pytestmark = pytest.mark.django_db

BY_AN_OPERATOR = {"os_user": "ops", "command": "attachments_requeue"}


def accepted(content: bytes, **overrides: object) -> Attachment:
    """A document whose check has ended well."""
    file = an_arrived_file(now=database_now(), content=content, name="statement.pdf", **overrides)
    check_file(file_id=file.id)
    file.refresh_from_db()
    return file


def acting(pages: int = 1) -> bytes:
    """A document that runs a script when it is opened."""
    return hostile.pdf(hostile.rooted("/OpenAction", S=Name.JavaScript, JS=String("app.alert(1)")), pages=pages)


def copy_of(file: Attachment) -> FlatCopy:
    """Its flat copy as the row has it now."""
    return FlatCopy.objects.get(attachment=file)


def beside_the_images(file: Attachment) -> list[str]:
    """What lies with the page images of a file."""
    return sorted(each.name for each in storage.previews_dir(file.id).iterdir() if each.suffix != ".webp")


@pytest.mark.parametrize(
    "content",
    [
        acting(),
        hostile.pdf() + hostile.a_zip(),
        hostile.pdf().replace(b"startxref", b"startxxxx"),
        hostile.pdf(pages=PREVIEW_PAGES + 1),
    ],
    ids=["acts", "carries more", "was damaged", "is long"],
)
def test_a_document_that_is_not_safe_or_not_easy_to_look_at_gets_a_flat_copy(content: bytes) -> None:
    file = accepted(content)
    make_some(file_id=file.id)
    copy = copy_of(file)
    assert (copy.drawn, copy.due_at) == (file.pages, None)
    assert storage.flat_copy_path(file.id).stat().st_size == copy.size
    assert beside_the_images(file) == ["flat.pdf"]
    assert prove(now=database_now()).breaches == []


@pytest.mark.parametrize("content", [hostile.pdf(), samples.photo_with_place()], ids=["plain", "photo"])
def test_a_plain_document_or_a_photo_needs_none(content: bytes) -> None:
    file = accepted(content)
    make_some(file_id=file.id)
    assert not FlatCopy.objects.exists()
    assert beside_the_images(file) == []


def test_the_verdict_does_not_wait_for_the_flat_copy_and_the_sweeper_rings_until_it_is_made() -> None:
    file = accepted(acting())
    assert (file.state, copy_of(file).made_at) == ("ACCEPTED", None)
    assert sweep(now=database_now()).rung == look_round(now=database_now()).rung == 1
    make_some(file_id=file.id)
    assert sweep(now=database_now()).rung == look_round(now=database_now()).rung == 0


def test_two_workers_do_not_make_the_same_flat_copy_and_a_third_goes_on_when_both_are_dead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = accepted(acting(pages=2))

    def die(*_path: object, **_what: object) -> int:
        make_some(file_id=file.id)
        raise SystemExit

    monkeypatch.setattr(flat_copies, "draw_some", die)
    with pytest.raises(SystemExit):
        make_some(file_id=file.id)
    monkeypatch.undo()
    make_some(file_id=file.id)
    assert (copy_of(file).runs, copy_of(file).made_at) == (1, None)
    lease = timedelta(seconds=FLAT_LEASE_SECONDS)
    assert sweep(now=database_now()).rung == 0
    assert sweep(now=database_now() + lease).rung == 1
    FlatCopy.objects.update(due_at=database_now())
    make_some(file_id=file.id)
    assert (copy_of(file).runs, copy_of(file).drawn) == (2, 2)


def test_a_long_document_takes_several_runs_and_other_work_comes_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    file = accepted(acting(pages=3))
    draw = flattening.draw_some

    def one_page(path: Path, *, first: int, pages: int, folder: Path) -> int:
        return draw(path, first=first, pages=first, folder=folder)

    monkeypatch.setattr(flat_copies, "draw_some", one_page)
    for reached in (2, 3):
        make_some(file_id=file.id)
        copy = copy_of(file)
        assert (copy.next_page, copy.made_at) == (reached, None)
        assert sweep(now=database_now()).rung == 1
    make_some(file_id=file.id)
    assert (copy_of(file).runs, copy_of(file).drawn) == (3, 3)


@pytest.fixture
def _children_die_on_certain_pages(monkeypatch: pytest.MonkeyPatch) -> object:
    workshop = Workshop("tests.attachments.dying_on_a_page:work")
    monkeypatch.setattr(flattening, "workshop", workshop)
    yield
    workshop.close()


@pytest.mark.usefixtures("_children_die_on_certain_pages")
def test_a_page_that_kills_its_child_is_left_out_and_counted_and_the_others_are_there() -> None:
    file = accepted(acting(pages=3))
    make_some(file_id=file.id)
    assert copy_of(file).next_page == 3
    make_some(file_id=file.id)
    assert (copy_of(file).runs, copy_of(file).drawn) == (2, 2)
    with pikepdf.open(storage.flat_copy_path(file.id)) as made:
        assert ["/XObject" in page.resources for page in made.pages] == [True, False, True]


@pytest.mark.usefixtures("_children_die_on_certain_pages")
def test_a_child_that_gets_nowhere_spends_runs_and_at_their_end_what_is_drawn_is_put_together() -> None:
    file = accepted(acting(pages=4))
    for _run in range(FLAT_RUNS + 1):
        make_some(file_id=file.id)
        FlatCopy.objects.filter(made_at=None).update(due_at=database_now())
    assert (copy_of(file).runs, copy_of(file).drawn) == (FLAT_RUNS + 1, 1)
    assert prove(now=database_now()).breaches == []


@pytest.mark.usefixtures("_children_die_on_certain_pages")
def test_a_child_that_finds_no_room_on_the_disk_spends_no_run() -> None:
    file = accepted(acting(pages=5))
    FlatCopy.objects.update(next_page=5)
    for _run in range(3):
        make_some(file_id=file.id)
        copy = copy_of(file)
        assert (copy.runs, copy.next_page, copy.made_at) == (0, 5, None)
        FlatCopy.objects.update(due_at=database_now())


@pytest.mark.parametrize("said", ["OSError", "OSError 28x", "OSError ²"])
def test_a_fault_that_is_no_honest_number_is_an_error_all_the_same(said: str) -> None:
    with pytest.raises(OSError, match="No page") as caught:
        flattening._reached(Outcome(fault=said), first=1, pages=2)
    assert caught.value.errno == errno.EIO


def test_a_child_that_dies_while_the_disk_is_nearly_full_spends_no_run(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = accepted(acting())

    def die(*_path: object, **_what: object) -> int:
        settings.DISK_FLOOR_BYTES = 2**60
        raise InspectionDied("It could not say why.")

    monkeypatch.setattr(flat_copies, "draw_some", die)
    make_some(file_id=file.id)
    assert copy_of(file).runs == 0


def test_a_worker_that_wakes_after_its_lease_leaves_the_next_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    file = accepted(acting(pages=2))
    begun_by_the_next = storage.previews_dir(file.id) / "flat" / "next.pdf"

    def sleep_too_long(folder: Path, *, pages: int) -> tuple[Path, int]:
        made = flattening.bind(folder, pages=pages)
        begun_by_the_next.write_bytes(b"%PDF-")
        FlatCopy.objects.update(due_at=database_now() + timedelta(seconds=FLAT_LEASE_SECONDS), runs=2)
        return made

    monkeypatch.setattr(flat_copies, "bind", sleep_too_long)
    make_some(file_id=file.id)
    assert copy_of(file).made_at is None
    lies = sorted(each.suffix for each in begun_by_the_next.parent.iterdir())
    assert lies == [".jpg", ".jpg", ".pdf"], "the pages and what the next one writes, not what came too late"
    assert begun_by_the_next.exists()
    monkeypatch.undo()
    FlatCopy.objects.update(due_at=database_now())
    make_some(file_id=file.id)
    assert (copy_of(file).drawn, beside_the_images(file)) == (2, ["flat.pdf"])


def test_a_page_that_lost_its_bytes_is_crossed_out_and_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    file = accepted(acting(pages=3))

    def after_a_power_cut(folder: Path, *, pages: int) -> tuple[Path, int]:
        next(folder.glob("2-*.jpg")).write_bytes(b"")
        return flattening.bind(folder, pages=pages)

    monkeypatch.setattr(flat_copies, "bind", after_a_power_cut)
    make_some(file_id=file.id)
    assert copy_of(file).drawn == 2
    with pikepdf.open(storage.flat_copy_path(file.id)) as made:
        assert ["/XObject" in page.resources for page in made.pages] == [True, False, True]


def test_pages_are_synced_before_the_row_says_that_they_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    file, synced = accepted(acting(pages=3)), []
    sync = storage.sync_files

    def note(paths: Iterable[Path]) -> None:
        found = list(paths)
        synced.append((copy_of(file).next_page, sorted(each.name[0] for each in found)))
        sync(found)

    def one_page(path: Path, *, first: int, pages: int, folder: Path) -> int:
        return flattening.draw_some(path, first=first, pages=first, folder=folder)

    monkeypatch.setattr(storage, "sync_files", note)
    monkeypatch.setattr(flat_copies, "draw_some", one_page)
    make_some(file_id=file.id)
    assert (synced, copy_of(file).next_page) == ([(1, ["1"])], 2)


def test_a_flat_copy_that_cannot_be_put_together_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    file = accepted(acting())

    def fail(_folder: Path, *, pages: int) -> tuple[Path, int]:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(flat_copies, "bind", fail)
    FlatCopy.objects.update(runs=FLAT_RUNS)
    for runs in range(FLAT_RUNS + 1, FLAT_RUNS + FLAT_BINDS + 1):
        make_some(file_id=file.id)
        assert copy_of(file).runs == runs
        assert copy_of(file).due_at
        FlatCopy.objects.update(due_at=database_now())
    make_some(file_id=file.id)
    assert (copy_of(file).due_at, copy_of(file).made_at, beside_the_images(file)) == (None, None, [])
    assert prove(now=database_now()).breaches == []


def test_a_flat_copy_waits_for_room_on_the_disk_and_spends_no_run_on_it(settings: LazySettings) -> None:
    file, usual = accepted(acting()), settings.DISK_FLOOR_BYTES
    settings.DISK_FLOOR_BYTES = 2**60
    make_some(file_id=file.id)
    assert (copy_of(file).runs, copy_of(file).made_at) == (0, None)
    settings.DISK_FLOOR_BYTES = usual
    FlatCopy.objects.update(due_at=database_now())
    make_some(file_id=file.id)
    assert (copy_of(file).runs, copy_of(file).drawn) == (1, 1)


def test_a_document_of_which_no_page_can_be_drawn_has_no_flat_copy_and_says_so() -> None:
    file = accepted(acting())
    storage.quarantine_path(file.id).write_bytes(b"no longer a document")
    FlatCopy.objects.update(runs=FLAT_RUNS)
    make_some(file_id=file.id)
    assert (copy_of(file).due_at, copy_of(file).made_at) == (None, None)
    assert beside_the_images(file) == []


def _malware_is_found(file: Attachment, stub_scanner: StubScanner) -> None:
    stub_scanner.reply = b"stream: Win.Trojan.New FOUND\0"
    scanner = scanner_from_url(stub_scanner.url)
    assert scanner
    scan_again(file_id=file.id, scanner=scanner, now=database_now())


def _its_draft_ends(file: Attachment, stub_scanner: StubScanner) -> None:
    assert file.tray_id
    purge_tray(tray_id=file.tray_id)


def _it_is_checked_again(file: Attachment, stub_scanner: StubScanner) -> None:
    requeue(file_id=file.id, now=database_now(), by=BY_AN_OPERATOR)


@pytest.mark.parametrize("moment", ["before it is made", "half made", "made"])
@pytest.mark.parametrize("end", [_malware_is_found, _its_draft_ends, _it_is_checked_again])
def test_a_flat_copy_goes_with_its_file(
    stub_scanner: StubScanner, end: Callable[[Attachment, StubScanner], None], moment: str
) -> None:
    file = accepted(acting(), tray=new_tray(now=database_now()))
    if moment == "half made":
        (storage.flat_pages_dir(file.id) / "1.jpg").write_bytes(b"\xff\xd8\xff")
    if moment == "made":
        make_some(file_id=file.id)
    end(file, stub_scanner)
    assert not FlatCopy.objects.exists()
    assert not storage.previews_dir(file.id).exists()
    make_some(file_id=file.id)
    assert not storage.previews_dir(file.id).exists()


def test_what_a_dead_worker_left_of_a_finished_copy_is_erased_and_of_one_under_way_is_not() -> None:
    files = [accepted(acting()) for _each in range(2)]
    make_some(file_id=files[0].id)
    for file in files:
        storage.flat_pages_dir(file.id)
    later = database_now() + timedelta(seconds=UNFINISHED_GRACE_SECONDS + 5)
    assert remove_orphans(now=later) == 1
    assert [beside_the_images(file) for file in files] == [["flat.pdf"], ["flat"]]


def test_pages_that_are_forgotten_meanwhile_and_strange_names_do_not_end_the_clearing_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = accepted(acting())
    make_some(file_id=file.id)
    storage.flat_pages_dir(file.id)
    previews = storage.previews_dir(file.id).parent
    (previews / "strange" / "flat").mkdir(parents=True)
    gone, glob = previews / str(uuid4()) / "flat", Path.glob

    def with_one_more(folder: Path, pattern: str) -> list[Path]:
        return [*([gone] if pattern == "*/flat" else []), *glob(folder, pattern)]

    monkeypatch.setattr(Path, "glob", with_one_more)
    later = database_now() + timedelta(seconds=UNFINISHED_GRACE_SECONDS + 5)
    assert remove_orphans(now=later) == 1
    assert beside_the_images(file) == ["flat.pdf"]
    assert (previews / "strange" / "flat").exists()


@pytest.mark.parametrize(
    ("clock", "a_page_takes", "reached"),
    [("monotonic", 2, 6), ("monotonic", 11, 3), ("process_time", 3, 4)],
    ids=["a busy machine", "a machine at a standstill", "slow pages"],
)
def test_a_run_ends_by_what_it_spends_and_on_a_busy_machine_goes_on_for_longer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: str, a_page_takes: int, reached: int
) -> None:
    document = tmp_path / "original"
    document.write_bytes(acting(pages=5))
    monkeypatch.chdir(tmp_path)
    told: list[object] = []
    clocks = {"monotonic": lambda: 0, "process_time": lambda: 0, clock: lambda: len(told) * a_page_takes}
    monkeypatch.setattr(page_copies, "time", SimpleNamespace(**clocks))
    with document.open("rb") as file:
        assert page_copies.copy_pages(file, told.append, first=1, pages=5) == reached
