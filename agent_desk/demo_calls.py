"""What customers of the demo answer when they ask for a call."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from calls import slots
from calls.opening import teams


def a_video_call(now: datetime, name: str) -> dict[str, Any]:
    """Three days with open hours in Paris, none of them on a weekend."""
    offered = list(slots.offered(now=now, zone="Europe/Paris", who=teams()).items())
    working = [each for each in offered if not slots.is_weekend(each[0])][:3]
    chosen = {
        f"{kind}_{number + 1}": text
        for number, (day, times) in enumerate(working)
        for kind, text in (("date", day.isoformat()), ("time", f"{_by_day(times)[number]:%H:%M}"))
    }
    return chosen | {
        "ticket_reference": "",
        "purpose": "identity",
        "account_email": f"{name}@example.com",
        "still_have_email": "yes",
        "contact_email": "",
        "id_type": "passport",
        "language": "fr",
        "accessibility_need": "",
        "time_zone": "Europe/Paris",
    }


def _by_day(times: Iterable[time]) -> list[time]:
    """Those parts of a day in which most people are awake and up."""
    return [at for at in times if at >= time(9)]
