"""Files are opened where a parser that was taken over finds nothing: no network, no files, no rights, little memory."""

import ctypes
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attachments.inspection.workshop import Workshop, give_to_child
from attachments.limits import CHILD_MEMORY_BYTES
from tests.attachments import hostile

LANDLOCK_VERSION = ctypes.CDLL(None).syscall(444, None, 0, 1)
IN_EVERYBODYS_FOLDER = Path(tempfile.gettempdir()) / f"ks-escaped-{os.getpid()}"
needs_landlock = pytest.mark.skipif(LANDLOCK_VERSION < 1, reason="this kernel has no Landlock: files stay readable")


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that everybody may write to, with a file that everybody may read."""
    folder = tmp_path_factory.mktemp("outside")
    folder.chmod(0o777)
    (folder / "readable").write_text("secret")
    for parent in [folder, *folder.parents][:-2]:
        parent.chmod(parent.stat().st_mode | 0o055)
    return folder


@pytest.fixture(scope="module")
def found(outside: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What a child could do that tried everything."""
    workshop = Workshop("tests.attachments.prying:work")
    own_folder = tmp_path_factory.mktemp("own")
    give_to_child(own_folder)
    with socket.create_server(("127.0.0.1", 0)) as listening, (outside / "readable").open("rb") as file:
        request: dict[str, object] = {
            "port": listening.getsockname()[1],
            "read": ["/etc/passwd", str(outside / "readable"), "/proc/1/environ"],
            "write": [str(outside / "readable"), str(outside / "new"), str(IN_EVERYBODYS_FOLDER)],
        }
        outcome = workshop.start(file, request, folder=own_folder).wait()
    workshop.close()
    assert outcome.result, outcome
    yield outcome.result
    assert sorted(each.name for each in own_folder.iterdir()) == ["here"]


def test_it_writes_into_its_own_folder(found: dict[str, Any]) -> None:
    assert found["write_here"] == "worked"


def test_it_is_never_root(found: dict[str, Any]) -> None:
    assert found["is_root"] is False


def test_it_reaches_no_network(found: dict[str, Any]) -> None:
    apart = ["unshare", "--net", "true"] if os.geteuid() == 0 else ["unshare", "--user", "--net", "true"]
    if subprocess.run(apart, capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody have a network of their own: the child shares ours")
    assert found["connect"] == "OSError"


@needs_landlock
def test_it_reads_nothing_outside_its_folder(found: dict[str, Any]) -> None:
    assert set(found["read"].values()) == {"PermissionError"}


@needs_landlock
def test_it_writes_nothing_outside_its_folder(found: dict[str, Any], outside: Path) -> None:
    assert set(found["write"].values()) == {"PermissionError"}
    assert sorted(each.name for each in outside.iterdir()) == ["readable"]
    assert not IN_EVERYBODYS_FOLDER.exists()


def test_it_starts_no_further_process(found: dict[str, Any]) -> None:
    assert found["fork"] == "BlockingIOError"


def test_it_gets_no_more_memory_than_the_limit(found: dict[str, Any]) -> None:
    assert found["memory"] == "MemoryError"


def test_it_never_holds_more_memory_than_the_limit_shared_pages_included(tmp_path: Path) -> None:
    workshop = Workshop("attachments.inspection.examine:work")
    greedy = tmp_path / "greedy.pdf"
    greedy.write_bytes(hostile.picture_in_itself())
    give_to_child(tmp_path)
    with greedy.open("rb") as file:
        outcome = workshop.start(file, {"draw": True}, folder=tmp_path).wait()
    workshop.close()
    assert CHILD_MEMORY_BYTES / 2 < outcome.peak_bytes <= CHILD_MEMORY_BYTES


def test_it_knows_none_of_our_settings(found: dict[str, Any]) -> None:
    assert set(found["environment"]) <= {"PATH", "LANG", "LC_CTYPE", "MAGIC", "LIBRARY_PATH", "LD_LIBRARY_PATH"}
