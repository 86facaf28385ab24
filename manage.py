#!/usr/bin/env python3
"""The operator's door: runs one management command of the portal."""

import os
import sys
import textwrap

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands, load_command_class

from operations.commands import CONFIG, OpsCommand


class Door(ManagementUtility):
    """Django's door, which shows the portal's own commands first."""

    def main_help_text(self, commands_only: bool = False) -> str:
        """What `help` prints."""
        if commands_only:
            return super().main_help_text(commands_only)
        made = {name: load_command_class(app, name) for name, app in sorted(get_commands().items())}
        ours = {name: command for name, command in made.items() if isinstance(command, OpsCommand)}
        lines = ["The portal’s commands; “help NAME” tells more of one:", ""]
        lines += [f"  {name:<20} {command.help}" for name, command in ours.items()]
        lines += ["", "Django’s:", "", *textwrap.wrap(", ".join(sorted(made.keys() - ours.keys())), 98)]
        if self.settings_exception is not None:
            lines += ["", f"Only some are shown: {self.settings_exception}"]
        return "\n".join(lines)


def main() -> None:
    """Run the command named on the command line, with the strict settings unless others are chosen."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraken_support.settings.base")
    try:
        Door(sys.argv).execute()
    except ImproperlyConfigured as mistake:
        sys.stderr.write(f"{mistake}\n")
        sys.exit(CONFIG)


if __name__ == "__main__":
    main()
