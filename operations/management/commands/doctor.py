"""Looks at every dependency and says what is wrong, why it matters and what mends it."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings

from operations import doctor
from operations.commands import OK, PROBLEMS, OpsCommand, Outcome

_MARKS = {doctor.OK: "ok     ", doctor.WARNING: "warning", doctor.ERROR: "ERROR  ", doctor.SKIPPED: "skipped"}


class Command(OpsCommand):
    """Exits with 3 when something is wrong."""

    help = "Look at everything the portal depends on."
    examples = ("manage.py doctor", "manage.py doctor --only redis --only scanner --json")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which checks, and how bad is bad."""
        super().add_arguments(parser)
        parser.add_argument("--only", action="append", default=[], choices=doctor.names(), metavar="NAME")
        parser.add_argument("--skip", action="append", default=[], choices=doctor.names(), metavar="NAME")
        parser.add_argument("--fail-level", choices=["warning", "error"], default="error")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Run the checks."""
        found = doctor.diagnose(only=options["only"], skip=options["skip"])
        bad = {doctor.ERROR} | ({doctor.WARNING} if options["fail_level"] == "warning" else set())
        problems = [each for each in found if each.state in bad]
        counts = Counter(each.state for each in found)
        lines = [f"Data folder: {settings.DATA_DIR}"]
        for each in found:
            lines.append(f"{_MARKS[each.state]}  {each.name:<16} {each.result}  ({each.ms} ms)")
            if each.state in {doctor.WARNING, doctor.ERROR}:
                lines.append(f"         why: {each.why}")
                lines += [f"         mend: {each.mend}"] if each.mend else []
        return Outcome(
            code=PROBLEMS if problems else OK,
            data=[each.as_json() for each in found],
            lines=lines,
            summary=f"{len(found)} checks: {counts[doctor.ERROR]} errors, {counts[doctor.WARNING]} warnings",
        )
