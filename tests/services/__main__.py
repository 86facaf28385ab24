"""Runs a command against a real PostgreSQL: python -m tests.services COMMAND …"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services.programs import PostgreSQL, ServiceMissing


def main(command: list[str]) -> int:
    """Start the server, run the command with DATABASE_URL set, end the server. Out: the command's exit code."""
    folder = Path(tempfile.mkdtemp(prefix="ks-pg-", dir="/tmp"))
    try:
        server = PostgreSQL(folder)
        server.begin()
    except ServiceMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    try:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.url})
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
