"""Starts the real services once for the whole run and hands them to the tests; a missing one fails, it is not skipped."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from playwright.sync_api import Browser, sync_playwright

from tests.services.portal import Portal
from tests.services.programs import Clamd, ServiceMissing, Valkey, chromium, free_port

FOLDER = "KS_TEST_FOLDER"
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options that `./portal test` passes on."""
    group = parser.getgroup("portal")
    group.addoption("--long", action="store_true", help="every seed and every fault")
    group.addoption("--allow-missing", action="store_true", help="skip, by name, what a missing service would test")


def pytest_configure(config: pytest.Config) -> None:
    """The first process makes the run's folder; workers find it in their environment."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="ks-", dir="/tmp")
        config.stash[_made_here] = True


_made_here = pytest.StashKey[bool]()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever made the folder removes it."""
    if config.stash.get(_made_here, False):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def needed(config: pytest.Config, missing: ServiceMissing) -> None:
    """A missing service fails the test, unless the person said that it may be missing."""
    if config.getoption("--allow-missing"):
        pytest.skip(str(missing))
    pytest.fail(str(missing), pytrace=False)


def prepared() -> Path:
    """Where the run keeps what every portal makes at its first start."""
    return Path(os.environ[FOLDER]) / "prepared"


def _own_folder(name: str) -> Path:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder = Path(os.environ[FOLDER]) / f"{worker}-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def clamd(request: pytest.FixtureRequest) -> Iterator[Clamd]:
    """A running virus scanner; a test that stops it starts it again."""
    try:
        service = Clamd(_own_folder("clamd"))
    except ServiceMissing as missing:
        needed(request.config, missing)
        raise
    service.begin()
    yield service
    service.stop()


@contextmanager
def a_redis(config: pytest.Config) -> Iterator[Valkey]:
    """A Redis to stop, fill or empty."""
    try:
        service = Valkey(Path(tempfile.mkdtemp(prefix="r", dir=os.environ[FOLDER])))
    except ServiceMissing as missing:
        needed(config, missing)
        raise
    service.begin()
    yield service
    service.stop()


@pytest.fixture
def valkey(request: pytest.FixtureRequest) -> Iterator[Valkey]:
    """A Redis of the test's own."""
    with a_redis(request.config) as service:
        yield service


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Headless Chromium."""
    try:
        path = chromium()
    except ServiceMissing as missing:
        needed(request.config, missing)
        raise
    # Its event loop runs in this thread, where Django would else ask the database nothing from here on.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def portal(clamd: Clamd) -> Iterator[Portal]:
    """The whole portal with its scanner, shared by the tests of one worker that only use it."""
    running = Portal(_own_folder("portal"), clamd_url=clamd.url)
    running.begin_with(prepared())
    try:
        running.up()
        yield running
    finally:
        ended = running.down()
    assert ended == 0


@pytest.fixture
def portal_of_my_own(tmp_path: Path) -> Iterator[Callable[..., Portal]]:
    """Makes a portal for a test that breaks things."""
    made: list[Portal] = []

    def make(*options: str, clamd_url: str = "", redis_url: str = "") -> Portal:
        folder = Path(tempfile.mkdtemp(prefix="p", dir=os.environ[FOLDER]))
        running = Portal(folder, clamd_url=clamd_url, redis_url=redis_url)
        made.append(running)
        running.begin_with(prepared())
        running.up(*options)
        return running

    yield make
    for each in made:
        each.down()


class KeptLetters:
    """A mail server's memory."""

    def __init__(self) -> None:
        self.letters: list[Message] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:
        """Keep a letter."""
        self.letters.append(message_from_bytes(envelope.content if isinstance(envelope.content, bytes) else b""))
        return "250 kept"


@pytest.fixture
def mail_server() -> Iterator[tuple[str, KeptLetters]]:
    """A real mail server on loopback: its address as EMAIL_URL spells it, and what it got."""
    kept = KeptLetters()
    keeper = Controller(kept, hostname="127.0.0.1", port=free_port())
    keeper.start()
    yield f"smtp://127.0.0.1:{keeper.port}", kept
    keeper.stop()
