#!/usr/bin/env python3
"""The operator's door: runs one management command of the portal."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line, with the strict settings unless others are chosen."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraken_support.settings.base")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
