#!/usr/bin/env python3
"""The operator's door: runs one management command of the portal."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

CONFIG = 78


def main() -> None:
    """Run the command named on the command line, with the strict settings unless others are chosen."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraken_support.settings.base")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as mistake:
        sys.stderr.write(f"{mistake}\n")
        sys.exit(CONFIG)


if __name__ == "__main__":
    main()
