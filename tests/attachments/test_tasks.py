"""Messages may come twice: every task is safe to run again, and everything beat rings for exists."""

from datetime import datetime, timedelta
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from attachments.checking import claim
from attachments.limits import LEASE_SECONDS
from attachments.states import FileState
from attachments.sweeping import Swept, look_round, sweep
from forms_catalog import drafts
from kraken_support.celery import app
from tests.attachments import samples
from tests.attachments.conftest import an_arrived_file
from tests.factories import a_file, a_ticket


def everything() -> list[Any]:
    """All rows of our own and all files."""
    ours = {"attachments", "forms_catalog", "tickets"}
    models = [each for each in apps.get_models() if each._meta.app_label in ours]
    rows = [(each.__name__, list(each._default_manager.order_by("pk").values())) for each in models]
    files = sorted(path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file())
    return [*rows, *[(path, path.stat().st_mtime_ns, path.read_bytes()) for path in files]]


@pytest.mark.django_db
def test_every_task_run_twice_changes_nothing_the_second_time(now: datetime) -> None:
    parent = a_ticket(now=now)
    documents = a_ticket(now=now, joins=parent)
    file = an_arrived_file(now=now, content=samples.photo(), ticket=documents)
    drafts.begin(request_type="lost-device", device="this-browser", now=now - timedelta(days=30))
    app.autodiscover_tasks(force=True)
    tasks = [task for name, task in sorted(app.tasks.items()) if name.startswith(("attachments.", "forms_catalog."))]
    assert len(tasks) >= 4
    given = {"file_id": str(file.id)}
    for task in tasks:
        needed = [each.name for each in signature(task.run).parameters.values() if each.kind is each.KEYWORD_ONLY]
        before = everything()
        arguments = {name: given[name] for name in needed}
        task(**arguments)
        after = everything()
        task(**arguments)
        assert everything() == after, task.name
        if task.name == "attachments.tasks.check_file":
            assert after != before
    file.refresh_from_db()
    assert file.state == FileState.ACCEPTED
    documents.refresh_from_db()
    assert documents.merged_into_id == parent.id


@pytest.mark.django_db
def test_looking_round_finds_what_a_sweep_would_and_changes_nothing(now: datetime) -> None:
    documents = a_ticket(now=now, joins=a_ticket(now=now))
    a_file(now=now, ticket=documents, state=FileState.ACCEPTED)
    a_file(now=now)
    lost = a_file(now=now)
    claim(file_id=lost.id, now=now)
    before = everything()
    assert look_round(now=now) == Swept(freed=0, rung=1, joined=1)
    later = now + timedelta(seconds=LEASE_SECONDS + 1)
    assert look_round(now=later) == Swept(freed=1, rung=2, joined=1)
    assert everything() == before
    assert sweep(now=later) == Swept(freed=1, rung=2, joined=1)
    assert everything() != before


def test_everything_beat_rings_for_exists() -> None:
    app.autodiscover_tasks(force=True)
    rung = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    assert rung <= set(app.tasks)
    assert {"attachments.tasks.sweep", "attachments.tasks.remove_orphans"} <= rung
