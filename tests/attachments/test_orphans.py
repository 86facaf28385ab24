"""What crashes leave on the disk is erased after a while, and never the bytes of a file that may still be needed."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from attachments import storage
from attachments.states import FileState
from attachments.sweeping import ROWLESS_GRACE_SECONDS, UNFINISHED_GRACE_SECONDS, remove_orphans
from tests.attachments.conftest import an_arrived_file

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


def test_bytes_that_no_row_speaks_of_are_erased_after_a_day() -> None:
    path = left_over("quarantine")
    previews = storage.previews_dir(UUID(path.name))
    previews.mkdir(parents=True)
    assert remove_orphans(now=after(ROWLESS_GRACE_SECONDS - 60)) == 0
    assert path.exists()
    assert remove_orphans(now=after(ROWLESS_GRACE_SECONDS + 60)) >= 1
    assert not path.exists()
    assert not previews.exists()


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
