"""`./portal up` looks after its parts, ends them all, and starts again after any end, its own violent one included."""

import json
import os
import re
import signal
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.people import until
from tests.operations.launcher import is_running, running_in
from tests.services.portal import Portal
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

PARTS = ("redis", "worker", "beat", "web")


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose name has what trips up scripts."""
    return tmp_path_factory.mktemp("own") / "my portal’s data"


@pytest.fixture
def ended(folder: Path) -> Iterator[list[Portal]]:
    """Portals to end after the test, however it went."""
    started: list[Portal] = []
    yield started
    for each in started:
        each.down()


def pids(portal: Portal) -> dict[str, int]:
    """The process of each part."""
    return {name: portal.pid(name) for name in PARTS}


def has_ipv6() -> bool:
    """Whether this machine has ::1."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_ctrl_c_ends_every_part_from_the_last_started_to_the_first_and_leaves_nothing(
    folder: Path, ended: list[Portal]
) -> None:
    host, shown = ("::1", "[::1]") if has_ipv6() else ("127.0.0.1", "localhost")
    portal = Portal(folder, shown_as=shown)
    ended.append(portal)
    portal.up("--host", host, "--no-demo")
    url = portal.url if host == "127.0.0.1" else f"http://localhost:{portal.port}"
    assert f"Customers   {url}/" in portal.said.read_text() or f"Customers   {portal.url}/" in portal.said.read_text()
    assert Visitor(portal.url).get("/en/").status == 200
    assert "demo" not in portal.said.read_text()
    assert "agent_create" in portal.said.read_text()
    assert portal.rows("SELECT count(*) FROM tickets_ticket") == [(0,)]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    # Its name must be short, so it lies elsewhere than the data.
    broker = portal.manage(
        "shell", "--no-imports", "-c", "from django.conf import settings as s; print(s.CELERY_BROKER_URL)"
    )
    socket_folder = Path(broker.strip().removeprefix("redis+socket://")).parent
    assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700

    parts, process = pids(portal), portal.process
    assert process
    process.send_signal(signal.SIGINT)
    gone: list[str] = []
    patience = time.monotonic() + 30
    while len(gone) < len(parts) and time.monotonic() < patience:
        gone += [name for name, pid in parts.items() if name not in gone and not is_running(pid)]
        time.sleep(0.005)
    assert gone == ["web", "beat", "worker", "redis"]
    assert portal.down() == 0
    assert running_in(set(parts.values())) == set()
    assert not list((folder / "run").glob("*.pid"))
    assert not socket_folder.exists()


def test_what_a_killed_portal_left_running_is_ended_before_a_new_one_starts_and_a_lost_terminal_ends_all(
    folder: Path, ended: list[Portal]
) -> None:
    first = Portal(folder, shown_as="127.0.0.2")
    ended.append(first)
    first.up("--host", "127.0.0.2", "--no-demo")
    left = pids(first)
    # The new terminal of a person whose first one crashed gives the same port.
    assert first.process
    first.process.kill()
    first.process.wait()
    first.process = None
    assert all(is_running(pid) for pid in left.values())

    first.up("--host", "127.0.0.2", "--no-demo")
    assert "A portal was killed here and left beat, redis, web, worker running" in first.said.read_text()
    assert running_in(set(left.values())) == set()
    now = pids(first)
    assert set(now.values()).isdisjoint(left.values())
    assert f"Customers   http://127.0.0.2:{first.port}/" in first.said.read_text()
    assert Visitor(first.url).get("/en/").status == 200

    assert first.down(signal.SIGHUP) == 0
    assert running_in(set(now.values())) == set()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_is_killed_is_started_again(portal: Portal, name: str) -> None:
    before = portal.pid(name)
    # Only the part's first process: what it had started must not live on beside the new one.
    os.kill(before, signal.SIGKILL)
    until(lambda: portal.pid(name) != before and is_running(portal.pid(name)), seconds=10, what=f"{name} starts again")
    assert running_in({before}) == set()
    assert f"{name} ended (-9); starting it again." in portal.said.read_text()
    until(lambda: answers(portal), seconds=20, what="pages are served again")


def answers(portal: Portal) -> bool:
    """Whether the home page is served."""
    try:
        return Visitor(portal.url).get("/en/").status == 200
    except OSError:
        return False


def test_manage_works_beside_a_running_portal_and_knows_its_address(portal: Portal) -> None:
    assert json.loads(portal.manage("catalogue", "--json"))
    address = portal.manage(
        "shell", "--no-imports", "-c", "from django.conf import settings; print(settings.PUBLIC_URL)"
    )
    assert address.strip() == portal.url
    assert portal.try_to_manage("doctor", "--only", "no-such-check").returncode == 2


def test_manage_means_the_same_scanner_as_the_running_portal_though_its_own_shell_names_none(portal: Portal) -> None:
    started_with = portal.env.pop("CLAMD_URL")
    try:
        told = portal.manage(
            "shell", "--no-imports", "-c", "from django.conf import settings; print(settings.CLAMD_URL)"
        )
    finally:
        portal.env["CLAMD_URL"] = started_with
    assert started_with
    assert told.strip() == started_with


def test_manage_refuses_another_secret_key_than_the_running_portals(portal: Portal) -> None:
    portal.env["SECRET_KEY"] = "another-" + "k" * 50
    try:
        refused = portal.try_to_manage("doctor", "--only", "secret-key")
    finally:
        del portal.env["SECRET_KEY"]
    assert refused.returncode == 78
    assert "another SECRET_KEY" in refused.stderr


def test_nobody_else_may_read_the_data_and_its_key(portal: Portal) -> None:
    for name in ("files", "logs", "run", "redis", "static"):
        assert stat.S_IMODE((portal.data / name).stat().st_mode) == 0o700, name
    for name in ("secret-key", "portal.sqlite3"):
        assert stat.S_IMODE((portal.data / name).stat().st_mode) == 0o600, name


def test_the_agents_password_is_shown_once(portal: Portal) -> None:
    assert len(portal.agent_password) >= 20
    shown = portal.said.read_text()
    assert shown.count(portal.agent_password) == 1
    for log in (portal.data / "logs").glob("*.log"):
        assert portal.agent_password not in log.read_text(errors="replace")


def test_the_demo_agent_of_a_portal_that_others_can_reach_gets_a_set_up_link_and_no_password(
    folder: Path, ended: list[Portal]
) -> None:
    portal = Portal(folder)
    portal.env["ALLOWED_HOSTS"] = "support.example.com"
    ended.append(portal)
    portal.up()
    said = portal.said.read_text()
    assert re.search(
        rf"demo\.agent@example\.com   set-up link {portal.url}/staff/set-up/\S{{43}}/   \(shown once\)", said
    )
    assert "   password " not in said
    assert "password alone" not in Visitor(portal.url).get("/staff/login/").text
