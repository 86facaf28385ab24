"""Ten files over a slow line that is cut, on a phone: refused, replaced, sent twice, the tab closed; true at every moment."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Route, expect

from tests.faults.people import until
from tests.journeys import papers
from tests.journeys.person import Person
from tests.journeys.test_signing_in import sign_in
from tests.services.portal import Portal
from tests.services.programs import Clamd
from tests.services.weak_line import WeakLine

pytestmark = [pytest.mark.browser, pytest.mark.stack]

BYTES_A_SECOND = 1_000_000
LARGE = 3_000_000
CUT_AT = 1_400_000
# What moves without anybody having done something; 0.1 is what browsers call good.
MOST_SHIFT = 0.02
ORDER = ["queued", "checking", "accepted", "refused", "failed"]
LISTEN = """
    window.shifted = 0; window.said = [];
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
    }).observe({ type: "layout-shift", buffered: true });
    addEventListener("DOMContentLoaded", () => {
        const live = document.querySelector("[data-live]");
        if (live) new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true });
    });
"""


@pytest.fixture
def line(portal: Portal) -> Iterator[WeakLine]:
    weak = WeakLine(portal.port)
    yield weak
    weak.close()


def reach_documents(browser: Browser, portal: Portal, line: WeakLine, *, scripts: bool) -> Person:
    """Somebody who is signed in, so that ten files may come, on the documents page."""
    person = Person(browser, line.url, language="en", scripts=scripts)
    person.page.add_init_script(LISTEN)
    sign_in(person, portal, f"ten.files.{'live' if scripts else 'plain'}@example.com")
    person.begin("documents-general")
    for following in ("note", "consent"):
        person.skip()
        person.page.wait_for_url(f"**/{following}/")
    person.agree()
    assert person.step == "files"
    return person


def ten_files() -> dict[str, bytes]:
    """Eight photos, a long statement, and one that is locked."""
    files = {f"photo-{number}.jpg": papers.phone_photo(400 + number, 300) for number in range(1, 9)}
    files["statement.pdf"] = papers.statement() + b"%" + os.urandom(LARGE).hex().encode()[:LARGE]
    files["locked.pdf"] = papers.password_statement()
    return files


def write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Lay files where the browser's window would find them."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def slow_down(person: Person) -> None:
    """Let the browser's line carry so much and no more."""
    devtools = person.context.new_cdp_session(person.page)
    devtools.send("Network.enable")
    speed = {"offline": False, "latency": 60, "downloadThroughput": -1, "uploadThroughput": BYTES_A_SECOND}
    devtools.send("Network.emulateNetworkConditions", speed)


def shown(person: Person) -> dict[str, str]:
    """What the page says of each file that reached us."""
    rows: list[list[str]] = person.page.eval_on_selector_all(
        "[data-file]", "rows => rows.map(row => [row.id.slice(5), row.dataset.state])"
    )
    return dict(rows)


def known(portal: Portal) -> dict[str, str]:
    """What the rows say."""
    rows = portal.rows("SELECT id, lower(state) FROM attachments_attachment")
    return dict(rows)


def the_page_is_never_ahead(person: Person, portal: Portal) -> None:
    """What the page shows was so before: rows are read after it."""
    page = shown(person)
    rows = known(portal)
    for file_id, state in page.items():
        row = rows[file_id.replace("-", "")]
        assert ORDER.index(state) <= ORDER.index(row) or {state, row} == {"queued", "checking"}, (state, row)


def count(person: Person, state: str) -> int:
    """How many files the page shows in a state."""
    return list(shown(person).values()).count(state)


def test_with_scripts_on_a_slow_line_that_is_cut(
    browser: Browser, portal: Portal, clamd: Clamd, line: WeakLine, tmp_path: Path
) -> None:
    person = reach_documents(browser, portal, line, scripts=True)
    slow_down(person)
    line.cuts = [CUT_AT]
    before = line.sent
    person.page.locator("#id_files").set_input_files(write(tmp_path, ten_files()))
    until_true(person, portal, lambda: count(person, "accepted") == 9 and count(person, "refused") == 1)
    assert line.cut == 1
    sizes = sum(each.stat().st_size for each in tmp_path.iterdir())
    assert line.sent - before < 1.1 * sizes + 200_000
    expect(person.page.locator(".file", has_text="locked.pdf")).to_contain_text("protected by a password")
    assert "10 files: 9 checked, 1 refused." in summary(person)
    replace_and_repeat(person, tmp_path)
    until_true(person, portal, lambda: count(person, "accepted") == 10)
    said: list[str] = person.page.evaluate("window.said")
    assert person.page.evaluate("window.shifted") <= MOST_SHIFT
    assert all(sentence.endswith((".", "…")) for sentence in said), said
    close_the_tab_during_the_scan(person, portal, clamd, tmp_path)
    person.complaints.clear()  # A line that is cut is logged by the browser itself.
    person.close()


def summary(person: Person) -> str:
    """The sum of the list in one sentence."""
    return person.page.locator("[data-summary]").inner_text()


def until_true(person: Person, portal: Portal, true: Any) -> None:
    """Wait for the page, and hold it to the rows all the while."""

    def looked() -> bool:
        the_page_is_never_ahead(person, portal)
        return bool(true())

    until(looked, seconds=60, what=summary(person))


def replace_and_repeat(person: Person, folder: Path) -> None:
    """Take the refused one back, send another one twice by mistake, and then the first without its password."""
    person.page.locator(".file", has_text="locked.pdf").get_by_role("button", name="Remove").click()
    expect(person.page.locator(".file", has_text="locked.pdf")).to_have_count(0)
    (folder / "again").mkdir()
    same = (folder / "photo-1.jpg").read_bytes()
    with held_back(person, "**/files/list/"):  # Whoever is quick need not wait for the list.
        add(person, write(folder / "again", {"photo-1 copy.jpg": same}))
        expect(person.page.locator("main")).to_contain_text("You have already added")
        add(person, write(folder / "again", {"unlocked.pdf": papers.statement(3)}))
    expect(person.page.locator("[data-file]", has_text="unlocked.pdf")).to_have_count(1, timeout=20_000)


@contextlib.contextmanager
def held_back(person: Person, address: str) -> Iterator[None]:
    """Let what is asked of an address wait."""
    asked: list[Route] = []

    def wait(route: Route) -> None:
        asked.append(route)

    person.page.route(address, wait)
    yield
    for each in asked:
        each.continue_()
    person.page.unroute(address)


def close_the_tab_during_the_scan(person: Person, portal: Portal, clamd: Clamd, folder: Path) -> None:
    """Change one file for another, leave while it is looked at, and find it again, checked."""
    person.page.locator(".file", has_text="photo-8.jpg").get_by_role("button", name="Remove").click()
    expect(person.page.locator(".file", has_text="photo-8.jpg")).to_have_count(0)
    address = person.page.url
    clamd.signal(signal.SIGSTOP)
    try:
        person.page.locator("#id_files").set_input_files(write(folder, {"last.jpg": papers.phone_photo(500, 400)}))
        expect(person.page.locator("[data-file]", has_text="last.jpg")).to_have_count(1, timeout=20_000)
        assert count(person, "accepted") == 9
        person.page.close()
    finally:
        clamd.signal(signal.SIGCONT)
    until(lambda: "queued" not in (now := known(portal).values()) and "checking" not in now, seconds=60, what="checked")
    open_again(person, address)
    assert count(person, "accepted") == 10
    assert "10 files: 10 checked." in summary(person)


def open_again(person: Person, address: str) -> None:
    """Close the tab, if it is not closed yet, and come back in another."""
    person.page.close()
    person.page = person.context.new_page()
    person.page.goto(address)


def test_without_scripts_on_a_line_that_is_cut(
    browser: Browser, portal: Portal, line: WeakLine, tmp_path: Path
) -> None:
    person = reach_documents(browser, portal, line, scripts=False)
    paths = write(tmp_path, ten_files())
    address = person.page.url
    # The browser itself repeats a form once on a new connection.
    line.cuts = [CUT_AT, CUT_AT]
    person.page.locator("#id_files").set_input_files(paths)
    person.page.locator("button[formaction$='/files/add/']").click(no_wait_after=True)
    with contextlib.suppress(Error):  # Said of a navigation that fails while it is waited for.
        person.page.wait_for_url("chrome-error://**")
    until(lambda: line.cut == 2, seconds=20, what="the browser gives up")
    open_again(person, address)
    # A form is whole or nothing: none of it was kept, and it can be sent again.
    assert shown(person) == {}
    add(person, paths)
    expect(person.page.locator("[data-file]")).to_have_count(10)
    refreshed_until(person, portal, lambda: count(person, "accepted") == 9)
    expect(person.page.locator(".file", has_text="locked.pdf")).to_contain_text("protected by a password")
    replace_and_repeat(person, tmp_path)
    refreshed_until(person, portal, lambda: count(person, "accepted") == 10)
    assert "10 files: 10 checked." in summary(person)
    open_again(person, address)
    assert count(person, "accepted") == 10
    person.complaints.clear()
    person.close()


def add(person: Person, paths: list[Path]) -> None:
    """Choose files, and without scripts press the button that sends them."""
    person.page.locator("#id_files").set_input_files(paths)
    if not person.scripts:
        person.page.locator("button[formaction$='/files/add/']").click()


def refreshed_until(person: Person, portal: Portal, true: Any) -> None:
    """Press the page's own link until all is settled; each page is held to the rows."""
    patience = time.monotonic() + 60
    while not true():
        assert time.monotonic() < patience
        the_page_is_never_ahead(person, portal)
        refresh = person.page.locator("[data-refresh]")
        if refresh.count():
            refresh.click()
