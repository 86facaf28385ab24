"""The disk is full, or cannot be written any more: senders are told in a sentence, no half file is kept, and files wait."""

import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from attachments.checking import check_file
from attachments.ledger import prove
from attachments.limits import MAX_ERRORS
from attachments.models import Attachment
from attachments.states import DISK_OUT, FileState
from attachments.tray_tokens import token_for
from forms_catalog import drafts
from forms_catalog.journey import SEEN_FILES
from forms_catalog.models import Draft
from operations.doctor import ERROR, diagnose
from tests.attachments import samples
from tests.attachments.uploading import MadeOnTheWay
from tests.customer import Customer
from tests.follow_up.asking import a_quick_sender, ticket_of
from tests.services.visitor import multipart

pytestmark = pytest.mark.django_db

MEBIBYTE = 2**20
ROOM = 64 * MEBIBYTE


class Disk:
    """A small file system of its own, in memory."""

    def __init__(self, place: Path) -> None:
        self.place, self.ballast = place, place / "ballast"

    def fill(self, *, but: int = 0) -> None:
        """Leave so many bytes free and no more."""
        with self.ballast.open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, shutil.disk_usage(self.place).free - but)

    def empty(self) -> None:
        """Make room again."""
        self.ballast.unlink()

    def remount(self, how: str) -> None:
        """Let it be written, or not."""
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.place)], check=True)


@pytest.fixture
def disk(tmp_path: Path, settings: LazySettings) -> Iterator[Disk]:
    """What the portal's files lie on."""
    if os.getuid() != 0:
        pytest.skip("only root may mount a small disk to fill")
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"this system lets nobody mount a small disk to fill: {mounted.stderr.strip()}")
    settings.FILES_DIR = place / "files"
    settings.CLAMD_URL = ""
    yield Disk(place)
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture(params=["en", "fr"])
def customer(request: pytest.FixtureRequest, disk: Disk) -> Customer:
    """Somebody on the documents page with one file already there."""
    person = a_quick_sender(language=request.param)
    asked = ticket_of(person)
    draft = drafts.begin(request_type="documents-general", device=asked.device, now=timezone.now(), parent=asked)
    answers = {"note": "", "consent": True, SEEN_FILES: "yes"}
    drafts.save_answers(draft=draft, answers=answers, now=timezone.now())
    person.get(f"/{person.language}/d/{draft.id}/files/")
    person.add(("before.jpg", samples.photo()))
    person.get(person.url.removesuffix("add/"))
    assert person.text.count("data-file ") == 1
    return person


def lying_in(folder: str, disk: Disk) -> list[str]:
    """What lies there."""
    return [each.name for each in (disk.place / "files" / folder).glob("*")]


def add_while(fault: Callable[[], object], customer: Customer) -> Any:
    """Add a file; when its first piece has been written, something happens. Out: the answer."""
    kind, body = multipart({}, (("second.jpg", os.urandom(4 * MEBIBYTE)),))

    def pieces() -> Iterator[bytes]:
        yield body[:MEBIBYTE]
        fault()
        yield body[MEBIBYTE:]

    return customer.client.generic(
        "POST",
        customer.url + "add/",
        CONTENT_TYPE=kind,
        CONTENT_LENGTH=str(len(body)),
        HTTP_X_CSRFTOKEN=customer.token,
        **{"wsgi.input": MadeOnTheWay(pieces())},  # type: ignore[arg-type]
    )


def test_when_the_disk_fills_up_in_the_middle_of_a_file_that_is_said_in_a_sentence_and_no_half_of_it_is_kept(
    customer: Customer, disk: Disk
) -> None:
    answer = add_while(partial(disk.fill, but=MEBIBYTE), customer)
    assert answer.status_code == 503
    (sentence,) = [str(each["message"]) for each in answer.context["errors"]]
    assert sentence.startswith({"en": "We have no room", "fr": "Nous n"}[customer.language])
    assert "before.jpg" in answer.content.decode()
    assert lying_in("incoming", disk) == []
    disk.empty()
    assert add_while(lambda: None, customer).status_code == 302
    assert customer.get(customer.url).content.decode().count("data-file ") == 2
    assert prove(now=timezone.now(), share=1).breaches == []


def test_a_disk_that_cannot_be_written_is_said_in_the_same_sentence(customer: Customer, disk: Disk) -> None:
    disk.remount("ro")
    answer = customer.add(("second.jpg", samples.photo("red")))
    assert answer.status_code == 503
    assert "before.jpg" in customer.text
    assert ERROR in {each.state for each in diagnose(only=["storage"])}
    disk.remount("rw")
    customer.get(customer.url.removesuffix("add/"))
    assert customer.add(("second.jpg", samples.photo("red"))).status_code == 200
    assert prove(now=timezone.now(), share=1).breaches == []


def tus(method: str, address: str, **headers: Any) -> Any:
    """What a client of the resumable protocol asks."""
    data = headers.pop("data", b"")
    return Client(raise_request_exception=False).generic(
        method,
        address,
        data,
        content_type="application/offset+octet-stream",
        headers={"Tus-Resumable": "1.0.0"} | headers,
    )


def test_a_file_in_pieces_is_told_that_there_is_no_room_and_goes_on_from_there_once_there_is(disk: Disk) -> None:
    draft = _a_draft()
    begin = f"/uploads/{token_for(tray_id=draft.tray_id, limit=5)}/"
    content = samples.photo() + os.urandom(2 * MEBIBYTE)
    name = b64encode(b"second.jpg").decode()
    announced = tus("POST", begin, **{"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"})
    address = announced.headers["Location"].removeprefix("http://testserver")
    disk.fill(but=MEBIBYTE)
    stopped = tus("PATCH", address, **{"Upload-Offset": "0"}, data=content)
    assert (stopped.status_code, stopped.headers["Upload-Outcome"]) == (503, "no_room")
    disk.empty()
    here = int(tus("HEAD", address).headers["Upload-Offset"])
    assert 0 <= here < len(content)
    done = tus("PATCH", address, **{"Upload-Offset": str(here)}, data=content[here:])
    assert (done.status_code, done.headers["Upload-Outcome"]) == (204, "kept")
    assert Attachment.objects.get(tray=draft.tray_id).size == len(content)
    assert prove(now=timezone.now(), share=1).breaches == []


def _a_draft() -> Draft:
    return drafts.begin(request_type="documents-general", device="this-browser", now=timezone.now())


@pytest.mark.parametrize("customer", ["en"], indirect=True)
@pytest.mark.parametrize("fault", [Disk.fill, lambda disk: disk.remount("ro")], ids=["full", "read-only"])
def test_a_worker_that_cannot_write_keeps_the_file_waiting_and_says_so(
    customer: Customer, disk: Disk, settings: LazySettings, fault: Callable[[Disk], None]
) -> None:
    settings.DISK_FLOOR_BYTES = MEBIBYTE // 2
    file = Attachment.objects.get()
    fault(disk)
    for _more_often_than_tries in range(MAX_ERRORS + 1):
        Attachment.objects.filter(id=file.id).update(next_try_at=file.received_at)
        check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.waiting_for, file.errors) == (FileState.QUEUED, DISK_OUT, 0)
    assert ERROR in {each.state for each in diagnose(only=["disk", "storage"])}
    page = customer.get(customer.url).content.decode()
    assert "before.jpg" in page
    assert 'data-state="queued"' in page
    disk.remount("rw")
    disk.ballast.unlink(missing_ok=True)
    Attachment.objects.filter(id=file.id).update(next_try_at=file.received_at)
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.waiting_for) == (FileState.ACCEPTED, "")
    assert prove(now=timezone.now(), share=1).breaches == []
