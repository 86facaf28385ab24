"""Posts the largest body, and one byte more, through a front door, and says who there has other limits than the pages."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from attachments.doctor_checks import front_door_finding
from operations.commands import OK, PROBLEMS, OpsCommand, Outcome
from operations.doctor import ERROR


class Command(OpsCommand):
    """What doctor's check “front-door” does, for any address: one proxy after the other can be asked."""

    help = "Ask a front door whether it takes what the pages promise."
    examples = ("manage.py front_door", "manage.py front_door http://127.0.0.1:8080 --json")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom to ask."""
        super().add_arguments(parser)
        parser.add_argument("url", nargs="?", default=settings.PUBLIC_URL, metavar="URL")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Ask."""
        found = front_door_finding(url=options["url"])
        return Outcome(
            code=PROBLEMS if found.state == ERROR else OK,
            data={"url": options["url"], "state": found.state, "result": found.result, "mend": found.mend},
            lines=[f"mend: {found.mend}"] if found.mend else [],
            summary=f"{options['url']}: {found.result}",
        )
