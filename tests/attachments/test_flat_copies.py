"""Agents get a flat copy of documents that act or are long: made by the worker page by page, gone with its file."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings
from pikepdf import Name, String

from attachments import flat_copies, storage
from attachments.checking import check_file
from attachments.flat_copies import make_some
from attachments.inspection import flattening, scanner_from_url
from attachments.inspection.workshop import Workshop
from attachments.ledger import prove
from attachments.limits import FLAT_LEASE_SECONDS, FLAT_RUNS, PREVIEW_PAGES
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
def _children_die_on_the_second_page_and_the_disk_is_full_on_the_fourth(monkeypatch: pytest.MonkeyPatch) -> object:
    workshop = Workshop("tests.attachments.dying_on_a_page:work")
    monkeypatch.setattr(flattening, "workshop", workshop)
    yield
    workshop.close()


@pytest.mark.usefixtures("_children_die_on_the_second_page_and_the_disk_is_full_on_the_fourth")
def test_a_page_that_kills_its_child_is_left_out_and_counted_and_the_others_are_there() -> None:
    file = accepted(acting(pages=3))
    make_some(file_id=file.id)
    assert copy_of(file).next_page == 3
    make_some(file_id=file.id)
    assert (copy_of(file).runs, copy_of(file).drawn) == (2, 2)
    with pikepdf.open(storage.flat_copy_path(file.id)) as made:
        assert ["/XObject" in page.resources for page in made.pages] == [True, False, True]


@pytest.mark.usefixtures("_children_die_on_the_second_page_and_the_disk_is_full_on_the_fourth")
def test_a_child_that_gets_nowhere_spends_runs_and_at_their_end_what_is_drawn_is_put_together() -> None:
    file = accepted(acting(pages=4))
    for _run in range(FLAT_RUNS + 1):
        make_some(file_id=file.id)
        FlatCopy.objects.filter(made_at=None).update(due_at=database_now())
    assert (copy_of(file).runs, copy_of(file).drawn) == (FLAT_RUNS + 1, 1)
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
