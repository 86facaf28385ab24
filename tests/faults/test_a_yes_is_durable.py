"""Before anybody is told that a file was received, its bytes, its name and its row are on the disk: the system calls say so."""

import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.people import until
from tests.journeys import papers
from tests.services.plugin import needed
from tests.services.portal import Portal
from tests.services.programs import ServiceMissing
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

CALLS = "trace=openat,fsync,fdatasync,rename,renameat,renameat2,write,writev,sendto,sendmsg"


def watched(portal: Portal, log: Path, request: pytest.FixtureRequest) -> "subprocess.Popen[bytes]":
    """A strace of the web server and all its threads."""
    if shutil.which("strace") is None:
        needed(request.config, ServiceMissing("strace is missing. Install it with:  apt-get install strace"))
    web = portal.pid("web")
    family = [web, *(int(pid) for pid in Path(f"/proc/{web}/task/{web}/children").read_text().split())]
    pids = [part for pid in family for part in ("-p", str(pid))]
    said = log.with_suffix(".said")
    tracer = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "80", "-e", CALLS, "-o", str(log), *pids], stderr=said.open("wb")
    )
    time.sleep(1)
    if tracer.poll() is not None:
        pytest.skip(f"this system lets nobody watch another process: {said.read_text().strip()}")
    return tracer


def test_bytes_and_name_are_on_the_disk_before_anybody_is_told_that_a_file_was_received(
    portal: Portal, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    customer = Visitor(portal.url)
    customer.reach_documents()
    log = tmp_path / "calls"
    tracer = watched(portal, log, request)
    try:
        customer.add(("passport.jpg", papers.phone_photo(320, 240)))
        until(lambda: "HTTP/1.1 302" in log.read_text(errors="replace"), seconds=20, what="the answer was seen")
    finally:
        tracer.terminate()
        tracer.wait()
    calls = log.read_text(errors="replace").splitlines()

    def first(pattern: str, after: int = -1) -> int:
        found = [number for number, call in enumerate(calls) if number > after and re.search(pattern, call)]
        assert found, f"no {pattern} after line {after} of:\n" + "\n".join(calls[-200:])
        return found[0]

    bytes_synced = first(r"fsync\(\d+</[^>]*/files/incoming/")
    named = first(r"rename\w*\(.*files/incoming/.*files/quarantine/", bytes_synced)
    name_synced = first(r"fsync\(\d+</[^>]*/files/quarantine>", named)
    row_synced = first(r"f(data)?sync\(\d+</[^>]*portal\.sqlite3", name_synced)
    first(r"HTTP/1\.1 302", row_synced)
    assert not [call for call in calls[:row_synced] if "HTTP/1.1 302" in call]
