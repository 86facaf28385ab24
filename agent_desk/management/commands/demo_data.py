"""manage.py demo_data: fills an empty portal with a few requests to look at."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils import timezone

from agent_desk import demo
from agent_desk.demo_door import DEMO_AGENT
from operations.commands import OK, REFUSED, OpsCommand, Outcome


class Command(OpsCommand):
    """Makes a demo agent and a handful of requests through the same verbs that customers and agents use."""

    help = "Fills an empty portal with demo requests."
    changes = True
    irreversible = True
    examples = ("manage.py demo_data", "manage.py demo_data --reset --yes")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to begin afresh."""
        super().add_arguments(parser)
        parser.add_argument("--reset", action="store_true", help="erase ALL requests first; only on a local portal")

    def what_is_lost(self, options: dict[str, Any]) -> str:
        """Everything, but only when it is to begin afresh."""
        if not options["reset"]:
            return ""
        return f"This erases all {demo.requests_present()} requests, all drafts and all their files."

    def run(self, options: dict[str, Any]) -> Outcome:
        """Fill the portal, unless there is something in it already."""
        if options["reset"] and settings.SESSION_COOKIE_SECURE:
            return Outcome(
                code=REFUSED,
                data={"error": "not_local"},
                summary="Refused: --reset erases requests, and this portal is not a local one.",
            )
        present = demo.requests_present()
        if present and not options["reset"]:
            return Outcome(
                code=OK,
                data={"requests": 0, "present": present},
                summary=f"Nothing added: there are {present} requests already.",
            )
        if options["dry_run"]:
            return Outcome(
                data={"requests": demo.PLANNED, "erased": present},
                summary=f"Would erase {present} and add {demo.PLANNED} requests.",
            )
        if options["reset"]:
            demo.erase_everything()
        made = demo.fill(now=timezone.now())
        return Outcome(
            data={"requests": made.requests, "files": made.files, "agent": DEMO_AGENT},
            lines=[f"Agent: {DEMO_AGENT}   (a way in: manage.py agent_password --email {DEMO_AGENT})"],
            summary=f"{made.requests} requests with {made.files} files added; the worker checks the files.",
        )
