"""Compiles the translation catalogues."""

from pathlib import Path
from typing import Any

from django.conf import settings

from operations.commands import OpsCommand, Outcome
from operations.translations import compile_catalogues, stale_catalogues


class Command(OpsCommand):
    """Needs no gettext programs."""

    help = "Compile the translation catalogues that changed."
    examples = ("manage.py i18n_compile", "manage.py i18n_compile --dry-run --json")
    changes = True

    def run(self, options: dict[str, Any]) -> Outcome:
        """Compile."""
        folders = [Path(folder) for folder in settings.LOCALE_PATHS]
        if options["dry_run"]:
            wanted = [str(path) for folder in folders for path in stale_catalogues(folder=folder)]
            return Outcome(data=wanted, lines=wanted, summary=f"Would compile {len(wanted)}")
        written = [str(path) for folder in folders for path in compile_catalogues(folder=folder)]
        return Outcome(data=written, lines=written, summary=f"{len(written)} compiled")
