"""Compiles the translation catalogues."""

from pathlib import Path
from typing import Any

from django.conf import settings

from operations.commands import OpsCommand, Outcome
from operations.translations import compile_catalogues


class Command(OpsCommand):
    """Needs no gettext programs."""

    help = "Compile the translation catalogues that changed."
    examples = ("manage.py i18n_compile",)

    def run(self, options: dict[str, Any]) -> Outcome:
        """Compile."""
        written = [str(path) for folder in settings.LOCALE_PATHS for path in compile_catalogues(folder=Path(folder))]
        return Outcome(data=written, lines=written, summary=f"{len(written)} compiled")
