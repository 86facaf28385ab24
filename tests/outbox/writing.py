"""Posts letters for tests, and lets time pass for their rows."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import F

from operations.clock import database_now
from outbox.letters import TEST
from outbox.models import Letter
from outbox.posting import post


def a_letter(**overrides: Any) -> Letter:
    """A posted letter; the workers' edges read the database's clock, so it is due by that one."""
    values: dict[str, Any] = {
        "kind": TEST,
        "about": uuid4(),
        "to": "camille@example.com",
        "language": "en",
        "asker_proven": True,
        "now": database_now(),
    }
    posted = post(**(values | overrides))
    assert posted
    return posted


def time_passes(letter: Letter, by: timedelta) -> None:
    """Move everything a row remembers into the past."""
    Letter.objects.filter(id=letter.id).update(
        next_try_at=F("next_try_at") - by, created_at=F("created_at") - by, lease_until=F("lease_until") - by
    )


def wait_of(letter: Letter, *, since: datetime) -> timedelta:
    """After how long the next try comes."""
    letter.refresh_from_db()
    return letter.next_try_at - since
