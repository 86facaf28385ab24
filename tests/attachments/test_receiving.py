"""Files are streamed to quarantine under our own names, counted and hashed on the way, and never dropped in silence."""

import hashlib
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from attachments import storage, upload_handler
from attachments.limits import MAX_FILE_BYTES, MAX_FILES_SIGNED_OUT, MAX_REFUSED_FILES
from attachments.models import Attachment, Tray
from attachments.receive import Taken, new_tray, remove_file, take_files
from attachments.states import FileState
from attachments.storage import DiskNearlyFull
from attachments.upload_handler import ReceivedFile, ToQuarantine
from forms_catalog import drafts
from tests.attachments import samples
from tests.attachments.uploading import MadeOnTheWay, a_large_upload, receive, received
from tests.customer import Customer
from tests.factories import a_file
from tests.forms_catalog.test_filing_a_request import lose_a_phone


def lying_in(folder: str) -> list[str]:
    """The names of what lies in one of our folders."""
    path = Path(settings.FILES_DIR) / folder
    return sorted(each.name for each in path.iterdir()) if path.exists() else []


def remove_at_once(tray: Tray) -> None:
    """Delete a tray, and let the database say at once what it would say at the end of the transaction."""
    with transaction.atomic():
        tray.delete()
        connection.check_constraints()


def take(*files: tuple[str, bytes], now: datetime, limit: int = 5, tray: Any = None) -> Taken:
    """Upload files into a tray, a new one unless said otherwise."""
    tray = tray or new_tray(now=now)
    return take_files(tray_id=tray.id, received=receive(*files), limit=limit, now=now)


def test_a_file_is_written_under_a_name_of_ours_and_hashed_on_the_way() -> None:
    content = samples.noisy_photo() * 100
    (file,) = receive(("../../etc/passwd.jpg", content))
    assert lying_in("incoming") == [str(file.id)]
    assert storage.incoming_path(file.id).read_bytes() == content
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert storage.incoming_path(file.id).stat().st_mode & 0o777 == 0o600


def test_only_the_portal_itself_can_read_what_it_keeps() -> None:
    receive(("a.jpg", b"a"))
    assert (Path(settings.FILES_DIR) / "incoming").stat().st_mode & 0o777 == 0o700


@pytest.mark.django_db
def test_a_received_file_is_queued_and_lies_in_quarantine(now: datetime) -> None:
    taken = take(("passport.jpg", b"some bytes"), now=now)
    (file,) = taken.kept
    assert (file.name, file.state, file.size) == ("passport.jpg", FileState.QUEUED, 10)
    assert lying_in("incoming") == []
    assert storage.quarantine_path(file.id).read_bytes() == b"some bytes"


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "state"), [(1000, FileState.QUEUED), (1001, FileState.REFUSED)])
def test_the_limit_is_accepted_and_one_byte_more_is_not_kept(
    now: datetime, monkeypatch: pytest.MonkeyPatch, size: int, state: str
) -> None:
    monkeypatch.setattr(upload_handler, "MAX_FILE_BYTES", 1000)
    (file,) = take(("scan.pdf", bytes(size)), now=now).kept
    assert (file.state, file.size) == (state, size)
    assert file.code == ("" if state == FileState.QUEUED else "file_size")
    assert lying_in("quarantine") == ([str(file.id)] if state == FileState.QUEUED else [])
    assert lying_in("incoming") == []


def test_the_bytes_of_a_file_that_is_too_large_are_read_past_and_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_handler, "MAX_FILE_BYTES", 1000)
    (file,) = receive(("huge.pdf", bytes(400_000)))
    assert file.size == 400_000
    assert lying_in("incoming") == []


@pytest.mark.django_db
def test_a_file_after_one_that_is_too_large_is_not_lost(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_handler, "MAX_FILE_BYTES", 1000)
    taken = take(("huge.pdf", bytes(5000)), ("small.pdf", b"small"), now=now)
    assert [(each.name, each.state) for each in taken.kept] == [
        ("huge.pdf", FileState.REFUSED),
        ("small.pdf", FileState.QUEUED),
    ]


@pytest.fixture
def memory_stays_small() -> Iterator[None]:
    """The memory in use peaks at less than 10 MB above where the test began."""
    Path("/proc/self/clear_refs").write_text("5")
    before = _memory("VmRSS")
    yield
    assert _memory("VmHWM") - before < 10_000_000


def _memory(line: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{line}:")[2].split()[0]) * 1024


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "state"), [(0, FileState.QUEUED), (1, FileState.REFUSED)])
@pytest.mark.usefixtures("memory_stays_small")
def test_r3_file_of_52_428_800_bytes_accepted_52_428_801_e_file_size_never_in_memory(
    now: datetime, more: int, state: str
) -> None:
    begun = time.monotonic()
    files = received(a_large_upload("statement.pdf", MAX_FILE_BYTES + more))
    (file,) = take_files(tray_id=new_tray(now=now).id, received=files, limit=5, now=now).kept
    assert (file.size, file.state, file.code) == (52_428_800 + more, state, "file_size" if more else "")
    assert time.monotonic() - begun < 5
    storage.discard(file.id)


@pytest.mark.django_db
def test_r3_file_of_0_bytes_e_file_empty(now: datetime) -> None:
    (file,) = take(("empty.pdf", b""), now=now).kept
    assert (file.state, file.code) == (FileState.REFUSED, "file_empty")
    assert lying_in("incoming") == lying_in("quarantine") == []


@pytest.mark.django_db
def test_files_beyond_the_limit_are_named_and_not_kept(now: datetime) -> None:
    taken = take(*[(f"{number}.jpg", bytes([number])) for number in range(7)], now=now)
    assert [each.name for each in taken.kept] == ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg"]
    assert taken.over_the_limit == ["5.jpg", "6.jpg"]
    assert lying_in("incoming") == []
    assert len(lying_in("quarantine")) == MAX_FILES_SIGNED_OUT


@pytest.mark.django_db
def test_refused_files_take_nobodys_place_but_are_not_remembered_without_end(now: datetime) -> None:
    tray = new_tray(now=now)
    for _each in range(MAX_REFUSED_FILES):
        take(("empty.pdf", b""), now=now, tray=tray, limit=1)
    oldest = Attachment.objects.filter(tray=tray).order_by("id")[0]
    assert [each.name for each in take(("more.pdf", b""), now=now, tray=tray).kept] == ["more.pdf"]
    assert Attachment.objects.filter(tray=tray).count() == MAX_REFUSED_FILES
    assert not Attachment.objects.filter(id=oldest.id).exists()


@pytest.mark.django_db
def test_a_good_file_is_taken_after_any_number_of_refused_ones(now: datetime) -> None:
    tray = new_tray(now=now)
    for _each in range(MAX_REFUSED_FILES + 1):
        take(("empty.pdf", b""), now=now, tray=tray)
    taken = take(("passport.jpg", b"good"), ("photo.jpg", b"better"), now=now, tray=tray, limit=1)
    assert [(each.name, each.state) for each in taken.kept] == [("passport.jpg", FileState.QUEUED)]
    assert taken.over_the_limit == ["photo.jpg"]
    assert storage.quarantine_path(taken.kept[0].id).read_bytes() == b"good"


PHRASE = "abandon " * 11 + "about"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        f"{PHRASE}.jpg",
        PHRASE.replace(" ", "_") + ".pdf",
        PHRASE.replace(" ", "\u200b ") + ".png",
        "x" * 150 + f" {PHRASE}.jpg",
        "123-45-6789.pdf",
        "private key " + hashlib.sha256(b"key").hexdigest() + ".png",
    ],
)
def test_a_file_whose_name_holds_a_secret_leaves_no_row_no_bytes_and_no_line_in_the_log(
    now: datetime, name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    tray = new_tray(now=now)
    taken = take((name, b"bytes"), ("passport.jpg", b"good"), now=now, tray=tray)
    assert len(taken.secret_names) == 1
    assert [each.name for each in taken.kept] == ["passport.jpg"]
    assert (taken.over_the_limit, taken.duplicates) == ([], [])
    assert [each.name for each in Attachment.objects.filter(tray=tray)] == ["passport.jpg"]
    assert lying_in("incoming") == []
    assert lying_in("quarantine") == [str(taken.kept[0].id)]
    logged = caplog.text + "".join(capfd.readouterr())
    assert not [word for word in ("abandon", "private key") if word in logged]


@pytest.mark.django_db
def test_the_same_bytes_twice_are_kept_once_and_said(now: datetime) -> None:
    tray = new_tray(now=now)
    take(("one.jpg", b"same"), now=now, tray=tray)
    taken = take(("again.jpg", b"same"), ("other.jpg", b"other"), now=now, tray=tray)
    assert taken.duplicates == ["again.jpg"]
    assert [each.name for each in taken.kept] == ["other.jpg"]
    assert lying_in("incoming") == []


@pytest.mark.django_db
def test_a_file_taken_back_is_erased(now: datetime) -> None:
    tray = new_tray(now=now)
    (file,) = take(("one.jpg", b"one"), now=now, tray=tray).kept
    assert not remove_file(tray_id=new_tray(now=now).id, file_id=file.id)
    assert remove_file(tray_id=tray.id, file_id=file.id)
    assert not remove_file(tray_id=tray.id, file_id=file.id)
    assert lying_in("quarantine") == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
def test_r3_two_requests_in_parallel_3_files_each_same_signed_out_draft_total_never_exceeds_5(now: datetime) -> None:
    tray = new_tray(now=now)
    together = threading.Barrier(2)
    taken: list[Taken] = []

    def upload(sender: int) -> None:
        files = receive(*[(f"{sender}-{number}.jpg", bytes([sender, number])) for number in range(3)])
        together.wait(10)
        taken.append(take_files(tray_id=tray.id, received=files, limit=5, now=now))
        connection.close()

    senders = [threading.Thread(target=upload, args=(number,)) for number in range(2)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert sum(len(each.kept) for each in taken) == 5
    assert sum(len(each.over_the_limit) for each in taken) == 1
    assert Attachment.objects.filter(tray=tray).count() == len(lying_in("quarantine")) == 5


def test_no_file_is_begun_when_the_disk_is_nearly_full(settings: LazySettings) -> None:
    settings.DISK_FLOOR_BYTES = 2**60
    with pytest.raises(DiskNearlyFull):
        receive(("passport.jpg", b"bytes"))
    assert lying_in("incoming") == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_nearly_full_disk_is_a_503_in_words_and_nothing_sent_before_is_lost(
    language: str, settings: LazySettings
) -> None:
    customer = Customer(language)
    lose_a_phone(customer)
    customer.add(("before.jpg", samples.photo()))
    settings.DISK_FLOOR_BYTES = 2**60
    refused = customer.add(("passport.jpg", samples.photo("red")))
    assert refused.status_code == 503
    (sentence,) = [each["message"] for each in refused.context["errors"]]
    assert len(str(sentence)) > 40
    assert "before.jpg" in customer.text
    assert [each.name for each in Attachment.objects.all()] == ["before.jpg"]
    assert lying_in("incoming") == []
    settings.DISK_FLOOR_BYTES = 1024
    customer.get(customer.url.removesuffix("add/"))
    assert customer.add(("passport.jpg", samples.photo("red"))).status_code == 200
    assert Attachment.objects.count() == 2


@pytest.mark.django_db
def test_a_connection_that_breaks_off_leaves_nothing_and_says_so() -> None:
    customer = Customer()
    lose_a_phone(customer)
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n' + bytes(100_000)
    response = customer.client.generic(
        "POST",
        customer.url + "add/",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH="900000",
        **{"wsgi.input": MadeOnTheWay([head], breaks=True)},  # type: ignore[arg-type]
    )
    assert response.status_code == 400
    assert "The connection stopped before the file was complete" in response.content.decode()
    assert lying_in("incoming") == lying_in("quarantine") == []
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_without_the_token_of_the_form_no_file_stays() -> None:
    customer = Customer()
    lose_a_phone(customer)
    upload = SimpleUploadedFile("a.jpg", samples.photo())
    response = customer.client.post(customer.url + "add/", {"files": [upload]})
    assert response.status_code == 403
    assert lying_in("incoming") == lying_in("quarantine") == []


def test_every_other_form_reads_past_a_file_and_keeps_the_rest() -> None:
    upload = SimpleUploadedFile("a.jpg", bytes(3 * 2**20))
    request = RequestFactory().post("/", {"files": [upload], "device_type": "phone"})
    assert dict(request.FILES) == {}
    assert request.POST["device_type"] == "phone"
    assert not Path(settings.FILES_DIR).exists()


def test_of_more_files_than_a_request_may_hold_only_so_many_are_ever_written() -> None:
    request = RequestFactory().post("/", {"files": [SimpleUploadedFile(f"{n}.pdf", b"%d" % n) for n in range(5)]})
    request.upload_handlers = [ToQuarantine(request, most=2)]
    files = [each for each in request.FILES.getlist("files") if isinstance(each, ReceivedFile)]
    assert [each.is_written for each in files] == [True, True, False, False, False]
    assert lying_in("incoming") == sorted(str(each.id) for each in files[:2])
    assert [each.sha256 for each in files] == [hashlib.sha256(b"%d" % n).hexdigest() for n in range(5)]


def test_what_a_request_cannot_hold_anyway_takes_no_other_file_s_place() -> None:
    offered = [("a.jpg", samples.photo()), ("b.pdf", b""), ("c.pdf", b"one"), ("d.pdf", b"one"), ("e.pdf", b"two")]
    request = RequestFactory().post("/", {"files": [SimpleUploadedFile(*each) for each in offered]})
    request.upload_handlers = [ToQuarantine(request, most=2, only=["application/pdf"])]
    assert [getattr(each, "is_written", None) for each in request.FILES.getlist("files")] == [True] * 5


@pytest.mark.django_db
def test_a_file_that_is_refused_for_its_name_is_not_written_and_takes_no_place(now: datetime) -> None:
    names = ("123-45-6789.pdf", "a.pdf", "b.pdf", "c.pdf")
    request = RequestFactory().post("/", {"files": [SimpleUploadedFile(n, n.encode()) for n in names]})
    request.upload_handlers = [ToQuarantine(request, most=2)]
    files = [each for each in request.FILES.getlist("files") if isinstance(each, ReceivedFile)]
    assert lying_in("incoming") == sorted(str(each.id) for each in files[1:3])
    taken = take_files(tray_id=new_tray(now=now).id, received=files, limit=2, now=now)
    assert [each.name for each in taken.kept] == ["a.pdf", "b.pdf"]
    assert (len(taken.secret_names), taken.over_the_limit) == (1, ["c.pdf"])


@pytest.mark.django_db
def test_a_file_that_was_not_written_is_told_of_by_name_or_as_one_that_is_there_already(now: datetime) -> None:
    request = RequestFactory().post("/", {"files": [SimpleUploadedFile(n, n[:1].encode()) for n in ("a1", "b1", "a2")]})
    request.upload_handlers = [ToQuarantine(request, most=1)]
    files = [each for each in request.FILES.getlist("files") if isinstance(each, ReceivedFile)]
    taken = take_files(tray_id=new_tray(now=now).id, received=files, limit=5, now=now)
    assert [each.name for each in taken.kept] == ["a1"]
    assert (taken.over_the_limit, taken.duplicates) == (["b1"], ["a2"])


@pytest.mark.django_db
def test_files_of_one_upload_stay_in_the_order_they_were_chosen_in(now: datetime) -> None:
    names = [f"page-{number}.pdf" for number in range(5)]
    take(*[(name, name.encode()) for name in names], now=now)
    assert [each.name for each in Attachment.objects.order_by("received_at", "id")] == names


@pytest.mark.django_db
def test_a_tray_that_a_file_or_a_draft_points_to_cannot_go(now: datetime) -> None:
    held, begun = new_tray(now=now), drafts.begin(request_type="lost-device", device="this-browser", now=now).tray
    a_file(now=now, tray=held)
    for tray in (held, begun):
        with pytest.raises(IntegrityError):
            remove_at_once(tray)
