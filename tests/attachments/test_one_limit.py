"""One limit: page, browser, server and proxy take theirs from the same constant, and doctor finds whoever does not."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attachments import limits
from attachments.doctor_checks import front_door_finding
from attachments.limits_probe import probe_token
from attachments.management.commands.proxy_conf import SHIPPED, configuration
from attachments.sentences import size_in_words
from attachments.upload_handler import ReceivedFile
from operations.doctor import ERROR, OK, WARNING
from tests.customer import Customer
from tests.forms_catalog.test_filing_a_request import lose_a_phone
from tests.services.narrow_door import NarrowDoor
from tests.services.portal import PROJECT, Portal
from tests.services.programs import free_port


@pytest.fixture
def key(settings: LazySettings, portal: Portal) -> None:
    """Doctor runs beside the portal, with its secret key."""
    settings.SECRET_KEY = (portal.data / "secret-key").read_text(encoding="utf-8").strip()


@pytest.fixture
def door(portal: Portal) -> Iterator[Callable[[int], NarrowDoor]]:
    """Makes a proxy that lets through bodies of so many bytes."""
    opened: list[NarrowDoor] = []

    def make(widest: int) -> NarrowDoor:
        opened.append(NarrowDoor(portal.port, widest=widest))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.mark.stack
@pytest.mark.usefixtures("key")
def test_a_portal_without_a_proxy_agrees_with_itself_and_keeps_nothing(portal: Portal) -> None:
    kept = sorted(each.name for each in (portal.data / "files").rglob("*"))
    assert front_door_finding(url=portal.url).state == OK
    assert sorted(each.name for each in (portal.data / "files").rglob("*")) == kept


@pytest.mark.stack
@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("widest", [1 * limits.MEBIBYTE, limits.MAX_FILE_BYTES, limits.MAX_BODY_BYTES - 1])
def test_a_proxy_that_takes_less_is_named(door: Callable[[int], NarrowDoor], widest: int) -> None:
    found = front_door_finding(url=door(widest).url)
    assert (found.state, found.result.partition(":")[0]) == (ERROR, "proxy")
    assert f"{limits.MAX_BODY_BYTES:,}" in found.mend


@pytest.mark.stack
@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("widest", [limits.MAX_BODY_BYTES, 10 * limits.MAX_BODY_BYTES])
def test_a_proxy_that_takes_as_much_or_more_is_well(door: Callable[[int], NarrowDoor], widest: int) -> None:
    assert front_door_finding(url=door(widest).url).state == OK


@pytest.mark.stack
@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("name", ["MAX_FILE_BYTES", "MAX_BODY_BYTES"])
@pytest.mark.parametrize("more", [-limits.MEBIBYTE, limits.MEBIBYTE])
def test_a_portal_that_runs_with_an_older_limit_is_named(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, name: str, more: int
) -> None:
    monkeypatch.setattr(limits, name, getattr(limits, name) + more)
    found = front_door_finding(url=portal.url)
    assert (found.state, found.result.partition(":")[0]) == (ERROR, "portal")


@pytest.mark.stack
def test_an_address_that_leads_elsewhere_is_named(portal: Portal) -> None:
    found = front_door_finding(url=portal.url)
    assert (found.state, found.result.partition(":")[0]) == (ERROR, "another")


def test_an_address_where_nobody_answers_is_a_warning_with_another_way_to_ask() -> None:
    found = front_door_finding(url=f"http://localhost:{free_port()}")
    assert found.state == WARNING
    assert "manage.py front_door" in found.mend


@pytest.mark.parametrize("minutes", [-6, 6])
def test_the_probe_opens_for_nobody_but_doctor_and_only_for_minutes(client: Client, minutes: int) -> None:
    now = timezone.now()
    old = probe_token(now=now + timedelta(minutes=minutes))
    fresh = probe_token(now=now)
    for token in (old, fresh[:-1] + "A", "stranger"):
        assert client.post(reverse("limits_probe", args=[token]), {"file": "x"}).status_code == 404
    assert client.get(reverse("limits_probe", args=[fresh])).status_code == 404
    assert client.post(reverse("limits_probe", args=[fresh]), {"no": "file"}).status_code == 400


def test_the_shipped_proxy_has_the_portals_limit() -> None:
    assert configuration() == SHIPPED.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_page_browser_server_and_proxy_say_the_constant(client: Client) -> None:
    customer, limit = Customer("en"), limits.MAX_FILE_BYTES
    lose_a_phone(customer)
    assert f"at most {size_in_words(limit)} each" in customer.text
    assert f"It is larger than {size_in_words(limit)}." in customer.text
    assert f'data-max-bytes="{limit}"' in customer.text
    announced = client.options(reverse("uploads", args=["anybody"]))
    assert announced.headers["Tus-Max-Size"] == str(limit)
    taken = [
        ReceivedFile(file_id=uuid4(), name="a.pdf", size=limit + more, sha256="", head=b"").is_too_large
        for more in (0, 1)
    ]
    assert taken == [False, True]
    body = limits.MAX_FILES_SIGNED_IN * limit + limits.FORM_OVERHEAD_BYTES
    assert re.findall(r"client_max_body_size (\d+);", configuration()) == [str(body)]


def test_another_constant_changes_them_all(tmp_path: Path) -> None:
    """The test above once more, in a copy of the portal that differs in this one line."""
    for each in PROJECT.iterdir():
        if each.name != "attachments":
            (tmp_path / each.name).symlink_to(each)
    shutil.copytree(PROJECT / "attachments", tmp_path / "attachments")
    (tmp_path / "data").mkdir()
    constant = tmp_path / "attachments" / "limits.py"
    said = constant.read_text(encoding="utf-8")
    constant.write_text(said.replace("MAX_FILE_BYTES = 50 * MEBIBYTE", "MAX_FILE_BYTES = 20 * MEBIBYTE"), "utf-8")
    assert constant.read_text(encoding="utf-8") != said
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__.replace(str(PROJECT), ".")]
    ran = subprocess.run(
        [*command, "-k", "say_the_constant"],
        cwd=tmp_path,
        env=os.environ | {"DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in ran.stdout, ran.stdout
