"""Many agents sign in at the same moment: each password is taken, and the web server stays as small as compose allows it."""

import json
import threading
from pathlib import Path

import pytest

from tests.faults.people import choose_password
from tests.operations.launcher import running_in
from tests.services.portal import Portal
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

CROWD = 24
PASSWORD = "a long password of a crowd"
MORE_AT_MOST = 120
"""MiB; Argon2 as Django has it took fifteen hundred."""


def peak_of_the_web_server(portal: Portal) -> int:
    """The most memory its processes ever had, in MiB."""
    statuses = [Path(f"/proc/{pid}/status").read_text() for pid in running_in({portal.pid("web")})]
    return sum(int(each.partition("VmHWM:")[2].split()[0]) for each in statuses if "VmHWM" in each) // 1024


def test_two_dozen_agents_signing_in_at_once_all_pass_the_password_and_take_little_memory(portal: Portal) -> None:
    email = "crowd@example.com"
    made = json.loads(portal.manage("agent_create", "--email", email, "--name", "C", "--json"))
    choose_password(Visitor(portal.url), made["link"], PASSWORD)
    crowd = [Visitor(portal.url) for _each in range(CROWD)]
    for each in crowd:
        each.get("/staff/login/")
    before = peak_of_the_web_server(portal)
    together = threading.Barrier(CROWD)

    def sign_in(agent: Visitor) -> None:
        together.wait()
        agent.post("/staff/login/", {"username": email, "password": PASSWORD, "next": "/staff/"})

    threads = [threading.Thread(target=sign_in, args=(each,)) for each in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.page.status for each in crowd] == [200] * CROWD
    assert [each.page.url for each in crowd] == [f"{portal.url}/staff/login/app/"] * CROWD
    assert peak_of_the_web_server(portal) - before < MORE_AT_MOST
