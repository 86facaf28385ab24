"""Real clients of the tus protocol on a line that is cut again and again: the file arrives whole, once, and nearly unrepeated."""

import hashlib
import os
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from attachments.limits import MAX_FILE_BYTES, UPLOAD_CHUNK_BYTES
from tests.faults.people import until
from tests.journeys.person import Person
from tests.services.portal import Portal
from tests.services.visitor import Visitor
from tests.services.weak_line import WeakLine

pytestmark = pytest.mark.stack

TUS_JS_CLIENT = Path(__file__).parents[1] / "vendor" / "tus-js-client-4.3.1.min.js"
MOST_REPEATED = 1.1
CUTS = [random.Random(7).randrange(300_000, 1_800_000) for _ in range(6)]
"""Where connections end: each somewhere inside a piece of our own script's size."""


@pytest.fixture
def line(portal: Portal) -> Iterator[WeakLine]:
    weak = WeakLine(portal.port, cuts=CUTS)
    yield weak
    weak.close()


@pytest.fixture
def customer(portal: Portal) -> Visitor:
    person = Visitor(portal.url)
    person.reach_documents()
    return person


def endpoint(customer: Visitor) -> str:
    """Where the customer's documents page lets a script send files to."""
    found = re.search(r'data-upload-url="([^"]+)"', customer.page.text)
    assert found
    return found.group(1)


def the_only_file(portal: Portal, customer: Visitor) -> tuple[str, int, int]:
    """Digest, size and number of the rows in the customer's tray."""
    draft = customer.files_path.split("/")[3].replace("-", "")
    rows = portal.rows(
        "SELECT sha256, size FROM attachments_attachment WHERE tray_id ="
        " (SELECT tray_id FROM forms_catalog_draft WHERE id = ?)",
        draft,
    )
    return (*rows[0], len(rows))


def test_fifty_mebibytes_arrive_through_a_line_that_is_cut_with_hardly_a_byte_sent_twice(
    portal: Portal, customer: Visitor, line: WeakLine, tmp_path: Path
) -> None:
    content = b"%PDF-1.7\n" + os.urandom(MAX_FILE_BYTES - 9)
    path = tmp_path / "statement.pdf"
    path.write_bytes(content)
    client = TusClient(line.url + endpoint(customer))
    uploader = client.uploader(str(path), chunk_size=UPLOAD_CHUNK_BYTES, metadata={"filename": "statement.pdf"})
    while uploader.offset < len(content):
        try:
            uploader.upload()
        except (TusCommunicationError, requests.ConnectionError):
            uploader.offset = uploader.get_offset()
    assert line.cut == len(CUTS)
    assert line.sent <= MOST_REPEATED * len(content)
    assert the_only_file(portal, customer) == (hashlib.sha256(content).hexdigest(), len(content), 1)


@pytest.mark.browser
def test_tus_js_client_in_a_browser_sends_a_file_through_the_same_line(
    portal: Portal, customer: Visitor, line: WeakLine, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{line.url}/en/")
    page.evaluate(TUS_JS_CLIENT.read_text(encoding="utf-8") + ";0")
    size = 12_000_000
    sent = page.evaluate(
        """([endpoint, size]) => new Promise((resolve, reject) => {
            const bytes = new Uint8Array(size).map((_, at) => at % 251);
            const upload = new tus.Upload(new Blob([bytes]), {
                endpoint, chunkSize: 2 ** 21, metadata: { filename: "statement.pdf" },
                retryDelays: [50, 50, 50, 50, 50, 50, 50, 50],
                onSuccess: () => resolve(upload.url), onError: reject,
            });
            upload.start();
        })""",
        [line.url + endpoint(customer), size],
    )
    page.close()
    content = bytes(at % 251 for at in range(size))
    assert sent.startswith(line.url)
    assert line.cut > 0
    assert the_only_file(portal, customer) == (hashlib.sha256(content).hexdigest(), size, 1)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fr"])
def test_our_own_page_goes_on_by_itself_after_the_line_was_lost(
    portal: Portal, browser: Browser, line: WeakLine, tmp_path: Path, language: str
) -> None:
    line.cuts = line.cuts[:2]
    person = reach_documents(browser, line, language)
    choose(person, tmp_path, MAX_FILE_BYTES)
    expect(person.page.locator("[data-file]")).to_have_count(1, timeout=60_000)
    expect(person.page.locator(".uploading")).to_have_count(0)
    assert line.cut > 0
    assert line.sent <= MOST_REPEATED * MAX_FILE_BYTES
    person.complaints.clear()  # A line that is lost is logged by the browser itself.
    person.close()


@pytest.mark.browser
def test_chosen_again_after_a_reload_it_goes_on_from_where_it_was(
    portal: Portal, browser: Browser, tmp_path: Path
) -> None:
    line = WeakLine(portal.port)
    person = reach_documents(browser, line, "en")
    # So slow that there is time to leave in the middle.
    devtools = person.context.new_cdp_session(person.page)
    slow(devtools, 5_000_000)
    choose(person, tmp_path, LARGE)
    bar = person.page.locator(".uploading progress")
    until(lambda: bool(bar.evaluate("bar => bar.value > 35")), seconds=30, what="more than a third has arrived")
    person.page.on("dialog", lambda dialog: dialog.accept())
    person.page.reload()
    slow(devtools, -1)
    before = line.sent
    choose(person, tmp_path, LARGE)
    expect(person.page.locator("[data-file]")).to_have_count(1, timeout=60_000)
    assert line.sent - before < 0.75 * LARGE
    person.complaints.clear()
    person.close()
    line.close()


LARGE = 20_000_000


def slow(devtools: Any, bytes_a_second: int) -> None:
    """Let the browser's line carry so much and no more; -1 for as much as it can."""
    devtools.send("Network.enable")
    speed = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    devtools.send("Network.emulateNetworkConditions", speed)


def reach_documents(browser: Browser, line: WeakLine, language: str) -> Person:
    """Somebody on the documents page, behind the weak line."""
    person = Person(browser, line.url, language=language)
    person.begin("documents-general")
    person.skip()
    person.write("nia@example.com")
    person.skip()
    person.agree()
    assert person.step == "files"
    return person


def choose(person: Person, folder: Path, size: int) -> None:
    """Choose a large file; each time it is the same one, to the browser too."""
    path = folder / "large.pdf"
    if not path.exists():
        path.write_bytes(b"%PDF-1.7\n" + os.urandom(size - 9))
        os.utime(path, (time.time() - 1000, time.time() - 1000))
    person.page.locator("#id_files").set_input_files(path)
