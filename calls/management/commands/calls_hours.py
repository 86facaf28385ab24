"""manage.py calls_hours: when agents take calls, and what a customer could choose from it now."""

from argparse import ArgumentParser
from typing import Any
from zoneinfo import available_timezones

from calls.opening import WEEKDAYS, HoursMistake, Team, read_hours
from calls.slots import candidates, offered
from operations.clock import database_now
from operations.commands import CONFIG, PROBLEMS, USAGE, OpsCommand, Outcome


class Command(OpsCommand):
    """Reads the file of opening hours again, so that a change is seen before a customer sees it."""

    help = "Show when agents take calls, and which times a customer can choose now."
    examples = ("manage.py calls_hours", "manage.py calls_hours --zone Pacific/Auckland --json")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose clocks."""
        super().add_arguments(parser)
        parser.add_argument(
            "--zone", default="Europe/Paris", help="the customer's time zone; Europe/Paris unless given"
        )

    def run(self, options: dict[str, Any]) -> Outcome:
        """Show the teams and the coming seven days."""
        zone = options["zone"]
        if zone not in available_timezones():
            return Outcome(code=USAGE, data={"error": "zone"}, summary=f"{zone!r} is no IANA time zone.")
        try:
            who = read_hours()
        except HoursMistake as mistake:
            return Outcome(code=CONFIG, data={"error": "hours", "text": str(mistake)}, summary=str(mistake))
        now = database_now()
        found = offered(now=now, zone=zone, who=who)
        days = {day.isoformat(): [f"{at:%H:%M}" for at in found.get(day, [])] for day in candidates(now=now, zone=zone)}
        data = {"teams": [_told(each) for each in who], "zone": zone, "days": days}
        lines = [f"{each.name} ({each.zone.key}): {_hours(each)}" for each in who]
        lines += [f"{day}  {' '.join(times) or 'nothing'}" for day, times in days.items()]
        summary = f"{sum(map(len, days.values()))} times to choose on {len(found)} days, {zone}"
        return Outcome(code=0 if found else PROBLEMS, data=data, lines=lines, summary=summary)


def _told(team: Team) -> dict[str, Any]:
    return {"name": team.name, "zone": team.zone.key, "hours": _by_day(team), "holidays": sorted(team.holidays)}


def _by_day(team: Team) -> dict[str, list[str]]:
    return {
        day: [f"{first // 60:02d}:{first % 60:02d}-{last // 60:02d}:{last % 60:02d}" for first, last in hours]
        for day, hours in zip(WEEKDAYS, team.hours, strict=True)
        if hours
    }


def _hours(team: Team) -> str:
    return ", ".join(f"{day[:3]} {' '.join(hours)}" for day, hours in _by_day(team).items())
