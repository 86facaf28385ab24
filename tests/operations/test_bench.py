"""`./portal bench` says what things cost beside a floor of the same run, on a portal of its own that leaves nothing."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms_catalog.catalogue import catalogue
from tests.faults.people import until
from tests.operations import launcher
from tests.services.portal import PROJECT

pytestmark = pytest.mark.stack

AS_MEASURED = {"cpu_ms", "floor_cpu_ms", "ratio"}
SECONDS = 480


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this machine keeps what is only for a while."""
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def somebodys_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal's data folder, which the environment names while the bench runs."""
    data = tmp_path_factory.mktemp("data")
    (data / "portal.sqlite3").write_bytes(b"rows that must stay")
    return data


@pytest.fixture(scope="module")
def errors_too(request: pytest.FixtureRequest) -> bool:
    """Whether the errors of all types are measured too: with --long."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="module")
def result(folder: Path, somebodys_data: Path, errors_too: bool) -> dict[str, Any]:
    """One short run, where the settings of another portal are set."""
    groups = () if errors_too else ("home", "empty_steps", "sending", "status", "agents_list", "attaching", "checking")
    done = launcher.portal(
        *("bench", "--json", "--rounds", "1", *(f"--only={each}" for each in groups)),
        seconds=SECONDS,
        TMPDIR=str(folder),
        DATA_DIR=str(somebodys_data),
        DATABASE_URL=f"sqlite://{somebodys_data}/portal.sqlite3",
        REDIS_URL=f"unix://{somebodys_data}/redis.sock",
        PUBLIC_URL="https://support.example.com",
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def lines(result: dict[str, Any]) -> dict[str, Any]:
    """Its operations by name."""
    return {each["name"]: each for each in result["operations"]}


def test_every_operation_has_its_numbers_beside_those_of_its_floor(lines: dict[str, Any], errors_too: bool) -> None:
    assert set(lines) == {
        *("home", "empty_step", "empty_entry", "suggesting_step"),
        *(("step_with_errors",) if errors_too else ()),
        *("check_page", "send", "check_and_send", "status_page"),
        *(
            "agents_list",
            "attach_5mb",
            "attach_5mb_in_pieces",
            "attach_5x10mb",
            "attach_5x10mb_in_pieces",
            "check_file",
        ),
    }
    for line in lines.values():
        for each in (line, line["heaviest"], *line["variants"]):
            assert all(each[name] > 0 for name in AS_MEASURED)
        for name in ("cpu_ms", "ratio"):
            lowest, highest = line[f"{name}_of_rounds"]
            assert lowest <= line[name] <= highest
        assert line["heaviest"]["ratio"] == max(each["ratio"] for each in line["variants"])


def test_every_request_type_is_measured_and_what_is_left_out_is_said(
    result: dict[str, Any], lines: dict[str, Any]
) -> None:
    measured = {each["of"].partition("/")[0] for each in lines["empty_step"]["variants"]}
    assert measured == set(catalogue())
    assert result["left_out"] == []


def test_files_are_told_by_library_memory_and_rate(result: dict[str, Any]) -> None:
    assert set(result["libraries"]) == set(result["files_per_second_per_core"]) == {"photo.jpg", "scan.pdf"}
    assert {"sha256", "libmagic", "scanner"} <= set(result["libraries"]["scan.pdf"])
    peaks = {each["what"].strip(): each["mib"] for each in result["memory"]}
    assert 30 < peaks["worker, at its peak"] < 250
    assert 30 < peaks["child:scan.pdf, at its peak"] < 250
    assert peaks["web server’s memory rises, attach_5x10mb"] < 20


def test_the_shape_of_what_things_cost_is_kept(lines: dict[str, Any]) -> None:
    """Far from the goals, so that a busy machine is no reason to fail: a page rendered anew would be five times its floor."""
    assert lines["home"]["ratio"] < 3
    assert lines["empty_step"]["ratio"] < 3
    assert lines["check_page"]["ratio"] < 5
    assert lines["check_and_send"]["ratio"] < 25
    assert lines["attach_5x10mb"]["ratio"] < 2.5
    assert lines["check_file"]["ratio"] < 2.5


def test_nothing_is_left_behind_and_nobody_elses_data_is_touched(
    result: dict[str, Any], folder: Path, somebodys_data: Path
) -> None:
    assert list(folder.iterdir()) == []
    assert [each.name for each in somebodys_data.iterdir()] == ["portal.sqlite3"]
    assert (somebodys_data / "portal.sqlite3").read_bytes() == b"rows that must stay"


def processes_of(data: Path) -> set[int]:
    """Every process that works on a data folder: by its environment, or by the folder it is in."""
    found = set()
    for each in Path("/proc").iterdir():
        try:
            environment = (each / "environ").read_bytes().split(b"\0") if each.name.isdigit() else []
            if b"DATA_DIR=" + os.fsencode(data) in environment or data in (each / "cwd").resolve().parents:
                found.add(int(each.name))
        except OSError:
            continue
    return {pid for pid in found if launcher.is_running(pid)}


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Where sockets are made: a name of theirs has room for 107 bytes only."""
    with tempfile.TemporaryDirectory(prefix="ks-", dir="/tmp") as folder:
        yield Path(folder)


def test_a_bench_that_is_ended_half_way_leaves_no_process_and_no_folder(tmp_path: Path, short_folder: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "DATA_DIR")}
    env |= {"PORTAL_ENVIRONMENT": "as-is", "CLAMD_URL": "", "TMPDIR": str(tmp_path)}
    env["XDG_RUNTIME_DIR"] = str(short_folder)
    command = [sys.executable, str(PROJECT / "portal"), "bench", "--only", "home"]
    with (tmp_path / "said").open("wb") as said:
        bench = subprocess.Popen(command, env=env, stdout=said, stderr=said, preexec_fn=_with_every_signal)
    until(lambda: b"Measuring" in (tmp_path / "said").read_bytes(), seconds=90, what="the bench measures")
    (data,) = tmp_path.glob("portal-bench-*")
    assert len(processes_of(data)) > 3
    assert list(short_folder.iterdir())
    # `timeout` sends one to the command and one to its group, and the terminal may go meanwhile.
    for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        bench.send_signal(number)
        time.sleep(0.3)
    assert bench.wait(60) == 130, (tmp_path / "said").read_text()
    assert processes_of(data) == set()
    assert not data.exists()
    assert list(short_folder.iterdir()) == []


def _with_every_signal() -> None:
    """The suite may run where some are ignored, and a program keeps that."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def test_what_it_does_not_know_is_a_mistake_in_the_command() -> None:
    done = launcher.portal("bench", "--only", "everything")
    assert done.returncode == 2
    assert "attaching" in done.stderr
