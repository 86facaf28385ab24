"""A worker whose clock is an hour off, either way, works by the database's clock like everybody else."""

import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection

from attachments.checking import claim
from attachments.limits import LEASE_SECONDS
from attachments.models import Attachment
from attachments.states import FileState
from operations.clock import database_now
from tests.attachments import samples
from tests.faults.sent import a_last_file, the_ledger_is_clean
from tests.services.plugin import needed
from tests.services.portal import PROJECT
from tests.services.programs import ServiceMissing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_concurrency]

A_WORKER = """
import sys, django; django.setup()
from datetime import datetime, UTC
from attachments.tasks import check_file, sweep
sweep(); check_file(file_id=sys.argv[1])
print(datetime.now(UTC).isoformat())
"""


@pytest.mark.parametrize("offset", ["+1h", "-1h"])
def test_a_worker_whose_clock_is_an_hour_off_takes_nothing_from_others_and_gives_nothing_up(
    settings: LazySettings, offset: str, request: pytest.FixtureRequest
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has its worker's clock: with one machine there is one; see the stage on PostgreSQL")
    if shutil.which("faketime") is None:
        needed(request.config, ServiceMissing("faketime is missing. Install it with:  apt-get install faketime"))
    settings.CLAMD_URL = ""
    _customer, held = a_last_file(content=samples.photo(), name="held.jpg")
    _other, due = a_last_file(content=samples.screenshot(), name="due.png")
    lease = claim(file_id=held.id, now=database_now())
    database = re.sub(r"[^/]+$", connection.settings_dict["NAME"], os.environ["DATABASE_URL"])
    done = subprocess.run(
        ["faketime", "-f", offset, sys.executable, "-c", A_WORKER, str(due.id)],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": database, "CLAMD_URL": "", "DATA_DIR": str(settings.FILES_DIR.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    held.refresh_from_db()
    # An hour ahead, every lease has run out by its own clock; that is not the clock that counts.
    assert (held.state, held.lease, held.dead_leases) == (FileState.CHECKING, lease, 0)
    due.refresh_from_db()
    assert due.state == FileState.ACCEPTED
    assert due.settled_at
    assert abs(due.settled_at - database_now()) < timedelta(seconds=LEASE_SECONDS)
    Attachment.objects.filter(id=held.id).update(state=FileState.QUEUED, lease=None, lease_until=None)
    the_ledger_is_clean()
