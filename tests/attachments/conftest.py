"""What tests of files share: a file that has arrived, and no scanner unless a test brings one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings

from attachments import storage
from attachments.models import Attachment
from tests.attachments.stub_scanner import StubScanner
from tests.factories import a_file


@pytest.fixture(autouse=True)
def _no_scanner(settings: LazySettings) -> None:
    """Whatever the machine has; a test that wants one says so."""
    settings.CLAMD_URL = ""


@pytest.fixture
def stub_scanner() -> Iterator[StubScanner]:
    """A scanner that does as the test says."""
    stub = StubScanner()
    yield stub
    stub.close()


def an_arrived_file(*, now: datetime, content: bytes, **overrides: Any) -> Attachment:
    """A received file, its bytes in quarantine, due to be checked."""
    file = a_file(now=now, **({"size": len(content)} | overrides))
    storage.quarantine_path(file.id).write_bytes(content)
    return file
