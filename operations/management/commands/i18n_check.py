"""Checks a translation: nothing missing, nothing fuzzy, placeholders alike, French typography."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from operations.commands import OK, PROBLEMS, OpsCommand, Outcome
from operations.translations import slips


class Command(OpsCommand):
    """Exits with 3 when something is wrong."""

    help = "Check that a translation is complete and typographically right."
    examples = ("manage.py i18n_check", "manage.py i18n_check --lang fr --json")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which language."""
        super().add_arguments(parser)
        parser.add_argument("--lang", default="fr")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Look at every text."""
        found = [
            each for folder in settings.LOCALE_PATHS for each in slips(folder=Path(folder), language=options["lang"])
        ]
        return Outcome(
            code=PROBLEMS if found else OK,
            data=[{"msgid": each.msgid, "what": each.what} for each in found],
            lines=[f"{each.what}: {each.msgid!r}" for each in found],
            summary=f"{len(found)} slips",
        )
