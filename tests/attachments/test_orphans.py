"""What crashes leave on the disk is erased after a while, and never the bytes of a file that may still be needed."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from attachments import storage
from attachments.models import Attachment
from attachments.states import FileState
from attachments.sweeping import ROWLESS_GRACE_SECONDS, UNFINISHED_GRACE_SECONDS, remove_orphans
from tests.attachments.conftest import an_arrived_file
from tests.factories import a_file

pytestmark = pytest.mark.django_db


def left_over(folder: str, name: str = "") -> Path:
    """Something that a crash left in one of our folders."""
    path = Path(settings.FILES_DIR) / folder / (name or str(uuid4()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left over")
    return path


def after(seconds: float) -> datetime:
    """A moment so long after now; files are as old as the disk says."""
    return timezone.now() + timedelta(seconds=seconds)


@pytest.mark.parametrize("state", [FileState.QUEUED, FileState.CHECKING, FileState.ACCEPTED, FileState.FAILED])
def test_the_bytes_of_a_file_that_was_not_refused_are_never_erased(now: datetime, state: str) -> None:
    lease = {"lease": uuid4(), "lease_until": now} if state == FileState.CHECKING else {}
    file = an_arrived_file(now=now, content=b"bytes", state=state, **lease)
    storage.previews_dir(file.id).mkdir(parents=True)
    storage.preview_path(file.id, 1).write_bytes(b"RIFF")
    stale_copy = left_over("incoming", str(file.id))
    assert remove_orphans(now=after(10 * ROWLESS_GRACE_SECONDS)) == 1
    assert not stale_copy.exists()
    assert storage.quarantine_path(file.id).read_bytes() == b"bytes"
    assert storage.preview_path(file.id, 1).exists()


def test_bytes_of_a_refused_file_that_a_crash_left_are_erased_within_the_hour(now: datetime) -> None:
    file = an_arrived_file(now=now, content=b"malware", state=FileState.REFUSED, code="file_unsafe")
    assert remove_orphans(now=after(UNFINISHED_GRACE_SECONDS + 5)) == 1
    assert not storage.quarantine_path(file.id).exists()


def test_bytes_that_no_row_speaks_of_are_put_aside_at_once_and_erased_after_a_week() -> None:
    path = left_over("quarantine")
    file_id = UUID(path.name)
    previews = storage.previews_dir(file_id)
    previews.mkdir(parents=True)
    assert remove_orphans(now=after(ROWLESS_GRACE_SECONDS - 60)) == 0
    assert not path.exists()
    assert storage.aside_path(file_id).exists()
    assert previews.exists()
    assert remove_orphans(now=after(ROWLESS_GRACE_SECONDS + 60)) >= 1
    assert not storage.aside_path(file_id).exists()
    assert not previews.exists()


def test_however_old_a_file_is_a_missing_row_never_erases_it_in_one_sweep_and_a_row_that_returns_brings_it_back(
    now: datetime,
) -> None:
    file = an_accepted_file_with_bytes(now)
    row = Attachment.objects.filter(id=file.id).values().get()
    Attachment.objects.filter(id=file.id).delete()
    assert remove_orphans(now=after(UNFINISHED_GRACE_SECONDS + 60)) == 0
    assert storage.aside_path(file.id).exists()
    Attachment.objects.create(**row)
    assert remove_orphans(now=after(UNFINISHED_GRACE_SECONDS + 120)) == 0
    assert storage.quarantine_path(file.id).read_bytes() == b"bytes"


def an_accepted_file_with_bytes(now: datetime) -> Attachment:
    """A file that was found good, with something in quarantine."""
    file = a_file(now=now, state=FileState.ACCEPTED)
    storage.quarantine_path(file.id).write_bytes(b"bytes")
    return file


@pytest.mark.parametrize("folder", ["incoming", "making"])
def test_what_was_never_finished_is_erased_after_an_hour_but_not_while_it_may_go_on(folder: str) -> None:
    path = left_over(folder)
    if folder == "making":
        path.unlink()
        path.mkdir()
        (path / "1.webp").write_bytes(b"RIFF")
    assert remove_orphans(now=after(UNFINISHED_GRACE_SECONDS - 60)) == 0
    assert path.exists()
    assert remove_orphans(now=after(UNFINISHED_GRACE_SECONDS + 60)) == 1
    assert not path.exists()


def test_a_file_with_a_name_that_is_not_ours_is_left_alone_and_stops_nobody(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = left_over("quarantine", "lost+found")
    orphan = left_over("quarantine")
    remove_orphans(now=after(2 * ROWLESS_GRACE_SECONDS))
    assert strange.exists()
    assert not orphan.exists()
    assert "strange_name_among_files" in caplog.text + "".join(capsys.readouterr())


def test_a_portal_without_a_file_has_nothing_to_erase() -> None:
    assert remove_orphans(now=after(0)) == 0
