"""Logs are JSON lines without anybody's words: no tokens, no drafts' ids, nothing that a fault quotes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from operations.log_lines import mask_tokens
from tests.journeys import papers
from tests.services.portal import PROJECT, Portal
from tests.services.visitor import Visitor

PERSON = "marie.curie@example.com, born 1867-11-07"
DRAFT = "3d0c2a4e-7a3a-4a52-9d8e-0d5b1a0c9f11"

PROGRAM = f"""
import logging, django, structlog
django.setup()
from celery import shared_task
from django.test import Client

def fail():
    try:
        raise ValueError("{PERSON}")
    except ValueError as fault:
        raise RuntimeError("while saving {PERSON}") from fault

@shared_task(name="broken")
def broken():
    fail()

try:
    fail()
except RuntimeError:
    structlog.get_logger("ours").exception("it_broke", file_id="f-1")
    logging.getLogger("theirs").exception("It broke")
    logging.getLogger("theirs").error("It broke: %s", RuntimeError("while saving {PERSON}"), exc_info=True)
broken.apply()
client = Client(raise_request_exception=False, enforce_csrf_checks=True)
client.cookies["device"] = "x" * 43
client.get("/en/d/{DRAFT}/files/", HTTP_HOST="localhost")
client.post("/en/d/{DRAFT}/send/", HTTP_HOST="localhost")
"""


@pytest.fixture
def lines(tmp_path: Path) -> list[dict[str, Any]]:
    """What a program in which everything breaks writes to its log: its database has no tables."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "STATIC_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "curie" not in done.stderr
    assert "1867" not in done.stderr
    assert DRAFT not in done.stderr
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_a_fault_is_told_by_its_kind_and_place_and_never_by_its_words(lines: list[dict[str, Any]]) -> None:
    faults = {each["logger"]: each for each in lines if "fault" in each}
    assert {"ours", "theirs", "celery.app.trace", "django.request"} <= faults.keys()
    assert faults["ours"]["fault"] == "RuntimeError"
    assert faults["ours"]["file_id"] == "f-1"
    assert any(place.endswith("fail") for place in faults["ours"]["where"])
    assert "broken" in faults["celery.app.trace"]["event"]
    assert all({"ts", "level", "event"} <= each.keys() for each in lines)


def test_an_address_is_told_without_what_opens_it(lines: list[dict[str, Any]]) -> None:
    events = [each["event"] for each in lines]
    assert "Service Unavailable: /en/d/…/files/" in events
    assert any("/en/d/…/send/" in each and "Forbidden" in each for each in events)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/fr/t/AbC-_0123456789abcdefghij/files/list/", "/fr/t/…/files/list/"),
        (f"/en/d/{DRAFT}/check/", "/en/d/…/check/"),
        ("/staff/set-up/AbC-_0123456789abcdefghij/", "/staff/set-up/…/"),
        (f"/en/sign-in/?next=/en/d/{DRAFT}/files/", "/en/sign-in/?next=/en/d/…/files/"),
        ("/en/i/AbC-_0123456789abcdefghij/", "/en/i/…/"),
        ("/en/sent/KS-7Q2M-4XKD/", "/en/sent/KS-7Q2M-4XKD/"),
        ("/en/requests/lost-device/", "/en/requests/lost-device/"),
        ("/en/c/AZx9_abcdefghijklmnop-123456/", "/en/c/…/"),
        ("/fr/a/AZx9_abcdefghijklmnop-123456/", "/fr/a/…/"),
        ("/fr/n/AZx9_abcdefghijklmnop-123456/", "/fr/n/…/"),
    ],
)
def test_only_what_opens_something_is_masked(address: str, told: str) -> None:
    assert mask_tokens(f"GET {address} failed") == f"GET {told} failed"


@pytest.mark.stack
def test_nothing_a_customer_typed_or_opened_reaches_the_logs_of_a_running_portal(portal: Portal) -> None:
    person = Visitor(portal.url)
    draft = person.reach_documents().split("/")[3]
    person.add(("passport of marie.jpg", papers.phone_photo(300, 200)))
    # A refused form leaves a line; it must be one without the address it was sent to.
    person.post(person.files_path.replace("/files/", "/send/"), token="")
    person.get(person.files_path)
    reference = person.send()
    status = person.status_path
    person.wait_for(status, ["accepted"], seconds=30)
    person.get(status + "nowhere/")

    logs = {each.name: each.read_text(errors="replace") for each in (portal.data / "logs").iterdir()}
    assert "/en/d/…/send/" in logs["web.log"]
    written = "".join(logs.values())
    for secret in (draft, status.split("/")[3], person.cookie_header.partition("device=")[2][:40], "alice@", "marie"):
        assert secret
        assert secret not in written, secret
    # Whoever reads the logs may look a request up by its reference, and by that only.
    assert not re.search(rf"{reference}[^\n]*alice", written)
