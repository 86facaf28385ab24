"""Tickets that ask for a call, for tests of what becomes of it."""

from datetime import datetime
from typing import Any

from tests.factories import a_proven_ticket
from tickets.models import Ticket

THREE_DAYS = {
    "time_zone": "Europe/Paris",
    "date_1": "2026-03-06",
    "time_1": "09:00",
    "date_2": "2026-03-09",
    "time_2": "15:00",
    "date_3": "2026-03-07",
    "time_3": "12:00",
}
ONE_DAY = {"time_zone": "America/New_York", "date": "2026-03-06", "time_range": "12:00", "phone": "+33199001234"}


def asks_for_video(*, now: datetime, **overrides: Any) -> Ticket:
    """A request for a video call, its address proven."""
    values: dict[str, Any] = {
        "request_type": "video-verification",
        "form": {"title": {"en": "Video verification", "fr": "Vérification vidéo"}, "questions": []},
        "answers": THREE_DAYS,
        "queue": "scheduling",
    }
    return a_proven_ticket(now=now, **(values | overrides))


def asks_for_a_call_back(*, now: datetime, **overrides: Any) -> Ticket:
    """A request for a call-back, its address proven."""
    values: dict[str, Any] = {"request_type": "phone-callback", "answers": ONE_DAY}
    return asks_for_video(now=now, **(values | overrides))
